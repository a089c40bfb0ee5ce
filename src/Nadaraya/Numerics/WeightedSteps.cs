namespace Nadaraya.Numerics;

/// <summary>A weighted sample as the steps of its distribution function F: values ascending, and beside each the weight up to and with it, the last 1.</summary>
internal static class WeightedSteps
{
    /// <summary>A step that comes this near to a probability reaches it: eight weights of 0.1 add up to a hair less than 0.8.</summary>
    public const double Slack = 1e-12;

    /// <summary>Makes sums from the first on out of weights, over their total; returns the total.</summary>
    /// <param name="weights">Weights of values in ascending order, not negative and not all 0; then F at each value.</param>
    public static double Cumulate(Span<double> weights)
    {
        KeptSum sum = default;
        double before = 0;
        foreach (ref double weight in weights)
        {
            sum.Add(weight);
            weight = before = Math.Max(before, sum.Total);
        }

        double total = before;
        foreach (ref double weight in weights)
        {
            weight /= total;
        }

        return total;
    }

    /// <summary>The smallest value of positive weight with F ≥ p, less <see cref="Slack"/>. O(log n).</summary>
    public static double Quantile(ReadOnlySpan<double> values, ReadOnlySpan<double> upTo, double p)
    {
        double least = Math.Max(p - Slack, double.Epsilon);
        (int low, int high) = (0, values.Length - 1);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = upTo[middle] < least ? (middle + 1, high) : (low, middle);
        }

        return values[low];
    }

    /// <summary>F(y), the weight of the values up to and with y. O(log n).</summary>
    public static double Cdf(ReadOnlySpan<double> values, ReadOnlySpan<double> upTo, double y)
    {
        (int low, int high) = (0, values.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = values[middle] <= y ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? 0 : upTo[low - 1];
    }

    /// <summary>∫(F(z) − 1{y ≤ z})² dz = E|Y − y| − ½E|Y − Y′|, gap by gap: every term is positive, so that nothing cancels. O(n).</summary>
    public static double Crps(ReadOnlySpan<double> values, ReadOnlySpan<double> upTo, double y)
    {
        // In halves, so that the difference of any two doubles is finite.
        double sum = Math.Max(0, (values[0] / 2) - (y / 2)) + Math.Max(0, (y / 2) - (values[^1] / 2));
        for (int k = 1; k < values.Length; k++)
        {
            double below = upTo[k - 1];
            double from = values[k - 1], to = values[k], at = Math.Clamp(y, from, to);
            sum += (((at / 2) - (from / 2)) * below * below) + (((to / 2) - (at / 2)) * (1 - below) * (1 - below));
        }

        return Math.Min(2 * sum, double.MaxValue);
    }
}
