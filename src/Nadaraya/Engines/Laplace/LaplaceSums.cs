using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The Laplace engine with its keys in place: a query's sums are those of the two keys beside it, decayed by the way to them.</summary>
/// <remarks>
/// Σ w c = A[l]·e^(−(q−x_l)/h) + B[r]·e^(−(x_r−q)/h) with l and r the keys beside the query, A summed from below and B from above. Everything added has the sign
/// of its c, so errors are relative to Σ w|c|. Far from all keys both decays are taken relative to the nearer key. A row that is left out stands on neither side.
/// </remarks>
internal sealed class LaplaceSums(PoolingRequest request) : WalkingEngine(request)
{
    private const int Block = 4096;
    private const double Far = 100; // beyond, exponents are taken relative to the nearer key's, so that they carry no more than 300 roundings
    private const double AtZero = 0.5; // k(0)
    private readonly double bandwidth = request.Score.Single!.Bandwidths[0];
    private readonly double scale = 1 / request.Score.Single!.Bandwidths[0];
    private readonly Lock building = new();
    private (AscendingKeys Keys, OneSidedSums[] Below, OneSidedSums[] Above)? state;
    private (OneSidedSums Below, OneSidedSums Above)? squares;

    protected override double Walk(Points queries, Leave leave, Moments moments, Adjoint? adjoint, Run run)
    {
        moments.Restart();
        Build(moments.SquaredWeights.Length > 0, run);
        bool self = AreTheKeys(queries);
        bool leaving = leave != Leave.Nobody;
        AscendingKeys keys = state!.Value.Keys;
        double[] partial = new double[(queries.Count + Block - 1) / Block];
        run.ForBlocks(queries.Count, Block, (from, to) =>
        {
            double[] slopes = new double[keys.Columns.Length];
            double[] of = new double[slopes.Length];
            for (int k = from; k < to; k++)
            {
                int query = self ? keys.Rows[k] : k;
                double q = self ? keys.Keys[k] : queries.Columns[0][k];
                int right = self ? k + 1 : keys.FirstNotUnder(q);
                int left = self ? leaving ? k - 1 : k : right - 1;
                At(query, q, left, right, moments, slopes, adjoint is not null);
                partial[from / Block] += adjoint is null ? 0 : Slope(query, slopes, adjoint, of);
            }
        });
        double error = OneSidedSums.Error(keys.Count);
        moments.Bound(2 * error / (1 - error));
        return partial.Sum();
    }

    private void Build(bool withSquares, Run run)
    {
        lock (building)
        {
            Run quiet = run with { Progress = null };
            AscendingKeys keys = AscendingKeys.Of(Request);
            OneSidedSums Side(double[] column, double rate, bool fromBelow) => new(keys.Keys, keys.Count, column, rate, fromBelow, quiet);
            state ??= (keys, [.. keys.Columns.Select(c => Side(c, scale, true))], [.. keys.Columns.Select(c => Side(c, scale, false))]);
            squares ??= withSquares ? (Side(keys.Squares, 2 * scale, true), Side(keys.Squares, 2 * scale, false)) : null;
        }
    }

    private static double Slope(int query, ReadOnlySpan<double> slopes, Adjoint adjoint, Span<double> of)
    {
        of.Clear();
        adjoint(query, of);
        double slope = 0;
        for (int b = 0; b < of.Length; b++)
        {
            slope += of[b] * slopes[b];
        }

        return slope;
    }

    /// <summary>The sums at a query with the keys up to left below it and those from right on above it.</summary>
    private void At(int query, double q, int left, int right, Moments moments, Span<double> slopes, bool withSlopes)
    {
        (AscendingKeys keys, OneSidedSums[] below, OneSidedSums[] above) = state!.Value;
        bool isBelow = left >= 0;
        bool isAbove = right < keys.Count;
        double toLeft = isBelow ? (q - keys.Keys[left]) * scale : double.PositiveInfinity;
        double toRight = isAbove ? (keys.Keys[right] - q) * scale : double.PositiveInfinity;
        double nearest = Math.Min(toLeft, toRight);
        if (moments.Wanted.HasFlag(Wanted.Nearest))
        {
            moments.LogNearest[query] = -nearest;
        }

        if (!isBelow && !isAbove)
        {
            Clear(query, moments, slopes);
            return;
        }

        double fromLeft = isBelow ? AtZero * VectorMath.Exp(-toLeft) : 0;
        double fromRight = isAbove ? AtZero * VectorMath.Exp(-toRight) : 0;
        if (nearest > Far)
        {
            (int reference, int other) = toLeft <= toRight ? (left, right) : (right, left);
            double v = keys.Value(0, reference);
            double further = isBelow && isAbove ? -default(Nadaraya.Laplace).LogRatio(q, keys.Keys[other], keys.Keys[reference], bandwidth) : double.PositiveInfinity;
            double ratio = VectorMath.Exp(-further) / v;
            (fromLeft, fromRight) = reference == left ? (1 / v, ratio) : (ratio, 1 / v);
            (toLeft, toRight) = reference == left ? (0.0, further) : (further, 0.0); // slopes are relative too
            moments.RelativeTo(query, keys.Rows[reference], Math.Max(Math.Log(AtZero * v) - nearest, double.MinValue));
            moments.CountRepaired(1);
        }

        for (int b = 0; b < below.Length; b++)
        {
            double sum = isBelow ? below[b].Sums[left] * fromLeft : 0;
            moments.Sums[b][query] = sum + (isAbove ? above[b].Sums[right] * fromRight : 0);
            if (withSlopes)
            {
                // |u| e^-|u| of a key beyond the neighbour: its own way to the neighbour and the query's.
                slopes[b] = (fromLeft > 0 ? (below[b].Slopes[left] + (toLeft * below[b].Sums[left])) * fromLeft : 0)
                    + (fromRight > 0 ? (above[b].Slopes[right] + (toRight * above[b].Sums[right])) * fromRight : 0);
            }
        }

        if (moments.SquaredWeights.Length > 0 && squares is var (belowSquared, aboveSquared))
        {
            moments.SquaredWeights[query] = (isBelow ? belowSquared.Sums[left] * fromLeft * fromLeft : 0)
                + (isAbove ? aboveSquared.Sums[right] * fromRight * fromRight : 0);
        }
    }

    private static void Clear(int query, Moments moments, Span<double> slopes)
    {
        foreach (double[] column in moments.Sums)
        {
            column[query] = 0;
        }

        if (moments.SquaredWeights.Length > 0)
        {
            moments.SquaredWeights[query] = 0;
        }

        slopes.Clear();
    }
}
