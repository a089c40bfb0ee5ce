using System.Runtime.Intrinsics;

namespace Nadaraya;

/// <summary>Triweight kernel, <c>k(u) = (35/32)(1 − u²)³</c> for |u| ≤ 1.</summary>
/// <remarks>Source: Wand &amp; Jones (1995), ch. 2.</remarks>
public readonly struct Triweight : IKernel
{
    private static readonly KernelConstants Facts = new()
    {
        Support = 1,
        SecondMoment = 1.0 / 9,
        Roughness = 350.0 / 429,
    };

    /// <inheritdoc/>
    public KernelConstants Constants => Facts;

    /// <inheritdoc/>
    public double Weight(double u)
    {
        double t = Math.FusedMultiplyAdd(-u, u, 1);
        return t > 0 ? 35.0 / 32 * (t * t * t) : 0;
    }

    /// <inheritdoc/>
    public double LogWeight(double u) => Math.Log(Weight(u));

    /// <inheritdoc/>
    public double LogDerivative(double u)
    {
        double t = Math.FusedMultiplyAdd(-u, u, 1);
        return t > 0 ? -6 * u / t : 0;
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
        return Vector512.GreaterThan(t, Vector512<double>.Zero) & (t * t * t * (35.0 / 32));
    }

    /// <inheritdoc/>
    public Vector512<double> LogDerivative(Vector512<double> u)
    {
        Vector512<double> t = Vector512.FusedMultiplyAdd(-u, u, Vector512<double>.One);
        return Vector512.GreaterThan(t, Vector512<double>.Zero) & (u * -6.0 / t);
    }
}
