using System.Diagnostics;

namespace Nadaraya.Numerics;

/// <summary>ln Γ(x), and the incomplete gamma functions P(a, x) = ∫₀ˣ tᵃ⁻¹e⁻ᵗ dt/Γ(a) and Q = 1 − P.</summary>
internal static class GammaFunctions
{
    private const double EulerMascheroni = 0.57721566490153286061;
    private const double LogRootTwoPi = 0.91893853320467274178; // ln √(2π)
    private const double RootTwoPi = 2.50662827463100050242;

    // From here on one term beyond the normal limit is exact to 10⁻¹⁴, and a series would need over 10⁵ terms.
    private const double Large = 1e8;

    private static readonly double[] ZetaMinusOne = [.. Enumerable.Range(2, 29).Select(Zeta)];

    /// <summary>ln Γ(x) for x > 0; relative error under 10⁻¹⁴, beside the zeros at 1 and 2 too.</summary>
    public static double LogGamma(double x)
    {
        Debug.Assert(x > 0, "ln Γ is asked for at a positive number.");
        return x < 0.5 ? LogGammaOnePlus(x) - Math.Log(x)
            : x <= 1.5 ? LogGammaOnePlus(x - 1)
            : x <= 2.5 ? LogGammaTwoPlus(x - 2)
            : double.IsPositiveInfinity(x) ? x
            : ((x - 0.5) * (Math.Log(x) - 1)) + (LogRootTwoPi - 0.5 + StirlingError(x));
    }

    /// <summary>What Stirling's formula lacks: ln Γ(x) − [(x − ½) ln x − x + ½ ln 2π], for x > 0.</summary>
    /// <remarks>
    /// From 15 on the asymptotic series, whose next term is under 10⁻¹⁷; below it one climbs by
    /// error(x) = error(x + 1) + (x + ½) ln(1 + 1/x) − 1; under ½ from ln Γ(1 + x).
    /// </remarks>
    public static double StirlingError(double x)
    {
        if (x < 0.5)
        {
            return LogGammaOnePlus(x) - ((x + 0.5) * Math.Log(x)) + x - LogRootTwoPi;
        }

        double climbed = 0;
        for (; x < 15; x++)
        {
            double v = 1 / x;

            // (x + ½)(v − excess) − 1 = ½v − (x + ½)·excess.
            climbed += (v / 2) - ((x + 0.5) * LogExcess.Of(v, 1 + v));
        }

        double u = 1 / x;
        double u2 = u * u;
        return climbed + (u * ((1.0 / 12) - (u2 * ((1.0 / 360) - (u2 * ((1.0 / 1260) - (u2 * ((1.0 / 1680) - (u2 * ((1.0 / 1188) - (u2 * 691 / 360360)))))))))));
    }

    /// <summary>P(a, x), the lower tail, for a > 0 and x ≥ 0.</summary>
    public static double LowerRegularized(double a, double x) => Both(a, x).Lower;

    /// <summary>Q(a, x) = 1 − P(a, x), the upper tail, for a > 0 and x ≥ 0.</summary>
    public static double UpperRegularized(double a, double x) => Both(a, x).Upper;

    private static (double Lower, double Upper) Both(double a, double x)
    {
        Debug.Assert(a > 0 && x >= 0, "The incomplete gamma function is asked for at a > 0 and x ≥ 0.");
        if (x == 0 || double.IsPositiveInfinity(x))
        {
            return x == 0 ? (0, 1) : (1, 0);
        }

        double mu = (x - a) / a;
        double fall = a * LogExcess.Of(mu, x / a);
        if (a > Large)
        {
            return LeadingTerms(a, mu, fall);
        }

        // xᵃe⁻ˣ/Γ(a) = √(a/2π)·exp(−a(λ − 1 − ln λ) − Stirling's error) with λ = x/a: no large numbers cancel.
        double scale = Math.Sqrt(a) / RootTwoPi * LogExcess.Decay(fall) * VectorMath.Exp(-StirlingError(a));
        if (x < a + 1)
        {
            double lower = Math.Min(scale / a * Series(a, x), 1);
            return (lower, 1 - lower);
        }

        double upper = Math.Min(scale * Fraction(a, x), 1);
        return (1 - upper, upper);
    }

    /// <summary>Σ xᵏ/((a + 1)…(a + k)). Source: NIST Digital Library, 8.7.1.</summary>
    private static double Series(double a, double x)
    {
        double term = 1;
        double sum = 1;
        for (double k = 1; term > sum * 1e-17; k++)
        {
            term *= x / (a + k);
            sum += term;
        }

        return sum;
    }

    /// <summary>1/(x + 1 − a − 1(1 − a)/(x + 3 − a − 2(2 − a)/(x + 5 − a − …))). Source: NIST Digital Library, 8.9.2; Lentz's method.</summary>
    private static double Fraction(double a, double x)
    {
        double b = x + 1 - a;
        double c = 1e300;
        double d = 1 / b;
        double value = d;
        double change = 0;
        for (double k = 1; Math.Abs(change - 1) > 2e-16 && k < 1e6; k++)
        {
            double numerator = k * (a - k);
            b += 2;
            d = 1 / NotZero((numerator * d) + b);
            c = NotZero(b + (numerator / c));
            change = c * d;
            value *= change;
        }

        return value;
    }

    /// <summary>½ erfc(η√(a/2)) and the first term after it, ½η² = λ − 1 − ln λ. Source: NIST Digital Library, 8.12.3 and 8.12.7.</summary>
    private static (double Lower, double Upper) LeadingTerms(double a, double mu, double fall)
    {
        double eta = Math.CopySign(Math.Sqrt(2 * fall / a), mu);
        double first = eta == 0 ? -1.0 / 3 : (1 / mu) - (1 / eta);
        double rest = LogExcess.Decay(fall) / (RootTwoPi * Math.Sqrt(a)) * first;
        double z = eta * Math.Sqrt(a);
        return (Math.Clamp(NormalDistribution.Cdf(z) - rest, 0, 1), Math.Clamp(NormalDistribution.Cdf(-z) + rest, 0, 1));
    }

    private static double NotZero(double value) => value == 0 ? 1e-300 : value;

    /// <summary>ln Γ(1 + z) for |z| ≤ ½; ln(1 + z) = z − excess.</summary>
    private static double LogGammaOnePlus(double z) => LogGammaTwoPlus(z) - (z - LogExcess.Of(z, 1 + z));

    /// <summary>ln Γ(2 + z) = (1 − γ)z + Σ (ζ(k) − 1)(−z)ᵏ/k for |z| ≤ ½; the first term left out is under 4⁻³¹. Source: Abramowitz &amp; Stegun (1964), 6.1.33.</summary>
    private static double LogGammaTwoPlus(double z)
    {
        double sum = 0;
        for (int k = 30; k >= 2; k--)
        {
            sum = (sum * -z) + (ZetaMinusOne[k - 2] / k);
        }

        return z * ((1 - EulerMascheroni) + (sum * z));
    }

    /// <summary>ζ(k) − 1: nine terms, and Euler–Maclaurin's sum of the rest, whose next term is under 10⁻¹⁷.</summary>
    private static double Zeta(int k)
    {
        const double N = 10;
        double rest = Math.Pow(N, -k);
        double sum = (rest * N / (k - 1)) + (rest / 2)
            + (rest * k / N / 12 * (1 - ((k + 1.0) * (k + 2) / (N * N * 60) * (1 - ((k + 3.0) * (k + 4) / (N * N * 42)
            * (1 - ((k + 5.0) * (k + 6) / (N * N * 40) * (1 - ((k + 7.0) * (k + 8) / (N * N * 39.6))))))))));
        for (int n = 9; n >= 2; n--)
        {
            sum += Math.Pow(n, -k);
        }

        return sum;
    }
}
