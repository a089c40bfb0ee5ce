namespace Nadaraya;

/// <summary>Bandwidths from spread and size alone. They are rules for densities: a start for a regression, not an answer.</summary>
internal static class RulesOfThumb
{
    /// <summary>Silverman's rule for the given features, each in its unit.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="features">The features to choose for.</param>
    /// <param name="q">How many features vary, those with a bandwidth of their own among them.</param>
    /// <param name="kernel">The kernel to translate the rule to.</param>
    /// <exception cref="DataException">The kernel has no canonical bandwidth to translate the rule to.</exception>
    public static double[] Silverman(Sample sample, int[] features, int q, Kernel kernel)
    {
        double n = sample.Size;
        double factor = CanonicalFactor(kernel, "silverman");
        return [.. features.Select(j =>
        {
            SortedColumn sorted = SortedColumn.Of(sample, j);
            double s = sorted.StandardDeviation();
            if (q > 1)
            {
                return Usable(factor * s * Math.Pow(4.0 / (q + 2), 1.0 / (q + 4)) * Math.Pow(n, -1.0 / (q + 4)));
            }

            double iqr = sorted.InterquartileRange();
            return Usable(factor * 0.9 * (iqr > 0 ? Math.Min(s, iqr / 1.34) : s) * Math.Pow(n, -0.2));
        })];
    }

    /// <summary>Scott's rule, s_j·n^(−1/(q+4)).</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="features">The features to choose for.</param>
    /// <param name="q">How many features vary, those with a bandwidth of their own among them.</param>
    /// <param name="kernel">The kernel to translate the rule to.</param>
    /// <exception cref="DataException">The kernel has no canonical bandwidth to translate the rule to.</exception>
    public static double[] Scott(Sample sample, int[] features, int q, Kernel kernel)
    {
        double factor = CanonicalFactor(kernel, "scott");
        double rate = Math.Pow(sample.Size, -1.0 / (q + 4));
        return [.. features.Select(j => Usable(factor * SortedColumn.Of(sample, j).StandardDeviation() * rate))];
    }

    /// <summary>σ·n^(−1/(2P+q)), in which scale factors are measured; σ the smallest positive of sd, IQR/1.349 and 1.4826·MAD.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="feature">The feature.</param>
    /// <param name="q">How many continuous features vary.</param>
    /// <param name="kernel">The kernel, of order P.</param>
    public static double ScaleUnit(Sample sample, int feature, int q, Kernel kernel) =>
        SortedColumn.Of(sample, feature).RobustSpread() * Math.Pow(sample.Size, -1.0 / ((2 * kernel.Constants.Order) + q));

    /// <summary>Where a search starts: like Scott's rule, for any kernel.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="features">The features to start in.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="spread">How far a feature spreads, in its unit.</param>
    public static double[] Start(Sample sample, int[] features, Kernel kernel, Func<SortedColumn, double> spread)
    {
        double? own = kernel.Constants.CanonicalBandwidth;
        double factor = own is double d ? d / Kernel.Gaussian.Constants.CanonicalBandwidth!.Value : 1;
        double rate = Math.Pow(sample.Size, -1.0 / (features.Length + 4));
        return [.. features.Select(j => Usable(factor * 1.06 * spread(SortedColumn.Of(sample, j)) * rate))];
    }

    /// <summary>Never 0 and never infinite, also at the ends of the doubles.</summary>
    private static double Usable(double bandwidth) => Math.Clamp(bandwidth, double.Epsilon, double.MaxValue / 4);

    /// <summary>δ₀(kernel)/δ₀(Gaussian).</summary>
    private static double CanonicalFactor(Kernel kernel, string rule) => kernel.Constants.CanonicalBandwidth is double own
        ? own / Kernel.Gaussian.Constants.CanonicalBandwidth!.Value
        : throw new DataException(
            $"The rule '{rule}' has no bandwidth for kernel '{kernel.Name}', whose second moment does not exist or is 0: use cv or give a number.");
}
