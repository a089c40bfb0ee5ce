using System.Runtime.Intrinsics;

namespace Nadaraya;

/// <summary>Epanechnikov kernel as in textbooks, <c>k(u) = (3/4)(1 − u²)</c> for |u| ≤ 1.</summary>
/// <remarks>Support ±1. The form of R np and Stata has unit variance and support ±√5: <see cref="EpanechnikovNp"/>. Same curve, a
/// bandwidth here is √5 times one there. Source: Epanechnikov (1969); Wand &amp; Jones (1995), ch. 2.</remarks>
public readonly struct Epanechnikov : IKernel
{
    private static readonly KernelConstants Facts = new()
    {
        Support = 1,
        SecondMoment = 1.0 / 5,
        Roughness = 3.0 / 5,
    };

    /// <inheritdoc/>
    public KernelConstants Constants => Facts;

    /// <inheritdoc/>
    public double Weight(double u)
    {
        double t = Math.FusedMultiplyAdd(-u, u, 1);
        return t > 0 ? 0.75 * t : 0;
    }

    /// <inheritdoc/>
    public double LogWeight(double u) => Math.Log(Weight(u));

    /// <inheritdoc/>
    public double LogDerivative(double u)
    {
        double t = Math.FusedMultiplyAdd(-u, u, 1);
        return t > 0 ? -2 * u / t : 0;
    }

    /// <inheritdoc/>
    public double Sign(double u) => 1;

    /// <inheritdoc/>
    public double LogRatio(double query, double key, double reference, double bandwidth) =>
        Tails.Plain(this, query, key, reference, bandwidth);

    /// <inheritdoc/>
    public Vector512<double> Weight(Vector512<double> u)
    {
        Vector512<double> t = Vector512.FusedMultiplyAdd(-u, u, Vector512<double>.One);
        return Vector512.GreaterThan(t, Vector512<double>.Zero) & (t * 0.75);
    }

    /// <inheritdoc/>
    public Vector512<double> LogDerivative(Vector512<double> u)
    {
        Vector512<double> t = Vector512.FusedMultiplyAdd(-u, u, Vector512<double>.One);
        return Vector512.GreaterThan(t, Vector512<double>.Zero) & (u * -2.0 / t);
    }
}
