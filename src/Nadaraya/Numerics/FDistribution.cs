using System.Diagnostics;

namespace Nadaraya.Numerics;

/// <summary>The F distribution with any degrees of freedom above 0, ∞ among them.</summary>
internal static class FDistribution
{
    /// <summary>P(F > f) = I_x(d₂/2, d₁/2) at x = d₂/(d₂ + d₁f); 1 for f ≤ 0.</summary>
    /// <param name="f">The value.</param>
    /// <param name="d1">The degrees of freedom of the numerator.</param>
    /// <param name="d2">The degrees of freedom of the denominator.</param>
    public static double UpperTail(double f, double d1, double d2)
    {
        Debug.Assert(!double.IsNaN(f) && d1 > 0 && d2 > 0, "A probability is asked for at a number, with degrees of freedom above 0.");
        if (f <= 0 || double.IsPositiveInfinity(f))
        {
            return f <= 0 ? 1 : 0;
        }

        if (double.IsPositiveInfinity(d1) || double.IsPositiveInfinity(d2))
        {
            return !double.IsPositiveInfinity(d1) ? ChiSquared.UpperTail(d1 * f, d1)
                : !double.IsPositiveInfinity(d2) ? GammaFunctions.LowerRegularized(d2 / 2, d2 / (2 * f))
                : f < 1 ? 1 : f > 1 ? 0 : 0.5;
        }

        double odds = d1 / d2 * f;
        return odds < 1
            ? BetaFunctions.Regularized(d2 / 2, d1 / 2, 1 / (1 + odds), odds / (1 + odds))
            : BetaFunctions.Regularized(d2 / 2, d1 / 2, 1 / odds / (1 + (1 / odds)), 1 / (1 + (1 / odds)));
    }
}
