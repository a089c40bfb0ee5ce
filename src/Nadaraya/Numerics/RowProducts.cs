using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Inner products of four rows with one vector: the vector is read once for all four. Eight virtual lanes and a fixed order, so equal bits on every processor with fused multiply-add.</summary>
internal static class RowProducts
{
    /// <summary>How many rows there are at a time.</summary>
    public const int Rows = 4;

    /// <summary>products[r] = Σ rows[r·n + i]·y[i].</summary>
    /// <param name="rows">Four rows of n, one after the other.</param>
    /// <param name="y">n values, n a multiple of eight.</param>
    /// <param name="products">Four.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Four(ReadOnlySpan<double> rows, ReadOnlySpan<double> y, Span<double> products)
    {
        Debug.Assert(rows.Length == Rows * y.Length && y.Length % 8 == 0, "Rows come in whole vectors.");
        nint n = y.Length;
        ref double row = ref MemoryMarshal.GetReference(rows);
        ref double value = ref MemoryMarshal.GetReference(y);
        Vector256<double> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default, d0 = default, d1 = default;
        for (nint i = 0; i < n; i += 8)
        {
            Vector256<double> low = Vector256.LoadUnsafe(ref Unsafe.Add(ref value, i));
            Vector256<double> high = Vector256.LoadUnsafe(ref Unsafe.Add(ref value, i + 4));
            a0 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref Unsafe.Add(ref row, i)), low, a0);
            a1 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref Unsafe.Add(ref row, i + 4)), high, a1);
            b0 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref Unsafe.Add(ref row, n + i)), low, b0);
            b1 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref Unsafe.Add(ref row, n + i + 4)), high, b1);
            c0 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref Unsafe.Add(ref row, (2 * n) + i)), low, c0);
            c1 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref Unsafe.Add(ref row, (2 * n) + i + 4)), high, c1);
            d0 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref Unsafe.Add(ref row, (3 * n) + i)), low, d0);
            d1 = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref Unsafe.Add(ref row, (3 * n) + i + 4)), high, d1);
        }

        products[0] = Total(a0, a1);
        products[1] = Total(b0, b1);
        products[2] = Total(c0, c1);
        products[3] = Total(d0, d1);
    }

    private static double Total(Vector256<double> low, Vector256<double> high)
    {
        Vector256<double> sum = low + high;
        return (sum[0] + sum[2]) + (sum[1] + sum[3]);
    }
}
