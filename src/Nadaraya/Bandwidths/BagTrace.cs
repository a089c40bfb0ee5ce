namespace Nadaraya;

/// <summary>What the searches in bags found.</summary>
/// <param name="Rows">The rows of a bag.</param>
/// <param name="Found">One a bag, in the order they were drawn: the bandwidths as they were carried over to all rows, one a feature of the trace, and the raw criterion in the bag.</param>
/// <param name="Evaluations">All evaluations of the criterion in bags.</param>
/// <param name="Spreads">The standard deviation over bags of what was averaged, one a feature of the trace; null where the bandwidth was given, is smoothed out, or rests on a single bag.</param>
public sealed record BagTrace(int Rows, IReadOnlyList<SearchStep> Found, int Evaluations, IReadOnlyList<double?> Spreads);
