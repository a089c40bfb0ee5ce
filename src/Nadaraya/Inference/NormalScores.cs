using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Where the values of a normal sample are expected in order: what residuals are held against in a quantile plot.</summary>
public static class NormalScores
{
    /// <summary>Half the interquartile range of the standard normal distribution, Φ⁻¹(3/4).</summary>
    public const double Quartile = 0.6744897501960817;

    /// <summary>Φ⁻¹((i + ½)/n), i from 0. Source: Hazen (1914).</summary>
    /// <param name="count">n, 0 or more.</param>
    public static double[] Of(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return [.. Enumerable.Range(0, count).Select(i => NormalDistribution.Quantile((i + 0.5) / count))];
    }
}
