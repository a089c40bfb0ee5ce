using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Σ L[j₁…]·Π aᵢʲⁱ at many points in two or three dimensions by nested Horner rules; P is even.</summary>
/// <remarks>Lanes are points, each by itself: a value does not depend on its neighbours.</remarks>
internal static class TensorPolynomial
{
    /// <summary>Points to a step; arrays of points and values are padded to a multiple of it.</summary>
    public const int Step = 16;

    /// <summary>values[i] of points 0 … count − 1.</summary>
    /// <param name="local">L, the last axis fastest.</param>
    /// <param name="terms">P.</param>
    /// <param name="points">a, one array an axis, padded.</param>
    /// <param name="count">The number of points.</param>
    /// <param name="values">Where to, padded.</param>
    public static void Evaluate(ReadOnlySpan<double> local, int terms, double[][] points, int count, Span<double> values)
    {
        if (points.Length == 2)
        {
            Two(local, terms, points[0], points[1], count, values);
        }
        else
        {
            Three(local, terms, points, count, values);
        }
    }

    /// <summary>The coefficients of the second derivative along an axis, with zeros for the two orders that it loses.</summary>
    public static void SecondDerivative(ReadOnlySpan<double> local, int dimensions, int terms, int axis, Span<double> derivative)
    {
        int stride = 1;
        for (int j = axis + 1; j < dimensions; j++)
        {
            stride *= terms;
        }

        for (int k = 0; k < local.Length; k++)
        {
            int order = k / stride % terms;
            derivative[k] = order + 2 < terms ? (order + 2) * (order + 1) * local[k + (2 * stride)] : 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Two(ReadOnlySpan<double> local, int terms, double[] x, double[] y, int count, Span<double> values)
    {
        ref double to = ref MemoryMarshal.GetReference(values);
        ref double xs = ref MemoryMarshal.GetArrayDataReference(x);
        ref double ys = ref MemoryMarshal.GetArrayDataReference(y);
        for (int i = 0; i < count; i += Step)
        {
            Rows(ref MemoryMarshal.GetReference(local), terms, ref Unsafe.Add(ref xs, i), ref Unsafe.Add(ref ys, i), ref Unsafe.Add(ref to, i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Three(ReadOnlySpan<double> local, int terms, double[][] points, int count, Span<double> values)
    {
        Span<double> part = stackalloc double[Step];
        ref double sheet = ref MemoryMarshal.GetReference(part);
        ref double to = ref MemoryMarshal.GetReference(values);
        ref double xs = ref MemoryMarshal.GetArrayDataReference(points[0]);
        ref double ys = ref MemoryMarshal.GetArrayDataReference(points[1]);
        ref double zs = ref MemoryMarshal.GetArrayDataReference(points[2]);
        ref double first = ref MemoryMarshal.GetReference(local);
        for (int i = 0; i < count; i += Step)
        {
            ref double into = ref Unsafe.Add(ref to, i);
            for (int k = 0; k < Step; k += 4)
            {
                Vector256<double>.Zero.StoreUnsafe(ref into, (nuint)k);
            }

            for (int a = terms - 1; a >= 0; a--)
            {
                Rows(ref Unsafe.Add(ref first, a * terms * terms), terms, ref Unsafe.Add(ref ys, i), ref Unsafe.Add(ref zs, i), ref sheet);
                for (int k = 0; k < Step; k += 4)
                {
                    Vector256.FusedMultiplyAdd(
                        Vector256.LoadUnsafe(ref into, (nuint)k), Vector256.LoadUnsafe(ref xs, (nuint)(i + k)), Vector256.LoadUnsafe(ref sheet, (nuint)k))
                        .StoreUnsafe(ref into, (nuint)k);
                }
            }
        }
    }

    /// <summary>Σ_jk L[j, k]·xʲyᵏ at sixteen points: two rows at a time, eight independent chains.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rows(ref double local, int terms, ref double x, ref double y, ref double values)
    {
        Vector256<double> y0 = Vector256.LoadUnsafe(ref y), y1 = Vector256.LoadUnsafe(ref y, 4), y2 = Vector256.LoadUnsafe(ref y, 8), y3 = Vector256.LoadUnsafe(ref y, 12);
        for (int k = 0; k < Step; k += 4)
        {
            Vector256<double>.Zero.StoreUnsafe(ref values, (nuint)k);
        }

        for (int row = terms - 1; row > 0; row -= 2)
        {
            ref double upper = ref Unsafe.Add(ref local, row * terms);
            ref double lower = ref Unsafe.Add(ref upper, -terms);
            Vector256<double> u0 = Vector256.Create(Unsafe.Add(ref upper, terms - 1));
            Vector256<double> l0 = Vector256.Create(Unsafe.Add(ref lower, terms - 1));
            Vector256<double> u1 = u0, u2 = u0, u3 = u0, l1 = l0, l2 = l0, l3 = l0;
            for (int k = terms - 2; k >= 0; k--)
            {
                Vector256<double> c = Vector256.Create(Unsafe.Add(ref upper, k));
                u0 = Vector256.FusedMultiplyAdd(u0, y0, c);
                u1 = Vector256.FusedMultiplyAdd(u1, y1, c);
                u2 = Vector256.FusedMultiplyAdd(u2, y2, c);
                u3 = Vector256.FusedMultiplyAdd(u3, y3, c);
                c = Vector256.Create(Unsafe.Add(ref lower, k));
                l0 = Vector256.FusedMultiplyAdd(l0, y0, c);
                l1 = Vector256.FusedMultiplyAdd(l1, y1, c);
                l2 = Vector256.FusedMultiplyAdd(l2, y2, c);
                l3 = Vector256.FusedMultiplyAdd(l3, y3, c);
            }

            Vector256<double> x0 = Vector256.LoadUnsafe(ref x);
            Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref values), x0, u0), x0, l0).StoreUnsafe(ref values);
            x0 = Vector256.LoadUnsafe(ref x, 4);
            Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref values, 4), x0, u1), x0, l1).StoreUnsafe(ref values, 4);
            x0 = Vector256.LoadUnsafe(ref x, 8);
            Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref values, 8), x0, u2), x0, l2).StoreUnsafe(ref values, 8);
            x0 = Vector256.LoadUnsafe(ref x, 12);
            Vector256.FusedMultiplyAdd(Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref values, 12), x0, u3), x0, l3).StoreUnsafe(ref values, 12);
        }
    }
}
