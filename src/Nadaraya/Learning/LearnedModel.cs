namespace Nadaraya;

/// <summary>A learned score as a model keeps it: what is told of it, and what makes keys of rows.</summary>
/// <param name="Score">What learning found.</param>
/// <param name="Coordinates">The coordinates that it is a score of.</param>
/// <param name="Keys">How rows become keys; null where the score is bandwidths, which stand with the features.</param>
/// <param name="Network">The arrays of a network, by name; empty where there is none.</param>
internal sealed record LearnedModel(
    LearnedScore Score, Coordinates Coordinates, LearnedKeys? Keys, IReadOnlyDictionary<string, double[]> Network);
