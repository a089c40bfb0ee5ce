using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>The narrow form: the same eight lanes as two vectors of four.</summary>
internal static partial class GaussianWindow
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Sum, double Absolute) DotNarrow(ReadOnlySpan<double> weights, double[] column, int from, int to)
    {
        ref double w = ref MemoryMarshal.GetReference(weights);
        Vector256<double> low = default, high = default;
        if (column.Length == 0)
        {
            for (int i = 0; i < to - from; i += 8)
            {
                low += Vector256.LoadUnsafe(ref w, (nuint)i);
                high += Vector256.LoadUnsafe(ref w, (nuint)i + 4);
            }

            double total = Total(low, high);
            return (total, total);
        }

        Vector256<double> lowAbsolute = default, highAbsolute = default;
        ref double c = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(column), from);
        for (int i = 0; i < to - from; i += 8)
        {
            Vector256<double> a = Vector256.LoadUnsafe(ref w, (nuint)i) * Vector256.LoadUnsafe(ref c, (nuint)i);
            Vector256<double> b = Vector256.LoadUnsafe(ref w, (nuint)i + 4) * Vector256.LoadUnsafe(ref c, (nuint)i + 4);
            low += a;
            high += b;
            lowAbsolute += Vector256.Abs(a);
            highAbsolute += Vector256.Abs(b);
        }

        return (Total(low, high), Total(lowAbsolute, highAbsolute));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WeightsNarrow(double[] x, int from, int to, double query, double scale, Span<double> weights)
    {
        Vector256<double> q = Vector256.Create(query);
        Vector256<double> r = Vector256.Create(scale);
        ref double points = ref MemoryMarshal.GetArrayDataReference(x);
        ref double w = ref MemoryMarshal.GetReference(weights);
        for (int i = from; i < to; i += 8)
        {
            Vector256<double> u = (q - Vector256.LoadUnsafe(ref points, (nuint)i)) * r;
            Vector256<double> v = (q - Vector256.LoadUnsafe(ref points, (nuint)i + 4)) * r;
            VectorMath.Exp(u * u * -0.5).StoreUnsafe(ref w, (nuint)(i - from));
            VectorMath.Exp(v * v * -0.5).StoreUnsafe(ref w, (nuint)(i - from) + 4);
        }
    }

    /// <summary>The sum over eight lanes in the order of <see cref="TileSums.Total"/>.</summary>
    private static double Total(Vector256<double> low, Vector256<double> high) => ((low[0] + low[1]) + (low[2] + low[3])) + ((high[0] + high[1]) + (high[2] + high[3]));
}
