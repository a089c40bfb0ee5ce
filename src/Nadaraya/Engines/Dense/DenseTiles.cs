using System.Collections.Concurrent;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The dense engine with its keys in place: groups of queries walk over tiles of keys.</summary>
/// <remarks>
/// A query's sums depend on nothing but the order of the keys: not on its group, on threads or on how a call is cut into chunks. Weights are
/// taken unshifted; a query whose total comes out under <see cref="Trusted"/> is summed again relative to its best key.
/// </remarks>
internal sealed class DenseTiles(PoolingRequest request) : PreparedEngine(request)
{
#if DEBUG
    private const int TileLength = 8;
    private const int GroupLength = 3;
#else
    private const int TileLength = LaneSums.LongestTile;
    private const int GroupLength = 32;
#endif

    /// <summary>
    /// Totals under this are repaired. Weights under 2⁻¹⁰²² are flushed to 0, at most n·1e-308, nothing beside 1e-100; and above it the
    /// exponent is under 230, so its rounding stays under 1e-13 of a weight.
    /// </summary>
    public const double Trusted = 1e-100;

    private readonly int tileLength = Even(request.Keys.Count);
    private readonly Score score = request.Score;
    private readonly TileWeights weights = new(request);
    private readonly GaussianSums? gaussian = GaussianSums.For(request);
    private readonly LineSums? lines = LineSums.For(request);
    private readonly ConcurrentBag<LaneSums> idle = []; // for the next group: fresh memory is dear

    public override bool HasCheaperLooks => LineSums.HasCheaperLooks(Request);

    public override void Sum(Points queries, Leave leave, Moments moments, Run run)
    {
        moments.Restart();
        if (gaussian is not null && IsOverItself(queries, leave, moments))
        {
            _ = SumPairs(queries, (Leave.LeaveRow)leave, moments, run);
            return;
        }

        lines?.Begin(queries.Count);
        run.For((queries.Count + GroupLength - 1) / GroupLength, group =>
        {
            int from = group * GroupLength;
            int count = Math.Min(GroupLength, queries.Count - from);
            SumGroup(queries, from, count, leave, moments);
            for (int query = from; query < from + count; query++)
            {
                if (!(moments.AbsoluteWeights[query] >= Trusted))
                {
                    Repair(queries, query, leave, moments, run.Cancellation);
                }
            }
        });
    }

    public override double[] Pull(Points queries, Leave leave, Moments moments, double[][] adjoints, Run run)
    {
        int groups = (queries.Count + GroupLength - 1) / GroupLength;
        double[] partial = new double[groups * score.Parameters];
        run.For(groups, group =>
        {
            TilePull? pull = null;
            Span<double> gradient = partial.AsSpan(group * score.Parameters, score.Parameters);
            Span<double> adjoint = stackalloc double[adjoints.Length];
            int from = group * GroupLength;
            int to = Math.Min(from + GroupLength, queries.Count);
            bool byLines = lines is not null && moments.Wanted == Wanted.Sums;
            if (byLines)
            {
                lines!.Pull(queries, from, to - from, leave, moments, adjoints, gradient);
            }

            for (int query = from; query < to; query++)
            {
                if (byLines && moments.Reference(query) < 0)
                {
                    continue;
                }

                pull ??= new(Request, weights, tileLength);
                for (int k = 0; k < adjoint.Length; k++)
                {
                    adjoint[k] = adjoints[k][query];
                }

                pull.Query(queries, query, leave, moments, adjoint, gradient);
            }
        });

        return InOrder(partial, score.Parameters);
    }

    public override double[] SumAndPull(Points queries, Leave leave, Moments moments, Adjoint adjoint, Run run)
    {
        if (gaussian is not null && IsOverItself(queries, leave, moments))
        {
            return SumAndPullPairs(queries, (Leave.LeaveRow)leave, moments, adjoint, run);
        }

        if (moments.Wanted != Wanted.Sums || leave is not (Leave.LeaveNobody or Leave.LeaveRow) || gaussian is null)
        {
            return base.SumAndPull(queries, leave, moments, adjoint, run);
        }

        moments.Restart();
        int d = score.Parameters;
        int groups = (queries.Count + GroupLength - 1) / GroupLength;
        double[] partial = new double[groups * d];
        run.For(groups, group =>
        {
            int from = group * GroupLength;
            int count = Math.Min(GroupLength, queries.Count - from);
            Span<double> gradient = partial.AsSpan(group * d, d);
            double[] slopes = new double[count * moments.Sums.Length * d];
            LaneSums sums = new(Request, count, moments.Sums.Length);
            gaussian.SumWithSlopes(queries, from, count, leave as Leave.LeaveRow, sums, slopes);
            Span<double> of = stackalloc double[moments.Sums.Length];
            for (int k = 0; k < count; k++)
            {
                sums.Store(k, moments, from + k, nearest: false);
                bool trusted = moments.AbsoluteWeights[from + k] >= Trusted;
                if (!trusted)
                {
                    Repair(queries, from + k, leave, moments, run.Cancellation);
                }

                of.Clear();
                adjoint(from + k, of);
                if (!trusted)
                {
                    new TilePull(Request, weights, tileLength).Query(queries, from + k, leave, moments, of, gradient);
                    continue;
                }

                ReadOnlySpan<double> own = slopes.AsSpan(k * of.Length * d, of.Length * d);
                for (int b = 0; b < own.Length; b++)
                {
                    gradient[b % d] += of[b / d] == 0 ? 0 : of[b / d] * own[b] * GaussianScaling.SlopeUnit;
                }
            }
        });
        moments.Bound(gaussian.ErrorBound);
        return InOrder(partial, d);
    }

    public override bool SumAgain(Points queries, int query, Leave leave, Moments moments) =>
        lines is not null && moments.Wanted == Wanted.Sums && moments.Reference(query) < 0 && lines.SumAgain(queries, query, leave, moments);

    public override Moments[]? SumLevels(Points queries, Leave leave, int levels, Run run) =>
        gaussian is not null && IsOverItself(queries, leave) ? gaussian.SumLevels((Leave.LeaveRow)leave, levels, run) : null;

    public override void Visit(Points queries, int query, Leave leave, Moments moments, WeightVisitor visitor)
    {
        Span<double> tile = stackalloc double[TileLength];
        for (int start = 0; start < weights.Padded; start += tileLength)
        {
            Span<double> w = tile[..Math.Min(tileLength, weights.Padded - start)];
            weights.Fill(queries, query, leave, moments.Reference(query), start, w);
            visitor(start, w[..Math.Min(w.Length, Request.Keys.Count - start)]);
        }
    }

    /// <summary>Tiles of the same length, as few as there can be: the last is as worth its calls as the others.</summary>
    private static int Even(int keys)
    {
        int padded = Math.Max(Points.PaddedLength(keys), 8);
        int tiles = (padded + TileLength - 1) / TileLength;
        return Points.PaddedLength((padded + tiles - 1) / tiles);
    }

    /// <summary>The parts of the groups, added in their order, so that threads do not matter.</summary>
    private static double[] InOrder(double[] partial, int parameters)
    {
        double[] total = new double[parameters];
        for (int k = 0; k < partial.Length; k++)
        {
            total[k % parameters] += partial[k];
        }

        return total;
    }

    /// <summary>Whether the queries are the keys, each left out of its own sums, and nothing is wanted beside those: then a pair counts for both.</summary>
    private bool IsOverItself(Points queries, Leave leave, Moments moments) =>
        moments.Wanted == Wanted.Sums && IsOverItself(queries, leave);

    private bool IsOverItself(Points queries, Leave leave) => ReferenceEquals(queries.Columns, Request.Keys.Columns) && queries.Count == Request.Keys.Count
        && leave is Leave.LeaveRow { IsEachItself: true } && PairTiles.Serve(queries.Count, Request);

    /// <summary>The sums over pairs; says which tiles gave them.</summary>
    private PairTiles SumPairs(Points queries, Leave.LeaveRow leave, Moments moments, Run run)
    {
        PairTiles tiles = gaussian!.SumPairs(queries, leave, moments, run);
        (run with { Progress = null }).ForBlocks(queries.Count, GroupLength, (from, to) =>
        {
            for (int query = from; query < to; query++)
            {
                if (!(moments.AbsoluteWeights[query] >= Trusted))
                {
                    Repair(queries, query, leave, moments, run.Cancellation);
                }
            }
        });
        return tiles;
    }

    private double[] SumAndPullPairs(Points queries, Leave.LeaveRow leave, Moments moments, Adjoint adjoint, Run run)
    {
        moments.Restart();
        PairTiles tiles = SumPairs(queries, leave, moments, run);
        double[][] adjoints = [.. moments.Sums.Select(_ => new double[queries.Count])];
        int groups = (queries.Count + GroupLength - 1) / GroupLength;
        double[] partial = new double[groups * score.Parameters];
        Run quiet = run with { Progress = null };
        quiet.For(groups, group =>
        {
            double[] of = new double[adjoints.Length];
            Span<double> gradient = partial.AsSpan(group * score.Parameters, score.Parameters);
            int to = Math.Min((group + 1) * GroupLength, queries.Count);
            for (int query = group * GroupLength; query < to; query++)
            {
                of.AsSpan().Clear();
                adjoint(query, of);
                if (moments.Reference(query) >= 0 || !gaussian!.Holds(tiles, moments, query))
                {
                    // Weights that are next to nothing, or relative to a key's, are no part of the pairs.
                    run.Cancellation.ThrowIfCancellationRequested();
                    new TilePull(Request, weights, tileLength).Query(queries, query, leave, moments, of, gradient);
                    continue;
                }

                for (int k = 0; k < of.Length; k++)
                {
                    adjoints[k][query] = of[k];
                }
            }
        });
        double[] total = InOrder(partial, score.Parameters);
        TileSums.Add(total, tiles.Pull(adjoints, quiet));
        return total;
    }

    private void SumGroup(Points queries, int from, int count, Leave leave, Moments moments)
    {
        bool byCounts = Request.Score.InverseCounts is not null && moments.Wanted.HasFlag(Wanted.Squares);
        if (!byCounts && leave is (Leave.LeaveNobody or Leave.LeaveRow) && gaussian is not null)
        {
            gaussian.Sum(queries, from, count, leave as Leave.LeaveRow, moments);
            return;
        }

        if (lines is not null && moments.Wanted == Wanted.Sums)
        {
            lines.Sum(queries, from, count, leave, moments);
            return;
        }

        bool nearest = moments.Wanted.HasFlag(Wanted.Nearest);
        bool squares = moments.Wanted.HasFlag(Wanted.Squares);
        if (idle.TryTake(out LaneSums? sums) && sums.Serves(count, moments.Sums.Length, squares))
        {
            sums.Clear();
        }
        else
        {
            sums = new(Request, count, moments.Sums.Length, squares);
        }

        SumAnything(queries, from, count, leave, nearest, sums);
        for (int k = 0; k < count; k++)
        {
            sums.Store(k, moments, from + k, nearest);
        }

        idle.Add(sums);
    }

    /// <summary>Everything else, tile by tile through weights that are stored.</summary>
    private void SumAnything(Points queries, int from, int count, Leave leave, bool nearest, LaneSums sums)
    {
        Span<double> tile = stackalloc double[TileLength];
        Span<double> scratch = stackalloc double[TileLength];
        for (int start = 0; start < weights.Padded; start += tileLength)
        {
            Span<double> w = tile[..Math.Min(tileLength, weights.Padded - start)];
            for (int k = 0; k < count; k++)
            {
                score.Kernels(queries, from + k, start, w);
                if (nearest)
                {
                    sums.AddKernels(k, w);
                }

                weights.Finish(from + k, leave, start, w);
                sums.AddWeights(k, queries, from + k, start, w, scratch);
            }
        }
    }

    /// <summary>Sums a query again relative to its best key; leaves it without weight where no key has any.</summary>
    private void Repair(Points queries, int query, Leave leave, Moments moments, CancellationToken cancellation)
    {
        Span<double> tile = stackalloc double[TileLength];
        Span<double> scratch = stackalloc double[TileLength];
        int best = weights.Best(queries, query, leave, tile, cancellation);
        if (best < 0)
        {
            return;
        }

        moments.RelativeTo(query, best, Math.Max(score.LogScore(queries, query, best), double.MinValue));
        moments.CountRepaired(1);
        if (moments.Wanted.HasFlag(Wanted.Nearest))
        {
            moments.LogNearest[query] = moments.Shift(query) - weights.LogRowWeight(best) - score.LogWeightAtZero;
        }

        LaneSums sums = new(Request, 1, moments.Sums.Length);
        for (int start = 0; start < weights.Padded; start += tileLength)
        {
            Span<double> w = tile[..Math.Min(tileLength, weights.Padded - start)];
            weights.Fill(queries, query, leave, best, start, w);
            sums.AddWeights(0, queries, query, start, w, scratch);
        }

        sums.Store(0, moments, query, nearest: false);
    }
}
