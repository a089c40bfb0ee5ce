using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>One feature, a compact kernel that is a polynomial in |u|: sums over windows of the sorted keys from running moments.</summary>
internal sealed class WindowsEngine : Engine
{
    public override string Name => "windows";

    public override string? Declines(PoolingRequest request)
    {
        if (request.Score.Single is not SingleKernel single || request.Keys.Dimensions != 1 || CompactKernel.Of(single.Kernel, 1) is null)
        {
            return "needs one feature and a compact kernel that is a polynomial: uniform, triangular, epanechnikov, epanechnikov-np, biweight, triweight or tricube";
        }

        if (request.Score.HasTinyWeights)
        {
            return "needs row weights within 140 powers of ten of the largest";
        }

        if (request.Basis.WeightTerms != 1)
        {
            return "knows the weighted average alone";
        }

        return !double.IsNormal(1 / single.Bandwidths[0]) || single.Bandwidths[0] > 1e300 || !double.IsFinite(request.Keys.Range(0))
            ? "needs a bandwidth and a range that are ordinary numbers"
            : null;
    }

    public override double Cost(PoolingRequest request, long queries)
    {
        int columns = 1 + request.Payload.Targets;
        double n = request.Keys.Count;
        return ((40 + (10 * columns)) * n) + (queries * (60.0 + (20 * columns)));
    }

    public override PreparedEngine Prepare(PoolingRequest request) => new WindowSums(request);
}
