using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Two or three features, Gaussian kernel: a grid of cells, each key counted once in its own, each query answered from the polynomial of its own.</summary>
/// <param name="eagerness">How much earlier than pays a cell gets a polynomial: 1, or more to try them on few keys.</param>
internal sealed class GridEngine(double eagerness = 1) : Engine
{
    /// <summary>Rounding in moments, translation and evaluation takes up to about 1e-12 of a sum, of which the proof wants a third of the tolerance.</summary>
    private const double SmallestTolerance = 1e-11;

    public override string Name => "grid";

    public override string? Declines(PoolingRequest request)
    {
        if (request.Score.Single is not { Kernel: Gaussian } || request.Keys.Dimensions is not (2 or 3))
        {
            return "needs two or three features and the gaussian kernel";
        }

        if (request.Score.HasTinyWeights)
        {
            return "needs row weights within 140 powers of ten of the largest";
        }

        if (request.Basis.WeightTerms != 1)
        {
            return "knows the weighted average alone";
        }

        if (request.Tolerance < SmallestTolerance)
        {
            return "keeps no tolerance under 1e-11";
        }

        return GridLayout.For(request) is null
            ? "needs bandwidths well above the spacing of the doubles at the keys, and not too far below their range"
            : null;
    }

    public override double LeastCost(PoolingRequest request, long queries) =>
        GridCosts.Least(GridLayout.For(request)!, 1 + request.Payload.Targets, request.Keys.Count, queries);

    public override double Cost(PoolingRequest request, long queries) => GridCosts.Of(request, GridLayout.For(request)!, queries);

    public override PreparedEngine Prepare(PoolingRequest request) => new GaussianGrid(request, eagerness);
}
