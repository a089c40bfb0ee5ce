namespace Nadaraya;

/// <summary>What the verdict on a prediction rests on.</summary>
/// <param name="Support">The verdict.</param>
/// <param name="Reason">Why there is no value, where there is none.</param>
/// <param name="EffectiveSampleSize">1/Σα²; null for signed kernels and without a value.</param>
/// <param name="LargestWeight">The largest α by size; null without a value.</param>
/// <param name="NearestDistance">How many bandwidths away the nearest row is, over all numbers that have a say: sqrt(Σ ((qⱼ − xᵢⱼ)/hⱼ)²); null where bandwidths are no lengths.</param>
/// <param name="Thresholds">Where the lines are drawn.</param>
public sealed record SupportDetails(
    Support Support, SupportReason Reason, double? EffectiveSampleSize, double? LargestWeight, double? NearestDistance, SupportThresholds Thresholds);
