namespace Nadaraya.Data;

/// <summary>Parses columns to doubles, on all cores; the fault that stands first in the source is the one reported.</summary>
internal static class NumberColumns
{
    private const int RowsAPart = 1 << 14;

    /// <summary>The columns, with NaN where a value is missing and that is allowed.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Each column and what a user may do where it holds text.</param>
    /// <param name="missing">Whether a missing value is a fault.</param>
    /// <param name="cancellation">Stops parsing.</param>
    public static double[][] Parse(Table table, IReadOnlyList<(int Column, string Repair)> columns, MissingValues missing, CancellationToken cancellation)
    {
        // Twice: once here and once where the caller keeps its own copy.
        table.Budget.Check(2L * sizeof(double) * table.Rows * columns.Count, 0);
        double[][] values = new double[columns.Count][];
        int firstRow = int.MaxValue;
        int firstColumn = -1;
        for (int j = 0; j < values.Length; j++)
        {
            int row = Parse(table, columns[j].Column, values[j] = new double[table.Rows], missing, cancellation);
            if (row < firstRow)
            {
                (firstRow, firstColumn) = (row, j);
            }
        }

        return firstColumn < 0 ? values : throw Error(table, firstRow, columns[firstColumn]);
    }

    public static DataException Error(Table table, int row, (int Column, string Repair) column)
    {
        NumberFault fault = table.Parse(row, column.Column, out _);
        return table.At(row, column.Column).Error(NumberMessages.Describe(fault, table.Cell(row, column.Column, out _), column.Repair));
    }

    /// <summary>The first row that is faulty, or <see cref="int.MaxValue"/>.</summary>
    private static int Parse(Table table, int column, double[] values, MissingValues missing, CancellationToken cancellation)
    {
        int parts = (values.Length + RowsAPart - 1) / RowsAPart;
        int[] faults = new int[parts];
        try
        {
            _ = Parallel.For(0, parts, new ParallelOptions { CancellationToken = cancellation }, part =>
            {
                int end = Math.Min(values.Length, (part + 1) * RowsAPart);
                faults[part] = int.MaxValue;
                for (int row = part * RowsAPart; row < end; row++)
                {
                    NumberFault fault = table.Parse(row, column, out values[row]);
                    if (fault == NumberFault.Missing && missing == MissingValues.Drop)
                    {
                        values[row] = double.NaN;
                    }
                    else if (fault != NumberFault.None)
                    {
                        faults[part] = row;
                        return;
                    }
                }
            });
        }
        catch (AggregateException e) when (e.InnerExceptions.Count > 0)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }

        return faults.Min();
    }
}
