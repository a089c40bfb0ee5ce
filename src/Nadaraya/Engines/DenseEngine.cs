using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Every query against every key, in tiles that stay in the first-level cache. Serves every request, exact to rounding.</summary>
internal sealed class DenseEngine : Engine
{
    public override string Name => "dense";

    public override bool Serves(PoolingRequest request) => true;

    public override PreparedEngine Prepare(PoolingRequest request) => new DenseTiles(request);
}
