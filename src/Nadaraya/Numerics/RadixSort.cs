using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nadaraya.Numerics;

/// <summary>Sorts doubles with the rows they came from: stable, O(n).</summary>
/// <remarks>
/// The range is cut into 2²² equal parts, and numbers are put part by part by two walks; what shares a part, mostly one or two numbers, is then put in order. Where
/// many do, as with heavy tails, those are sorted by the digits of their bits, in six walks at most.
/// </remarks>
internal static class RadixSort
{
    private const int Bits = 11; // 2,048 places to write to, which the first two levels of cache hold
    private const int Digits = 6;
    private const int Size = 1 << Bits;
    private const int Few = 24; // numbers of one part that are put in order one by one
    private const int Many = 1 << 13; // and from where on digits are faster than comparisons
    private const ulong Sign = 1UL << 63;

    /// <summary>The rows of values from the smallest to the largest.</summary>
    /// <param name="values">Finite numbers.</param>
    /// <param name="sorted">Gets them in order.</param>
    public static int[] Ascending(ReadOnlySpan<double> values, Span<double> sorted)
    {
        int n = values.Length;
        int[] rows = GC.AllocateUninitializedArray<int>(n);
        if (Order.IsAscending(values))
        {
            values.CopyTo(sorted);
            for (int i = 0; i < n; i++)
            {
                rows[i] = i;
            }

            return rows;
        }

        (double low, double high) = Order.Range(values);
        double scale = ((Size * Size) - 1) / (high - low);
        if (double.IsFinite(scale) && scale > 0)
        {
            ByParts(values, low, scale, sorted, rows);
            Mend(values, low, scale, sorted[..n], rows);
            return rows;
        }

        values.CopyTo(sorted);
        for (int i = 0; i < n; i++)
        {
            rows[i] = i;
        }

        ByDigits(values, sorted[..n], rows);
        return rows;
    }

    /// <summary>Puts numbers part by part, those of one part in the order they came in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ByParts(ReadOnlySpan<double> values, double low, double scale, Span<double> sorted, int[] rows)
    {
        // Lent, not new: fresh pages cost more than the walks over them.
        int n = values.Length;
        double[] half = ArrayPool<double>.Shared.Rent(n);
        int[] halfRows = ArrayPool<int>.Shared.Rent(n);
        int[] counts = new int[2 * Size];
        ref int lower = ref MemoryMarshal.GetArrayDataReference(counts);
        ref int upper = ref Unsafe.Add(ref lower, Size);
        for (int i = 0; i < n; i++)
        {
            int part = (int)((values[i] - low) * scale);
            Unsafe.Add(ref lower, part & (Size - 1))++;
            Unsafe.Add(ref upper, part >> Bits)++;
        }

        Begin(counts.AsSpan(0, Size));
        Begin(counts.AsSpan(Size));
        ref double between = ref MemoryMarshal.GetArrayDataReference(half);
        ref int betweenRows = ref MemoryMarshal.GetArrayDataReference(halfRows);
        for (int i = 0; i < n; i++)
        {
            double value = values[i];
            int part = (int)((value - low) * scale);
            int place = Unsafe.Add(ref lower, part & (Size - 1))++;
            Unsafe.Add(ref between, place) = value;
            Unsafe.Add(ref betweenRows, place) = i;
        }

        ref double to = ref MemoryMarshal.GetReference(sorted[..n]);
        ref int toRows = ref MemoryMarshal.GetArrayDataReference(rows);
        for (int i = 0; i < n; i++)
        {
            double value = Unsafe.Add(ref between, i);
            int place = Unsafe.Add(ref upper, (int)((value - low) * scale) >> Bits)++;
            Unsafe.Add(ref to, place) = value;
            Unsafe.Add(ref toRows, place) = Unsafe.Add(ref betweenRows, i);
        }

        ArrayPool<double>.Shared.Return(half);
        ArrayPool<int>.Shared.Return(halfRows);
    }

    /// <summary>Puts the numbers of each part in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mend(ReadOnlySpan<double> values, double low, double scale, Span<double> sorted, int[] rows)
    {
        for (int i = 1; i < sorted.Length; i++)
        {
            if (!(sorted[i] < sorted[i - 1]))
            {
                continue;
            }

            // Two numbers out of order share a part.
            int part = (int)((sorted[i] - low) * scale);
            int from = i - 1;
            while (from > 0 && (int)((sorted[from - 1] - low) * scale) == part)
            {
                from--;
            }

            int to = i + 1;
            while (to < sorted.Length && (int)((sorted[to] - low) * scale) == part)
            {
                to++;
            }

            if (to - from <= Few)
            {
                Insert(sorted, rows, from, to);
            }
            else
            {
                Settle(values, sorted[from..to], rows.AsSpan(from, to - from));
            }

            i = to;
        }
    }

    private static void Insert(Span<double> sorted, int[] rows, int from, int to)
    {
        for (int i = from + 1; i < to; i++)
        {
            (double value, int row) = (sorted[i], rows[i]);
            int at = i;
            for (; at > from && value < sorted[at - 1]; at--)
            {
                sorted[at] = sorted[at - 1];
                rows[at] = rows[at - 1];
            }

            sorted[at] = value;
            rows[at] = row;
        }
    }

    /// <summary>Sorts numbers whose rows ascend, by comparisons or by digits.</summary>
    private static void Settle(ReadOnlySpan<double> values, Span<double> sorted, Span<int> rows)
    {
        if (sorted.Length >= Many)
        {
            ByDigits(values, sorted, rows);
            return;
        }

        // Equal numbers end in any order: their rows, and with them the signs of zeros, are put in order again.
        sorted.Sort(rows);
        for (int from = 0; from < sorted.Length;)
        {
            int to = from + 1;
            while (to < sorted.Length && sorted[to] == sorted[from])
            {
                to++;
            }

            rows[from..to].Sort();
            from = to;
        }

        Gather(values, rows, sorted);
    }

    /// <summary>Sorts by the digits of the bits, which with the sign turned round are in the order of the numbers; a digit that all share costs no walk.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ByDigits(ReadOnlySpan<double> values, Span<double> sorted, Span<int> rows)
    {
        int n = sorted.Length;
        ulong[] keys = ArrayPool<ulong>.Shared.Rent(n);
        ulong[] otherKeys = ArrayPool<ulong>.Shared.Rent(n);
        int[] own = ArrayPool<int>.Shared.Rent(n);
        int[] other = ArrayPool<int>.Shared.Rent(n);
        int[] counts = new int[Digits * Size];
        rows.CopyTo(own);
        for (int i = 0; i < n; i++)
        {
            ulong key = Image(sorted[i]);
            keys[i] = key;
            for (int d = 0; d < Digits; d++)
            {
                counts[(d * Size) + (int)((key >> (d * Bits)) & (Size - 1))]++;
            }
        }

        for (int d = 0; d < Digits; d++)
        {
            Span<int> places = counts.AsSpan(d * Size, Size);
            if (places[(int)((keys[0] >> (d * Bits)) & (Size - 1))] == n)
            {
                continue;
            }

            Begin(places);
            Walk(keys.AsSpan(0, n), own, otherKeys, other, places, d * Bits);
            (keys, otherKeys) = (otherKeys, keys);
            (own, other) = (other, own);
        }

        own.AsSpan(0, n).CopyTo(rows);
        Gather(values, rows, sorted);
        ArrayPool<ulong>.Shared.Return(keys);
        ArrayPool<ulong>.Shared.Return(otherKeys);
        ArrayPool<int>.Shared.Return(own);
        ArrayPool<int>.Shared.Return(other);
    }

    /// <summary>Makes counts the places that each begins at.</summary>
    private static void Begin(Span<int> counts)
    {
        int sum = 0;
        foreach (ref int count in counts)
        {
            (count, sum) = (sum, sum + count);
        }
    }

    private static void Gather(ReadOnlySpan<double> values, ReadOnlySpan<int> rows, Span<double> sorted)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            sorted[i] = values[rows[i]];
        }
    }

    /// <summary>Bits in the order of the numbers; adding 0 makes −0 a 0, so that equal numbers keep the order of their rows.</summary>
    private static ulong Image(double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value + 0.0);
        return (bits & Sign) != 0 ? ~bits : bits | Sign;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Walk(ReadOnlySpan<ulong> keys, int[] rows, ulong[] toKeys, int[] toRows, Span<int> starts, int shift)
    {
        ref int places = ref MemoryMarshal.GetReference(starts);
        ref ulong keysTo = ref MemoryMarshal.GetArrayDataReference(toKeys);
        ref int rowsTo = ref MemoryMarshal.GetArrayDataReference(toRows);
        for (int i = 0; i < keys.Length; i++)
        {
            ulong key = keys[i];
            ref int place = ref Unsafe.Add(ref places, (int)((key >> shift) & (Size - 1)));
            Unsafe.Add(ref keysTo, place) = key;
            Unsafe.Add(ref rowsTo, place) = rows[i];
            place++;
        }
    }
}
