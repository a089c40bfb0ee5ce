using System.Buffers;
using System.Runtime.CompilerServices;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Points in the order of their cells, in a cell as they come: which point stands at each place, and which cells there are and where they start.</summary>
/// <remarks>Where a counter for every cell fits, points are counted and put in place at once; else their numbers are sorted digit by digit.</remarks>
internal sealed class GridOrder
{
    private const int Digit = 11;
    private const int MostCounted = 20; // bits of a number; counters of 4 MiB
    private const int Block = 1 << 14;
    private readonly List<ulong> cells = [];
    private readonly List<int> starts = [];
    private readonly int[] places;

    /// <param name="layout">The grid.</param>
    /// <param name="columns">The points, one array an axis.</param>
    /// <param name="from">The first point.</param>
    /// <param name="to">The end.</param>
    /// <param name="run">Threads and cancellation.</param>
    public GridOrder(GridLayout layout, double[][] columns, int from, int to, Run run)
    {
        int n = to - from;
        Rows = GC.AllocateUninitializedArray<int>(n);
        places = GC.AllocateUninitializedArray<int>(n);
        ulong[] numbers = ArrayPool<ulong>.Shared.Rent(n);
        run.ForBlocks(n, Block, (first, end) => layout.Of(columns, from + first, numbers.AsSpan(first, end - first)));
        if (layout.Bits <= MostCounted && 1L << layout.Bits <= 16L * n)
        {
            Tally(numbers.AsSpan(0, n), layout.Bits);
        }
        else
        {
            Sort(numbers, n, layout.Bits, run.Cancellation);
        }

        ArrayPool<ulong>.Shared.Return(numbers);
        starts.Add(n);
        for (int i = 0; i < n; i++)
        {
            Rows[places[i]] = from + i;
        }

        Columns = new double[columns.Length][];
        run.For(columns.Length, j =>
        {
            Columns[j] = Arranged(columns[j], from);
            Columns[j].AsSpan(n).Fill(Columns[j][n - 1]);
        });
    }

    /// <summary>The point at each place.</summary>
    public int[] Rows { get; }

    /// <summary>The points in this order, readable eight beyond their end, where the last one stands again.</summary>
    public double[][] Columns { get; }

    /// <summary>How many cells hold points.</summary>
    public int Count => cells.Count;

    /// <summary>The number of a cell.</summary>
    public ulong this[int cell] => cells[cell];

    /// <summary>The place of a cell's first point; at Count the end of all.</summary>
    public int Start(int cell) => starts[cell];

    /// <summary>The first cell whose number is not under a number, among some.</summary>
    public int FirstNotUnder(ulong number, int from, int to)
    {
        while (from < to)
        {
            int middle = (from + to) >>> 1;
            if (cells[middle] < number)
            {
                from = middle + 1;
            }
            else
            {
                to = middle;
            }
        }

        return from;
    }

    /// <summary>The cell of a number; −1 where it holds no point.</summary>
    public int Find(ulong number)
    {
        int at = FirstNotUnder(number, 0, Count);
        return at < Count && cells[at] == number ? at : -1;
    }

    /// <summary>A column of the points in this order, with room for a vector from any point on and 0 as padding: written here and there, where cells' ends stay in the caches.</summary>
    /// <param name="column">The column.</param>
    /// <param name="from">Where the first point stands in it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double[] Arranged(double[] column, int from = 0)
    {
        double[] arranged = GC.AllocateUninitializedArray<double>(Points.RoomLength(places.Length));
        arranged.AsSpan(places.Length).Clear();
        ReadOnlySpan<double> values = column.AsSpan(from, places.Length);
        for (int i = 0; i < values.Length; i++)
        {
            arranged[places[i]] = values[i];
        }

        return arranged;
    }

    /// <summary>Finds places with a counter for each number; points that are nowhere come last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Tally(ReadOnlySpan<ulong> numbers, int bits)
    {
        uint nowhere = 1u << bits;
        int[] next = new int[nowhere + 1];
        foreach (ulong number in numbers)
        {
            next[(uint)Math.Min(number, nowhere)]++;
        }

        int sum = 0;
        for (int cell = 0; cell < next.Length; cell++)
        {
            int count = next[cell];
            if (count > 0)
            {
                cells.Add(cell == nowhere ? GridLayout.Nowhere : (ulong)cell);
                starts.Add(sum);
            }

            (next[cell], sum) = (sum, sum + count);
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            places[i] = next[(uint)Math.Min(numbers[i], nowhere)]++;
        }
    }

    /// <summary>Finds places by sorting. Points that are nowhere have all bits set, one more than a cell's number can have.</summary>
    private void Sort(ulong[] numbers, int n, int bits, CancellationToken cancellation)
    {
        ulong[] first = ArrayPool<ulong>.Shared.Rent(n), second = ArrayPool<ulong>.Shared.Rent(n);
        int[] rows = ArrayPool<int>.Shared.Rent(n), otherRows = ArrayPool<int>.Shared.Rent(n);
        numbers.AsSpan(0, n).CopyTo(first);
        for (int i = 0; i < n; i++)
        {
            rows[i] = i;
        }

        for (int shift = 0; shift <= bits; shift += Digit)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Walk(first.AsSpan(0, n), rows, second, otherRows, shift, Math.Min(Digit, bits + 1 - shift)))
            {
                (first, second, rows, otherRows) = (second, first, otherRows, rows);
            }
        }

        for (int i = 0; i < n; i++)
        {
            places[rows[i]] = i;
            if (i == 0 || first[i] != first[i - 1])
            {
                cells.Add(first[i]);
                starts.Add(i);
            }
        }

        ArrayPool<ulong>.Shared.Return(first);
        ArrayPool<ulong>.Shared.Return(second);
        ArrayPool<int>.Shared.Return(rows);
        ArrayPool<int>.Shared.Return(otherRows);
    }

    /// <summary>One digit; false where all have the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Walk(ReadOnlySpan<ulong> numbers, int[] rows, ulong[] toNumbers, int[] toRows, int shift, int bits)
    {
        ulong mask = (1UL << bits) - 1;
        int[] next = new int[1 << bits];
        foreach (ulong number in numbers)
        {
            next[(number >> shift) & mask]++;
        }

        if (next[(numbers[0] >> shift) & mask] == numbers.Length)
        {
            return false;
        }

        int sum = 0;
        foreach (ref int place in next.AsSpan())
        {
            (place, sum) = (sum, sum + place);
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            ulong number = numbers[i];
            int place = next[(number >> shift) & mask]++;
            toNumbers[place] = number;
            toRows[place] = rows[i];
        }

        return true;
    }
}
