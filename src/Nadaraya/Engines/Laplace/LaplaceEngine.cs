using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>One feature, Laplace kernel: e^(−|q−x|/h) splits into a product on either side of the query, so two walks over the sorted keys sum it for all.</summary>
internal sealed class LaplaceEngine : Engine
{
    public override string Name => "laplace";

    public override string? Declines(PoolingRequest request)
    {
        if (request.Score.Single is not { Kernel: Laplace } single || request.Keys.Dimensions != 1)
        {
            return "needs one feature and the laplace kernel";
        }

        if (request.Score.HasTinyWeights)
        {
            return "needs row weights within 140 powers of ten of the largest";
        }

        if (request.Basis.WeightTerms != 1)
        {
            return "knows the weighted average alone";
        }

        if (!double.IsNormal(1 / single.Bandwidths[0]) || !double.IsFinite(request.Keys.Range(0)))
        {
            return "needs a bandwidth and a range that are ordinary numbers";
        }

        return 3 * OneSidedSums.Error(request.Keys.Count) > request.Tolerance ? "keeps no tolerance that small over so many rows" : null;
    }

    public override double Cost(PoolingRequest request, long queries) =>
        ((40 + (30.0 * (1 + request.Payload.Targets))) * request.Keys.Count) + (60.0 * queries);

    public override PreparedEngine Prepare(PoolingRequest request) => new LaplaceSums(request);
}
