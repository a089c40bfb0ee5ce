namespace Nadaraya.Cli;

/// <summary>Places along a feature of numbers, from end to end of the data.</summary>
internal static class FeatureRange
{
    /// <summary>How far beyond the data a map goes, in ranges.</summary>
    private const double Overhang = 0.15;

    /// <summary>The place at a share of the range; each end has its share, so that a range beyond the largest double does no harm.</summary>
    public static double At(FeatureFit feature, double share) => (feature.Lowest * (1 - share)) + (feature.Highest * share);

    /// <summary>So many places, ends included.</summary>
    public static double[] Places(FeatureFit feature, int count) => [.. Enumerable.Range(0, count).Select(i => At(feature, i / (count - 1.0)))];

    /// <summary>So many places, from before the data to behind them; a circle has no beyond.</summary>
    public static double[] Beyond(FeatureFit feature, int count)
    {
        double over = feature.Type.Kind == FeatureKind.Periodic ? 0 : Overhang;
        return [.. Enumerable.Range(0, count).Select(i => Math.Clamp(At(feature, ((1 + (2 * over)) * i / (count - 1.0)) - over), double.MinValue, double.MaxValue))];
    }

    /// <summary>The middles between neighbours.</summary>
    public static double[] Middles(double[] borders) => [.. borders.Zip(borders.Skip(1), (a, b) => (a / 2) + (b / 2))];
}
