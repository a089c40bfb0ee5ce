namespace Nadaraya;

/// <summary>The rows a prediction rests on most, and what the rest adds: weights sum to one, contributions to the value.</summary>
/// <param name="Rows">The rows by falling |weight|; rows of equal weight in the order of the data.</param>
/// <param name="Rest">Everything else.</param>
/// <param name="Signed">Whether weights can be negative: then they are no probabilities.</param>
public sealed record TopAttention(IReadOnlyList<AttendedRow> Rows, AttentionRest Rest, bool Signed);
