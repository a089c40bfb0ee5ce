using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Sigmoid (hyperbolic secant) kernel, <c>k(u) = (2/π)/(eᵘ + e⁻ᵘ)</c>.</summary>
/// <remarks>Taken as (2/π) e/(1 + e²) with e = exp(−|u|), which cannot overflow. ln k = ln(2/π) − |u| − ln(1 + e²).</remarks>
public readonly struct Sigmoid : IKernel
{
    private const double LogScale = -0.45158270528945486473; // ln(2/π)

    private static readonly KernelConstants Facts = new()
    {
        SecondMoment = Math.PI * Math.PI / 4,
        Roughness = 2 / (Math.PI * Math.PI),
    };

    /// <inheritdoc/>
    public KernelConstants Constants => Facts;

    /// <inheritdoc/>
    public double Weight(double u)
    {
        double e = VectorMath.Exp(-Math.Abs(u));
        return 2 / Math.PI * e / Math.FusedMultiplyAdd(e, e, 1);
    }

    /// <inheritdoc/>
    public double LogWeight(double u) => LogScale - Math.Abs(u) - LogBend(Math.Abs(u));

    /// <inheritdoc/>
    public double LogDerivative(double u)
    {
        double e = VectorMath.Exp(-2 * Math.Abs(u));
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
        return e * (2 / Math.PI) / Vector512.FusedMultiplyAdd(e, e, Vector512<double>.One);
    }

    /// <inheritdoc/>
    public Vector512<double> LogDerivative(Vector512<double> u)
    {
        Vector512<double> e = VectorMath.Exp(Vector512.Abs(u) * -2.0);
        Vector512<double> one = Vector512<double>.One;
        return Vector512.CopySign((one - e) / (one + e), -u);
    }

    /// <summary>ln(1 + e⁻²ᵈ): how far the logarithm lies below a straight line.</summary>
    private static double LogBend(double distance) => VectorMath.Log1P(VectorMath.Exp(-2 * distance));
}
