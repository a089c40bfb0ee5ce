namespace Nadaraya;

/// <summary>A dataset taken from a table, with what became of the rows.</summary>
/// <param name="Dataset">The training rows; those kept have the row numbers of the source.</param>
/// <param name="RowsRead">The data rows of the source.</param>
/// <param name="RowsDropped">The rows left out, on request, for a missing value in a feature, target or weight.</param>
public sealed record DatasetResult(Dataset Dataset, int RowsRead, int RowsDropped);
