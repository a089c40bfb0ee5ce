using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Gaussian weights of four queries on a tile of keys, summed as they arise and never stored: the dense engine's inner loop.</summary>
/// <remarks>
/// Four queries side by side hide the latency of each other's exponentials and share the loads of keys and targets. A query's sums are the same whoever
/// stands beside it.
/// </remarks>
internal static class FusedGaussian
{
    /// <summary>Queries of a block.</summary>
    public const int Queries = 4;

    /// <summary>Sums of a query: Σ w, Σ w c, Σ w² and the largest w, lane by lane.</summary>
    public const int Sums = 4;

    /// <summary>
    /// sums[4k …] of query k over the keys start … start + length − 1 in one column, w = exp(−(q − x)²·scale²), scale = 1/(h√2).
    /// </summary>
    /// <param name="x">Keys.</param>
    /// <param name="c">Targets.</param>
    /// <param name="start">The first key.</param>
    /// <param name="length">A multiple of eight.</param>
    /// <param name="q">Four queries.</param>
    /// <param name="scale">1/(h√2).</param>
    /// <param name="own">For each query the key that has no weight; −1 for none.</param>
    /// <param name="sums">Sixteen sums, written anew.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneColumn<TExtras>(
        double[] x, double[] c, int start, int length, ReadOnlySpan<double> q, double scale, ReadOnlySpan<int> own, Span<Vector512<double>> sums)
        where TExtras : struct, IExtras
    {
        Vector512<double> low = VectorMath.LowPowers, high = VectorMath.HighPowers;
        Vector512<double> q0 = Vector512.Create(q[0]), q1 = Vector512.Create(q[1]), q2 = Vector512.Create(q[2]), q3 = Vector512.Create(q[3]);
        Vector512<double> unit = Vector512.Create(scale);
        Vector512<double> d0 = default, d1 = default, d2 = default, d3 = default;
        Vector512<double> n0 = default, n1 = default, n2 = default, n3 = default;
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        Vector512<double> m0 = default, m1 = default, m2 = default, m3 = default;
        ref double keys = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(x), start);
        ref double targets = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(c), start);
        for (int i = 0; i < length; i += 8)
        {
            Vector512<double> at = Vector512.LoadUnsafe(ref keys, (nuint)i);
            Vector512<double> u0 = (q0 - at) * unit, u1 = (q1 - at) * unit, u2 = (q2 - at) * unit, u3 = (q3 - at) * unit;
            Vector512<double> w0 = u0 * u0, w1 = u1 * u1, w2 = u2 * u2, w3 = u3 * u3;
            VectorMath.Decay(ref w0, ref w1, ref w2, ref w3, low, high);
            if (TExtras.Left)
            {
                w0 = Without(w0, own[0] - start - i);
                w1 = Without(w1, own[1] - start - i);
                w2 = Without(w2, own[2] - start - i);
                w3 = Without(w3, own[3] - start - i);
            }

            Vector512<double> y = Vector512.LoadUnsafe(ref targets, (nuint)i);
            d0 += w0;
            d1 += w1;
            d2 += w2;
            d3 += w3;
            n0 = Vector512.FusedMultiplyAdd(w0, y, n0);
            n1 = Vector512.FusedMultiplyAdd(w1, y, n1);
            n2 = Vector512.FusedMultiplyAdd(w2, y, n2);
            n3 = Vector512.FusedMultiplyAdd(w3, y, n3);
            if (TExtras.Beside)
            {
                s0 = Vector512.FusedMultiplyAdd(w0, w0, s0);
                s1 = Vector512.FusedMultiplyAdd(w1, w1, s1);
                s2 = Vector512.FusedMultiplyAdd(w2, w2, s2);
                s3 = Vector512.FusedMultiplyAdd(w3, w3, s3);
                m0 = Vector512.MaxNative(m0, w0);
                m1 = Vector512.MaxNative(m1, w1);
                m2 = Vector512.MaxNative(m2, w2);
                m3 = Vector512.MaxNative(m3, w3);
            }
        }

        Store(sums, 0, d0, n0, s0, m0);
        Store(sums, 1, d1, n1, s1, m1);
        Store(sums, 2, d2, n2, s2, m2);
        Store(sums, 3, d3, n3, s3, m3);
    }

    /// <summary>The same over any number of columns: one exponential of the summed squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ManyColumns<TExtras>(
        double[][] x, double[] c, int start, int length, ReadOnlySpan<double> q, ReadOnlySpan<double> scales, ReadOnlySpan<int> own, Span<Vector512<double>> sums)
        where TExtras : struct, IExtras
    {
        Vector512<double> low = VectorMath.LowPowers, high = VectorMath.HighPowers;
        Vector512<double> d0 = default, d1 = default, d2 = default, d3 = default;
        Vector512<double> n0 = default, n1 = default, n2 = default, n3 = default;
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        Vector512<double> m0 = default, m1 = default, m2 = default, m3 = default;
        ref double targets = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(c), start);
        ref double queries = ref MemoryMarshal.GetReference(q);
        for (int i = 0; i < length; i += 8)
        {
            Vector512<double> w0 = default, w1 = default, w2 = default, w3 = default;
            for (int j = 0; j < x.Length; j++)
            {
                Vector512<double> at = Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(x[j]), (nuint)(start + i));
                Vector512<double> unit = Vector512.Create(scales[j]);
                Vector512<double> u0 = (Vector512.Create(Unsafe.Add(ref queries, 4 * j)) - at) * unit;
                Vector512<double> u1 = (Vector512.Create(Unsafe.Add(ref queries, (4 * j) + 1)) - at) * unit;
                Vector512<double> u2 = (Vector512.Create(Unsafe.Add(ref queries, (4 * j) + 2)) - at) * unit;
                Vector512<double> u3 = (Vector512.Create(Unsafe.Add(ref queries, (4 * j) + 3)) - at) * unit;
                w0 = Vector512.FusedMultiplyAdd(u0, u0, w0);
                w1 = Vector512.FusedMultiplyAdd(u1, u1, w1);
                w2 = Vector512.FusedMultiplyAdd(u2, u2, w2);
                w3 = Vector512.FusedMultiplyAdd(u3, u3, w3);
            }

            VectorMath.Decay(ref w0, ref w1, ref w2, ref w3, low, high);
            if (TExtras.Left)
            {
                w0 = Without(w0, own[0] - start - i);
                w1 = Without(w1, own[1] - start - i);
                w2 = Without(w2, own[2] - start - i);
                w3 = Without(w3, own[3] - start - i);
            }

            Vector512<double> y = Vector512.LoadUnsafe(ref targets, (nuint)i);
            d0 += w0;
            d1 += w1;
            d2 += w2;
            d3 += w3;
            n0 = Vector512.FusedMultiplyAdd(w0, y, n0);
            n1 = Vector512.FusedMultiplyAdd(w1, y, n1);
            n2 = Vector512.FusedMultiplyAdd(w2, y, n2);
            n3 = Vector512.FusedMultiplyAdd(w3, y, n3);
            if (TExtras.Beside)
            {
                s0 = Vector512.FusedMultiplyAdd(w0, w0, s0);
                s1 = Vector512.FusedMultiplyAdd(w1, w1, s1);
                s2 = Vector512.FusedMultiplyAdd(w2, w2, s2);
                s3 = Vector512.FusedMultiplyAdd(w3, w3, s3);
                m0 = Vector512.MaxNative(m0, w0);
                m1 = Vector512.MaxNative(m1, w1);
                m2 = Vector512.MaxNative(m2, w2);
                m3 = Vector512.MaxNative(m3, w3);
            }
        }

        Store(sums, 0, d0, n0, s0, m0);
        Store(sums, 1, d1, n1, s1, m1);
        Store(sums, 2, d2, n2, s2, m2);
        Store(sums, 3, d3, n3, s3, m3);
    }

    /// <summary>w with 0 in one lane; any other number takes none out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Without(Vector512<double> w, int lane) => Vector512.ConditionalSelect(
        Vector512.Equals(Vector512.Create(0L, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((long)lane)).AsDouble(), Vector512<double>.Zero, w);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        Span<Vector512<double>> sums, int query, Vector512<double> d, Vector512<double> n, Vector512<double> s, Vector512<double> m)
    {
        sums[query * Sums] = d;
        sums[(query * Sums) + 1] = n;
        sums[(query * Sums) + 2] = s;
        sums[(query * Sums) + 3] = m;
    }
}
