namespace Nadaraya.Pooling;

/// <summary>One of several scores whose averages are mixed: ŷ = Σ_h π_h ŷ_h, each with its own softmax over the same rows.</summary>
/// <param name="Keys">The rows as it sees them.</param>
/// <param name="Score">Its score over them.</param>
/// <param name="Column">Where its columns begin among those of the queries.</param>
/// <param name="Share">π_h, at least 0; those of all heads add up to one.</param>
internal sealed record Head(Points Keys, Score Score, int Column, double Share);
