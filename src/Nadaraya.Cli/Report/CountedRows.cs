namespace Nadaraya.Cli;

/// <summary>The rows that take part: those whose weight is not 0. Leave-one-out predictions are one for each of them.</summary>
internal static class CountedRows
{
    /// <summary>The rows, from 0.</summary>
    public static int[] Of(Dataset data)
    {
        double[] weights = data.Weights.ToArray();
        return [.. Enumerable.Range(0, data.Rows).Where(i => weights.Length == 0 || weights[i] > 0)];
    }

    /// <summary>The values of some rows.</summary>
    public static double[] Take(ReadOnlySpan<double> column, int[] rows)
    {
        double[] values = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            values[i] = column[rows[i]];
        }

        return values;
    }
}
