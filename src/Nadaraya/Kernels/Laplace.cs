using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Laplace (double exponential) kernel, <c>k(u) = (1/2) exp(−|u|)</c>.</summary>
/// <remarks>The logarithm has a kink at 0; its derivative is taken as 0 there.</remarks>
public readonly struct Laplace : IKernel
{
    private static readonly KernelConstants Facts = new()
    {
        SecondMoment = 2,
        Roughness = 1.0 / 4,
    };

    /// <inheritdoc/>
    public KernelConstants Constants => Facts;

    /// <inheritdoc/>
    public double Weight(double u) => 0.5 * VectorMath.Exp(-Math.Abs(u));

    /// <inheritdoc/>
    public double LogWeight(double u) => -Tails.Ln2 - Math.Abs(u);

    /// <inheritdoc/>
    public double LogDerivative(double u) => u == 0 ? 0 : Math.CopySign(1, -u);

    /// <inheritdoc/>
    public double Sign(double u) => 1;

    /// <inheritdoc/>
    public double LogRatio(double query, double key, double reference, double bandwidth) =>
        Tails.Linear(query, key, reference, bandwidth);

    /// <inheritdoc/>
    public Vector512<double> Weight(Vector512<double> u) => VectorMath.Exp(-Vector512.Abs(u)) * 0.5;

    /// <inheritdoc/>
    public Vector512<double> LogDerivative(Vector512<double> u) =>
        ~Vector512.Equals(u, Vector512<double>.Zero) & Vector512.CopySign(Vector512<double>.One, -u);
}
