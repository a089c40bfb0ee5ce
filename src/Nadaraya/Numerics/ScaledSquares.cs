using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Σ_j u_j² with u_j = (q_j − x_j)·scale_j between one query and many points.</summary>
internal static class ScaledSquares
{
    /// <summary>squares[i] for points from … on; as many as there is room for, a multiple of 4.</summary>
    /// <param name="points">One array an axis, readable so far.</param>
    /// <param name="from">The first point.</param>
    /// <param name="query">q, one an axis.</param>
    /// <param name="scales">One an axis.</param>
    /// <param name="squares">Where to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(double[][] points, int from, ReadOnlySpan<double> query, ReadOnlySpan<double> scales, Span<double> squares)
    {
        ref double to = ref MemoryMarshal.GetReference(squares);
        ref double x = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(points[0]), from);
        ref double y = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(points[1]), from);
        Vector256<double> qx = Vector256.Create(query[0]), qy = Vector256.Create(query[1]);
        Vector256<double> rx = Vector256.Create(scales[0]), ry = Vector256.Create(scales[1]);
        for (int i = 0; i < squares.Length; i += 4)
        {
            Vector256<double> u = (qx - Vector256.LoadUnsafe(ref x, (nuint)i)) * rx;
            Vector256<double> v = (qy - Vector256.LoadUnsafe(ref y, (nuint)i)) * ry;
            Vector256.FusedMultiplyAdd(v, v, u * u).StoreUnsafe(ref to, (nuint)i);
        }

        if (points.Length == 3)
        {
            ref double z = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(points[2]), from);
            Vector256<double> qz = Vector256.Create(query[2]);
            Vector256<double> rz = Vector256.Create(scales[2]);
            for (int i = 0; i < squares.Length; i += 4)
            {
                Vector256<double> u = (qz - Vector256.LoadUnsafe(ref z, (nuint)i)) * rz;
                Vector256.FusedMultiplyAdd(u, u, Vector256.LoadUnsafe(ref to, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
            }
        }
    }

    /// <summary>weights[i] *= u_i² along one axis.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(double[] points, int from, double query, double scale, Span<double> weights)
    {
        ref double to = ref MemoryMarshal.GetReference(weights);
        ref double x = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(points), from);
        Vector256<double> q = Vector256.Create(query), r = Vector256.Create(scale);
        for (int i = 0; i < weights.Length; i += 4)
        {
            Vector256<double> u = (q - Vector256.LoadUnsafe(ref x, (nuint)i)) * r;
            (Vector256.LoadUnsafe(ref to, (nuint)i) * (u * u)).StoreUnsafe(ref to, (nuint)i);
        }
    }

    /// <summary>The least of some values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Least(ReadOnlySpan<double> values)
    {
        Vector256<double> least = Vector256.Create(double.PositiveInfinity);
        ref double from = ref MemoryMarshal.GetReference(values);
        int i = 0;
        for (; i + 4 <= values.Length; i += 4)
        {
            least = Vector256.MinNative(least, Vector256.LoadUnsafe(ref from, (nuint)i));
        }

        double smallest = Math.Min(Math.Min(least[0], least[1]), Math.Min(least[2], least[3]));
        for (; i < values.Length; i++)
        {
            smallest = Math.Min(smallest, values[i]);
        }

        return smallest;
    }

    /// <summary>The least square over points from … to − 1; up to three points before them may be among them.</summary>
    /// <param name="points">One array an axis, of at least four points.</param>
    /// <param name="from">The first point.</param>
    /// <param name="to">The end.</param>
    /// <param name="query">q, one an axis.</param>
    /// <param name="scales">One an axis.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Nearest(double[][] points, int from, int to, ReadOnlySpan<double> query, ReadOnlySpan<double> scales)
    {
        double[] third = points[^1];
        Vector256<double> qx = Vector256.Create(query[0]), qy = Vector256.Create(query[1]), qz = Vector256.Create(query[^1]);
        Vector256<double> rx = Vector256.Create(scales[0]), ry = Vector256.Create(scales[1]);
        Vector256<double> rz = points.Length == 3 ? Vector256.Create(scales[2]) : Vector256<double>.Zero;
        Vector256<double> least = Vector256.Create(double.PositiveInfinity), other = least;
        ref double x = ref MemoryMarshal.GetArrayDataReference(points[0]);
        ref double y = ref MemoryMarshal.GetArrayDataReference(points[1]);
        ref double z = ref MemoryMarshal.GetArrayDataReference(third);
        int i = from;
        for (; i + 8 <= to; i += 8)
        {
            Vector256<double> u = (qx - Vector256.LoadUnsafe(ref x, (nuint)i)) * rx, u1 = (qx - Vector256.LoadUnsafe(ref x, (nuint)i + 4)) * rx;
            Vector256<double> v = (qy - Vector256.LoadUnsafe(ref y, (nuint)i)) * ry, v1 = (qy - Vector256.LoadUnsafe(ref y, (nuint)i + 4)) * ry;
            Vector256<double> w = (qz - Vector256.LoadUnsafe(ref z, (nuint)i)) * rz, w1 = (qz - Vector256.LoadUnsafe(ref z, (nuint)i + 4)) * rz;
            least = Vector256.MinNative(least, Vector256.FusedMultiplyAdd(w, w, Vector256.FusedMultiplyAdd(v, v, u * u)));
            other = Vector256.MinNative(other, Vector256.FusedMultiplyAdd(w1, w1, Vector256.FusedMultiplyAdd(v1, v1, u1 * u1)));
        }

        for (; i < to; i += 4)
        {
            nuint at = (nuint)Math.Max(Math.Min(i, to - 4), 0);
            Vector256<double> u = (qx - Vector256.LoadUnsafe(ref x, at)) * rx;
            Vector256<double> v = (qy - Vector256.LoadUnsafe(ref y, at)) * ry;
            Vector256<double> w = (qz - Vector256.LoadUnsafe(ref z, at)) * rz;
            least = Vector256.MinNative(least, Vector256.FusedMultiplyAdd(w, w, Vector256.FusedMultiplyAdd(v, v, u * u)));
        }

        least = Vector256.MinNative(least, other);
        return Math.Min(Math.Min(least[0], least[1]), Math.Min(least[2], least[3]));
    }
}
