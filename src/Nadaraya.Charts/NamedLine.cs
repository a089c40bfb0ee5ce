namespace Nadaraya;

/// <summary>One curve among several.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="X">Its places, ascending.</param>
/// <param name="Y">Its height at each place; NaN for a gap.</param>
public sealed record NamedLine(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y);
