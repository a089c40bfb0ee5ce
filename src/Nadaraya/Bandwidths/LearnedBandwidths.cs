namespace Nadaraya;

/// <summary>What learning gives a fit in the place of chosen bandwidths.</summary>
/// <param name="Bandwidths">One a feature; null where it has none.</param>
/// <param name="Keys">How rows become keys; null where the bandwidths are the whole score.</param>
internal sealed record LearnedBandwidths(double?[] Bandwidths, LearnedKeys? Keys);
