namespace Nadaraya;

/// <summary>A feature whose levels have an order.</summary>
/// <param name="Name">The column.</param>
/// <param name="Levels">Every level once, the lowest first; null for the order of the numbers that the levels are.</param>
public sealed record OrderedFeature(string Name, IReadOnlyList<string>? Levels = null);
