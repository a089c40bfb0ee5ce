namespace Nadaraya;

/// <summary>Bandwidths from spread and size alone. They are rules for densities: a start for a regression, not an answer.</summary>
internal static class RulesOfThumb
{
    /// <summary>Silverman's rule for every given feature, in its unit.</summary>
    /// <exception cref="DataException">The kernel has no canonical bandwidth to translate the rule to.</exception>
    public static double[] Silverman(Sample sample, int[] features, Kernel kernel)
    {
        int q = features.Length;
        double n = sample.Size;
        double factor = CanonicalFactor(kernel, "silverman");
        return [.. features.Select(j =>
        {
            double[] sorted = Spread.Sorted(sample, j);
            double s = Spread.StandardDeviation(sorted);
            if (q > 1)
            {
                return factor * s * Math.Pow(4.0 / (q + 2), 1.0 / (q + 4)) * Math.Pow(n, -1.0 / (q + 4));
            }

            double iqr = Spread.InterquartileRange(sorted);
            return factor * 0.9 * (iqr > 0 ? Math.Min(s, iqr / 1.34) : s) * Math.Pow(n, -0.2);
        })];
    }

    /// <summary>Scott's rule, s_j·n^(−1/(q+4)).</summary>
    /// <exception cref="DataException">The kernel has no canonical bandwidth to translate the rule to.</exception>
    public static double[] Scott(Sample sample, int[] features, Kernel kernel)
    {
        double factor = CanonicalFactor(kernel, "scott");
        double rate = Math.Pow(sample.Size, -1.0 / (features.Length + 4));
        return [.. features.Select(j => factor * Spread.StandardDeviation(Spread.Sorted(sample, j)) * rate)];
    }

    /// <summary>Where a search starts: like Scott's rule, for any kernel.</summary>
    public static double[] Start(Sample sample, int[] features, Kernel kernel)
    {
        double? own = kernel.Constants.CanonicalBandwidth;
        double factor = own is double d ? d / Kernel.Gaussian.Constants.CanonicalBandwidth!.Value : 1;
        double rate = Math.Pow(sample.Size, -1.0 / (features.Length + 4));
        return [.. features.Select(j => factor * 1.06 * Spread.StandardDeviation(Spread.Sorted(sample, j)) * rate)];
    }

    /// <summary>δ₀(kernel)/δ₀(Gaussian).</summary>
    private static double CanonicalFactor(Kernel kernel, string rule) => kernel.Constants.CanonicalBandwidth is double own
        ? own / Kernel.Gaussian.Constants.CanonicalBandwidth!.Value
        : throw new DataException(
            $"The rule '{rule}' has no bandwidth for kernel '{kernel.Name}', whose second moment does not exist or is 0: use cv or give a number.");
}
