namespace Nadaraya;

/// <summary>A named column of numbers: a feature or a target.</summary>
/// <param name="Name">The name, unique within its dataset.</param>
/// <param name="Values">One value a row.</param>
public sealed record Column(string Name, ReadOnlyMemory<double> Values);
