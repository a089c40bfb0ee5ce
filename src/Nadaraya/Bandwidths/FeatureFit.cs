namespace Nadaraya;

/// <summary>A feature as the model uses it.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Bandwidth">h in the unit of the feature, k rows with nearest neighbours, λ of levels; null where the feature is constant and has no say, and for a single row.</param>
/// <param name="ScaleFactor">h / (σ n^(−1/(2P+q))), σ the smallest positive of sd, IQR/1.349 and 1.4826·MAD; null where there is none.</param>
/// <param name="SmoothedOut">Whether the bandwidth is so large that the feature has no say (10³ times its range).</param>
/// <param name="AtBound">Whether the search ended at a bound of the bandwidth.</param>
/// <param name="Lowest">The smallest training value.</param>
/// <param name="Highest">The largest training value.</param>
public sealed record FeatureFit(
    string Name, double? Bandwidth, double? ScaleFactor, bool SmoothedOut, bool AtBound, double Lowest, double Highest)
{
    /// <summary>What its values are; default continuous.</summary>
    public FeatureType Type { get; init; } = FeatureType.Continuous;

    /// <summary>The name of the kernel that weighs it.</summary>
    public string Kernel { get; init; } = "gaussian";
}
