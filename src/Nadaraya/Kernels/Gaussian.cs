using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Gaussian kernel, <c>k(u) = exp(−u²/2)</c>, with u = (query − key) / bandwidth; not normalised.</summary>
/// <remarks>The bandwidth is the standard deviation: RBF γ = 1/(2h²). Source: Wand &amp; Jones (1995), ch. 2.</remarks>
public readonly struct Gaussian : IKernel
{
    private static readonly KernelConstants Facts = new()
    {
        Mass = Math.Sqrt(2 * Math.PI),
        SecondMoment = 1,
        Roughness = 0.5 / Math.Sqrt(Math.PI),
    };

    /// <inheritdoc/>
    public KernelConstants Constants => Facts;

    /// <inheritdoc/>
    public double Weight(double u) => VectorMath.Exp(u * u * -0.5);

    /// <inheritdoc/>
    public double LogWeight(double u) => Tails.KeepFinite(u * u * -0.5, u);

    /// <inheritdoc/>
    public double LogDerivative(double u) => double.IsFinite(u) ? -u : 0;

    /// <inheritdoc/>
    public double Sign(double u) => 1;

    /// <inheritdoc/>
    public double LogRatio(double query, double key, double reference, double bandwidth) =>
        Tails.Quadratic(query, key, reference, bandwidth);

    /// <inheritdoc/>
    public void AddLogRatio(double query, ReadOnlySpan<double> keys, double reference, double bandwidth, Span<double> log) =>
        Tails.AddQuadratic(query, keys, reference, bandwidth, log);

    /// <inheritdoc/>
    public Vector512<double> Weight(Vector512<double> u) => VectorMath.Exp(u * u * -0.5);

    /// <inheritdoc/>
    public Vector512<double> LogDerivative(Vector512<double> u) => Vector512.IsFinite(u) & -u;
}
