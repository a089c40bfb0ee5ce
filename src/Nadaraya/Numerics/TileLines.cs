using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Local lines in up to three columns over a tile, each number read once and every sum in a register. Lengths are multiples of eight.</summary>
/// <remarks>Eight virtual lanes, the lower four of every block before the upper: so many sums have room in registers of four. Bits are those of <see cref="TileDots"/>.</remarks>
internal static class TileLines
{
    /// <summary>The most columns.</summary>
    public const int MostColumns = 3;

    /// <summary>How many sums there are.</summary>
    public const int Count = 14;

    /// <summary>
    /// Σw, Σwy; then Σwd_j, Σwd_jy of each column; then Σwd₀d₀, Σwd₀d₁, Σwd₀d₂, Σwd₁d₁, Σwd₁d₂, Σwd₂d₂, lane by lane.
    /// </summary>
    /// <param name="w">Weights.</param>
    /// <param name="y">Values.</param>
    /// <param name="d0">Differences in the first column.</param>
    /// <param name="d1">In the second; any where there is none.</param>
    /// <param name="d2">In the third; any where there is none.</param>
    /// <param name="sums">Where to.</param>
    public static void Sums(ReadOnlySpan<double> w, ReadOnlySpan<double> y, ReadOnlySpan<double> d0, ReadOnlySpan<double> d1, ReadOnlySpan<double> d2, Span<Vector512<double>> sums)
    {
        Span<Vector256<double>> halves = MemoryMarshal.Cast<Vector512<double>, Vector256<double>>(sums[..Count]);
        for (int half = 0; half < 2; half++)
        {
            First(w, y[..w.Length], d0[..w.Length], d1[..w.Length], d2[..w.Length], half, halves);
            Second(w, d0, d1, d2, half, halves);
        }
    }

    /// <summary>c = w·(a + b·y + Σ_j d_j·(a_j + b_j·y + Σ_k≥j f_jk·d_k)), by Horner.</summary>
    /// <param name="w">Weights.</param>
    /// <param name="y">Values.</param>
    /// <param name="d0">Differences in the first column.</param>
    /// <param name="d1">In the second; any where there is none.</param>
    /// <param name="d2">In the third; any where there is none.</param>
    /// <param name="form">The coefficients in the order of <see cref="Sums"/>; 0 where there is no column.</param>
    /// <param name="c">Where to; may be the weights.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Form(
        ReadOnlySpan<double> w, ReadOnlySpan<double> y, ReadOnlySpan<double> d0, ReadOnlySpan<double> d1, ReadOnlySpan<double> d2, ReadOnlySpan<double> form, Span<double> c)
    {
        ref double weights = ref MemoryMarshal.GetReference(w);
        ref double values = ref MemoryMarshal.GetReference(y[..w.Length]);
        ref double x0 = ref MemoryMarshal.GetReference(d0[..w.Length]);
        ref double x1 = ref MemoryMarshal.GetReference(d1[..w.Length]);
        ref double x2 = ref MemoryMarshal.GetReference(d2[..w.Length]);
        ref double to = ref MemoryMarshal.GetReference(c[..w.Length]);
        Vector256<double> a = Vector256.Create(form[0]), b = Vector256.Create(form[1]), a0 = Vector256.Create(form[2]), b0 = Vector256.Create(form[3]);
        Vector256<double> a1 = Vector256.Create(form[4]), b1 = Vector256.Create(form[5]), a2 = Vector256.Create(form[6]), b2 = Vector256.Create(form[7]);
        Vector256<double> f00 = Vector256.Create(form[8]), f01 = Vector256.Create(form[9]), f02 = Vector256.Create(form[10]);
        Vector256<double> f11 = Vector256.Create(form[11]), f12 = Vector256.Create(form[12]), f22 = Vector256.Create(form[13]);
        for (nuint i = 0; i < (nuint)w.Length; i += 4)
        {
            Vector256<double> value = Vector256.LoadUnsafe(ref values, i);
            Vector256<double> p = Vector256.LoadUnsafe(ref x0, i), q = Vector256.LoadUnsafe(ref x1, i), r = Vector256.LoadUnsafe(ref x2, i);
            Vector256<double> first = Vector256.FusedMultiplyAdd(p, f00, Vector256.FusedMultiplyAdd(value, b0, a0));
            first = Vector256.FusedMultiplyAdd(r, f02, Vector256.FusedMultiplyAdd(q, f01, first));
            Vector256<double> second = Vector256.FusedMultiplyAdd(r, f12, Vector256.FusedMultiplyAdd(q, f11, Vector256.FusedMultiplyAdd(value, b1, a1)));
            Vector256<double> third = Vector256.FusedMultiplyAdd(r, f22, Vector256.FusedMultiplyAdd(value, b2, a2));
            Vector256<double> sum = Vector256.FusedMultiplyAdd(p, first, Vector256.FusedMultiplyAdd(value, b, a));
            sum = Vector256.FusedMultiplyAdd(r, third, Vector256.FusedMultiplyAdd(q, second, sum));
            (sum * Vector256.LoadUnsafe(ref weights, i)).StoreUnsafe(ref to, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void First(
        ReadOnlySpan<double> w, ReadOnlySpan<double> y, ReadOnlySpan<double> d0, ReadOnlySpan<double> d1, ReadOnlySpan<double> d2, int half, Span<Vector256<double>> sums)
    {
        ref double weights = ref MemoryMarshal.GetReference(w);
        ref double values = ref MemoryMarshal.GetReference(y);
        ref double x0 = ref MemoryMarshal.GetReference(d0);
        ref double x1 = ref MemoryMarshal.GetReference(d1);
        ref double x2 = ref MemoryMarshal.GetReference(d2);
        Vector256<double> s = default, t = default, s0 = default, t0 = default, s1 = default, t1 = default, s2 = default, t2 = default;
        for (nuint i = 4 * (nuint)half; i < (nuint)w.Length; i += 8)
        {
            Vector256<double> weight = Vector256.LoadUnsafe(ref weights, i), value = Vector256.LoadUnsafe(ref values, i);
            s += weight;
            t = Vector256.FusedMultiplyAdd(weight, value, t);
            Vector256<double> p = weight * Vector256.LoadUnsafe(ref x0, i), q = weight * Vector256.LoadUnsafe(ref x1, i), r = weight * Vector256.LoadUnsafe(ref x2, i);
            s0 += p;
            t0 = Vector256.FusedMultiplyAdd(p, value, t0);
            s1 += q;
            t1 = Vector256.FusedMultiplyAdd(q, value, t1);
            s2 += r;
            t2 = Vector256.FusedMultiplyAdd(r, value, t2);
        }

        sums[half] = s;
        sums[2 + half] = t;
        sums[4 + half] = s0;
        sums[6 + half] = t0;
        sums[8 + half] = s1;
        sums[10 + half] = t1;
        sums[12 + half] = s2;
        sums[14 + half] = t2;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Second(ReadOnlySpan<double> w, ReadOnlySpan<double> d0, ReadOnlySpan<double> d1, ReadOnlySpan<double> d2, int half, Span<Vector256<double>> sums)
    {
        ref double weights = ref MemoryMarshal.GetReference(w);
        ref double x0 = ref MemoryMarshal.GetReference(d0);
        ref double x1 = ref MemoryMarshal.GetReference(d1);
        ref double x2 = ref MemoryMarshal.GetReference(d2);
        Vector256<double> m00 = default, m01 = default, m02 = default, m11 = default, m12 = default, m22 = default;
        for (nuint i = 4 * (nuint)half; i < (nuint)w.Length; i += 8)
        {
            Vector256<double> weight = Vector256.LoadUnsafe(ref weights, i);
            Vector256<double> a = Vector256.LoadUnsafe(ref x0, i), b = Vector256.LoadUnsafe(ref x1, i), c = Vector256.LoadUnsafe(ref x2, i);
            Vector256<double> p = weight * a, q = weight * b, r = weight * c;
            m00 = Vector256.FusedMultiplyAdd(p, a, m00);
            m01 = Vector256.FusedMultiplyAdd(p, b, m01);
            m02 = Vector256.FusedMultiplyAdd(p, c, m02);
            m11 = Vector256.FusedMultiplyAdd(q, b, m11);
            m12 = Vector256.FusedMultiplyAdd(q, c, m12);
            m22 = Vector256.FusedMultiplyAdd(r, c, m22);
        }

        sums[16 + half] = m00;
        sums[18 + half] = m01;
        sums[20 + half] = m02;
        sums[22 + half] = m11;
        sums[24 + half] = m12;
        sums[26 + half] = m22;
    }
}
