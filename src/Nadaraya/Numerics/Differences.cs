using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Differences in place, number by number: the width changes no bit.</summary>
internal static class Differences
{
    /// <summary>a[i] −= b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(Span<double> a, double b)
    {
        ref double to = ref MemoryMarshal.GetReference(a);
        Vector256<double> each = Vector256.Create(b);
        int i = 0;
        for (; i + 4 <= a.Length; i += 4)
        {
            (Vector256.LoadUnsafe(ref to, (nuint)i) - each).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < a.Length; i++)
        {
            a[i] -= b;
        }
    }

    /// <summary>a[i] −= b[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(Span<double> a, ReadOnlySpan<double> b)
    {
        ref double to = ref MemoryMarshal.GetReference(a);
        ref double from = ref MemoryMarshal.GetReference(b[..a.Length]);
        int i = 0;
        for (; i + 4 <= a.Length; i += 4)
        {
            (Vector256.LoadUnsafe(ref to, (nuint)i) - Vector256.LoadUnsafe(ref from, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < a.Length; i++)
        {
            a[i] -= b[i];
        }
    }
}
