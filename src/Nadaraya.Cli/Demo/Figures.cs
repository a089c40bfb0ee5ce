namespace Nadaraya.Cli.Demo;

/// <summary>The pictures that several steps draw.</summary>
internal static class Figures
{
    /// <summary>The rows, the predictions at the test inputs, and the truth where it is known.</summary>
    public static Figure Fit(DemoRows rows, ChartText text, string title, string caption, IReadOnlyList<double?> predictions) => new(
        new FitChart
        {
            Title = title,
            XTitle = rows.XName,
            YTitle = rows.YName,
            X = rows.X,
            Y = rows.Y,
            CurveX = rows.Queries,
            Curve = Gaps(predictions),
            Truth = rows.TruthAtQueries,
        }.Draw(text),
        caption);

    /// <summary>One row a query, one column a key.</summary>
    public static Figure Heat(DemoRows rows, ChartText text, string title, string caption, double[,] weights) =>
        new(new AttentionHeatMap { Title = title, Grid = Grid(rows, weights) }.Draw(text), caption);

    /// <summary>One row a key, one column a query: the current edition's way.</summary>
    public static Figure HeatOfKeys(DemoRows rows, DemoText words, ChartText text, string title, string caption, double[,] weights)
    {
        int n = rows.X.Length;
        int m = rows.Queries.Length;
        double[] turned = new double[n * m];
        for (int i = 0; i < n; i++)
        {
            for (int q = 0; q < m; q++)
            {
                turned[(i * m) + q] = weights[q, i];
            }
        }

        // Rows and columns change places, and so do the words that the tooltip gives them.
        ChartText swapped = text with { Key = text.Query, Query = text.Key };
        AttentionGrid grid = AttentionGrid.FromMatrix(rows.X, rows.Queries, turned);
        return new(new AttentionHeatMap { Title = title, Grid = grid, XTitle = words.HeatQueries, YTitle = words.HeatKeys }.Draw(swapped), caption);
    }

    public static AttentionGrid Grid(DemoRows rows, double[,] weights)
    {
        double[] flat = new double[weights.Length];
        Buffer.BlockCopy(weights, 0, flat, 0, weights.Length * sizeof(double));
        return AttentionGrid.FromMatrix(rows.Queries, rows.X, flat);
    }

    /// <summary>A query without support is a gap in a curve.</summary>
    public static double[] Gaps(IReadOnlyList<double?> predictions) => [.. predictions.Select(p => p ?? double.NaN)];
}
