namespace Nadaraya.Cli;

/// <summary>Places along a feature of numbers, from end to end of the data.</summary>
internal static class FeatureRange
{
    /// <summary>The place at a share of the range; each end has its share, so that a range beyond the largest double does no harm.</summary>
    public static double At(FeatureFit feature, double share) => (feature.Lowest * (1 - share)) + (feature.Highest * share);

    /// <summary>So many places, ends included.</summary>
    public static double[] Places(FeatureFit feature, int count) => [.. Enumerable.Range(0, count).Select(i => At(feature, i / (count - 1.0)))];
}
