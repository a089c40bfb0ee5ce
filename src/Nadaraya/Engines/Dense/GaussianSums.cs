using System.Numerics;
using System.Runtime.CompilerServices;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The frequent case of the dense engine, compiled into one loop: a Gaussian with fixed bandwidths and a weighted average.</summary>
/// <remarks>
/// Where the tolerance is loose enough that single precision may serve, sums are taken in it first; each query says from its own sums what it may be off by, and
/// those that can't keep the tolerance are summed again in double precision and count as repaired.
/// </remarks>
internal sealed class GaussianSums
{
    private const int Lanes = 8; // of doubles, in which sums are kept
    private const int AddedInSingles = 64; // rows that add to a key of a pair; half as many keys to a lane
    private const int Group = 32;
    private const int Block = 4096;
    private const int WorthIt = 8; // where more than one row in so many must be summed again, singles gain nothing

    private readonly PoolingRequest request;
    private readonly GaussianScaling scaling;
    private readonly bool one;
    private readonly bool weighted;
    private readonly SinglePrecision? single;
    private readonly Lazy<GaussianTiles<double>> doubles;
    private readonly Lazy<GaussianTiles<float>> singles;
    private readonly Lazy<PairTilesOf<double>> pairs;
    private readonly Lazy<PairTilesOf<float>> pairsInSingles;

    private GaussianSums(PoolingRequest request, GaussianScaling scaling)
    {
        this.request = request;
        this.scaling = scaling;
        one = request.Keys.Dimensions == 1;
        weighted = request.Score.RowWeights is not null;
        single = SinglePrecision.For(request, scaling, AddedInSingles);
        doubles = new(() => new(request, scaling));
        singles = new(() => new(request, scaling));
        pairs = new(() => new(request, scaling, PairLoops.Doubles(scaling.IsScaled)));
        pairsInSingles = new(() => new(request, scaling, PairLoops.Singles()));
    }

    /// <summary>What scaling the keys beforehand may cost, as a share of the weighted mean of |y − ȳ|.</summary>
    public double ErrorBound => scaling.ErrorBound;

    /// <summary>The sums of a request; null where it is not a Gaussian with fixed bandwidths and a weighted average.</summary>
    public static GaussianSums? For(PoolingRequest request) => GaussianScaling.For(request) is GaussianScaling scaling ? new(request, scaling) : null;

    /// <summary>The sums of queries from … from + count − 1.</summary>
    public void Sum(Points queries, int from, int count, Leave.LeaveRow? leave, Moments moments)
    {
        int[] which = [.. Enumerable.Range(from, count)];
        if (single is not null && moments.Wanted == Wanted.Sums)
        {
            LaneSums sums = new(request, count, moments.Sums.Length);
            Walk(singles.Value, GaussianLoops.Singles(one, weighted), queries, which, leave, sums, []);
            for (int k = 0; k < count; k++)
            {
                sums.Store(k, moments, which[k], nearest: false);
            }

            SumAgain(queries, [.. which.Where(query => !single.Keeps(queries, query, moments))], leave, moments);
            return;
        }

        SumInDoubles(queries, which, leave, moments);
    }

    /// <summary>Sums with slopes: those of query from + k, of w c_b v_j², at [(k·moments + b)·d + j].</summary>
    public void SumWithSlopes(Points queries, int from, int count, Leave.LeaveRow? leave, LaneSums sums, Span<double> slopes) =>
        Walk(doubles.Value, GaussianLoops.WithSlopes(scaling.IsScaled, weighted), queries, [.. Enumerable.Range(from, count)], leave, sums, slopes);

    /// <summary>Every key over all others; says which tiles gave the sums, and so give their slopes.</summary>
    public PairTiles SumPairs(Points queries, Leave.LeaveRow leave, Moments moments, Run run)
    {
        if (single is not null)
        {
            pairsInSingles.Value.Sum(leave, moments.Sums, run);
            bool[] kept = new bool[queries.Count];
            Run quiet = run with { Progress = null };
            quiet.ForBlocks(queries.Count, Block, (from, to) =>
            {
                for (int row = from; row < to; row++)
                {
                    kept[row] = single.Keeps(queries, row, moments);
                }
            });
            int[] left = [.. Enumerable.Range(0, queries.Count).Where(row => !kept[row])];
            if (left.Length <= queries.Count / WorthIt)
            {
                quiet.ForBlocks(left.Length, Group, (from, to) => SumAgain(queries, left[from..to], leave, moments));
                return pairsInSingles.Value;
            }

            moments.Restart();
        }

        pairs.Value.Sum(leave, moments.Sums, run);
        moments.Bound(ErrorBound);
        return pairs.Value;
    }

    /// <summary>Every key over all others at the request's bandwidths and at each 1/√2 of the ones before: the weights are w, w², w⁴, ….</summary>
    /// <remarks>A weight's relative error doubles with each level.</remarks>
    public Moments[] SumLevels(Leave.LeaveRow leave, int levels, Run run)
    {
        Moments[] moments = [.. Enumerable.Range(0, levels).Select(_ => new Moments(request.Keys.Count, request))];
        new PairTilesOf<double>(request, scaling, PairLoops.Doubles(scaling.IsScaled), levels).Sum(leave, [.. moments.SelectMany(m => m.Sums)], run);
        for (int level = 0; level < levels; level++)
        {
            moments[level].Bound(Math.ScaleB(ErrorBound, level));
        }

        return moments;
    }

    /// <summary>Whether the slopes of a row's sums can be left to the tiles: in singles its weights must not be next to nothing.</summary>
    public bool Holds(PairTiles tiles, Moments moments, int row) => tiles is not PairTilesOf<float> || single!.Holds(moments, row);

    /// <summary>Queries that singles were not enough for; those that doubles are not enough for either are counted when they are summed a third time.</summary>
    private void SumAgain(Points queries, int[] which, Leave.LeaveRow? leave, Moments moments)
    {
        SumInDoubles(queries, which, leave, moments);
        moments.CountRepaired(which.Count(query => moments.AbsoluteWeights[query] >= DenseTiles.Trusted));
    }

    private void SumInDoubles(Points queries, int[] which, Leave.LeaveRow? leave, Moments moments)
    {
        if (which.Length == 0)
        {
            return;
        }

        LaneSums sums = new(request, which.Length, moments.Sums.Length);
        Walk(doubles.Value, GaussianLoops.Doubles(one, scaling.IsScaled, weighted, moments.Wanted != Wanted.Sums), queries, which, leave, sums, []);
        for (int k = 0; k < which.Length; k++)
        {
            sums.Store(k, moments, which[k], moments.Wanted.HasFlag(Wanted.Nearest));
        }

        moments.Bound(ErrorBound);
    }

    /// <summary>Queries, a group, over all tiles: tile by tile, so that a tile stays in the first-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Walk<TNumber>(
        GaussianTiles<TNumber> tiles, GaussianLoops<TNumber> loops, Points queries, int[] which, Leave.LeaveRow? leave, LaneSums sums, Span<double> slopes)
        where TNumber : unmanaged, INumberBase<TNumber>
    {
        int d = queries.Dimensions;
        int each = slopes.IsEmpty ? sums.Stride : sums.Moments + (slopes.Length / which.Length);
        int width = loops.Lanes * each;
        Span<TNumber> at = new TNumber[which.Length * d];
        Span<TNumber> lanes = new TNumber[which.Length * width];
        Span<double> folded = new double[Lanes * sums.Stride];
        Span<bool> near = stackalloc bool[which.Length];
        for (int k = 0; k < which.Length; k++)
        {
            tiles.Place(queries, which[k], at.Slice(k * d, d));
            near[k] = tiles.IsNear(at.Slice(k * d, d));
        }

        for (int tile = 0; tile < tiles.Count; tile++)
        {
            bool flush = (tile + 1) % tiles.FlushEvery == 0 || tile == tiles.Count - 1;
            for (int k = 0; k < which.Length; k++)
            {
                int own = leave?.Rows[which[k]] ?? -1;
                Span<TNumber> of = lanes.Slice(k * width, width);
                tiles.Add(loops, tile, at.Slice(k * d, d), own, own < 0 ? 1 : leave!.Kept(which[k], own), near[k], of);
                if (flush)
                {
                    // Of the moments, and where no slopes are wanted of what stands beside them.
                    int summed = slopes.IsEmpty ? sums.Stride : sums.Moments;
                    for (int b = 0; b < summed; b++)
                    {
                        TileSums.Fold(of.Slice(b * loops.Lanes, loops.Lanes), folded.Slice(Lanes * b, Lanes));
                    }

                    sums.AddLanes(k, folded[..(Lanes * summed)]);
                    if (!slopes.IsEmpty)
                    {
                        TileSums.AddTotals(slopes.Slice(k * slopes.Length / which.Length, slopes.Length / which.Length), of[(loops.Lanes * sums.Moments)..]);
                    }

                    of.Clear();
                }
            }
        }
    }
}
