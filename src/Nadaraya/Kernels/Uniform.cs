using System.Runtime.Intrinsics;

namespace Nadaraya;

/// <summary>Uniform (boxcar) kernel, <c>k(u) = 1/2</c> for |u| ≤ 1, the ends included.</summary>
/// <remarks>
/// Closed, as in R's <c>ksmooth</c> and statsmodels; R np and scikit-learn leave the ends out. Its weight does not
/// respond to a small change of the bandwidth, so its derivative is 0 everywhere.
/// </remarks>
public readonly struct Uniform : IKernel
{
    private static readonly KernelConstants Facts = new()
    {
        Support = 1,
        SecondMoment = 1.0 / 3,
        Roughness = 1.0 / 2,
    };

    /// <inheritdoc/>
    public KernelConstants Constants => Facts;

    /// <inheritdoc/>
    public double Weight(double u) => Math.Abs(u) <= 1 ? 0.5 : 0;

    /// <inheritdoc/>
    public double LogWeight(double u) => Math.Log(Weight(u));

    /// <inheritdoc/>
    public double LogDerivative(double u) => 0;

    /// <inheritdoc/>
    public double Sign(double u) => 1;

    /// <inheritdoc/>
    public double LogRatio(double query, double key, double reference, double bandwidth) =>
        Tails.Plain(this, query, key, reference, bandwidth);

    /// <inheritdoc/>
    public Vector512<double> Weight(Vector512<double> u) =>
        Vector512.LessThanOrEqual(Vector512.Abs(u), Vector512<double>.One) & Vector512.Create(0.5);

    /// <inheritdoc/>
    public Vector512<double> LogDerivative(Vector512<double> u) => Vector512<double>.Zero;
}
