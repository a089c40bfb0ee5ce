using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>What one walk over numbers tells of their order.</summary>
internal static class Order
{
    /// <summary>Whether no number is under the one before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool IsAscending(ReadOnlySpan<double> values)
    {
        ref double x = ref MemoryMarshal.GetReference(values);
        int i = 1;
        for (; i + 4 <= values.Length; i += 4)
        {
            if (Vector256.LessThanAny(Vector256.LoadUnsafe(ref x, (nuint)i), Vector256.LoadUnsafe(ref x, (nuint)i - 1)))
            {
                return false;
            }
        }

        for (; i < values.Length; i++)
        {
            if (values[i] < values[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The least and the largest number; there must be one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Low, double High) Range(ReadOnlySpan<double> values)
    {
        ref double x = ref MemoryMarshal.GetReference(values);
        Vector256<double> low = Vector256.Create(values[0]), high = low, low1 = low, high1 = low;
        int i = 0;
        for (; i + 8 <= values.Length; i += 8)
        {
            Vector256<double> a = Vector256.LoadUnsafe(ref x, (nuint)i), b = Vector256.LoadUnsafe(ref x, (nuint)i + 4);
            low = Vector256.MinNative(low, a);
            high = Vector256.MaxNative(high, a);
            low1 = Vector256.MinNative(low1, b);
            high1 = Vector256.MaxNative(high1, b);
        }

        low = Vector256.MinNative(low, low1);
        high = Vector256.MaxNative(high, high1);
        (double least, double largest) = (low[0], high[0]);
        for (int lane = 1; lane < 4; lane++)
        {
            (least, largest) = (Math.Min(least, low[lane]), Math.Max(largest, high[lane]));
        }

        for (; i < values.Length; i++)
        {
            (least, largest) = (Math.Min(least, values[i]), Math.Max(largest, values[i]));
        }

        return (least, largest);
    }

    /// <summary>How many of the eight numbers from a place on are under a border, where they ascend.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int UnderOfEight(double[] x, int start, double border)
    {
        ref double from = ref MemoryMarshal.GetArrayDataReference(x);
        Vector256<double> b = Vector256.Create(border);
        uint low = Vector256.LessThan(Vector256.LoadUnsafe(ref from, (nuint)start), b).ExtractMostSignificantBits();
        uint high = Vector256.LessThan(Vector256.LoadUnsafe(ref from, (nuint)start + 4), b).ExtractMostSignificantBits();
        return BitOperations.PopCount(low | (high << 4));
    }

    /// <summary>The first place from a start on that is not under a border, by steps that double; those under it must come first.</summary>
    public static int FirstNotUnder(ReadOnlySpan<double> x, int start, double border)
    {
        int step = 1;
        int low = start;
        int high = start;
        while (high < x.Length && x[high] < border)
        {
            low = high + 1;
            high += step;
            step *= 2;
        }

        high = Math.Min(high, x.Length);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (x[middle] < border)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
