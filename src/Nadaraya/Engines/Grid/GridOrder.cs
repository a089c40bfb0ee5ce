using System.Buffers;
using System.Runtime.CompilerServices;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Points in the order of their cells: which point stands at each place, and which cells there are and where they start.</summary>
internal sealed class GridOrder
{
    private const int Digit = 11;
    private readonly List<ulong> cells = [];
    private readonly List<int> starts = [];

    /// <param name="layout">The grid.</param>
    /// <param name="columns">The points, one array an axis.</param>
    /// <param name="from">The first point.</param>
    /// <param name="to">The end.</param>
    /// <param name="run">Threads and cancellation.</param>
    public GridOrder(GridLayout layout, double[][] columns, int from, int to, Run run)
    {
        int n = to - from;
        ulong[] numbers = ArrayPool<ulong>.Shared.Rent(n);
        ulong[] otherNumbers = ArrayPool<ulong>.Shared.Rent(n);
        int[] rows = new int[n];
        int[] otherRows = ArrayPool<int>.Shared.Rent(n);
        run.ForBlocks(n, 1 << 14, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                numbers[i] = layout.Of(columns, from + i);
                rows[i] = from + i;
            }
        });

        // Points beyond the margin have all bits set, one more than a cell's number can have.
        int[] own = rows;
        (ulong[] firstNumbers, ulong[] secondNumbers) = (numbers, otherNumbers);
        for (int shift = 0; shift <= layout.Bits; shift += Digit)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            if (Walk(firstNumbers.AsSpan(0, n), rows, secondNumbers, otherRows, shift, Math.Min(Digit, layout.Bits + 1 - shift)))
            {
                (firstNumbers, secondNumbers) = (secondNumbers, firstNumbers);
                (rows, otherRows) = (otherRows, rows);
            }
        }

        if (rows != own)
        {
            rows.AsSpan(0, n).CopyTo(own);
            (rows, otherRows) = (own, rows);
        }

        Rows = rows;
        for (int i = 0; i < n; i++)
        {
            if (i == 0 || firstNumbers[i] != firstNumbers[i - 1])
            {
                cells.Add(firstNumbers[i]);
                starts.Add(i);
            }
        }

        starts.Add(n);
        Columns = [.. columns.Select(c => Payload.Permute(c, Rows))];
        ArrayPool<ulong>.Shared.Return(numbers);
        ArrayPool<ulong>.Shared.Return(otherNumbers);
        ArrayPool<int>.Shared.Return(otherRows);
    }

    /// <summary>The point at each place.</summary>
    public int[] Rows { get; }

    /// <summary>The points in this order, readable eight beyond their end.</summary>
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

    /// <summary>One digit; false where all have the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Walk(ReadOnlySpan<ulong> numbers, int[] rows, ulong[] toNumbers, int[] toRows, int shift, int bits)
    {
        ulong mask = (1UL << bits) - 1;
        int[] places = new int[1 << bits];
        foreach (ulong number in numbers)
        {
            places[(number >> shift) & mask]++;
        }

        if (places[(numbers[0] >> shift) & mask] == numbers.Length)
        {
            return false;
        }

        int sum = 0;
        foreach (ref int place in places.AsSpan())
        {
            (place, sum) = (sum, sum + place);
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            ulong number = numbers[i];
            int place = places[(number >> shift) & mask]++;
            toNumbers[place] = number;
            toRows[place] = rows[i];
        }

        return true;
    }
}
