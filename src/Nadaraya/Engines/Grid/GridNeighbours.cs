using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The keys around a cell, brought together so that its queries can be summed over them key by key; used again from cell to cell.</summary>
internal sealed class GridNeighbours
{
    private const int Block = 256;
    private readonly GridKeys keys;
    private readonly double[][] points;
    private readonly double[][] columns;
    private readonly double[][] squareColumn;
    private readonly List<(int From, int To)> runs = [];
    private readonly List<(int Key, int At)> begins = [];

    /// <param name="keys">The keys in their cells.</param>
    /// <param name="withSquares">Whether Σ w² is wanted.</param>
    public GridNeighbours(GridKeys keys, bool withSquares)
    {
        this.keys = keys;
        points = [.. keys.Order.Columns.Select(_ => Array.Empty<double>())];
        columns = [.. keys.Columns.Select(_ => Array.Empty<double>())];
        squareColumn = withSquares ? [[]] : [];
    }

    /// <summary>The number of keys.</summary>
    public int Count { get; private set; }

    /// <summary>Brings together all keys that may be nearer than a distance to some point of a cell, in bandwidths.</summary>
    public void Gather(ulong cell, double cut)
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
        begins.Clear();
        foreach ((int from, int to) in runs)
        {
            begins.Add((keys.Order.Start(from), Count));
            Count += keys.Order.Start(to) - keys.Order.Start(from);
        }

        for (int j = 0; j < points.Length; j++)
        {
            Copy(keys.Order.Columns[j], ref points[j]);
        }

        for (int b = 0; b < columns.Length; b++)
        {
            Copy(keys.Columns[b], ref columns[b]);
        }

        if (squareColumn.Length > 0)
        {
            Copy(keys.Squares, ref squareColumn[0]);
        }
    }

    /// <summary>Where a key stands among those brought together; −1 where it does not.</summary>
    public int PlaceOf(int key)
    {
        for (int k = begins.Count - 1; k >= 0 && key >= 0; k--)
        {
            (int first, int at) = begins[k];
            int end = k + 1 < begins.Count ? begins[k + 1].At : Count;
            if (key >= first)
            {
                return at + key - first < end ? at + key - first : -1;
            }
        }

        return -1;
    }

    /// <summary>
    /// sums[b] = Σ w·c_b, absolutes[b] = Σ w·|c_b| and, where there is room, slopes[b·d + j] = Σ w·u_j²·c_b; returns Σ w²·s and the least Σ u².
    /// </summary>
    /// <param name="query">q, one an axis.</param>
    /// <param name="skip">The place of a key that is left out; −1 for none.</param>
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
        ReadOnlySpan<double> scales = keys.Layout.Scales;
        Span<double> w = stackalloc double[Block];
        Span<double> part = stackalloc double[Block];
        double square = 0;
        double nearest = double.PositiveInfinity;
        for (int start = 0; start < Count; start += Block)
        {
            int count = Math.Min(Block, Count - start);
            int padded = (count + 7) & ~7;
            Span<double> tile = w[..padded];
            ScaledSquares.Fill(points, start, query, scales, tile);
            if ((uint)(skip - start) < (uint)count && kept == 0)
            {
                tile[skip - start] = double.PositiveInfinity;
            }

            nearest = Math.Min(nearest, ScaledSquares.Least(tile[..count]));
            TileSums.Gaussian(tile);
            tile[count..].Clear();
            if ((uint)(skip - start) < (uint)count)
            {
                tile[skip - start] *= kept;
            }

            for (int b = 0; b < columns.Length; b++)
            {
                (double sum, double absolute) = GaussianWindow.Dot(tile, columns[b], start, start + count);
                sums[b] += sum;
                absolutes[b] += absolute;
            }

            Span<double> other = part[..padded];
            for (int j = 0; j < query.Length && slopes.Length > 0; j++)
            {
                tile.CopyTo(other);
                ScaledSquares.Multiply(points[j], start, query[j], scales[j], other);
                for (int b = 0; b < columns.Length; b++)
                {
                    slopes[(b * query.Length) + j] += GaussianWindow.Dot(other, columns[b], start, start + count).Sum;
                }
            }

            if (squareColumn.Length > 0)
            {
                tile.CopyTo(other);
                TileSums.Multiply(other, tile);
                square += GaussianWindow.Dot(other, squareColumn[0], start, start + count).Sum;
            }
        }

        return (square, nearest);
    }

    private void Copy(double[] from, ref double[] to)
    {
        if (from.Length == 0)
        {
            return;
        }

        int room = Points.RoomLength(Count);
        if (to.Length < room)
        {
            to = new double[Math.Max(room, 2 * to.Length)];
        }

        int at = 0;
        foreach ((int first, int end) in runs)
        {
            int start = keys.Order.Start(first);
            int length = keys.Order.Start(end) - start;
            from.AsSpan(start, length).CopyTo(to.AsSpan(at));
            at += length;
        }

        to.AsSpan(at, room - at).Clear();
    }
}
