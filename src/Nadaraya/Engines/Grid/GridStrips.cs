namespace Nadaraya.Engines;

/// <summary>The keys of each cell in the order of sixteen strips along the last axis: where the nearest key is looked for.</summary>
internal sealed class GridStrips
{
    /// <summary>How many strips a cell has.</summary>
    public const int Count = 16;

    private readonly int[] starts;

    /// <param name="keys">The keys in their cells.</param>
    /// <param name="run">Threads and cancellation.</param>
    public GridStrips(GridKeys keys, Run run)
    {
        GridOrder order = keys.Order;
        starts = new int[(order.Count * Count) + 1];
        starts[^1] = keys.Count;
        Columns = [.. order.Columns.Select(c => (double[])c.Clone())];
        run.ForBlocks(order.Count, 64, (first, end) =>
        {
            Span<int> next = stackalloc int[Count + 1];
            for (int cell = first; cell < end; cell++)
            {
                Arrange(keys, cell, next);
            }
        });
    }

    /// <summary>The keys in this order, readable eight beyond their end.</summary>
    public double[][] Columns { get; }

    /// <summary>The place of the first key of a cell's strip; of strip 16 the end.</summary>
    public int Start(int cell, int strip) => starts[(cell * Count) + strip];

    /// <summary>The strip that lies a number of strips above a cell's lower end.</summary>
    public static int Of(double above) => (int)Math.Clamp(above, 0, Count - 1);

    private void Arrange(GridKeys keys, int cell, Span<int> next)
    {
        GridOrder order = keys.Order;
        (int from, int to) = (order.Start(cell), order.Start(cell + 1));
        double[] last = order.Columns[^1];
        next.Clear();
        for (int i = from; i < to; i++)
        {
            next[Of(keys.Layout.Strips(last[i], order[cell])) + 1]++;
        }

        next[0] = from;
        for (int strip = 0; strip < Count; strip++)
        {
            starts[(cell * Count) + strip] = next[strip];
            next[strip + 1] += next[strip];
        }

        for (int i = from; i < to; i++)
        {
            int place = next[Of(keys.Layout.Strips(last[i], order[cell]))]++;
            for (int j = 0; j < Columns.Length; j++)
            {
                Columns[j][place] = order.Columns[j][i];
            }
        }
    }
}
