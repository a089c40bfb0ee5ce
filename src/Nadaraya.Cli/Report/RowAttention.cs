namespace Nadaraya.Cli;

/// <summary>The attention of rows on rows as a grid, both in one order.</summary>
internal static class RowAttention
{
    /// <summary>The weights; of many rows some are queries, spread evenly over the order.</summary>
    /// <param name="model">The model.</param>
    /// <param name="places">The value of each row of the data that orders it, finite.</param>
    /// <param name="rows">The rows that take part.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="most">The most cells a side.</param>
    public static AttentionGrid Of(
        KernelRegression model, double[] places, int[] rows, CancellationToken cancellation, int most = AttentionGrid.DefaultMaximum)
    {
        int[] order = [.. rows.OrderBy(row => places[row])];
        int count = Math.Min(order.Length, AttentionGrid.DefaultMaximum);
        int[] queries = [.. Enumerable.Range(0, count).Select(i => order[(int)((long)i * order.Length / count)])];
        return AttentionGrid.FromRows([.. queries.Select(i => places[i])], places, (query, destination) =>
        {
            cancellation.ThrowIfCancellationRequested();
            double[] weights = model.Predict(ShownQuery.OfRow(model, queries[query]).Values).Attention.Weights();
            if (weights.Length == 0)
            {
                destination.Fill(double.NaN);
            }
            else
            {
                weights.CopyTo(destination);
            }
        }, most);
    }
}
