using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>The keys around a cell, run by run where they stand, for sums key by key at its queries; used again from cell to cell.</summary>
/// <param name="keys">The keys in their cells.</param>
/// <param name="withSquares">Whether Σ w² is wanted.</param>
internal sealed class GridNeighbours(GridKeys keys, bool withSquares)
{
    private const int Block = 256;
    private readonly List<(int From, int To)> runs = [];

    /// <summary>The number of keys.</summary>
    public int Count { get; private set; }

    /// <summary>Takes all keys that may be nearer than a distance to some point of a cell, in bandwidths.</summary>
    public void MoveTo(ulong cell, double cut)
    {
        GridLayout layout = keys.Layout;
        Span<long> low = stackalloc long[layout.Dimensions];
        Span<long> high = stackalloc long[layout.Dimensions];
        for (int j = 0; j < low.Length; j++)
        {
            long at = layout.Coordinate(cell, j);
            double reach = (cut / layout.Widths[j]) + 1;
            low[j] = Math.Max(at - (long)Math.Min(reach, layout.Extents[j]), 0);
            high[j] = Math.Min(at + (long)Math.Min(reach, layout.Extents[j]), layout.Extents[j] - 1);
        }

        keys.Around(cell, low, high, cut, runs);
        Count = 0;
        for (int k = 0; k < runs.Count; k++)
        {
            runs[k] = (keys.Order.Start(runs[k].From), keys.Order.Start(runs[k].To));
            Count += runs[k].To - runs[k].From;
        }
    }

    /// <summary>
    /// sums[b] = Σ w·c_b, absolutes[b] = Σ w·|c_b| and, where there is room, slopes[b·d + j] = Σ w·u_j²·c_b; returns Σ w²·s and the least Σ u².
    /// </summary>
    /// <param name="query">q, one an axis.</param>
    /// <param name="skip">The key that is left out; −1 for none.</param>
    /// <param name="kept">The part of it that stays.</param>
    /// <param name="sums">One a column.</param>
    /// <param name="absolutes">One a column.</param>
    /// <param name="slopes">d a column, or empty.</param>
    public (double Square, double Nearest) Sum(
        ReadOnlySpan<double> query, int skip, double kept, Span<double> sums, Span<double> absolutes, Span<double> slopes)
    {
        sums.Clear();
        absolutes.Clear();
        slopes.Clear();
        Span<double> tile = stackalloc double[Block];
        Span<double> part = stackalloc double[Block];
        double square = 0;
        double nearest = double.PositiveInfinity;
        foreach ((int from, int to) in runs)
        {
            for (int start = from; start < to; start += Block)
            {
                int count = Math.Min(Block, to - start);
                Span<double> w = tile[..((count + 7) & ~7)];
                nearest = Math.Min(nearest, Weigh(query, start, count, skip, kept, w));
                square += Add(query, start, count, w, part[..w.Length], sums, absolutes, slopes);
            }
        }

        return (square, nearest);
    }

    /// <summary>The weights of some keys, 0 beyond them; returns their least Σ u².</summary>
    private double Weigh(ReadOnlySpan<double> query, int start, int count, int skip, double kept, Span<double> w)
    {
        ScaledSquares.Fill(keys.Order.Columns, start, query, keys.Layout.Scales, w);
        bool skips = (uint)(skip - start) < (uint)count;
        if (skips && kept == 0)
        {
            w[skip - start] = double.PositiveInfinity;
        }

        double nearest = ScaledSquares.Least(w[..count]);
        TileSums.Gaussian(w);
        w[count..].Clear();
        if (skips)
        {
            w[skip - start] *= kept;
        }

        return nearest;
    }

    /// <summary>Adds what some keys add to every sum; returns their Σ w²·s.</summary>
    private double Add(
        ReadOnlySpan<double> query, int start, int count, ReadOnlySpan<double> w, Span<double> part, Span<double> sums, Span<double> absolutes, Span<double> slopes)
    {
        for (int b = 0; b < sums.Length; b++)
        {
            (double sum, double absolute) = GaussianWindow.Dot(w, keys.Columns[b], start, start + count);
            sums[b] += sum;
            absolutes[b] += absolute;
        }

        for (int j = 0; j < query.Length && slopes.Length > 0; j++)
        {
            w.CopyTo(part);
            ScaledSquares.Multiply(keys.Order.Columns[j], start, query[j], keys.Layout.Scales[j], part);
            for (int b = 0; b < sums.Length; b++)
            {
                slopes[(b * query.Length) + j] += GaussianWindow.Dot(part, keys.Columns[b], start, start + count).Sum;
            }
        }

        if (!withSquares)
        {
            return 0;
        }

        w.CopyTo(part);
        TileSums.Multiply(part, w);
        return GaussianWindow.Dot(part, keys.Squares, start, start + count).Sum;
    }
}
