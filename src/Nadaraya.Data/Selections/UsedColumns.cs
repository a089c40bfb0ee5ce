using System.Runtime.ExceptionServices;

namespace Nadaraya.Data;

/// <summary>Takes columns of numbers and of levels; the fault that stands first in the source is the one reported.</summary>
internal static class UsedColumns
{
    /// <summary>The columns, with NaN where a value is missing and that is allowed. Levels are indexes, by first appearance where the levels are not known yet.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Which, and how.</param>
    /// <param name="missing">Whether a missing value is a fault.</param>
    /// <param name="cancellation">Stops it.</param>
    public static double[][] Take(Table table, IReadOnlyList<UsedColumn> columns, MissingValues missing, CancellationToken cancellation)
    {
        // Twice: once here and once where the caller keeps its own copy.
        table.Budget.Check(2L * sizeof(double) * table.Rows * columns.Count, 0);
        double[][] values = new double[columns.Count][];
        int firstRow = int.MaxValue;
        int firstColumn = -1;
        for (int j = 0; j < values.Length; j++)
        {
            UsedColumn column = columns[j];
            values[j] = new double[table.Rows];
            int row = column.Levels is LevelReader levels
                ? levels.Read(table, column.Index, values[j], missing, cancellation)
                : NumberColumns.Parse(table, column.Index, values[j], missing, cancellation);
            if (row < firstRow)
            {
                (firstRow, firstColumn) = (row, j);
            }
        }

        if (firstColumn >= 0)
        {
            UsedColumn faulty = columns[firstColumn];
            ExceptionDispatchInfo.Throw(faulty.Levels is LevelReader levels ? levels.Error(table, firstRow, faulty.Index) : NumberColumns.Error(table, firstRow, faulty));
        }

        return values;
    }
}
