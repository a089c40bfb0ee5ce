using System.Runtime.Intrinsics;

namespace Nadaraya;

/// <summary>Epanechnikov kernel of unit variance, <c>k(u) = (3/(4√5))(1 − u²/5)</c> for |u| &lt; √5.</summary>
/// <remarks>Support ±√5, as R np and Stata's <c>epanechnikov</c> have it. The textbook form with support ±1 is <see cref="Epanechnikov"/>
/// (Stata's <c>epan2</c>): same curve, a bandwidth there is √5 times one here. Source: Epanechnikov (1969).</remarks>
public readonly struct EpanechnikovNp : IKernel
{
    private const double Scale = 0.067082039324993690892; // 3/(20√5), the factor of 5 − u²

    private static readonly KernelConstants Facts = new()
    {
        Support = Math.Sqrt(5),
        Closed = false,
        SecondMoment = 1,
        Roughness = 3 / (5 * Math.Sqrt(5)),
    };

    /// <inheritdoc/>
    public KernelConstants Constants => Facts;

    /// <inheritdoc/>
    public double Weight(double u)
    {
        double t = Math.FusedMultiplyAdd(-u, u, 5);
        return t > 0 ? Scale * t : 0;
    }

    /// <inheritdoc/>
    public double LogWeight(double u) => Math.Log(Weight(u));

    /// <inheritdoc/>
    public double LogDerivative(double u)
    {
        double t = Math.FusedMultiplyAdd(-u, u, 5);
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
        Vector512<double> t = Vector512.FusedMultiplyAdd(-u, u, Vector512.Create(5.0));
        return Vector512.GreaterThan(t, Vector512<double>.Zero) & (t * Scale);
    }

    /// <inheritdoc/>
    public Vector512<double> LogDerivative(Vector512<double> u)
    {
        Vector512<double> t = Vector512.FusedMultiplyAdd(-u, u, Vector512.Create(5.0));
        return Vector512.GreaterThan(t, Vector512<double>.Zero) & (u * -2.0 / t);
    }
}
