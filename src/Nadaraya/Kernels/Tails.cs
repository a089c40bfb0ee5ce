using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Differences of log weights in the far tail, factorised so that no digit cancels; never NaN for finite arguments.</summary>
internal static class Tails
{
    public const double Ln2 = 0.69314718055994530942;

    // Beyond this the sum of two coordinates may overflow: they are quartered first, which is exact there.
    private const double Huge = 4e307;

    /// <summary>−(q−x)²/2h² + (q−r)²/2h² = (x−r)(2q−x−r)/2h²: the naive difference loses about u·(distance/h)².</summary>
    public static double Quadratic(double query, double key, double reference, double bandwidth)
    {
        double apart = Quotient(key, reference, bandwidth);
        double sides = Sides(query, key, reference, bandwidth);

        // Where one factor is 0 the other may be infinite.
        return apart == 0 || sides == 0 ? 0 : apart * sides * 0.5;
    }

    /// <summary>log[i] += <see cref="Quadratic"/> of each key, eight at a time by the same operations; a multiple of eight keys.</summary>
    public static void AddQuadratic(
        double query, ReadOnlySpan<double> keys, double reference, double bandwidth, Span<double> log)
    {
        Vector512<double> q = Vector512.Create(query);
        Vector512<double> r = Vector512.Create(reference);
        Vector512<double> h = Vector512.Create(bandwidth);
        Vector512<double> fromReference = Vector512.Create(VectorMath.Difference(reference, query, out double lost));
        Vector512<double> referenceError = Vector512.Create(-lost);
        bool huge = Math.Max(Math.Abs(query), Math.Abs(reference)) > Huge;
        ReadOnlySpan<Vector512<double>> from = MemoryMarshal.Cast<double, Vector512<double>>(keys);
        Span<Vector512<double>> to = MemoryMarshal.Cast<double, Vector512<double>>(log);
        for (int i = 0; i < to.Length; i++)
        {
            if (huge || Vector512.GreaterThanAny(Vector512.Abs(from[i]), Vector512.Create(Huge)))
            {
                for (int lane = i * 8; lane < (i * 8) + 8; lane++)
                {
                    log[lane] += Quadratic(query, keys[lane], reference, bandwidth);
                }

                continue;
            }

            Vector512<double> toKey = VectorMath.Difference(q, from[i], out Vector512<double> keyError);
            Vector512<double> sum = VectorMath.Difference(toKey, fromReference, out Vector512<double> sumError);
            Vector512<double> sides = (sum + (sumError + (keyError + referenceError))) / h;
            Vector512<double> apart = (from[i] - r) / h;
            Vector512<double> same = Vector512.Equals(apart, Vector512<double>.Zero) | Vector512.Equals(sides, Vector512<double>.Zero);
            to[i] += Vector512.ConditionalSelect(same, Vector512<double>.Zero, apart * sides * 0.5);
        }
    }

    /// <summary>−|q−x|/h + |q−r|/h: on one side of the query the query drops out.</summary>
    public static double Linear(double query, double key, double reference, double bandwidth) =>
        key <= query
            ? reference <= query ? Quotient(key, reference, bandwidth) : -Sides(query, key, reference, bandwidth)
            : reference > query ? Quotient(reference, key, bandwidth) : Sides(query, key, reference, bandwidth);

    /// <summary>The plain difference of log weights, for kernels whose logarithm is small wherever they have weight.</summary>
    public static double Plain<TKernel>(TKernel kernel, double query, double key, double reference, double bandwidth)
        where TKernel : struct, IKernel =>
        key == reference ? 0 : Difference(
            kernel.LogWeight(Distance(query, key, bandwidth)), kernel.LogWeight(Distance(query, reference, bandwidth)));

    /// <summary>a − b of two log weights; −∞ where the first is, so that two keys without weight never give NaN.</summary>
    public static double Difference(double a, double b) => double.IsNegativeInfinity(a) ? a : a - b;

    /// <summary>A log weight that overflowed at a finite u: as far down as a double goes, for only at ±∞ there is no weight.</summary>
    public static double KeepFinite(double logWeight, double u) =>
        double.IsNegativeInfinity(logWeight) && double.IsFinite(u) ? -double.MaxValue : logWeight;

    /// <summary>|q−x|/h, also where q−x alone overflows.</summary>
    public static double Distance(double query, double key, double bandwidth) => Math.Abs(Quotient(query, key, bandwidth));

    /// <summary>ln(|q−x|/h), also where the quotient overflows.</summary>
    public static double LogDistance(double query, double key, double bandwidth)
    {
        double u = Distance(query, key, bandwidth);
        return double.IsFinite(u) ? Math.Log(u) : Math.Log(Quarter(query, key)) + (2 * Ln2) - Math.Log(bandwidth);
    }

    /// <summary>ln(|q−x|/|q−r|) for a query at neither: the bandwidth drops out.</summary>
    public static double LogQuotient(double query, double key, double reference)
    {
        double a = Math.Abs(query - key);
        double b = Math.Abs(query - reference);
        if (!double.IsFinite(a + b))
        {
            a = Quarter(query, key);
            b = Quarter(query, reference);
        }

        double ratio = a / b;
        return double.IsNormal(ratio) ? Math.Log(ratio) : Math.Log(a) - Math.Log(b);
    }

    /// <summary>(a−b)/h, also where a−b alone overflows.</summary>
    public static double Quotient(double a, double b, double bandwidth) =>
        double.IsFinite(a - b) ? (a - b) / bandwidth : ((a * 0.25) - (b * 0.25)) / bandwidth * 4;

    /// <summary>
    /// (2q−x−r)/h, with the rounding errors of both differences added back: keys far off on opposite sides of the query nearly cancel.
    /// </summary>
    public static double Sides(double query, double key, double reference, double bandwidth)
    {
        double largest = Math.Max(Math.Abs(query), Math.Max(Math.Abs(key), Math.Abs(reference)));
        double unit = largest > Huge ? 0.25 : 1;
        double toKey = VectorMath.Difference(query * unit, key * unit, out double keyError);
        double fromReference = VectorMath.Difference(reference * unit, query * unit, out double referenceError);
        double sum = VectorMath.Difference(toKey, fromReference, out double sumError);
        return (sum + (sumError + (keyError - referenceError))) / bandwidth / unit;
    }

    private static double Quarter(double a, double b) => Math.Abs((a * 0.25) - (b * 0.25));
}
