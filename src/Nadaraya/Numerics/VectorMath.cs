using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Our own exponential: one sequence of operations at every width, so that results have the same bits everywhere.</summary>
/// <remarks>
/// exp(x) = 2ⁿ·exp(r) with n = round(x·log₂e) and r = x − n·ln 2 in two parts, |r| ≤ ln2/2; exp(r) = 1 + r + r²·q(r), q the
/// Taylor polynomial to r¹³ (remainder 0.3466¹⁴/14! = 4·10⁻¹⁸, under 1/50 ulp). Worst error found: 1 ulp. Below −708 the result is 0
/// (never subnormal), above 709.78 it is +∞; NaN gives NaN.
/// </remarks>
internal static partial class VectorMath
{
    /// <summary>The smallest argument with a non-zero result.</summary>
    public const double SmallestExponent = -708;

    private const double LargestExponent = 709.782712893384;
    private const double Log2E = 1.4426950408889634;
    private const double Ln2High = 0.693147180369123816490; // 32 significant bits (fdlibm), so that n·Ln2High is exact
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double Magic = 6755399441055744.0; // 1.5·2⁵²: adding it rounds to an integer that then stands in the low bits

    private const double C2 = 1.0 / 2;
    private const double C3 = 1.0 / 6;
    private const double C4 = 1.0 / 24;
    private const double C5 = 1.0 / 120;
    private const double C6 = 1.0 / 720;
    private const double C7 = 1.0 / 5040;
    private const double C8 = 1.0 / 40320;
    private const double C9 = 1.0 / 362880;
    private const double C10 = 1.0 / 3628800;
    private const double C11 = 1.0 / 39916800;
    private const double C12 = 1.0 / 479001600;
    private const double C13 = 1.0 / 6227020800;

    /// <summary>eˣ, the same bits as a lane of the vector form.</summary>
    public static double Exp(double x)
    {
        if (!(x >= SmallestExponent))
        {
            return double.IsNaN(x) ? x : 0;
        }

        if (x > LargestExponent)
        {
            return double.PositiveInfinity;
        }

        double t = Math.FusedMultiplyAdd(x, Log2E, Magic);
        double n = t - Magic;
        double r = Math.FusedMultiplyAdd(n, -Ln2High, x);
        r = Math.FusedMultiplyAdd(n, -Ln2Low, r);
        double r2 = r * r;
        double r4 = r2 * r2;
        double a = Math.FusedMultiplyAdd(C3, r, C2);
        double b = Math.FusedMultiplyAdd(C5, r, C4);
        double c = Math.FusedMultiplyAdd(C7, r, C6);
        double d = Math.FusedMultiplyAdd(C9, r, C8);
        double e = Math.FusedMultiplyAdd(C11, r, C10);
        double f = Math.FusedMultiplyAdd(C13, r, C12);
        double low = Math.FusedMultiplyAdd(b, r2, a);
        double mid = Math.FusedMultiplyAdd(d, r2, c);
        double high = Math.FusedMultiplyAdd(f, r2, e);
        double q = Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(high, r4, mid), r4, low);
        double p = Math.FusedMultiplyAdd(r2, q, r) + 1;

        // 2¹⁰²⁴ is no double: the upper binade is scaled in two steps.
        return x > 709
            ? BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(p) + ((BitConverter.DoubleToInt64Bits(t) - 1) << 52)) * 2
            : BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(p) + (BitConverter.DoubleToInt64Bits(t) << 52));
    }

    /// <summary>eˣ for eight arguments that are at most 709 (or −∞); larger ones are not supported.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Exp(Vector512<double> x)
    {
        Vector512<double> t = Vector512.FusedMultiplyAdd(x, Vector512.Create(Log2E), Vector512.Create(Magic));
        Vector512<double> n = t - Vector512.Create(Magic);
        Vector512<double> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2High), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2Low), r);
        Vector512<double> r2 = r * r;
        Vector512<double> r4 = r2 * r2;
        Vector512<double> a = Vector512.FusedMultiplyAdd(Vector512.Create(C3), r, Vector512.Create(C2));
        Vector512<double> b = Vector512.FusedMultiplyAdd(Vector512.Create(C5), r, Vector512.Create(C4));
        Vector512<double> c = Vector512.FusedMultiplyAdd(Vector512.Create(C7), r, Vector512.Create(C6));
        Vector512<double> d = Vector512.FusedMultiplyAdd(Vector512.Create(C9), r, Vector512.Create(C8));
        Vector512<double> e = Vector512.FusedMultiplyAdd(Vector512.Create(C11), r, Vector512.Create(C10));
        Vector512<double> f = Vector512.FusedMultiplyAdd(Vector512.Create(C13), r, Vector512.Create(C12));
        Vector512<double> low = Vector512.FusedMultiplyAdd(b, r2, a);
        Vector512<double> mid = Vector512.FusedMultiplyAdd(d, r2, c);
        Vector512<double> high = Vector512.FusedMultiplyAdd(f, r2, e);
        Vector512<double> q = Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(high, r4, mid), r4, low);
        Vector512<double> p = Vector512.FusedMultiplyAdd(r2, q, r) + Vector512<double>.One;
        Vector512<double> scaled = (p.AsInt64() + Vector512.ShiftLeft(t.AsInt64(), 52)).AsDouble();
        return Vector512.ConditionalSelect(
            Vector512.LessThan(x, Vector512.Create(SmallestExponent)), Vector512<double>.Zero, scaled);
    }

    /// <summary>a − b rounded, and exactly what the rounding left out; nothing may overflow. Source: Knuth, TwoSum.</summary>
    public static double Difference(double a, double b, out double error)
    {
        double difference = a - b;
        double part = difference - a;
        error = (a - (difference - part)) - (b + part);
        return difference;
    }

    /// <summary>a − b rounded, and exactly what the rounding left out, for eight pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Difference(Vector512<double> a, Vector512<double> b, out Vector512<double> error)
    {
        Vector512<double> difference = a - b;
        Vector512<double> part = difference - a;
        error = (a - (difference - part)) - (b + part);
        return difference;
    }
}
