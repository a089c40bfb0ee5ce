namespace Nadaraya.Data;

/// <summary>The rows in which no column lacks a value.</summary>
internal static class KeptRows
{
    /// <summary>The rows kept, from 0 and increasing, or null where all are.</summary>
    public static int[]? Find(Table table, double[][] columns)
    {
        if (!Array.Exists(columns, c => Array.Exists(c, double.IsNaN)))
        {
            return null;
        }

        List<int> kept = new(table.Rows);
        for (int row = 0; row < table.Rows; row++)
        {
            if (Array.TrueForAll(columns, c => !double.IsNaN(c[row])))
            {
                kept.Add(row);
            }
        }

        return [.. kept];
    }

    public static double[] Take(double[] values, int[]? kept) => kept is null ? values : Array.ConvertAll(kept, row => values[row]);

    public static int[] Numbers(int[]? kept, int rows) =>
        kept is null ? [.. Enumerable.Range(1, rows)] : Array.ConvertAll(kept, row => row + 1);
}
