using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nadaraya.Numerics;

/// <summary>Sorts doubles with the rows they came from, digit by digit: stable, O(n), six walks at most.</summary>
/// <remarks>
/// A double's bits, with the sign turned round, are in the order of the numbers; −0 is made 0 first, so that equal numbers keep the order of their rows. A
/// digit that is the same in all keys costs no walk.
/// </remarks>
internal static class RadixSort
{
    private const int Bits = 11; // 2,048 places to write to, which the first two levels of cache hold
    private const int Digits = 6;
    private const int Size = 1 << Bits;
    private const ulong Sign = 1UL << 63;

    /// <summary>The rows of values from the smallest to the largest.</summary>
    /// <param name="values">Finite numbers.</param>
    /// <param name="sorted">Gets them in order.</param>
    public static int[] Ascending(ReadOnlySpan<double> values, Span<double> sorted)
    {
        int n = values.Length;
        int[] rows = new int[n];
        for (int i = 0; i < n; i++)
        {
            rows[i] = i;
        }

        if (Order.IsAscending(values))
        {
            values.CopyTo(sorted);
            return rows;
        }

        // Lent, not new: fresh pages cost more than the walks over them.
        ulong[] first = ArrayPool<ulong>.Shared.Rent(n);
        ulong[] second = ArrayPool<ulong>.Shared.Rent(n);
        int[] other = ArrayPool<int>.Shared.Rent(n);
        rows = Sort(values, first, second, rows, other);
        for (int i = 0; i < n; i++)
        {
            sorted[i] = values[rows[i]];
        }

        ArrayPool<ulong>.Shared.Return(first);
        ArrayPool<ulong>.Shared.Return(second);
        return rows;
    }

    /// <summary>Sorts rows by values; the array that is not returned goes back to the pool.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[] Sort(ReadOnlySpan<double> values, ulong[] keys, ulong[] otherKeys, int[] rows, int[] otherRows)
    {
        int n = values.Length;
        int[] own = rows;
        int[] counts = new int[Digits * Size];
        for (int i = 0; i < n; i++)
        {
            ulong key = Image(values[i]);
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

            Walk(keys.AsSpan(0, n), rows, otherKeys, otherRows, places, d * Bits);
            (keys, otherKeys) = (otherKeys, keys);
            (rows, otherRows) = (otherRows, rows);
        }

        if (rows != own)
        {
            rows.AsSpan(0, n).CopyTo(own);
        }

        ArrayPool<int>.Shared.Return(rows == own ? otherRows : rows);
        return own;
    }

    private static ulong Image(double value)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(value + 0.0);
        return (bits & Sign) != 0 ? ~bits : bits | Sign;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Walk(ReadOnlySpan<ulong> keys, int[] rows, ulong[] toKeys, int[] toRows, Span<int> counts, int shift)
    {
        int sum = 0;
        foreach (ref int count in counts)
        {
            (count, sum) = (sum, sum + count);
        }

        ref int places = ref MemoryMarshal.GetReference(counts);
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
