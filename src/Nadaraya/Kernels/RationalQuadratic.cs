using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Rational quadratic kernel, <c>k(u) = (1 + u²/2α)^−α</c>; not normalised.</summary>
/// <remarks>
/// A mixture of Gaussians of many bandwidths: α → ∞ gives the Gaussian, α = 1 is the Cauchy shape. Its mass
/// Γ(α−½)√(2πα)/Γ(α) is finite for α > ½, its second moment 2α/(2α−3) for α > 3/2. Source: Rasmussen &amp; Williams (2006), ch. 4.
/// </remarks>
public readonly struct RationalQuadratic : IKernel
{
    // From here on ln(1 + t²) is 2 ln t to the last digit, and t² would overflow a little later.
    private const double Far = 1e150;

    // From here on 1 + t² is t² to the last digit.
    private const double NoLongerNear = 1e9;

    private readonly double alpha;
    private readonly double scale; // t = |u|·scale = |u|/√(2α)
    private readonly KernelConstants? facts;

    /// <summary>The kernel with α = 1.</summary>
    public RationalQuadratic()
        : this(1)
    {
    }

    /// <summary>The kernel with the given α.</summary>
    /// <param name="alpha">How light the tails are; positive and finite, no unit.</param>
    /// <exception cref="ArgumentOutOfRangeException">α is not positive and finite.</exception>
    public RationalQuadratic(double alpha)
    {
        if (!(alpha > 0 && double.IsFinite(alpha)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(alpha), alpha, "alpha of rational-quadratic must be positive and finite: 1 is the default, larger means lighter tails.");
        }

        this.alpha = alpha;
        scale = Math.Sqrt(0.5) / Math.Sqrt(alpha);
        double? mass = Integral(alpha, 1);
        facts = new()
        {
            Mass = mass,
            SecondMoment = alpha > 1.5 ? 1 / (1 - (1.5 / alpha)) : null,
            Roughness = Integral(alpha, 2) / (mass * mass),
        };
    }

    /// <summary>α, how light the tails are.</summary>
    public double Alpha => alpha;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The kernel is <c>default</c>, which has no α.</exception>
    public KernelConstants Constants => facts ?? throw new InvalidOperationException(
        "default(RationalQuadratic) has no alpha: write new RationalQuadratic(1) instead.");

    /// <inheritdoc/>
    public double Weight(double u)
    {
        if (alpha == 1)
        {
            return 1 / Math.FusedMultiplyAdd(u * 0.5, u, 1);
        }

        return double.IsFinite(u) ? VectorMath.Exp(-alpha * Logarithm(Math.Min(Math.Abs(u) * scale, double.MaxValue))) : 0;
    }

    /// <inheritdoc/>
    public double LogWeight(double u) =>
        double.IsFinite(u) ? -alpha * Logarithm(Math.Min(Math.Abs(u) * scale, double.MaxValue)) : double.NegativeInfinity;

    /// <inheritdoc/>
    public double LogDerivative(double u)
    {
        double t = Math.Abs(u) * scale;
        return t > Far ? alpha / u * -2 : -u / Math.FusedMultiplyAdd(t, t, 1);
    }

    /// <inheritdoc/>
    public double Sign(double u) => 1;

    /// <inheritdoc/>
    public double LogRatio(double query, double key, double reference, double bandwidth)
    {
        double toKey = Tails.Distance(query, key, bandwidth) * scale;
        double toReference = Tails.Distance(query, reference, bandwidth) * scale;
        double near = Math.Min(toKey, toReference);
        if (Math.Max(toKey, toReference) <= Far)
        {
            // ln((1 + a²)/(1 + b²)) by the difference of squares, which factorises; the larger over the smaller, so that nothing cancels.
            double apart = Tails.Quotient(key, reference, bandwidth) * scale;
            double sides = Tails.Sides(query, key, reference, bandwidth) * scale;
            double more = VectorMath.Log1P(Math.Abs(apart * sides) / Math.FusedMultiplyAdd(near, near, 1));
            return toKey > toReference ? -alpha * more : alpha * more;
        }

        return near > NoLongerNear
            ? alpha * (-2 * Tails.LogQuotient(query, key, reference))
            : -alpha * (Logarithm(query, key, bandwidth, toKey) - Logarithm(query, reference, bandwidth, toReference));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Weight(Vector512<double> u)
    {
        if (alpha == 1)
        {
            return Vector512<double>.One / Vector512.FusedMultiplyAdd(u * 0.5, u, Vector512<double>.One);
        }

        Vector512<double> t = Vector512.Min(Vector512.Abs(u) * scale, Vector512.Create(double.MaxValue));
        Vector512<double> far = Vector512.GreaterThan(t, Vector512.Create(Far));
        Vector512<double> log = VectorMath.Log1P(Vector512.ConditionalSelect(far, t, t * t))
            * Vector512.ConditionalSelect(far, Vector512.Create(2.0), Vector512<double>.One);
        return Vector512.IsFinite(u) & VectorMath.Exp(log * -alpha);
    }

    /// <inheritdoc/>
    public Vector512<double> LogDerivative(Vector512<double> u)
    {
        Vector512<double> t = Vector512.Abs(u) * scale;
        return Vector512.ConditionalSelect(
            Vector512.GreaterThan(t, Vector512.Create(Far)),
            Vector512.Create(alpha) / u * -2.0,
            -u / Vector512.FusedMultiplyAdd(t, t, Vector512<double>.One));
    }

    /// <summary>ln(1 + t²).</summary>
    private static double Logarithm(double t) => t > Far ? 2 * VectorMath.Log1P(t) : VectorMath.Log1P(t * t);

    private double Logarithm(double query, double key, double bandwidth, double t) =>
        t > Far ? 2 * (Tails.LogDistance(query, key, bandwidth) + Math.Log(scale)) : Logarithm(t);

    /// <summary>∫(1 + u²/2α)^(−pα)du = √(2πα)·Γ(pα − ½)/Γ(pα), null where infinite.</summary>
    private static double? Integral(double alpha, double power)
    {
        double x = power - (0.5 / alpha); // (pα − ½)/α, which stays finite for every α
        return x > 0 ? Math.Sqrt(2 * Math.PI / x) * GammaRatio.HalfStep(x * alpha) : null;
    }
}
