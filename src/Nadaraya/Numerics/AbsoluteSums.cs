using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Sums of absolute values over a tile: what errors are measured by.</summary>
internal static class AbsoluteSums
{
    /// <summary>Σ w·|y| for w ≥ 0, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Dot(ReadOnlySpan<double> w, ReadOnlySpan<double> y)
    {
        ref double weights = ref MemoryMarshal.GetReference(w);
        ref double values = ref MemoryMarshal.GetReference(y[..w.Length]);
        Vector256<double> a = default, b = default;
        for (int i = 0; i < w.Length; i += 8)
        {
            a = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref weights, (nuint)i), Vector256.Abs(Vector256.LoadUnsafe(ref values, (nuint)i)), a);
            b = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref weights, (nuint)i + 4), Vector256.Abs(Vector256.LoadUnsafe(ref values, (nuint)i + 4)), b);
        }

        return Vector512.Create(a, b);
    }
}
