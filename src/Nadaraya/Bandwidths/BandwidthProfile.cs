namespace Nadaraya;

/// <summary>A criterion along the bandwidth of one feature, the others as they were chosen.</summary>
/// <param name="Feature">The feature's name.</param>
/// <param name="Criterion">What was evaluated: the criterion that was minimised; leave-one-out, or leave-one-cluster-out, where bandwidths were given or came from a rule.</param>
/// <param name="Bandwidths">The bandwidths asked for.</param>
/// <param name="Values">The raw criterion at each; of several targets the sum, each divided by its variance.</param>
public sealed record BandwidthProfile(string Feature, string Criterion, IReadOnlyList<double> Bandwidths, IReadOnlyList<double> Values);
