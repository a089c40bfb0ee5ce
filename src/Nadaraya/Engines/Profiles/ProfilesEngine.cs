using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Levels alone: rows of the same levels have the same weight, so a query is summed over the distinct profiles of the rows, and equal queries once. Exact to rounding.</summary>
internal sealed class ProfilesEngine : Engine
{
    // Nanoseconds on one thread, measured: what a point takes to be put into its class by one column, its own sums, and a pair of profiles and a factor of it.
    private const double PutColumn = 15;
    private const double Row = 60;
    private const double Query = 20;
    private const double Pair = 1;
    private const double Factor = 0.4;

    public override string Name => "profiles";

    public override string? Declines(PoolingRequest request)
    {
        if (request.Score.Factors.Any(f => f is not DiscreteFactor) || request.Score.Factors.Count != request.Keys.Dimensions)
        {
            return "needs features that are all categorical or ordered";
        }

        if (request.Score.HasTinyWeights)
        {
            return "needs row weights within 140 powers of ten of the largest";
        }

        return request.Basis.WeightTerms != 1 ? "knows the weighted average alone" : null;
    }

    public override double LeastCost(PoolingRequest request, long queries) => Look(request, queries) + (Row * request.Keys.Count) + (Query * queries);

    public override double LookCost(PoolingRequest request) => Look(request, 0);

    public override double Cost(PoolingRequest request, long queries)
    {
        double profiles = Profiles.Of(request.Keys).Keys.Count;
        return LeastCost(request, queries) + (profiles * Math.Min(profiles, queries) * (Pair + (Factor * request.Keys.Dimensions)));
    }

    public override PreparedEngine Prepare(PoolingRequest request) => new ProfileTiles(request);

    private static double Look(PoolingRequest request, long queries) => PutColumn * request.Keys.Dimensions * (request.Keys.Count + queries);
}
