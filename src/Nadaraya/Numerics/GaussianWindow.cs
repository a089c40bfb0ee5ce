using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Sums of Gaussian weights over a run of neighbouring points, key by key, in one fixed order.</summary>
/// <remarks>Eight lanes over blocks of 512; blocks are added by two-sum, so that rounding does not grow with the number of points.</remarks>
internal static partial class GaussianWindow
{
    /// <summary>Points at a time.</summary>
    public const int Block = 512;

    /// <summary>
    /// sums[k·m + b] = Σ w·vᵏ·c_b where wanted, and absolutes[b] = Σ w·|c_b|, over points from … to − 1 without one of them, w = exp(−v²/2), v = (x − q)/h.
    /// </summary>
    /// <param name="x">Points, readable eight beyond the range.</param>
    /// <param name="columns">m columns c_b, likewise; an empty one stands for ones.</param>
    /// <param name="from">The first point.</param>
    /// <param name="to">The end.</param>
    /// <param name="skip">The point to leave out; −1 for none.</param>
    /// <param name="query">q.</param>
    /// <param name="scale">1/h.</param>
    /// <param name="wanted">Which sums are wanted; those of power 0 always are.</param>
    /// <param name="sums">One a power and column.</param>
    /// <param name="absolutes">One a column.</param>
    [SkipLocalsInit]
    public static void Sum(
        double[] x,
        double[][] columns,
        int from,
        int to,
        int skip,
        double query,
        double scale,
        ReadOnlySpan<bool> wanted,
        Span<double> sums,
        Span<double> absolutes)
    {
        Span<double> weights = stackalloc double[Block];
        Span<double> lost = stackalloc double[sums.Length];
        lost.Clear();
        sums.Clear();
        absolutes.Clear();
        for (int start = from; start < to; start += Block)
        {
            int end = Math.Min(start + Block, to);
            Weights(x, start, end, query, scale, weights);
            if ((uint)(skip - start) < (uint)(end - start))
            {
                weights[skip - start] = 0;
            }

            for (int k = 0; k < sums.Length; k++)
            {
                int b = k % columns.Length;
                if (k > 0 && b == 0)
                {
                    TimesOffsets(x, start, end, query, scale, weights);
                }

                if (wanted[k])
                {
                    (double sum, double absolute) = Dot(weights, columns[b], start, end);
                    sums[k] = Add(sums[k], sum, ref lost[k]);
                    absolutes[b] += k < columns.Length ? absolute : 0;
                }
            }
        }

        for (int k = 0; k < sums.Length; k++)
        {
            sums[k] += lost[k];
        }
    }

    /// <summary>w *= v for points from … to − 1; a weight of 0 stays 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TimesOffsets(double[] x, int from, int to, double query, double scale, Span<double> weights)
    {
        // Each value stands alone: the width changes no bit.
        Vector256<double> q = Vector256.Create(query);
        Vector256<double> r = Vector256.Create(scale);
        ref double points = ref MemoryMarshal.GetArrayDataReference(x);
        ref double w = ref MemoryMarshal.GetReference(weights);
        for (int i = from; i < to; i += 4)
        {
            Vector256<double> v = (Vector256.LoadUnsafe(ref points, (nuint)i) - q) * r;
            Vector256<double> old = Vector256.LoadUnsafe(ref w, (nuint)(i - from));
            Vector256.ConditionalSelect(Vector256.Equals(old, Vector256<double>.Zero), old, old * v).StoreUnsafe(ref w, (nuint)(i - from));
        }
    }

    /// <summary>sum + add, and what the addition rounds away into lost.</summary>
    public static double Add(double sum, double add, ref double lost)
    {
        double next = sum + add;
        double back = next - sum;
        lost += (sum - (next - back)) + (add - back);
        return next;
    }

    /// <summary>Σ w·c and Σ w·|c| over a block of at most 512 points, whose weights stand in whole vectors, 0 beyond the end.</summary>
    public static (double Sum, double Absolute) Dot(ReadOnlySpan<double> weights, double[] column, int from, int to) =>
        Dot(weights, column, from, to, Vector512.IsHardwareAccelerated);

    /// <summary>The same, at a width of one's choice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Sum, double Absolute) Dot(ReadOnlySpan<double> weights, double[] column, int from, int to, bool wide)
    {
        if (!wide)
        {
            return DotNarrow(weights, column, from, to);
        }

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
    public static void Weights(double[] x, int from, int to, double query, double scale, Span<double> weights) =>
        Weights(x, from, to, query, scale, weights, Vector512.IsHardwareAccelerated);

    /// <summary>The same, at a width of one's choice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weights(double[] x, int from, int to, double query, double scale, Span<double> weights, bool wide)
    {
        if (wide)
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
        }
        else
        {
            WeightsNarrow(x, from, to, query, scale, weights);
        }

        int beyond = (to - from) % 8;
        if (beyond > 0)
        {
            weights.Slice(to - from, 8 - beyond).Clear();
        }
    }
}
