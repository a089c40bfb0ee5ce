using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>What a run of weights adds to ∂/∂ln h of one column: Σ c·(−u·k′(u)/k(u)), four lanes at a time.</summary>
internal static class TileSlopes
{
    /// <summary>Σ c·u², u = (q − x)·scale: the Gaussian's.</summary>
    /// <param name="c">Coefficients, a multiple of eight.</param>
    /// <param name="x">Keys.</param>
    /// <param name="query">q.</param>
    /// <param name="scale">1/h.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Gaussian(ReadOnlySpan<double> c, ReadOnlySpan<double> x, double query, double scale)
    {
        ref double coefficients = ref MemoryMarshal.GetReference(c);
        ref double keys = ref MemoryMarshal.GetReference(x[..c.Length]);
        Vector256<double> q = Vector256.Create(query), r = Vector256.Create(scale);
        Vector256<double> a = default, b = default;
        for (int i = 0; i < c.Length; i += 8)
        {
            Vector256<double> u = (q - Vector256.LoadUnsafe(ref keys, (nuint)i)) * r;
            Vector256<double> v = (q - Vector256.LoadUnsafe(ref keys, (nuint)i + 4)) * r;
            a = Vector256.FusedMultiplyAdd(Within(u * u), Vector256.LoadUnsafe(ref coefficients, (nuint)i), a);
            b = Vector256.FusedMultiplyAdd(Within(v * v), Vector256.LoadUnsafe(ref coefficients, (nuint)i + 4), b);
        }

        return TileSums.Total(Vector512.Create(a, b));
    }

    /// <summary>The same of a compact shape.</summary>
    /// <param name="c">Coefficients, a multiple of eight; 0 where a key is out of reach.</param>
    /// <param name="x">Keys.</param>
    /// <param name="query">q.</param>
    /// <param name="bandwidth">h.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Compact<TShape>(ReadOnlySpan<double> c, ReadOnlySpan<double> x, double query, double bandwidth)
        where TShape : struct, ICompactShape
    {
        ref double coefficients = ref MemoryMarshal.GetReference(c);
        ref double keys = ref MemoryMarshal.GetReference(x[..c.Length]);
        CompactGaps<TShape> gaps = new(query, bandwidth);
        Vector256<double> a = default, b = default;
        for (int i = 0; i < c.Length; i += 8)
        {
            Vector256<double> gap = gaps.Of(Vector256.LoadUnsafe(ref keys, (nuint)i), out Vector256<double> u);
            Vector256<double> other = gaps.Of(Vector256.LoadUnsafe(ref keys, (nuint)i + 4), out Vector256<double> v);
            a = Vector256.FusedMultiplyAdd(TShape.Slope(gap, u), Vector256.LoadUnsafe(ref coefficients, (nuint)i), a);
            b = Vector256.FusedMultiplyAdd(TShape.Slope(other, v), Vector256.LoadUnsafe(ref coefficients, (nuint)i + 4), b);
        }

        return TileSums.Total(Vector512.Create(a, b));
    }

    /// <summary>A square that a coefficient of 0 makes 0, however far the key is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Within(Vector256<double> square) => Vector256.MinNative(square, Vector256.Create(double.MaxValue));
}
