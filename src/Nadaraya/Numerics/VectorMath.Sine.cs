using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Our own sine, as far as kernels need one.</summary>
/// <remarks>
/// sin r = r + r³·q(r²) for |r| ≤ π/2, q the Taylor polynomial to r²¹ (remainder (π/2)²³/23! = 1.3·10⁻¹⁸). Larger arguments lose a
/// multiple of π first, in two parts, and take its sign. Worst error found: 2 ulp.
/// </remarks>
internal static partial class VectorMath
{
    /// <summary>Beyond this argument the vector form loses digits, and the scalar form asks the platform.</summary>
    public const double LargestAngle = 1048576;

    private const double PiLow = 1.2246467991473532e-16; // π − Math.PI

    private const double S3 = -1.0 / 6;
    private const double S5 = 1.0 / 120;
    private const double S7 = -1.0 / 5040;
    private const double S9 = 1.0 / 362880;
    private const double S11 = -1.0 / 39916800;
    private const double S13 = 1.0 / 6227020800;
    private const double S15 = -1.0 / 1307674368000;
    private const double S17 = 1.0 / 355687428096000;
    private const double S19 = -1.0 / 121645100408832000;
    private const double S21 = 1.0 / 51090942171709440000.0;

    /// <summary>sin(πv/2) for |v| ≤ 1, the same bits as a lane of the vector form.</summary>
    public static double SinOfQuarterTurns(double v) => SinNearZero(v * (Math.PI / 2));

    /// <summary>sin(πv/2) for eight |v| ≤ 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> SinOfQuarterTurns(Vector512<double> v) => SinNearZero<Octet, Vector512<double>>(v * (Math.PI / 2));

    /// <summary>sin(πv/2) for four |v| ≤ 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> SinOfQuarterTurns(Vector256<double> v) => SinNearZero<Quartet, Vector256<double>>(v * (Math.PI / 2));

    /// <summary>
    /// sin(x + phase) for a finite x ≥ 0 and 0 ≤ phase ≤ π/2, the same bits as a lane of the vector form as far as that reaches; the
    /// phase is added after the reduction, so that a large x does not swallow its digits.
    /// </summary>
    public static double Sin(double x, double phase)
    {
        if (x > LargestAngle)
        {
            return Math.Sin(x + phase);
        }

        double t = Math.FusedMultiplyAdd(x, 1 / Math.PI, phase * (1 / Math.PI)) + Magic;
        double n = t - Magic;
        double r = Math.FusedMultiplyAdd(n, -Math.PI, x);
        double sine = SinNearZero(Math.FusedMultiplyAdd(n, -PiLow, r) + phase);
        return BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(sine) ^ (BitConverter.DoubleToInt64Bits(t) << 63));
    }

    /// <summary>sin(x + phase) for eight 0 ≤ x ≤ <see cref="LargestAngle"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Sin(Vector512<double> x, double phase)
    {
        Vector512<double> t = Vector512.FusedMultiplyAdd(
            x, Vector512.Create(1 / Math.PI), Vector512.Create(phase * (1 / Math.PI))) + Vector512.Create(Magic);
        Vector512<double> n = t - Vector512.Create(Magic);
        Vector512<double> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Math.PI), x);
        Vector512<double> sine = SinNearZero<Octet, Vector512<double>>(
            Vector512.FusedMultiplyAdd(n, Vector512.Create(-PiLow), r) + Vector512.Create(phase));
        return (sine.AsInt64() ^ Vector512.ShiftLeft(t.AsInt64(), 63)).AsDouble();
    }

    private static double SinNearZero(double r)
    {
        double r2 = r * r;
        double q = Math.FusedMultiplyAdd(S21, r2, S19);
        q = Math.FusedMultiplyAdd(q, r2, S17);
        q = Math.FusedMultiplyAdd(q, r2, S15);
        q = Math.FusedMultiplyAdd(q, r2, S13);
        q = Math.FusedMultiplyAdd(q, r2, S11);
        q = Math.FusedMultiplyAdd(q, r2, S9);
        q = Math.FusedMultiplyAdd(q, r2, S7);
        q = Math.FusedMultiplyAdd(q, r2, S5);
        q = Math.FusedMultiplyAdd(q, r2, S3);
        return Math.FusedMultiplyAdd(r * r2, q, r);
    }

    /// <summary>The same at any width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SinNearZero<TLanes, TVector>(TVector r)
        where TLanes : struct, ILanes<TVector, double>
        where TVector : struct
    {
        TVector r2 = TLanes.Multiply(r, r);
        TVector q = TLanes.MultiplyAdd(TLanes.Create(S21), r2, TLanes.Create(S19));
        q = TLanes.MultiplyAdd(q, r2, TLanes.Create(S17));
        q = TLanes.MultiplyAdd(q, r2, TLanes.Create(S15));
        q = TLanes.MultiplyAdd(q, r2, TLanes.Create(S13));
        q = TLanes.MultiplyAdd(q, r2, TLanes.Create(S11));
        q = TLanes.MultiplyAdd(q, r2, TLanes.Create(S9));
        q = TLanes.MultiplyAdd(q, r2, TLanes.Create(S7));
        q = TLanes.MultiplyAdd(q, r2, TLanes.Create(S5));
        q = TLanes.MultiplyAdd(q, r2, TLanes.Create(S3));
        return TLanes.MultiplyAdd(TLanes.Multiply(r, r2), q, r);
    }
}
