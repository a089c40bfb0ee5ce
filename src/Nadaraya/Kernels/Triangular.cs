using System.Runtime.Intrinsics;

namespace Nadaraya;

/// <summary>Triangular kernel, <c>k(u) = 1 − |u|</c> for |u| ≤ 1.</summary>
/// <remarks>The current edition of <em>Dive into Deep Learning</em> calls this one "Epanechikov"; <see cref="Epanechnikov"/> is a parabola.
/// The logarithm has a kink at 0; its derivative is taken as 0 there.</remarks>
public readonly struct Triangular : IKernel
{
    private static readonly KernelConstants Facts = new()
    {
        Support = 1,
        SecondMoment = 1.0 / 6,
        Roughness = 2.0 / 3,
    };

    /// <inheritdoc/>
    public KernelConstants Constants => Facts;

    /// <inheritdoc/>
    public double Weight(double u)
    {
        double t = 1 - Math.Abs(u);
        return t > 0 ? t : 0;
    }

    /// <inheritdoc/>
    public double LogWeight(double u) => Math.Log(Weight(u));

    /// <inheritdoc/>
    public double LogDerivative(double u)
    {
        double t = 1 - Math.Abs(u);
        return t > 0 && u != 0 ? Math.CopySign(1, -u) / t : 0;
    }

    /// <inheritdoc/>
    public double Sign(double u) => 1;

    /// <inheritdoc/>
    public double LogRatio(double query, double key, double reference, double bandwidth) =>
        Tails.Plain(this, query, key, reference, bandwidth);

    /// <inheritdoc/>
    public Vector512<double> Weight(Vector512<double> u)
    {
        Vector512<double> t = Vector512<double>.One - Vector512.Abs(u);
        return Vector512.GreaterThan(t, Vector512<double>.Zero) & t;
    }

    /// <inheritdoc/>
    public Vector512<double> LogDerivative(Vector512<double> u)
    {
        Vector512<double> t = Vector512<double>.One - Vector512.Abs(u);
        Vector512<double> inside = Vector512.GreaterThan(t, Vector512<double>.Zero)
            & ~Vector512.Equals(u, Vector512<double>.Zero);
        return inside & (Vector512.CopySign(Vector512<double>.One, -u) / t);
    }
}
