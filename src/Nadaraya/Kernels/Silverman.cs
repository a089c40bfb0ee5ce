using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Silverman's kernel, <c>k(u) = (1/2) exp(−|u|/√2) sin(|u|/√2 + π/4)</c>; order 4, signed.</summary>
/// <remarks>
/// What a cubic smoothing spline does far from the ends. Its sign can't be told from a double beyond |u| ≈ 10¹⁶, long after the
/// weight vanished; at ±∞ it counts as positive. Source: Silverman (1984), Annals of Statistics 12.
/// </remarks>
public readonly struct Silverman : IKernel
{
    private const double SqrtHalf = 0.70710678118654752440;
    private const double Phase = Math.PI / 4;

    private static readonly KernelConstants Facts = new()
    {
        Signed = true,
        Order = 4,
        SecondMoment = 0,
        Roughness = 3 * Math.Sqrt(2) / 16,
    };

    /// <inheritdoc/>
    public KernelConstants Constants => Facts;

    /// <inheritdoc/>
    public double Weight(double u)
    {
        double s = Math.Abs(u) * SqrtHalf;
        return s <= -VectorMath.SmallestExponent ? 0.5 * VectorMath.Exp(-s) * VectorMath.Sin(s, Phase) : 0;
    }

    /// <inheritdoc/>
    public double LogWeight(double u)
    {
        double s = Math.Abs(u) * SqrtHalf;
        return LogWave(s) - Tails.Ln2 - s;
    }

    /// <inheritdoc/>
    public double LogDerivative(double u)
    {
        double s = Math.Abs(u) * SqrtHalf;
        return double.IsFinite(s) ? Math.CopySign(1, -u) * VectorMath.Sin(s, 0) / VectorMath.Sin(s, Phase) : 0;
    }

    /// <inheritdoc/>
    public double Sign(double u)
    {
        double s = Math.Abs(u) * SqrtHalf;
        return double.IsFinite(s) ? Math.Sign(VectorMath.Sin(s, Phase)) : 1;
    }

    /// <inheritdoc/>
    public double LogRatio(double query, double key, double reference, double bandwidth) =>
        (Tails.Linear(query, key, reference, bandwidth) * SqrtHalf)
        + (LogWave(Tails.Distance(query, key, bandwidth) * SqrtHalf)
        - LogWave(Tails.Distance(query, reference, bandwidth) * SqrtHalf));

    /// <inheritdoc/>
    public Vector512<double> Weight(Vector512<double> u)
    {
        Vector512<double> s = Vector512.Abs(u) * SqrtHalf;
        return Vector512.LessThanOrEqual(s, Vector512.Create(-VectorMath.SmallestExponent))
            & (VectorMath.Exp(-s) * 0.5 * VectorMath.Sin(s, Phase));
    }

    /// <inheritdoc/>
    public Vector512<double> LogDerivative(Vector512<double> u) => Lanes.LogDerivative(this, u);

    /// <summary>ln |sin(s + π/4)|, which is never −∞: no double is that close to a multiple of π.</summary>
    private static double LogWave(double s) => double.IsFinite(s) ? Math.Log(Math.Abs(VectorMath.Sin(s, Phase))) : 0;
}
