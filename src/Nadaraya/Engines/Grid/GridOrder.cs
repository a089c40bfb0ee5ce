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
    private readonly int[] strips = [];

    /// <param name="layout">The grid.</param>
    /// <param name="columns">The points, one array an axis.</param>
    /// <param name="from">The first point.</param>
    /// <param name="to">The end.</param>
    /// <param name="inStrips">Whether points of a cell are put in the order of its strips; all must be within the margin.</param>
    /// <param name="run">Threads and cancellation.</param>
    public GridOrder(GridLayout layout, double[][] columns, int from, int to, bool inStrips, Run run)
    {
        int stripBits = inStrips ? GridLayout.StripBits : 0;
        int n = to - from;
        ulong[] numbers = ArrayPool<ulong>.Shared.Rent(n);
        ulong[] otherNumbers = ArrayPool<ulong>.Shared.Rent(n);
        int[] rows = new int[n];
        int[] otherRows = ArrayPool<int>.Shared.Rent(n);
        run.ForBlocks(n, 1 << 14, (first, end) =>
        {
            for (int i = first; i < end; i++)
            {
                ulong cell = layout.Of(columns, from + i);
                numbers[i] = inStrips ? (cell << stripBits) + (uint)Strip(layout.Strips(columns[^1][from + i], cell)) : cell;
                rows[i] = from + i;
            }
        });

        // Points beyond the margin have all bits set, one more than a cell's number can have.
        int[] own = rows;
        (ulong[] firstNumbers, ulong[] secondNumbers) = (numbers, otherNumbers);
        int bits = layout.Bits + stripBits + 1;
        for (int shift = 0; shift < bits; shift += Digit)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            if (Walk(firstNumbers.AsSpan(0, n), rows, secondNumbers, otherRows, shift, Math.Min(Digit, bits - shift)))
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
            ulong cell = firstNumbers[i] >> stripBits;
            if (i == 0 || cell != cells[^1])
            {
                cells.Add(cell);
                starts.Add(i);
            }
        }

        starts.Add(n);
        strips = inStrips ? Strips(firstNumbers.AsSpan(0, n)) : [];
        Columns = [.. columns.Select(c => Payload.Permute(c, Rows))];
        foreach (double[] column in Columns)
        {
            column.AsSpan(n).Fill(column[n - 1]);
        }

        ArrayPool<ulong>.Shared.Return(numbers);
        ArrayPool<ulong>.Shared.Return(otherNumbers);
        ArrayPool<int>.Shared.Return(otherRows);
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

    /// <summary>The place of the first point of a cell's strip; of strip 16 the end.</summary>
    public int Strip(int cell, int strip) => strips[(cell << GridLayout.StripBits) + strip];

    /// <summary>The strip of a number of strips above a cell's lower end.</summary>
    public static int Strip(double above) => (int)Math.Clamp(above, 0, (1 << GridLayout.StripBits) - 1);

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

    private int[] Strips(ReadOnlySpan<ulong> numbers)
    {
        int[] first = new int[(cells.Count << GridLayout.StripBits) + 1];
        int next = 0;
        for (int cell = 0; cell < cells.Count; cell++)
        {
            for (int i = starts[cell]; i < starts[cell + 1]; i++)
            {
                int strip = (cell << GridLayout.StripBits) + (int)(numbers[i] & ((1 << GridLayout.StripBits) - 1));
                while (next <= strip)
                {
                    first[next++] = i;
                }
            }
        }

        first.AsSpan(next).Fill(numbers.Length);
        return first;
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
