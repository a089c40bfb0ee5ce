namespace Nadaraya.Data;

/// <summary>Parses a column to doubles, on all cores.</summary>
internal static class NumberColumns
{
    private const int RowsAPart = 1 << 14;

    public static DataException Error(Table table, int row, UsedColumn column)
    {
        NumberFault fault = table.Parse(row, column.Index, out _);
        return table.At(row, column.Index).Error(NumberMessages.Describe(fault, table.Cell(row, column.Index, out _), column.Repair));
    }

    /// <summary>Fills in the numbers, NaN where a value is missing and that is allowed; gives the first row that is faulty, or <see cref="int.MaxValue"/>.</summary>
    public static int Parse(Table table, int column, double[] values, MissingValues missing, CancellationToken cancellation)
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
