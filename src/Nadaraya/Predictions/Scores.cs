using System.Globalization;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Losses of what was said about a value before it was known. The smaller the better; on average the true quantile and the true distribution lose least.</summary>
public static class Scores
{
    /// <summary>p(y − q) where y is above q, (1 − p)(q − y) where it is below; in the unit of y.</summary>
    /// <remarks>Also called quantile, check or tick loss; at p = ½ it is half of |y − q|. Source: Koenker &amp; Bassett (1978).</remarks>
    /// <param name="probability">p, from 0 to 1.</param>
    /// <param name="quantile">q, what was said.</param>
    /// <param name="value">y, what it turned out to be.</param>
    public static double Pinball(double probability, double quantile, double value)
    {
        Probability(probability, nameof(probability));

        // In halves, so that the difference of any two doubles is finite.
        double half = (value / 2) - (quantile / 2);
        return Math.Min(2 * (half >= 0 ? probability * half : (probability - 1) * half), double.MaxValue);
    }

    /// <summary>Σ αᵢ|yᵢ − y| − ½ΣΣ αᵢαⱼ|yᵢ − yⱼ| = ∫(F(z) − 1{y ≤ z})² dz, the continuous ranked probability score of a weighted sample; in the unit of y. O(n log n).</summary>
    /// <remarks>Of a single value it is |y₁ − y|. Twice the pinball loss, averaged over all p. Source: Gneiting &amp; Raftery (2007), eq. 20, 21.</remarks>
    /// <param name="values">yᵢ, n finite numbers in any order, at least one.</param>
    /// <param name="weights">αᵢ, n of them, not negative and not all 0; on any scale.</param>
    /// <param name="value">y, what it turned out to be.</param>
    /// <exception cref="ArgumentException">No value, another number of weights, or weights that are no shares.</exception>
    public static double Crps(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, double value)
    {
        if (values.IsEmpty || weights.Length != values.Length)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"values has {values.Length} entries and weights {weights.Length}: give at least one value, and one weight a value."), nameof(weights));
        }

        double most = 0;
        foreach (double weight in weights)
        {
            most = weight >= 0 && double.IsFinite(weight)
                ? Math.Max(most, weight)
                : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"weights holds {weight}: expected finite numbers that are not negative."), nameof(weights));
        }

        if (most == 0)
        {
            throw new ArgumentException("weights are all 0: give at least one value some weight.", nameof(weights));
        }

        double[] ascending = values.ToArray(), upTo = [.. weights.ToArray().Select(w => w / most)];
        Array.Sort(ascending, upTo);
        _ = WeightedSteps.Cumulate(upTo);
        return WeightedSteps.Crps(ascending, upTo, value);
    }

    /// <summary>Refuses what is no probability.</summary>
    internal static void Probability(double probability, string name)
    {
        if (probability is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, string.Create(CultureInfo.InvariantCulture, $"The probability is {probability}: it must lie from 0 to 1, such as 0.9."));
        }
    }
}
