namespace Nadaraya;

/// <summary>Writes the attention weights of one query into <paramref name="destination"/>, one per key in the keys' own order.</summary>
/// <param name="query">The query's index, 0 … m − 1.</param>
/// <param name="destination">n weights to fill; NaN for a query that has none.</param>
public delegate void AttentionRow(int query, Span<double> destination);
