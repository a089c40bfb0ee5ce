using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nadaraya.Numerics;

/// <content>e⁻ˢ for s ≥ 0 from a table of sixteen powers that two registers hold: fewer operations than a long polynomial.</content>
/// <remarks>
/// n = round(−s·16/ln 2), r = s + n·ln2/16 in two parts, |r| ≤ ln2/32, e⁻ˢ = 2^(n/16)·e⁻ʳ with a polynomial to r⁶: Taylor's, and r⁷/5040 by
/// the Chebyshev polynomial T₇ in lower powers (what is left is 0.0217⁷/5040/64 = 7·10⁻¹⁸). The table's entries have n's low bits taken off their exponents, so that adding n·2⁴⁸ to their bits makes the whole power. s is
/// cut off at 708: what is beyond weighs 3·10⁻³⁰⁸ instead of less. Worst error found: 2 ulp.
/// </remarks>
internal static partial class VectorMath
{
    /// <summary>The largest s whose weight is told apart.</summary>
    public const double LargestDecay = 708;

    private const double SixteenLog2E = 16 * Log2E;
    private const double Sixteenth = Ln2High / 16; // 32 bits: n·Sixteenth is exact
    private const double SixteenthLow = Ln2Low / 16;
    private const double Half = 0.021660849392498290; // ln2/32, the largest |r|
    private const double D5 = -C5 - (C7 * Half * Half * 112 / 64); // x⁷ = (112x⁵ − 56x³ + 7x + T₇(x))/64 for x = r/Half
    private const double D3 = -C3 + (C7 * Half * Half * Half * Half * 56 / 64);
    private const double D1 = -1 - (C7 * Half * Half * Half * Half * Half * Half * 7 / 64);
    private static readonly double[] Powers = [.. Enumerable.Range(0, 16).Select(j =>
        BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(Math.Pow(2, j / 16.0)) - ((long)j << 48)))];

    /// <summary>The first eight entries of the table, for <see cref="Decay(Vector512{double}, Vector512{double}, Vector512{double})"/>.</summary>
    public static Vector512<double> LowPowers => Vector512.Create(Powers);

    /// <summary>The other eight.</summary>
    public static Vector512<double> HighPowers => Vector512.Create(Powers, 8);

    /// <summary>e⁻ˢ, the same bits as a lane of the vector form.</summary>
    public static double Decay(double s)
    {
        s = s < LargestDecay ? s : LargestDecay;
        double t = Math.FusedMultiplyAdd(s, -SixteenLog2E, Magic);
        double n = t - Magic;
        double r = Math.FusedMultiplyAdd(n, Sixteenth, s);
        r = Math.FusedMultiplyAdd(n, SixteenthLow, r);
        long bits = BitConverter.DoubleToInt64Bits(t);
        double power = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(Powers[bits & 15]) + (bits << 48));
        double p = Math.FusedMultiplyAdd(r, C6, D5);
        p = Math.FusedMultiplyAdd(p, r, C4);
        p = Math.FusedMultiplyAdd(p, r, D3);
        p = Math.FusedMultiplyAdd(p, r, C2);
        p = Math.FusedMultiplyAdd(p, r, D1);
        return Math.FusedMultiplyAdd(power, p * r, power);
    }

    /// <summary>e⁻ˢ for eight s ≥ 0.</summary>
    /// <param name="s">Arguments.</param>
    /// <param name="low"><see cref="LowPowers"/>, which a loop keeps in a register.</param>
    /// <param name="high"><see cref="HighPowers"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Decay(Vector512<double> s, Vector512<double> low, Vector512<double> high)
    {
        s = Vector512.MinNative(s, Vector512.Create(LargestDecay));
        Vector512<double> t = Vector512.FusedMultiplyAdd(s, Vector512.Create(-SixteenLog2E), Vector512.Create(Magic));
        Vector512<double> n = t - Vector512.Create(Magic);
        Vector512<double> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(Sixteenth), s);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(SixteenthLow), r);
        Vector512<double> power = Power(t, low, high);
        Vector512<double> p = Vector512.FusedMultiplyAdd(r, Vector512.Create(C6), Vector512.Create(D5));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(C4));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(D3));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(C2));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(D1));
        return Vector512.FusedMultiplyAdd(power, p * r, power);
    }

    /// <summary>e⁻ˢ for four times eight s ≥ 0 in place, step by step side by side: one chain of dependent operations alone leaves most units idle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Decay(
        ref Vector512<double> a, ref Vector512<double> b, ref Vector512<double> c, ref Vector512<double> d, Vector512<double> low, Vector512<double> high)
    {
        Vector512<double> sa = Vector512.MinNative(a, Vector512.Create(LargestDecay));
        Vector512<double> sb = Vector512.MinNative(b, Vector512.Create(LargestDecay));
        Vector512<double> sc = Vector512.MinNative(c, Vector512.Create(LargestDecay));
        Vector512<double> sd = Vector512.MinNative(d, Vector512.Create(LargestDecay));
        Vector512<double> ta = Vector512.FusedMultiplyAdd(sa, Vector512.Create(-SixteenLog2E), Vector512.Create(Magic));
        Vector512<double> tb = Vector512.FusedMultiplyAdd(sb, Vector512.Create(-SixteenLog2E), Vector512.Create(Magic));
        Vector512<double> tc = Vector512.FusedMultiplyAdd(sc, Vector512.Create(-SixteenLog2E), Vector512.Create(Magic));
        Vector512<double> td = Vector512.FusedMultiplyAdd(sd, Vector512.Create(-SixteenLog2E), Vector512.Create(Magic));
        Vector512<double> na = ta - Vector512.Create(Magic);
        Vector512<double> nb = tb - Vector512.Create(Magic);
        Vector512<double> nc = tc - Vector512.Create(Magic);
        Vector512<double> nd = td - Vector512.Create(Magic);
        sa = Vector512.FusedMultiplyAdd(na, Vector512.Create(Sixteenth), sa);
        sb = Vector512.FusedMultiplyAdd(nb, Vector512.Create(Sixteenth), sb);
        sc = Vector512.FusedMultiplyAdd(nc, Vector512.Create(Sixteenth), sc);
        sd = Vector512.FusedMultiplyAdd(nd, Vector512.Create(Sixteenth), sd);
        sa = Vector512.FusedMultiplyAdd(na, Vector512.Create(SixteenthLow), sa);
        sb = Vector512.FusedMultiplyAdd(nb, Vector512.Create(SixteenthLow), sb);
        sc = Vector512.FusedMultiplyAdd(nc, Vector512.Create(SixteenthLow), sc);
        sd = Vector512.FusedMultiplyAdd(nd, Vector512.Create(SixteenthLow), sd);
        na = Power(ta, low, high);
        nb = Power(tb, low, high);
        nc = Power(tc, low, high);
        nd = Power(td, low, high);
        ta = Vector512.FusedMultiplyAdd(sa, Vector512.Create(C6), Vector512.Create(D5));
        tb = Vector512.FusedMultiplyAdd(sb, Vector512.Create(C6), Vector512.Create(D5));
        tc = Vector512.FusedMultiplyAdd(sc, Vector512.Create(C6), Vector512.Create(D5));
        td = Vector512.FusedMultiplyAdd(sd, Vector512.Create(C6), Vector512.Create(D5));
        ta = Vector512.FusedMultiplyAdd(ta, sa, Vector512.Create(C4));
        tb = Vector512.FusedMultiplyAdd(tb, sb, Vector512.Create(C4));
        tc = Vector512.FusedMultiplyAdd(tc, sc, Vector512.Create(C4));
        td = Vector512.FusedMultiplyAdd(td, sd, Vector512.Create(C4));
        ta = Vector512.FusedMultiplyAdd(ta, sa, Vector512.Create(D3));
        tb = Vector512.FusedMultiplyAdd(tb, sb, Vector512.Create(D3));
        tc = Vector512.FusedMultiplyAdd(tc, sc, Vector512.Create(D3));
        td = Vector512.FusedMultiplyAdd(td, sd, Vector512.Create(D3));
        ta = Vector512.FusedMultiplyAdd(ta, sa, Vector512.Create(C2));
        tb = Vector512.FusedMultiplyAdd(tb, sb, Vector512.Create(C2));
        tc = Vector512.FusedMultiplyAdd(tc, sc, Vector512.Create(C2));
        td = Vector512.FusedMultiplyAdd(td, sd, Vector512.Create(C2));
        ta = Vector512.FusedMultiplyAdd(ta, sa, Vector512.Create(D1));
        tb = Vector512.FusedMultiplyAdd(tb, sb, Vector512.Create(D1));
        tc = Vector512.FusedMultiplyAdd(tc, sc, Vector512.Create(D1));
        td = Vector512.FusedMultiplyAdd(td, sd, Vector512.Create(D1));
        ta *= sa;
        tb *= sb;
        tc *= sc;
        td *= sd;
        a = Vector512.FusedMultiplyAdd(na, ta, na);
        b = Vector512.FusedMultiplyAdd(nb, tb, nb);
        c = Vector512.FusedMultiplyAdd(nc, tc, nc);
        d = Vector512.FusedMultiplyAdd(nd, td, nd);
    }

    /// <summary>2^(n/16) for the integers in the low bits of t.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Power(Vector512<double> t, Vector512<double> low, Vector512<double> high)
    {
        Vector512<double> entry = Avx512F.IsSupported ? Avx512F.PermuteVar8x64x2(low, t.AsInt64(), high) : LookUp(t.AsInt64());
        return (entry.AsInt64() + Vector512.ShiftLeft(t.AsInt64(), 48)).AsDouble();
    }

    private static Vector512<double> LookUp(Vector512<long> index) => Vector512.Create(
        Powers[index[0] & 15], Powers[index[1] & 15], Powers[index[2] & 15], Powers[index[3] & 15],
        Powers[index[4] & 15], Powers[index[5] & 15], Powers[index[6] & 15], Powers[index[7] & 15]);
}
