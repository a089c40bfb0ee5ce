using System.Diagnostics;

namespace Nadaraya.Numerics;

/// <summary>Φ(x) = ∫₋∞ˣ φ(t) dt with φ(t) = exp(−t²/2)/√(2π), and its inverse; relative error under 10⁻¹⁴ in both tails.</summary>
internal static class NormalDistribution
{
    private const double InverseRootTwoPi = 0.39894228040143267794; // 1/√(2π)
    private const double LogRootTwoPi = 0.91893853320467274178; // ln √(2π)

    // From here on the continued fraction is exact to the last digits, and below it Φ − ½ loses one digit at most.
    private const double Tail = 2;

    /// <summary>Φ(x), the probability of a value up to x; 0 and 1 at ∓∞.</summary>
    public static double Cdf(double x)
    {
        Debug.Assert(!double.IsNaN(x), "A probability is asked for at a number.");
        return x < -Tail ? Density(x) * MillsRatio(-x)
            : x > Tail ? 1 - (Density(x) * MillsRatio(x))
            : 0.5 + FromZero(x);
    }

    /// <summary>Φ⁻¹(p), the value that is exceeded with probability 1 − p; ∓∞ at 0 and 1.</summary>
    /// <remarks>
    /// Newton's method from a start within 4.5·10⁻⁴ (Abramowitz &amp; Stegun 1964, 26.2.23): in the middle on Φ − ½, in the tails
    /// on ln Φ, so that neither the last digit near ½ nor a probability of 10⁻³⁰⁰ is lost.
    /// </remarks>
    public static double Quantile(double p)
    {
        Debug.Assert(p is >= 0 and <= 1, "A quantile is asked for at a probability.");
        if (p is 0 or 1)
        {
            return p == 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        // 1 − p is exact from ½ on.
        return p > 0.5 ? -LowerQuantile(1 - p) : LowerQuantile(p);
    }

    /// <summary>φ(x); the rounding of x² is put back, which far out would cost two digits.</summary>
    public static double Density(double x)
    {
        if (Math.Abs(x) > 40)
        {
            return 0;
        }

        double square = x * x;
        double lost = Math.FusedMultiplyAdd(x, x, -square);
        return LogExcess.Decay(square / 2) * (1 - (lost / 2)) * InverseRootTwoPi;
    }

    private static double LowerQuantile(double p)
    {
        double t = Math.Sqrt(-2 * Math.Log(p));
        double x = ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308))))))) - t;
        for (int step = 0; step < 4; step++)
        {
            if (x < -Tail)
            {
                double mills = MillsRatio(-x);
                x -= mills * ((x * x / -2) - LogRootTwoPi + Math.Log(mills) - Math.Log(p));
            }
            else
            {
                x -= (FromZero(x) - (p - 0.5)) / Density(x);
            }
        }

        return x;
    }

    /// <summary>Φ(x) − ½ = φ(x)·(x + x³/3 + x⁵/15 + …), every term of one sign, for |x| ≤ 2 or little more.</summary>
    private static double FromZero(double x)
    {
        double term = x;
        double sum = x;
        for (int k = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); k += 2)
        {
            term *= x * x / k;
            sum += term;
        }

        return Density(x) * sum;
    }

    /// <summary>(1 − Φ(x))/φ(x) = 1/(x + 1/(x + 2/(x + 3/(x + …)))), from the inside out; 100 levels settle 16 digits from x = 2 on.</summary>
    private static double MillsRatio(double x)
    {
        double level = x;
        for (int k = 100; k >= 1; k--)
        {
            level = x + (k / level);
        }

        return 1 / level;
    }
}
