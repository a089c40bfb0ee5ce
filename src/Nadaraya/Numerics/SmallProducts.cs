using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>C += A·B for matrices of a few dozen rows: what moments of tensors and their translation are made of.</summary>
/// <remarks>
/// Lanes are columns of C, each by itself, so the bits do not depend on the width of a vector. Every entry is a sum of fused steps in the order of k that
/// starts from 0 and is then added to C.
/// </remarks>
internal static class SmallProducts
{
    /// <summary>C[i, l] += Σ_k A[i, k]·B[k, l].</summary>
    /// <param name="a">A, entry [i, k] at i·rowStep + k·termStep.</param>
    /// <param name="rowStep">From one row of A to the next.</param>
    /// <param name="termStep">From one column of A to the next.</param>
    /// <param name="b">B, row by row.</param>
    /// <param name="c">C, row by row.</param>
    /// <param name="rows">The rows of C, a multiple of 4.</param>
    /// <param name="lanes">The columns of B and C, a multiple of 4.</param>
    /// <param name="terms">The length of the sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd(
        ReadOnlySpan<double> a, int rowStep, int termStep, ReadOnlySpan<double> b, Span<double> c, int rows, int lanes, int terms)
    {
        ref double firstA = ref MemoryMarshal.GetReference(a);
        ref double firstB = ref MemoryMarshal.GetReference(b);
        ref double firstC = ref MemoryMarshal.GetReference(c);
        int wide = lanes & ~7;
        for (int row = 0; row < rows; row += 4)
        {
            ref double fromA = ref Unsafe.Add(ref firstA, row * rowStep);
            ref double toC = ref Unsafe.Add(ref firstC, row * lanes);
            for (int lane = 0; lane < wide; lane += 8)
            {
                Eight(ref fromA, rowStep, termStep, ref Unsafe.Add(ref firstB, lane), ref Unsafe.Add(ref toC, lane), lanes, terms);
            }

            if (wide < lanes)
            {
                Four(ref fromA, rowStep, termStep, ref Unsafe.Add(ref firstB, wide), ref Unsafe.Add(ref toC, wide), lanes, terms);
            }
        }
    }

    /// <summary>Four rows of eight columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(ref double a, int rowStep, int termStep, ref double b, ref double c, int lanes, int terms)
    {
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default, t0 = default, t1 = default, t2 = default, t3 = default;
        ref double a1 = ref Unsafe.Add(ref a, rowStep);
        ref double a2 = ref Unsafe.Add(ref a, 2 * rowStep);
        ref double a3 = ref Unsafe.Add(ref a, 3 * rowStep);
        nint from = 0;
        nint row = 0;
        for (int k = 0; k < terms; k++)
        {
            Vector256<double> low = Vector256.LoadUnsafe(ref Unsafe.Add(ref b, row));
            Vector256<double> high = Vector256.LoadUnsafe(ref Unsafe.Add(ref b, row + 4));
            Vector256<double> x = Vector256.Create(Unsafe.Add(ref a, from));
            s0 = Vector256.FusedMultiplyAdd(x, low, s0);
            t0 = Vector256.FusedMultiplyAdd(x, high, t0);
            x = Vector256.Create(Unsafe.Add(ref a1, from));
            s1 = Vector256.FusedMultiplyAdd(x, low, s1);
            t1 = Vector256.FusedMultiplyAdd(x, high, t1);
            x = Vector256.Create(Unsafe.Add(ref a2, from));
            s2 = Vector256.FusedMultiplyAdd(x, low, s2);
            t2 = Vector256.FusedMultiplyAdd(x, high, t2);
            x = Vector256.Create(Unsafe.Add(ref a3, from));
            s3 = Vector256.FusedMultiplyAdd(x, low, s3);
            t3 = Vector256.FusedMultiplyAdd(x, high, t3);
            from += termStep;
            row += lanes;
        }

        (Vector256.LoadUnsafe(ref c) + s0).StoreUnsafe(ref c);
        (Vector256.LoadUnsafe(ref c, 4) + t0).StoreUnsafe(ref c, 4);
        c = ref Unsafe.Add(ref c, lanes);
        (Vector256.LoadUnsafe(ref c) + s1).StoreUnsafe(ref c);
        (Vector256.LoadUnsafe(ref c, 4) + t1).StoreUnsafe(ref c, 4);
        c = ref Unsafe.Add(ref c, lanes);
        (Vector256.LoadUnsafe(ref c) + s2).StoreUnsafe(ref c);
        (Vector256.LoadUnsafe(ref c, 4) + t2).StoreUnsafe(ref c, 4);
        c = ref Unsafe.Add(ref c, lanes);
        (Vector256.LoadUnsafe(ref c) + s3).StoreUnsafe(ref c);
        (Vector256.LoadUnsafe(ref c, 4) + t3).StoreUnsafe(ref c, 4);
    }

    /// <summary>Four rows of four columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(ref double a, int rowStep, int termStep, ref double b, ref double c, int lanes, int terms)
    {
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        nint from = 0;
        nint row = 0;
        for (int k = 0; k < terms; k++)
        {
            Vector256<double> low = Vector256.LoadUnsafe(ref Unsafe.Add(ref b, row));
            s0 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref a, from)), low, s0);
            s1 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref a, from + rowStep)), low, s1);
            s2 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref a, from + (2 * rowStep))), low, s2);
            s3 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref a, from + (3 * rowStep))), low, s3);
            from += termStep;
            row += lanes;
        }

        (Vector256.LoadUnsafe(ref c) + s0).StoreUnsafe(ref c);
        c = ref Unsafe.Add(ref c, lanes);
        (Vector256.LoadUnsafe(ref c) + s1).StoreUnsafe(ref c);
        c = ref Unsafe.Add(ref c, lanes);
        (Vector256.LoadUnsafe(ref c) + s2).StoreUnsafe(ref c);
        c = ref Unsafe.Add(ref c, lanes);
        (Vector256.LoadUnsafe(ref c) + s3).StoreUnsafe(ref c);
    }
}
