using System.Diagnostics;

namespace Nadaraya.Numerics;

/// <summary>The regularized incomplete beta function I_x(a, b) = ∫₀ˣ tᵃ⁻¹(1 − t)ᵇ⁻¹ dt/B(a, b).</summary>
internal static class BetaFunctions
{
    private const double RootTwoPi = 2.50662827463100050242;

    // From here on one term beyond the normal limit is exact to 10⁻¹⁴, and the fraction would need thousands of levels.
    private const double Large = 1e8;

    /// <summary>I_x(a, b) for a, b > 0 and x in [0, 1].</summary>
    public static double Regularized(double a, double b, double x) => Regularized(a, b, x, 1 - x);

    /// <summary>I_x(a, b) where 1 − x is known better than x tells.</summary>
    /// <param name="a">The first shape.</param>
    /// <param name="b">The second shape.</param>
    /// <param name="x">The share, in [0, 1].</param>
    /// <param name="y">1 − x.</param>
    public static double Regularized(double a, double b, double x, double y)
    {
        Debug.Assert(a > 0 && b > 0 && x is >= 0 and <= 1 && y is >= 0 and <= 1, "The incomplete beta function is asked for at a, b > 0 and x in [0, 1].");
        if (x == 0 || y == 0)
        {
            return x == 0 ? 0 : 1;
        }

        // The distances of x and y from the mean a/(a + b), relative to it.
        double apart = (x * b) - (y * a);
        double fall = (a * LogExcess.Of(apart / a, x / a * (a + b))) + (b * LogExcess.Of(-apart / b, y / b * (a + b)));
        if (Math.Min(a, b) > Large)
        {
            return LeadingTerms(a, b, apart, fall);
        }

        // xᵃyᵇ/B(a, b) by Stirling's formula with what it lacks: no large numbers cancel.
        double lacks = GammaFunctions.StirlingError(a + b) - GammaFunctions.StirlingError(a) - GammaFunctions.StirlingError(b);
        double scale = Math.Sqrt(a / (a + b) * b) / RootTwoPi * LogExcess.Decay(fall) * VectorMath.Exp(lacks);

        // The fraction converges for x < (a + 1)/(a + b + 2), which is asked without losing y beside 1.
        return apart + (x - y) < 0
            ? Math.Min(scale * Fraction(a, b, x, -apart), 1)
            : Math.Max(1 - (scale * Fraction(b, a, y, apart)), 0);
    }

    /// <summary>I_x(a, b)·B(a, b)/(xᵃ(1 − x)ᵇ) as a continued fraction by Lentz's method.</summary>
    /// <param name="a">The first shape.</param>
    /// <param name="b">The second shape.</param>
    /// <param name="x">The share, at most about the mean.</param>
    /// <param name="below">a − (a + b)x, which the caller knows without cancellation.</param>
    /// <remarks>
    /// The even part of NIST Digital Library 8.17.22: α₁ = 1, αₙ₊₁ = (a + n − 1)(a + b + n − 1)n(b − n)x²/(a + 2n − 1)² and
    /// βₙ₊₁ = n + n(b − n)x/(a + 2n − 1) + (a + n)/(a + 2n + 1)·(a − (a + b)x + 1 + n(2 − x)). Source: DiDonato &amp; Morris (1992), Algorithm 708.
    /// </remarks>
    private static double Fraction(double a, double b, double x, double below)
    {
        double c = NotZero(a / (a + 1) * (below + 1));
        double d = 1 / c;
        double value = d;
        double change = 0;
        c = double.MaxValue;
        for (double n = 1; Math.Abs(change - 1) > 2e-16 && n < 1e6; n++)
        {
            double at = a + (2 * n) - 1;
            double alpha = (a + n - 1) / at * ((a + b + n - 1) / at) * n * (b - n) * x * x;
            double beta = n + (n * (b - n) / at * x) + ((a + n) / (at + 2) * (below + 1 + (n * (2 - x))));
            d = 1 / NotZero(beta + (alpha * d));
            c = NotZero(beta + (alpha / c));
            change = c * d;
            value *= change;
        }

        return value;
    }

    /// <summary>½ erfc(−η√(r/2)) and the first term after it, r = a + b, ½rη² the fall. Source: NIST Digital Library, 8.18.9; Temme (1982).</summary>
    private static double LeadingTerms(double a, double b, double apart, double fall)
    {
        double r = a + b;
        double mean = a / r;
        double spread = Math.Sqrt(mean * (b / r));
        double eta = Math.CopySign(Math.Sqrt(2 * fall / r), apart);
        double first = eta == 0 ? (1 - (2 * mean)) / (3 * spread) : (1 / eta) - (spread / (apart / r));
        double rest = LogExcess.Decay(fall) / (RootTwoPi * Math.Sqrt(r)) * first;
        return Math.Clamp(NormalDistribution.Cdf(eta * Math.Sqrt(r)) + rest, 0, 1);
    }

    private static double NotZero(double value) => value == 0 ? 1e-300 : value;
}
