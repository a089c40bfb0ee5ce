using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>All sums of a run of weights in one walk, in eight virtual lanes.</summary>
internal static class RunSums
{
    /// <summary>sums = Σ w, Σ w·c, Σ w², 0 and Σ w·|c|.</summary>
    /// <param name="w">Weights, a multiple of eight.</param>
    /// <param name="c">Targets.</param>
    /// <param name="sums">Five sums, written anew.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(ReadOnlySpan<double> w, ReadOnlySpan<double> c, Span<Vector512<double>> sums)
    {
        ref double weights = ref MemoryMarshal.GetReference(w);
        ref double targets = ref MemoryMarshal.GetReference(c[..w.Length]);
        Vector256<double> d0 = default, d1 = default, n0 = default, n1 = default, s0 = default, s1 = default, a0 = default, a1 = default;
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

        sums[0] = Vector512.Create(d0, d1);
        sums[1] = Vector512.Create(n0, n1);
        sums[2] = Vector512.Create(s0, s1);
        sums[3] = Vector512<double>.Zero;
        sums[4] = Vector512.Create(a0, a1);
    }
}
