using System.Runtime.Intrinsics;

namespace Nadaraya;

/// <summary>Tricube kernel, <c>k(u) = (70/81)(1 − |u|³)³</c> for |u| ≤ 1.</summary>
/// <remarks>LOESS's weight. 1 − |u|³ is taken as (1 − |u|)(1 + |u| + u²), which keeps its digits near the edge. Source: Cleveland (1979).</remarks>
public readonly struct Tricube : IKernel
{
    private static readonly KernelConstants Facts = new()
    {
        Support = 1,
        SecondMoment = 35.0 / 243,
        Roughness = 175.0 / 247,
    };

    /// <inheritdoc/>
    public KernelConstants Constants => Facts;

    /// <inheritdoc/>
    public double Weight(double u)
    {
        double t = OneMinusCube(u);
        return t > 0 ? 70.0 / 81 * (t * t * t) : 0;
    }

    /// <inheritdoc/>
    public double LogWeight(double u) => Math.Log(Weight(u));

    /// <inheritdoc/>
    public double LogDerivative(double u)
    {
        double t = OneMinusCube(u);
        return t > 0 ? -9 * u * Math.Abs(u) / t : 0;
    }

    /// <inheritdoc/>
    public double Sign(double u) => 1;

    /// <inheritdoc/>
    public double LogRatio(double query, double key, double reference, double bandwidth) =>
        Tails.Plain(this, query, key, reference, bandwidth);

    /// <inheritdoc/>
    public Vector512<double> Weight(Vector512<double> u)
    {
        Vector512<double> t = OneMinusCube(u);
        return Vector512.GreaterThan(t, Vector512<double>.Zero) & (t * t * t * (70.0 / 81));
    }

    /// <inheritdoc/>
    public Vector512<double> LogDerivative(Vector512<double> u)
    {
        Vector512<double> t = OneMinusCube(u);
        return Vector512.GreaterThan(t, Vector512<double>.Zero) & (u * -9.0 * Vector512.Abs(u) / t);
    }

    private static double OneMinusCube(double u)
    {
        double a = Math.Abs(u);
        return (1 - a) * Math.FusedMultiplyAdd(a, 1 + a, 1);
    }

    private static Vector512<double> OneMinusCube(Vector512<double> u)
    {
        Vector512<double> a = Vector512.Abs(u);
        Vector512<double> one = Vector512<double>.One;
        return (one - a) * Vector512.FusedMultiplyAdd(a, one + a, one);
    }
}
