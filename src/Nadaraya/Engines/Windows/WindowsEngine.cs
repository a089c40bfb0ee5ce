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

    /// <summary>Sorting once, moments of every key, two cuts of every query for each two columns; a polynomial of odd powers cuts twice as often.</summary>
    public override double Cost(PoolingRequest request, long queries)
    {
        SingleKernel single = request.Score.Single!;
        WindowShape shape = WindowShape.Weight(CompactKernel.Of(single.Kernel, single.Bandwidths[0])!.Value, WindowCells.Part);
        int columns = 1 + request.Payload.Targets;
        double query = 15 + ((columns + 1) / 2 * (10 + (6 * shape.Terms)) * (shape.IsEven ? 1 : 2));
        return (request.Keys.Count * (40.0 + (columns * (3 + shape.Terms)))) + (queries * query);
    }

    public override PreparedEngine Prepare(PoolingRequest request) => new WindowSums(request);
}
