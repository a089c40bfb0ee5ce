namespace Nadaraya;

/// <summary>Values that a feature is set to.</summary>
/// <param name="Feature">The feature's name.</param>
/// <param name="Values">Its values: numbers in its unit, or indexes of its levels.</param>
public sealed record EffectPoint(string Feature, IReadOnlyList<double> Values);
