using System.Buffers;
using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>The Taylor moments of the keys of each cell that holds any, one set a column.</summary>
/// <remarks>
/// Keys that span few cells are taken as they come: block by block they are put beside those of their cell, which costs a tenth of sorting them. Else they
/// come in ascending order. Either way the order within a cell, and with it every bit, follows from the request alone.
/// </remarks>
internal sealed class CellMoments : IDisposable
{
    private const int L = TaylorSums.Length;
    private const int LeastBlock = 1 << 14; // keys put in order at a time: keys, columns and places stay in the second-level cache
    private const int Dense = 64; // keys a cell in a block, where the cells are many
    private const int Chunk = 1 << 18; // keys that one thread takes
    private const int MostChunks = 8;
    private readonly KeySequence keys;
    private readonly double[][] columns;
    private readonly CellGrid grid;
    private double[] sums;

    private CellMoments(KeySequence keys, double[][] columns, CellGrid grid)
    {
        (this.keys, this.columns, this.grid) = (keys, columns, grid);
        sums = [];
        Cells = null!;
    }

    /// <summary>The cells that hold keys.</summary>
    public OccupiedCells Cells { get; private set; }

    /// <summary>Whether all cells have their moments, and not only those that an expansion may ask for.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>How many columns there are.</summary>
    public int Columns => columns.Length;

    private int Stride => columns.Length * L;

    /// <summary>The moments of keys that span few cells, in whatever order they come.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="columns">What is summed; an empty column stands for ones.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="first">The first cell.</param>
    /// <param name="span">How many cells from there on.</param>
    /// <param name="run">Threads and cancellation.</param>
    public static CellMoments Scattered(KeySequence keys, double[][] columns, CellGrid grid, long first, int span, Run run)
    {
        CellMoments moments = new(keys, columns, grid);
        int block = Math.Max(LeastBlock, Dense * span);
        int chunks = Math.Clamp(keys.Count / Math.Max(Chunk, 2 * block), 1, MostChunks);
        int length = (keys.Count + chunks - 1) / chunks;
        double[][] tables = new double[chunks][];
        int[][] counts = new int[chunks][];
        run.For(chunks, chunk =>
        {
            tables[chunk] = ArrayPool<double>.Shared.Rent(span * moments.Stride);
            tables[chunk].AsSpan(0, span * moments.Stride).Clear();
            counts[chunk] = new int[span];
            moments.AddAll(chunk * length, Math.Min((chunk + 1) * length, keys.Count), block, first, span, tables[chunk], counts[chunk], run);
        });
        moments.sums = tables[0];
        for (int chunk = 1; chunk < chunks; chunk++)
        {
            moments.Merge(tables[chunk], counts[chunk], counts[0]);
            ArrayPool<double>.Shared.Return(tables[chunk]);
        }

        moments.Compact(first, counts[0]);
        return moments;
    }

    /// <summary>The moments of keys in ascending order, in cells as many as they need.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="columns">What is summed; an empty column stands for ones.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="cells">The cells that hold keys.</param>
    /// <param name="sources">Which of them are asked for.</param>
    /// <param name="run">Threads and cancellation.</param>
    public static CellMoments Ascending(KeySequence keys, double[][] columns, CellGrid grid, OccupiedCells cells, bool[] sources, Run run)
    {
        CellMoments moments = new(keys, columns, grid) { Cells = cells, IsWhole = !sources.Contains(false) };
        moments.sums = ArrayPool<double>.Shared.Rent(moments.Cells.Count * moments.Stride);
        run.ForBlocks(moments.Cells.Count, 64, (from, to) =>
        {
            for (int place = from; place < to; place++)
            {
                if (!sources[place])
                {
                    continue;
                }

                int start = moments.Cells.Start(place);
                Span<double> of = moments.sums.AsSpan(place * moments.Stride, moments.Stride);
                of.Clear();
                moments.Add(keys.Keys, columns, start, moments.Cells.Start(place + 1) - start, moments.Cells[place], of);
                moments.Complete(of);
            }
        });
        return moments;
    }

    /// <summary>The moments of a cell, column by column; none of no cell (−1).</summary>
    public ReadOnlySpan<double> Of(int place) => place < 0 ? [] : sums.AsSpan(place * Stride, Stride);

    /// <summary>Σ|c| in a cell.</summary>
    public double Size(int place, int column) => sums[(place * Stride) + (column * L) + TaylorSums.Absolute];

    /// <summary>max|c| in a cell.</summary>
    public double Largest(int place, int column) => sums[(place * Stride) + (column * L) + TaylorSums.Largest];

    /// <summary>Σ|c_b| over all keys, where all cells have their moments.</summary>
    public double[] Totals
    {
        get
        {
            double[] totals = new double[columns.Length];
            for (int place = 0; place < Cells.Count; place++)
            {
                for (int b = 0; b < totals.Length; b++)
                {
                    totals[b] += Size(place, b);
                }
            }

            return totals;
        }
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(sums);
        sums = [];
    }

    /// <summary>Adds keys from … to − 1 to the cells of a table.</summary>
    private void AddAll(int from, int to, int block, long first, int span, double[] table, int[] count, Run run)
    {
        int room = Math.Min(block, to - from);
        Buckets buckets = new(grid.Pitch, grid.Reciprocal, first, span);
        int[] places = ArrayPool<int>.Shared.Rent(room);
        double[] x = ArrayPool<double>.Shared.Rent(room);
        double[][] moved = [.. columns.Select(c => c.Length == 0 ? [] : ArrayPool<double>.Shared.Rent(room))];
        for (int start = from; start < to; start += block)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            int length = Math.Min(block, to - start);
            Span<int> place = places.AsSpan(0, length);
            buckets.Place(keys.Keys.AsSpan(start, length), place);
            Buckets.Move(keys.Keys.AsSpan(start, length), place, x);
            for (int b = 0; b < columns.Length; b++)
            {
                if (columns[b].Length > 0)
                {
                    Buckets.Move(columns[b].AsSpan(start, length), place, moved[b]);
                }
            }

            AddRuns(x, moved, length, first, table, count);
        }

        ArrayPool<int>.Shared.Return(places);
        ArrayPool<double>.Shared.Return(x);
        foreach (double[] column in moved.Where(c => c.Length > 0))
        {
            ArrayPool<double>.Shared.Return(column);
        }
    }

    /// <summary>Adds keys that stand cell by cell.</summary>
    private void AddRuns(double[] x, double[][] of, int to, long first, double[] table, int[] count)
    {
        ReadOnlySpan<double> all = x.AsSpan(0, to);
        for (int at = 0; at < to;)
        {
            long cell = grid.Of(x[at]);
            int end = Order.FirstNotUnder(all, at + 1, grid.Border(cell + 1));
            int place = (int)(cell - first);
            Add(x, of, at, end - at, cell, table.AsSpan(place * Stride, Stride));
            count[place] += end - at;
            at = end;
        }
    }

    private void Add(double[] x, double[][] of, int from, int count, long cell, Span<double> to)
    {
        double centre = grid.Centre(cell);
        for (int b = 0; b < of.Length; b++)
        {
            ReadOnlySpan<double> column = of[b].Length == 0 ? [] : of[b].AsSpan(from, count);
            TaylorSums.AddMoments(x.AsSpan(from, count), column, centre, 1 / grid.Bandwidth, to.Slice(b * L, L));
        }
    }

    private void Merge(double[] table, int[] count, int[] counts)
    {
        for (int place = 0; place < count.Length; place++)
        {
            for (int b = 0; b < columns.Length && count[place] > 0; b++)
            {
                int at = (place * Stride) + (b * L);
                TaylorSums.Merge(table.AsSpan(at, L), sums.AsSpan(at, L));
            }

            counts[place] += count[place];
        }
    }

    private void Complete(Span<double> of)
    {
        for (int b = 0; b < columns.Length; b++)
        {
            TaylorSums.Complete(of.Slice(b * L, L));
        }
    }

    /// <summary>Moves the cells that hold keys together.</summary>
    private void Compact(long first, int[] counts)
    {
        int occupied = counts.Count(c => c > 0);
        long[] cells = new long[occupied];
        int[] starts = new int[occupied + 1];
        int at = 0;
        for (int place = 0; place < counts.Length; place++)
        {
            if (counts[place] > 0)
            {
                cells[at] = first + place;
                starts[at + 1] = starts[at] + counts[place];
                Span<double> of = sums.AsSpan(place * Stride, Stride);
                Complete(of);
                of.CopyTo(sums.AsSpan(at++ * Stride, Stride));
            }
        }

        Cells = new(cells, starts);
    }
}
