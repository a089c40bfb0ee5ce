using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Our own ln(1 + z), for z ≥ 0.</summary>
/// <remarks>
/// w = 1 + z = 2ⁿ·m with m in [√½, √2); f = m − 1, s = f/(2 + f); ln m = 2 artanh s = f − s·(f − R), R = Σ 2s²ᵏ/(2k+1) to k = 11
/// (remainder 0.1716²⁴·2/25 = 3·10⁻²⁰). What rounding w left out of 1 + z is added as c/w. Worst error found: 2 ulp.
/// </remarks>
internal static partial class VectorMath
{
    private const long SqrtHalfBits = 0x3FE6A09E667F3BCD;
    private const long TwoTo52Bits = 0x4330000000000000; // a small integer in its low bits makes 2⁵² + that integer
    private const double TwoTo52 = 4503599627370496.0;

    private const double A1 = 2.0 / 3;
    private const double A2 = 2.0 / 5;
    private const double A3 = 2.0 / 7;
    private const double A4 = 2.0 / 9;
    private const double A5 = 2.0 / 11;
    private const double A6 = 2.0 / 13;
    private const double A7 = 2.0 / 15;
    private const double A8 = 2.0 / 17;
    private const double A9 = 2.0 / 19;
    private const double A10 = 2.0 / 21;
    private const double A11 = 2.0 / 23;

    /// <summary>ln(1 + z) for a finite z ≥ 0, the same bits as a lane of the vector form.</summary>
    public static double Log1P(double z)
    {
        double w = 1 + z;
        double c = (z - (w - 1)) / w;
        long bits = BitConverter.DoubleToInt64Bits(w);
        long exponent = (bits - SqrtHalfBits) >> 52;
        double n = BitConverter.Int64BitsToDouble(exponent | TwoTo52Bits) - TwoTo52;
        double f = BitConverter.Int64BitsToDouble(bits - (exponent << 52)) - 1;
        double s = f / (2 + f);
        double s2 = s * s;
        double r = Math.FusedMultiplyAdd(A11, s2, A10);
        r = Math.FusedMultiplyAdd(r, s2, A9);
        r = Math.FusedMultiplyAdd(r, s2, A8);
        r = Math.FusedMultiplyAdd(r, s2, A7);
        r = Math.FusedMultiplyAdd(r, s2, A6);
        r = Math.FusedMultiplyAdd(r, s2, A5);
        r = Math.FusedMultiplyAdd(r, s2, A4);
        r = Math.FusedMultiplyAdd(r, s2, A3);
        r = Math.FusedMultiplyAdd(r, s2, A2);
        r = Math.FusedMultiplyAdd(r, s2, A1) * s2;
        double low = Math.FusedMultiplyAdd(n, Ln2Low, c);
        return (n * Ln2High) + (f - ((s * (f - r)) - low));
    }

    /// <summary>ln(1 + z) for eight finite z ≥ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log1P(Vector512<double> z)
    {
        Vector512<double> w = Vector512<double>.One + z;
        Vector512<double> c = (z - (w - Vector512<double>.One)) / w;
        Vector512<long> bits = w.AsInt64();
        Vector512<long> exponent = Vector512.ShiftRightLogical(bits - Vector512.Create(SqrtHalfBits), 52);
        Vector512<double> n = (exponent | Vector512.Create(TwoTo52Bits)).AsDouble() - Vector512.Create(TwoTo52);
        Vector512<double> f = (bits - Vector512.ShiftLeft(exponent, 52)).AsDouble() - Vector512<double>.One;
        Vector512<double> s = f / (Vector512.Create(2.0) + f);
        Vector512<double> s2 = s * s;
        Vector512<double> r = Vector512.FusedMultiplyAdd(Vector512.Create(A11), s2, Vector512.Create(A10));
        r = Vector512.FusedMultiplyAdd(r, s2, Vector512.Create(A9));
        r = Vector512.FusedMultiplyAdd(r, s2, Vector512.Create(A8));
        r = Vector512.FusedMultiplyAdd(r, s2, Vector512.Create(A7));
        r = Vector512.FusedMultiplyAdd(r, s2, Vector512.Create(A6));
        r = Vector512.FusedMultiplyAdd(r, s2, Vector512.Create(A5));
        r = Vector512.FusedMultiplyAdd(r, s2, Vector512.Create(A4));
        r = Vector512.FusedMultiplyAdd(r, s2, Vector512.Create(A3));
        r = Vector512.FusedMultiplyAdd(r, s2, Vector512.Create(A2));
        r = Vector512.FusedMultiplyAdd(r, s2, Vector512.Create(A1)) * s2;
        Vector512<double> low = Vector512.FusedMultiplyAdd(n, Vector512.Create(Ln2Low), c);
        return (n * Ln2High) + (f - ((s * (f - r)) - low));
    }
}
