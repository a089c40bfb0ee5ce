using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Every query against every key, in tiles that stay in the first-level cache. Serves every request of one score, exact to rounding.</summary>
internal sealed class DenseEngine : Engine
{
    public override string Name => "dense";

    public override string? Declines(PoolingRequest request) => request.Heads.Count > 0 ? "knows one score, not a mixture of heads" : null;

    public override double Cost(PoolingRequest request, long queries) =>
        (double)request.Keys.Count * queries * (0.4 + (0.06 * request.Keys.Dimensions));

    public override PreparedEngine Prepare(PoolingRequest request) => new DenseTiles(request);
}
