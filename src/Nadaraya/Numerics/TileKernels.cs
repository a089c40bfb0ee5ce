using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Weights of one query on a run of keys, four lanes at a time: every processor with 256-bit vectors runs them as they stand.</summary>
internal static class TileKernels
{
    /// <summary>w[i] = exp(−Σ_j u_j²/2), u_j = (q_j − x_j)·scale_j, for the keys from start on.</summary>
    /// <param name="keys">Keys, one array a column.</param>
    /// <param name="start">The first key.</param>
    /// <param name="query">q, one a column.</param>
    /// <param name="scales">1/h, one a column.</param>
    /// <param name="w">Where to; a multiple of eight.</param>
    public static void Gaussian(double[][] keys, int start, ReadOnlySpan<double> query, ReadOnlySpan<double> scales, Span<double> w)
    {
        Squares(keys, start, query, scales, w);
        Decay(w);
    }

    /// <summary>squares[i] = Σ_j u_j², u_j = (q_j − x_j)·scale_j, for the keys from start on.</summary>
    /// <param name="keys">Keys, one array a column.</param>
    /// <param name="start">The first key.</param>
    /// <param name="query">q, one a column.</param>
    /// <param name="scales">1/h, one a column.</param>
    /// <param name="squares">Where to; a multiple of eight.</param>
    public static void Squares(double[][] keys, int start, ReadOnlySpan<double> query, ReadOnlySpan<double> scales, Span<double> squares)
    {
        int columns = query.Length;
        int j = columns % 2;
        if (j == 1)
        {
            Squares(keys[0].AsSpan(start, squares.Length), query[0], scales[0], squares);
        }

        for (; j < columns; j += 2)
        {
            ReadOnlySpan<double> first = keys[j].AsSpan(start, squares.Length), second = keys[j + 1].AsSpan(start, squares.Length);
            Squares(first, second, query[j], query[j + 1], scales[j], scales[j + 1], add: j > 0, squares);
        }
    }

    /// <summary>w[i] = k(|u|), or w[i] *= k(|u|) after the first column, by a key's distance in one column; 0 out of reach.</summary>
    /// <param name="x">Keys.</param>
    /// <param name="query">q.</param>
    /// <param name="bandwidth">h.</param>
    /// <param name="first">Whether this is the first column.</param>
    /// <param name="w">Where to; a multiple of eight.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Compact<TShape>(ReadOnlySpan<double> x, double query, double bandwidth, bool first, Span<double> w)
        where TShape : struct, ICompactShape
    {
        ref double keys = ref MemoryMarshal.GetReference(x[..w.Length]);
        ref double to = ref MemoryMarshal.GetReference(w);
        CompactGaps<TShape> gaps = new(query, bandwidth);
        if (first)
        {
            for (int i = 0; i < w.Length; i += 4)
            {
                TShape.Weight(gaps.Of(Vector256.LoadUnsafe(ref keys, (nuint)i), out _)).StoreUnsafe(ref to, (nuint)i);
            }

            return;
        }

        for (int i = 0; i < w.Length; i += 4)
        {
            Vector256<double> k = TShape.Weight(gaps.Of(Vector256.LoadUnsafe(ref keys, (nuint)i), out _));
            (k * Vector256.LoadUnsafe(ref to, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Squares(ReadOnlySpan<double> x, double query, double scale, Span<double> squares)
    {
        ref double keys = ref MemoryMarshal.GetReference(x);
        ref double to = ref MemoryMarshal.GetReference(squares);
        Vector256<double> q = Vector256.Create(query), r = Vector256.Create(scale);
        for (int i = 0; i < squares.Length; i += 4)
        {
            Vector256<double> u = (q - Vector256.LoadUnsafe(ref keys, (nuint)i)) * r;
            (u * u).StoreUnsafe(ref to, (nuint)i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Squares(
        ReadOnlySpan<double> x, ReadOnlySpan<double> y, double query, double other, double scale, double otherScale, bool add, Span<double> squares)
    {
        ref double first = ref MemoryMarshal.GetReference(x);
        ref double second = ref MemoryMarshal.GetReference(y);
        ref double to = ref MemoryMarshal.GetReference(squares);
        Vector256<double> q = Vector256.Create(query), r = Vector256.Create(scale);
        Vector256<double> p = Vector256.Create(other), s = Vector256.Create(otherScale);
        if (!add)
        {
            for (int i = 0; i < squares.Length; i += 4)
            {
                Vector256<double> u = (q - Vector256.LoadUnsafe(ref first, (nuint)i)) * r;
                Vector256<double> v = (p - Vector256.LoadUnsafe(ref second, (nuint)i)) * s;
                Vector256.FusedMultiplyAdd(v, v, u * u).StoreUnsafe(ref to, (nuint)i);
            }

            return;
        }

        for (int i = 0; i < squares.Length; i += 4)
        {
            Vector256<double> u = (q - Vector256.LoadUnsafe(ref first, (nuint)i)) * r;
            Vector256<double> v = (p - Vector256.LoadUnsafe(ref second, (nuint)i)) * s;
            Vector256<double> sum = Vector256.FusedMultiplyAdd(u, u, Vector256.LoadUnsafe(ref to, (nuint)i));
            Vector256.FusedMultiplyAdd(v, v, sum).StoreUnsafe(ref to, (nuint)i);
        }
    }

    /// <summary>w = exp(−w/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Decay(Span<double> w)
    {
        ref double to = ref MemoryMarshal.GetReference(w);
        Vector256<double> half = Vector256.Create(-0.5);
        for (int i = 0; i < w.Length; i += 8)
        {
            Vector256<double> a = Vector256.LoadUnsafe(ref to, (nuint)i) * half;
            Vector256<double> b = Vector256.LoadUnsafe(ref to, (nuint)i + 4) * half;
            VectorMath.Exp(a).StoreUnsafe(ref to, (nuint)i);
            VectorMath.Exp(b).StoreUnsafe(ref to, (nuint)i + 4);
        }
    }
}
