namespace Nadaraya;

/// <summary>Rows of a table to predict.</summary>
/// <param name="Columns">One array a column asked for, each with a finite number for every row kept: of a discrete feature the index of its level, −1 for one never seen.</param>
/// <param name="RowNumbers">The data row in the source, from 1, of every row kept; the row's cells are <c>table.Text(number − 1, …)</c>.</param>
/// <param name="RowsRead">The data rows of the source.</param>
/// <param name="RowsDropped">The rows left out, on request, for a missing value in a column asked for.</param>
public sealed record TableQueries(double[][] Columns, int[] RowNumbers, int RowsRead, int RowsDropped);
