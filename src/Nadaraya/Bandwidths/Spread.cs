namespace Nadaraya;

/// <summary>Measures of spread of a feature; every row counts once, whatever its weight.</summary>
internal static class Spread
{
    /// <summary>A feature's values in order.</summary>
    public static double[] Sorted(Sample sample, int feature)
    {
        double[] values = sample.Columns[feature].AsSpan(0, sample.Count).ToArray();
        Array.Sort(values);
        return values;
    }

    /// <summary>s, with n − 1; scaled first, so that squares of any double stay finite.</summary>
    public static double StandardDeviation(double[] values)
    {
        if (values.Length < 2)
        {
            return 0;
        }

        double scale = values.Max(Math.Abs);
        if (scale == 0)
        {
            return 0;
        }

        double center = values.Average(x => x / scale);
        double squares = values.Sum(x => ((x / scale) - center) * ((x / scale) - center));
        return Math.Sqrt(squares / (values.Length - 1)) * scale;
    }

    /// <summary>The interquartile range by linear interpolation (type 7). Source: Hyndman &amp; Fan (1996).</summary>
    public static double InterquartileRange(double[] sorted) => Quantile(sorted, 0.75) - Quantile(sorted, 0.25);

    /// <summary>A quantile by linear interpolation between order statistics (type 7).</summary>
    public static double Quantile(double[] sorted, double share)
    {
        double at = (sorted.Length - 1) * share;
        int below = (int)Math.Floor(at);
        return below + 1 < sorted.Length
            ? (sorted[below] * (1 - (at - below))) + (sorted[below + 1] * (at - below))
            : sorted[below];
    }

    /// <summary>The smallest positive of sd, IQR/1.34898 and 1.4826·MAD, by which scale factors are measured; 0 where all are.</summary>
    public static double Robust(double[] sorted)
    {
        double median = Quantile(sorted, 0.5);
        double[] apart = [.. sorted.Select(x => Math.Abs(x - median))];
        Array.Sort(apart);
        double[] candidates = [StandardDeviation(sorted), InterquartileRange(sorted) / 1.34898, 1.4826 * Quantile(apart, 0.5)];
        return candidates.Where(c => c > 0).DefaultIfEmpty(0).Min();
    }

    /// <summary>The 5 % quantile of the positive gaps between neighbours: the smallest distance that still tells rows apart.</summary>
    public static double TypicalGap(double[] sorted)
    {
        List<double> gaps = [];
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] > sorted[i - 1])
            {
                gaps.Add(sorted[i] - sorted[i - 1]);
            }
        }

        gaps.Sort();
        return gaps.Count == 0 ? 0 : gaps[(int)((gaps.Count - 1) * 0.05)];
    }
}
