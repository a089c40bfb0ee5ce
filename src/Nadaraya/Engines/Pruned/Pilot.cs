using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>What the pruned engine would cost, from a few sample queries whose work is counted; seeded, never timed.</summary>
internal static class Pilot
{
    private const int Queries = 32;
    private const double Box = 10; // a block of eight boxes and a column, with what follows from it
    private const double Query = 600; // a query's own share: its tile at home, its stop, its place
    private const double Order = 25; // a key and level of the tree
    private const double FirstOrder = 60; // the same in a pilot
    private const double Pair = 1.8; // a key weighed here, in dense pairs: from about half of all keys on dense is the better choice

    /// <summary>The cost where every query is summed over every key.</summary>
    public static double Everything(PoolingRequest request, long queries) => Cost(request, queries, request.Keys.Count, request.Keys.Count / 512.0);

    /// <summary>What it costs however few keys are in reach: their order, and the way to a query's tile.</summary>
    public static double Overhead(PoolingRequest request, long queries) => Cost(request, queries, KdOrder.TileLength, 1);

    /// <summary>What the pilot itself costs: the order of the keys, mostly in code that runs for the first time.</summary>
    public static double Look(PoolingRequest request) => request.Keys.Count * FirstOrder * Levels(request);

    /// <summary>The cost by what sample queries, drawn among the keys, do.</summary>
    public static double Predict(PoolingRequest request, long queries, CancellationToken cancellation)
    {
        TiledKeys tiled = TiledKeys.Of(request, cancellation);
        SplitMix64 random = new(2);
        int[] rows = [.. Enumerable.Range(0, Queries).Select(_ => Draw(random, request.Keys.Count))];
        Points sample = Points.Queries([.. request.Keys.Columns.Select(c => rows.Select(r => c[r]).ToArray())], Queries);
        PrunedWalk walk = new(tiled, tiled.Ordered(request), sample, Leave.Nobody, new Moments(Queries, request), keepsWeights: false);
        for (int q = 0; q < Queries; q++)
        {
            _ = walk.Sum(q);
        }

        return Cost(request, queries, (double)walk.Weighed / Queries, (double)walk.Looked / Queries);
    }

    private static double Levels(PoolingRequest request) => Math.Log2(1 + ((double)request.Keys.Count / KdOrder.TileLength));

    private static int Draw(SplitMix64 random, int count) => (int)(random.NextUniform() * count);

    private static double Cost(PoolingRequest request, long queries, double weighed, double looked)
    {
        double n = request.Keys.Count;
        int d = request.Keys.Dimensions;
        double pair = new DenseEngine().Cost(request, 1) / n * Pair;
        return (n * Order * (Levels(request) + 1)) + (queries * (Query + (weighed * pair) + (looked * Box * d)));
    }
}
