using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nadaraya;

/// <summary>P(v) = a + b·v + c·v² + d·v³ in v = u²: what turns a kernel of order 2 into one of order 4, 6 or 8.</summary>
/// <remarks>Even in u by its argument.</remarks>
internal readonly struct EvenPolynomial(double a, double b, double c, double d)
{
    /// <summary>P(v), the same bits as a lane of the vector form.</summary>
    public double At(double v) =>
        Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(d, v, c), v, b), v, a);

    /// <summary>P(v) for eight v.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> At(Vector512<double> v)
    {
        Vector512<double> sum = Vector512.FusedMultiplyAdd(Vector512.Create(d), v, Vector512.Create(c));
        sum = Vector512.FusedMultiplyAdd(sum, v, Vector512.Create(b));
        return Vector512.FusedMultiplyAdd(sum, v, Vector512.Create(a));
    }

    /// <summary>P′(v).</summary>
    public double Slope(double v) => Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(3 * d, v, 2 * c), v, b);

    /// <summary>P′(v) for eight v.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Slope(Vector512<double> v) => Vector512.FusedMultiplyAdd(
        Vector512.FusedMultiplyAdd(Vector512.Create(3 * d), v, Vector512.Create(2 * c)), v, Vector512.Create(b));
}
