using System.Diagnostics;

namespace Nadaraya.Numerics;

/// <summary>Student's t with any degrees of freedom above 0, ∞ among them: the distribution and its inverse.</summary>
internal static class StudentT
{
    private const double RootTwoPi = 2.50662827463100050242;

    /// <summary>The probability of a value up to t.</summary>
    /// <param name="t">The value; ∓∞ gives 0 and 1.</param>
    /// <param name="df">The degrees of freedom; ∞ is the normal distribution.</param>
    public static double Cdf(double t, double df)
    {
        Debug.Assert(!double.IsNaN(t) && df > 0, "A probability is asked for at a number, with df > 0.");
        return double.IsPositiveInfinity(df) ? NormalDistribution.Cdf(t)
            : t < 0 ? UpperTail(-t, df)
            : 1 - UpperTail(t, df);
    }

    /// <summary>The value that is exceeded with probability 1 − p.</summary>
    /// <param name="p">The probability; 0 and 1 give ∓∞, and so does what lies outside the doubles.</param>
    /// <param name="df">The degrees of freedom; ∞ is the normal distribution.</param>
    public static double Quantile(double p, double df)
    {
        Debug.Assert(p is >= 0 and <= 1 && df > 0, "A quantile is asked for at a probability, with df > 0.");
        if (p is 0 or 1 || double.IsPositiveInfinity(df))
        {
            return NormalDistribution.Quantile(p);
        }

        // 1 − p and p − ½ are exact where they are used.
        double tail = p > 0.5 ? 1 - p : p;
        double size = tail > 0.25 ? Middle(0.5 - tail, df) : Outer(tail, df);
        return p > 0.5 ? size : -size;
    }

    /// <summary>P(T > t) = ½ I_x(df/2, ½) at x = df/(df + t²), for t ≥ 0.</summary>
    private static double UpperTail(double t, double df)
    {
        double w = t / Math.Sqrt(df);
        double square = w * w;
        if (double.IsPositiveInfinity(square))
        {
            // Out here x = w⁻², which is no double, and I_x = xᵃ/(a·B(a, ½)) with xᵃ = w^(−df).
            return Math.Pow(w, -df) * FarShare(df);
        }

        return 0.5 * (square < 1
            ? BetaFunctions.Regularized(df / 2, 0.5, 1 / (1 + square), square / (1 + square))
            : BetaFunctions.Regularized(df / 2, 0.5, 1 / square / (1 + (1 / square)), 1 / (1 + (1 / square))));
    }

    /// <summary>P(0 &lt; T &lt; t) = ½ I_y(½, df/2) at y = t²/(df + t²).</summary>
    private static double FromZero(double t, double df)
    {
        double square = t / df * t;
        return 0.5 * BetaFunctions.Regularized(0.5, df / 2, square / (1 + square), 1 / (1 + square));
    }

    /// <summary>½/(a·B(a, ½)) with a = df/2 = Γ(a + ½)/(2√π·Γ(a + 1)).</summary>
    private static double FarShare(double df)
    {
        double a = df / 2;
        return VectorMath.Exp(GammaFunctions.LogGamma(a + 0.5) - GammaFunctions.LogGamma(a + 1)) / (2 * Math.Sqrt(Math.PI));
    }

    /// <summary>The density at 0: 1/√(2π) for the normal limit, times what Stirling's formula gives for finite df.</summary>
    private static double Height(double df)
    {
        double lacks = GammaFunctions.StirlingError((df + 1) / 2) - GammaFunctions.StirlingError(df / 2);
        return VectorMath.Exp(lacks - (LogExcess.Of(1 / df, 1 + (1 / df)) * df / 2)) / RootTwoPi;
    }

    /// <summary>ln(density at 0/density at t) = ½(df + 1)·ln(1 + t²/df).</summary>
    private static double Fall(double t, double df)
    {
        double w = t / Math.Sqrt(df);
        double square = w * w;
        return (df + 1) / 2 * (w > 1e9 ? 2 * Math.Log(w) : square > 0.4 ? Math.Log(1 + square) : square - LogExcess.Of(square, 1 + square));
    }

    /// <summary>The t with P(0 &lt; T &lt; t) = share, for shares up to ¼.</summary>
    /// <remarks>P is concave in t > 0, so that Newton's method climbs to the root from below and never passes it.</remarks>
    private static double Middle(double share, double df)
    {
        double height = Height(df);
        double t = share / height;
        for (int step = 0; step < 60 && t > 0; step++)
        {
            double change = (share - FromZero(t, df)) / (height * LogExcess.Decay(Fall(t, df)));
            t += change;
            if (Math.Abs(change) <= 1e-15 * t)
            {
                break;
            }
        }

        return t;
    }

    /// <summary>The t with P(T > t) = tail, for tails up to ¼.</summary>
    /// <remarks>
    /// ln P is concave and falls in ln t, so that Newton's method in ln t passes the root at most once, and then comes to it from one
    /// side. A tail that is still far out at w = t/√df = 10¹⁵⁰ follows its power law in closed form.
    /// </remarks>
    private static double Outer(double tail, double df)
    {
        double logW = (Math.Log(FarShare(df)) - Math.Log(tail)) / df;
        if (logW > 345)
        {
            return Math.Sqrt(df) * VectorMath.Exp(logW);
        }

        double height = Height(df);
        double below = -NormalDistribution.Quantile(tail);
        double t = below;
        for (int step = 0; step < 100; step++)
        {
            double p = UpperTail(t, df);
            if (p == 0)
            {
                // Passed so far that nothing is left: halfway back to where it was.
                t = Math.Sqrt(t) * Math.Sqrt(below);
                continue;
            }

            // ln(p/tail) over t·density/p, whose logarithm does not underflow.
            below = p > tail ? t : below;
            double change = Math.Log(p / tail) * VectorMath.Exp(Math.Log(p) - Math.Log(t) + Fall(t, df)) / height;
            t *= VectorMath.Exp(change);
            if (Math.Abs(change) <= 4e-16)
            {
                break;
            }
        }

        return t;
    }
}
