using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Products of tiles for local lines: several sums in one walk, eight virtual lanes each, four to a register. Lengths are multiples of eight.</summary>
internal static class TileDots
{
    /// <summary>Of the products p = w·d: Σ p, Σ p·y, Σ p·d₀, Σ p·d₁ and Σ p·d₂, lane by lane in one walk.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Products(
        ReadOnlySpan<double> w, ReadOnlySpan<double> d, ReadOnlySpan<double> y, ReadOnlySpan<double> d0, ReadOnlySpan<double> d1, ReadOnlySpan<double> d2, Span<Vector512<double>> sums)
    {
        ref double weights = ref MemoryMarshal.GetReference(w);
        ref double apart = ref MemoryMarshal.GetReference(d[..w.Length]);
        ref double values = ref MemoryMarshal.GetReference(y[..w.Length]);
        ref double first = ref MemoryMarshal.GetReference(d0[..w.Length]);
        ref double second = ref MemoryMarshal.GetReference(d1[..w.Length]);
        ref double third = ref MemoryMarshal.GetReference(d2[..w.Length]);
        Vector256<double> s0 = default, s1 = default, y0 = default, y1 = default, a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default;
        for (nuint i = 0; i < (nuint)w.Length; i += 8)
        {
            Vector256<double> p = Vector256.LoadUnsafe(ref weights, i) * Vector256.LoadUnsafe(ref apart, i);
            Vector256<double> q = Vector256.LoadUnsafe(ref weights, i + 4) * Vector256.LoadUnsafe(ref apart, i + 4);
            s0 += p;
            s1 += q;
            y0 = Vector256.FusedMultiplyAdd(p, Vector256.LoadUnsafe(ref values, i), y0);
            y1 = Vector256.FusedMultiplyAdd(q, Vector256.LoadUnsafe(ref values, i + 4), y1);
            a0 = Vector256.FusedMultiplyAdd(p, Vector256.LoadUnsafe(ref first, i), a0);
            a1 = Vector256.FusedMultiplyAdd(q, Vector256.LoadUnsafe(ref first, i + 4), a1);
            b0 = Vector256.FusedMultiplyAdd(p, Vector256.LoadUnsafe(ref second, i), b0);
            b1 = Vector256.FusedMultiplyAdd(q, Vector256.LoadUnsafe(ref second, i + 4), b1);
            c0 = Vector256.FusedMultiplyAdd(p, Vector256.LoadUnsafe(ref third, i), c0);
            c1 = Vector256.FusedMultiplyAdd(q, Vector256.LoadUnsafe(ref third, i + 4), c1);
        }

        sums[0] = Vector512.Create(s0, s1);
        sums[1] = Vector512.Create(y0, y1);
        sums[2] = Vector512.Create(a0, a1);
        sums[3] = Vector512.Create(b0, b1);
        sums[4] = Vector512.Create(c0, c1);
    }

    /// <summary>to += d·(a + b·y + f₀·d₀ + f₁·d₁ + f₂·d₂): a step of a quadratic form by Horner.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddForm(
        ReadOnlySpan<double> d, ReadOnlySpan<double> y, ReadOnlySpan<double> d0, ReadOnlySpan<double> d1, ReadOnlySpan<double> d2, double a, double b, double f0, double f1, double f2, Span<double> to)
    {
        ref double apart = ref MemoryMarshal.GetReference(d);
        ref double values = ref MemoryMarshal.GetReference(y[..d.Length]);
        ref double first = ref MemoryMarshal.GetReference(d0[..d.Length]);
        ref double second = ref MemoryMarshal.GetReference(d1[..d.Length]);
        ref double third = ref MemoryMarshal.GetReference(d2[..d.Length]);
        ref double result = ref MemoryMarshal.GetReference(to[..d.Length]);
        Vector256<double> va = Vector256.Create(a), vb = Vector256.Create(b), v0 = Vector256.Create(f0), v1 = Vector256.Create(f1), v2 = Vector256.Create(f2);
        for (nuint i = 0; i < (nuint)d.Length; i += 4)
        {
            Vector256<double> form = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref values, i), vb, va);
            form = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref first, i), v0, form);
            form = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref second, i), v1, form);
            form = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref third, i), v2, form);
            Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref apart, i), form, Vector256.LoadUnsafe(ref result, i)).StoreUnsafe(ref result, i);
        }
    }

    /// <summary>Σ a and Σ a·b, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumAndDot(ReadOnlySpan<double> a, ReadOnlySpan<double> b, out Vector512<double> sum, out Vector512<double> dot)
    {
        ref double first = ref MemoryMarshal.GetReference(a);
        ref double second = ref MemoryMarshal.GetReference(b[..a.Length]);
        Vector256<double> s0 = default, s1 = default, d0 = default, d1 = default;
        for (nuint i = 0; i < (nuint)a.Length; i += 8)
        {
            Vector256<double> x = Vector256.LoadUnsafe(ref first, i), y = Vector256.LoadUnsafe(ref first, i + 4);
            s0 += x;
            s1 += y;
            d0 = Vector256.FusedMultiplyAdd(x, Vector256.LoadUnsafe(ref second, i), d0);
            d1 = Vector256.FusedMultiplyAdd(y, Vector256.LoadUnsafe(ref second, i + 4), d1);
        }

        sum = Vector512.Create(s0, s1);
        dot = Vector512.Create(d0, d1);
    }

    /// <summary>to = a·b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Product(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> to)
    {
        ref double first = ref MemoryMarshal.GetReference(a);
        ref double second = ref MemoryMarshal.GetReference(b[..a.Length]);
        ref double result = ref MemoryMarshal.GetReference(to[..a.Length]);
        for (nuint i = 0; i < (nuint)a.Length; i += 4)
        {
            (Vector256.LoadUnsafe(ref first, i) * Vector256.LoadUnsafe(ref second, i)).StoreUnsafe(ref result, i);
        }
    }

    /// <summary>to = constant + a·factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Line(double constant, ReadOnlySpan<double> a, double factor, Span<double> to)
    {
        ref double first = ref MemoryMarshal.GetReference(a);
        ref double result = ref MemoryMarshal.GetReference(to[..a.Length]);
        Vector256<double> c = Vector256.Create(constant), f = Vector256.Create(factor);
        for (nuint i = 0; i < (nuint)a.Length; i += 4)
        {
            Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref first, i), f, c).StoreUnsafe(ref result, i);
        }
    }

    /// <summary>to += a·factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(ReadOnlySpan<double> a, double factor, Span<double> to)
    {
        ref double first = ref MemoryMarshal.GetReference(a);
        ref double result = ref MemoryMarshal.GetReference(to[..a.Length]);
        Vector256<double> f = Vector256.Create(factor);
        for (nuint i = 0; i < (nuint)a.Length; i += 4)
        {
            Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref first, i), f, Vector256.LoadUnsafe(ref result, i)).StoreUnsafe(ref result, i);
        }
    }

    /// <summary>to = (x − q)·r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Differences(ReadOnlySpan<double> x, double q, double r, Span<double> to)
    {
        ref double first = ref MemoryMarshal.GetReference(x);
        ref double result = ref MemoryMarshal.GetReference(to[..x.Length]);
        Vector256<double> query = Vector256.Create(q), scale = Vector256.Create(r);
        for (nuint i = 0; i < (nuint)x.Length; i += 4)
        {
            ((Vector256.LoadUnsafe(ref first, i) - query) * scale).StoreUnsafe(ref result, i);
        }
    }
}
