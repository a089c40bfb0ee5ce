namespace Nadaraya;

/// <summary>How long the blocks of a bootstrap should be for a series to keep its dependence: chosen from its autocovariances.</summary>
/// <remarks>
/// b = (2Ĝ²/D)^(1/3)·n^(1/3) with Ĝ = Σ λ(k/M)|k|R(k), ĝ(0) = Σ λ(k/M)R(k), D = 2ĝ(0)² for the stationary and 4/3·ĝ(0)² for fixed
/// blocks, λ the trapezoid that is 1 up to ½ and falls to 0 at 1. Source: Politis &amp; White (2004), Automatic block-length selection for the
/// dependent bootstrap, section 3; D of the stationary bootstrap as corrected by Patton, Politis &amp; White (2009).
/// </remarks>
internal static class BlockLength
{
    /// <summary>The length of fixed (overlapping) blocks, at least 1.</summary>
    /// <param name="series">Residuals in the order of time, finite.</param>
    public static int Fixed(ReadOnlySpan<double> series) => (int)Math.Ceiling(Length(series, 4.0 / 3));

    /// <summary>The mean length of the blocks of the stationary bootstrap, at least 1.</summary>
    /// <param name="series">Residuals in the order of time, finite.</param>
    public static double Stationary(ReadOnlySpan<double> series) => Length(series, 2);

    private static double Length(ReadOnlySpan<double> series, double share)
    {
        int n = series.Length;
        if (n < 4)
        {
            return 1;
        }

        // As many lags as the rule may look at, each run of insignificant ones among them.
        int run = Math.Max(5, (int)Math.Ceiling(Math.Sqrt(Math.Log10(n))));
        int most = Math.Min((int)Math.Ceiling(Math.Sqrt(n)) + run, n - 1);
        double[] covariances = Autocovariances(series, most);
        if (covariances[0] == 0)
        {
            return 1;
        }

        int window = Math.Min(2 * LastSignificant(covariances, run, n), most);
        double density = covariances[0];
        double slope = 0;
        for (int k = 1; k <= window; k++)
        {
            double trapezoid = Math.Min(1, 2 * (1 - ((double)k / window)));
            density += 2 * trapezoid * covariances[k];
            slope += 2 * trapezoid * k * covariances[k];
        }

        double longest = Math.Max(1, Math.Ceiling(Math.Min(3 * Math.Sqrt(n), n / 3.0)));
        double length = Math.Cbrt(2 * slope * slope / (share * density * density) * n);

        // Where the spectrum at 0 is estimated as 0 there is no best length; the longest is the safe one.
        return double.IsNaN(length) ? 1 : Math.Clamp(length, 1, longest);
    }

    /// <summary>The smallest m after which a run of correlations is insignificant, |ρ(m + k)| &lt; 2√(log₁₀ n/n); else the last significant lag.</summary>
    private static int LastSignificant(double[] covariances, int run, int n)
    {
        double bound = 2 * Math.Sqrt(Math.Log10(n) / n) * covariances[0];
        int last = 0;
        for (int k = 1; k < covariances.Length && k - last <= run; k++)
        {
            if (Math.Abs(covariances[k]) >= bound)
            {
                last = k;
            }
        }

        return last;
    }

    /// <summary>R(k) = n⁻¹ Σ (eₜ − ē)(eₜ₊ₖ − ē), of the series over its largest value.</summary>
    private static double[] Autocovariances(ReadOnlySpan<double> series, int most)
    {
        double largest = 0;
        foreach (double value in series)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        double[] centered = new double[series.Length];
        double mean = 0;
        for (int i = 0; i < centered.Length && largest > 0; i++)
        {
            centered[i] = series[i] / largest;
            mean += (centered[i] - mean) / (i + 1);
        }

        double[] covariances = new double[most + 1];
        for (int k = 0; k <= most; k++)
        {
            double sum = 0;
            for (int i = k; i < centered.Length; i++)
            {
                sum += (centered[i] - mean) * (centered[i - k] - mean);
            }

            covariances[k] = sum / centered.Length;
        }

        return covariances;
    }
}
