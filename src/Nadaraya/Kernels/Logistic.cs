using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Logistic kernel, <c>k(u) = 1/(eᵘ + 2 + e⁻ᵘ)</c>.</summary>
/// <remarks>Taken as e/(1 + e)² with e = exp(−|u|), which cannot overflow. ln k = −|u| − 2 ln(1 + e).</remarks>
public readonly struct Logistic : IKernel
{
    private static readonly KernelConstants Facts = new()
    {
        SecondMoment = Math.PI * Math.PI / 3,
        Roughness = 1.0 / 6,
    };

    /// <inheritdoc/>
    public KernelConstants Constants => Facts;

    /// <inheritdoc/>
    public double Weight(double u)
    {
        double e = VectorMath.Exp(-Math.Abs(u));
        double d = 1 + e;
        return e / (d * d);
    }

    /// <inheritdoc/>
    public double LogWeight(double u) => -Math.Abs(u) - LogBend(Math.Abs(u));

    /// <inheritdoc/>
    public double LogDerivative(double u)
    {
        double e = VectorMath.Exp(-Math.Abs(u));
        return Math.CopySign((1 - e) / (1 + e), -u);
    }

    /// <inheritdoc/>
    public double Sign(double u) => 1;

    /// <inheritdoc/>
    public double LogRatio(double query, double key, double reference, double bandwidth) =>
        Tails.Linear(query, key, reference, bandwidth)
        - (LogBend(Tails.Distance(query, key, bandwidth)) - LogBend(Tails.Distance(query, reference, bandwidth)));

    /// <inheritdoc/>
    public Vector512<double> Weight(Vector512<double> u)
    {
        Vector512<double> e = VectorMath.Exp(-Vector512.Abs(u));
        Vector512<double> d = Vector512<double>.One + e;
        return e / (d * d);
    }

    /// <inheritdoc/>
    public Vector512<double> LogDerivative(Vector512<double> u)
    {
        Vector512<double> e = VectorMath.Exp(-Vector512.Abs(u));
        Vector512<double> one = Vector512<double>.One;
        return Vector512.CopySign((one - e) / (one + e), -u);
    }

    /// <summary>2 ln(1 + e⁻ᵈ): how far the logarithm lies below the straight line −d.</summary>
    private static double LogBend(double distance) => 2 * VectorMath.Log1P(VectorMath.Exp(-distance));
}
