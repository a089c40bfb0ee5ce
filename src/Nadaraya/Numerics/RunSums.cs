using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>All sums of a run of weights in one walk, in eight virtual lanes.</summary>
internal static class RunSums
{
    /// <summary>The number of sums; the fourth is left alone.</summary>
    public const int Count = 5;

    /// <summary>sums[0], [1], [2] and [4] += Σ w, Σ w·c, Σ w² and Σ w·|c|.</summary>
    /// <param name="w">Weights, a multiple of eight.</param>
    /// <param name="c">Targets.</param>
    /// <param name="sums">Five sums in eight lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<double> w, ReadOnlySpan<double> c, Span<double> sums)
    {
        ref double weights = ref MemoryMarshal.GetReference(w);
        ref double targets = ref MemoryMarshal.GetReference(c[..w.Length]);
        ref double to = ref MemoryMarshal.GetReference(sums[..(8 * Count)]);
        Vector256<double> d0 = Vector256.LoadUnsafe(ref to), d1 = Vector256.LoadUnsafe(ref to, 4);
        Vector256<double> n0 = Vector256.LoadUnsafe(ref to, 8), n1 = Vector256.LoadUnsafe(ref to, 12);
        Vector256<double> s0 = Vector256.LoadUnsafe(ref to, 16), s1 = Vector256.LoadUnsafe(ref to, 20);
        Vector256<double> a0 = Vector256.LoadUnsafe(ref to, 32), a1 = Vector256.LoadUnsafe(ref to, 36);
        for (int i = 0; i < w.Length; i += 8)
        {
            Vector256<double> v0 = Vector256.LoadUnsafe(ref weights, (nuint)i), v1 = Vector256.LoadUnsafe(ref weights, (nuint)i + 4);
            Vector256<double> c0 = Vector256.LoadUnsafe(ref targets, (nuint)i), c1 = Vector256.LoadUnsafe(ref targets, (nuint)i + 4);
            d0 += v0;
            d1 += v1;
            n0 = Vector256.FusedMultiplyAdd(v0, c0, n0);
            n1 = Vector256.FusedMultiplyAdd(v1, c1, n1);
            s0 = Vector256.FusedMultiplyAdd(v0, v0, s0);
            s1 = Vector256.FusedMultiplyAdd(v1, v1, s1);
            a0 = Vector256.FusedMultiplyAdd(v0, Vector256.Abs(c0), a0);
            a1 = Vector256.FusedMultiplyAdd(v1, Vector256.Abs(c1), a1);
        }

        d0.StoreUnsafe(ref to);
        d1.StoreUnsafe(ref to, 4);
        n0.StoreUnsafe(ref to, 8);
        n1.StoreUnsafe(ref to, 12);
        s0.StoreUnsafe(ref to, 16);
        s1.StoreUnsafe(ref to, 20);
        a0.StoreUnsafe(ref to, 32);
        a1.StoreUnsafe(ref to, 36);
    }
}
