using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Cosine kernel, <c>k(u) = (π/4) cos(πu/2)</c> for |u| ≤ 1.</summary>
/// <remarks>Taken as (π/4) sin(π(1 − |u|)/2), which keeps its digits near the edge.</remarks>
public readonly struct Cosine : IKernel
{
    private static readonly KernelConstants Facts = new()
    {
        Support = 1,
        SecondMoment = 1 - (8 / (Math.PI * Math.PI)),
        Roughness = Math.PI * Math.PI / 16,
    };

    /// <inheritdoc/>
    public KernelConstants Constants => Facts;

    /// <inheritdoc/>
    public double Weight(double u)
    {
        double t = 1 - Math.Abs(u);
        return t > 0 ? Math.PI / 4 * VectorMath.SinOfQuarterTurns(t) : 0;
    }

    /// <inheritdoc/>
    public double LogWeight(double u) => Math.Log(Weight(u));

    /// <inheritdoc/>
    public double LogDerivative(double u)
    {
        double t = 1 - Math.Abs(u);
        double tangent = VectorMath.SinOfQuarterTurns(Math.Abs(u)) / VectorMath.SinOfQuarterTurns(t);
        return t > 0 ? Math.CopySign(Math.PI / 2, -u) * tangent : 0;
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
        return Vector512.GreaterThan(t, Vector512<double>.Zero) & (VectorMath.SinOfQuarterTurns(t) * (Math.PI / 4));
    }

    /// <inheritdoc/>
    public Vector512<double> LogDerivative(Vector512<double> u)
    {
        Vector512<double> t = Vector512<double>.One - Vector512.Abs(u);
        Vector512<double> tangent = VectorMath.SinOfQuarterTurns(Vector512.Abs(u)) / VectorMath.SinOfQuarterTurns(t);
        return Vector512.GreaterThan(t, Vector512<double>.Zero)
            & (Vector512.CopySign(Vector512.Create(Math.PI / 2), -u) * tangent);
    }
}
