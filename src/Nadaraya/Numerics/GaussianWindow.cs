using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Sums of Gaussian weights over a run of neighbouring points, key by key, in one fixed order.</summary>
internal static class GaussianWindow
{
    private const int Block = 512;

    /// <summary>
    /// sums[b] = Σ w·c_b, and absolutes[b] = Σ w·|c_b| over points from … to − 1 without one of them, w = exp(−u²/2), u = (q − x)/h.
    /// With slopes, slopes[b] = Σ w·u²·c_b as well.
    /// </summary>
    /// <param name="x">Points, readable eight beyond the range.</param>
    /// <param name="columns">Columns c_b, likewise; an empty one stands for ones.</param>
    /// <param name="from">The first point.</param>
    /// <param name="to">The end.</param>
    /// <param name="skip">The point to leave out; −1 for none.</param>
    /// <param name="query">q.</param>
    /// <param name="scale">1/h.</param>
    /// <param name="sums">One a column.</param>
    /// <param name="absolutes">One a column.</param>
    /// <param name="slopes">One a column, or empty.</param>
    public static void Sum(
        double[] x, double[][] columns, int from, int to, int skip, double query, double scale, Span<double> sums, Span<double> absolutes, Span<double> slopes)
    {
        sums.Clear();
        absolutes.Clear();
        slopes.Clear();
        Span<double> weights = stackalloc double[Block];
        for (int start = from; start < to; start += Block)
        {
            int end = Math.Min(start + Block, to);
            Weights(x, start, end, query, scale, weights);
            if ((uint)(skip - start) < (uint)(end - start))
            {
                weights[skip - start] = 0;
            }

            for (int b = 0; b < columns.Length; b++)
            {
                (double sum, double absolute) = Dot(weights, columns[b], start, end);
                sums[b] += sum;
                absolutes[b] += absolute;
            }

            if (slopes.Length > 0)
            {
                TimesSquares(x, start, end, query, scale, weights);
                for (int b = 0; b < columns.Length; b++)
                {
                    slopes[b] += Dot(weights, columns[b], start, end).Sum;
                }
            }
        }
    }

    /// <summary>Σ w·c and Σ w·|c| over a block of at most 512 points, whose weights stand in whole vectors, 0 beyond the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Sum, double Absolute) Dot(ReadOnlySpan<double> weights, double[] column, int from, int to)
    {
        ref double w = ref MemoryMarshal.GetReference(weights);
        Vector512<double> sum = default;
        if (column.Length == 0)
        {
            for (int i = 0; i < to - from; i += 8)
            {
                sum += Vector512.LoadUnsafe(ref w, (nuint)i);
            }

            double total = TileSums.Total(sum);
            return (total, total);
        }

        Vector512<double> absolute = default;
        ref double c = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(column), from);
        for (int i = 0; i < to - from; i += 8)
        {
            Vector512<double> part = Vector512.LoadUnsafe(ref w, (nuint)i) * Vector512.LoadUnsafe(ref c, (nuint)i);
            sum += part;
            absolute += Vector512.Abs(part);
        }

        return (TileSums.Total(sum), TileSums.Total(absolute));
    }

    /// <summary>Weights of a block in whole vectors, 0 beyond its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Weights(double[] x, int from, int to, double query, double scale, Span<double> weights)
    {
        Vector512<double> q = Vector512.Create(query);
        Vector512<double> r = Vector512.Create(scale);
        ref double points = ref MemoryMarshal.GetArrayDataReference(x);
        ref double w = ref MemoryMarshal.GetReference(weights);
        for (int i = from; i < to; i += 8)
        {
            Vector512<double> u = (q - Vector512.LoadUnsafe(ref points, (nuint)i)) * r;
            VectorMath.Exp(u * u * -0.5).StoreUnsafe(ref w, (nuint)(i - from));
        }

        int beyond = (to - from) % 8;
        if (beyond > 0)
        {
            weights.Slice(to - from, 8 - beyond).Clear();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TimesSquares(double[] x, int from, int to, double query, double scale, Span<double> weights)
    {
        Vector512<double> q = Vector512.Create(query);
        Vector512<double> r = Vector512.Create(scale);
        ref double points = ref MemoryMarshal.GetArrayDataReference(x);
        ref double w = ref MemoryMarshal.GetReference(weights);
        for (int i = from; i < to; i += 8)
        {
            Vector512<double> u = (q - Vector512.LoadUnsafe(ref points, (nuint)i)) * r;
            (Vector512.LoadUnsafe(ref w, (nuint)(i - from)) * (u * u)).StoreUnsafe(ref w, (nuint)(i - from));
        }
    }
}
