using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Tiles of neighbouring keys in a tree of boxes: a query is summed over those tiles alone that can matter to it.</summary>
/// <remarks>Compact kernels exactly, since keys out of reach have no weight; kernels with a fast tail within the tolerance.</remarks>
internal sealed class PrunedEngine : Engine
{
    /// <summary>Rounding takes up to about 1e-13 of a sum, of which the proof wants a sixth of the tolerance.</summary>
    private const double SmallestTolerance = 1e-12;

    /// <summary>Up to this many pairs dense sums cost less than finding out.</summary>
    private const double Few = 1 << 20;

    public override string Name => "pruned";

    public override string? Declines(PoolingRequest request)
    {
        if (request.Score.Single is not SingleKernel single || request.Keys.Dimensions == 0)
        {
            return "needs one kernel with fixed bandwidths over all features";
        }

        if (Reach.For(single) is not Reach reach)
        {
            return "needs a kernel that is nowhere negative and compact, or whose tail falls exponentially";
        }

        if (single.Bandwidths.Any(h => !double.IsNormal(1 / h)))
        {
            return "needs bandwidths that are ordinary numbers";
        }

        if (reach.Compact)
        {
            return null;
        }

        if (request.Basis.WeightTerms != 1)
        {
            return "knows the weighted average alone where it leaves out what is not zero";
        }

        return request.Tolerance < SmallestTolerance ? "keeps no tolerance under 1e-12 with a kernel that reaches everywhere" : null;
    }

    public override double LeastCost(PoolingRequest request, long queries) =>
        (double)request.Keys.Count * queries < Few ? Pilot.Everything(request, queries) : Pilot.Overhead(request, queries);

    public override double LookCost(PoolingRequest request) => Pilot.Look(request);

    public override double Cost(PoolingRequest request, long queries) => Cost(request, queries, default);

    public override double Cost(PoolingRequest request, long queries, CancellationToken cancellation) =>
        (double)request.Keys.Count * queries < Few ? Pilot.Everything(request, queries) : Pilot.Predict(request, queries, cancellation);

    public override PreparedEngine Prepare(PoolingRequest request) => new PrunedTiles(request);
}
