using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>The least Σ u² from a query to a key: over the query's own cell, then over the cells that may hold a nearer one.</summary>
/// <param name="keys">The keys in their cells.</param>
internal sealed class GridNearest(GridKeys keys)
{
    private readonly List<(int From, int To)> runs = [];
    private readonly double[] edges = new double[2 * keys.Layout.Dimensions];
    private ulong cell;
    private int own;

    /// <summary>Turns to the queries of a cell that holds keys.</summary>
    public void MoveTo(ulong number, int place)
    {
        (cell, own) = (number, place);
        for (int j = 0; j < keys.Layout.Dimensions; j++)
        {
            long at = keys.Layout.Coordinate(number, j);
            edges[2 * j] = keys.Layout.Border(at, j);
            edges[(2 * j) + 1] = keys.Layout.Border(at + 1, j);
        }
    }

    /// <summary>The least Σ u² at a query of the cell.</summary>
    public double At(ReadOnlySpan<double> query)
    {
        GridLayout layout = keys.Layout;
        double least = ScaledSquares.Nearest(keys.Order.Columns, keys.Order.Start(own), keys.Order.Start(own + 1), query, layout.Scales);
        double apart = Math.Sqrt(least) * (1 + 1e-12);
        bool inside = true;
        Span<long> low = stackalloc long[query.Length];
        Span<long> high = stackalloc long[query.Length];
        for (int j = 0; j < query.Length; j++)
        {
            long at = layout.Coordinate(cell, j);
            double below = (query[j] - edges[2 * j]) * layout.Scales[j];
            double above = (edges[(2 * j) + 1] - query[j]) * layout.Scales[j];
            low[j] = apart < below ? at : Math.Max(at - 1 - (long)((apart - below) / layout.Widths[j]), 0);
            high[j] = apart < above ? at : Math.Min(at + 1 + (long)((apart - above) / layout.Widths[j]), layout.Extents[j] - 1);
            inside &= low[j] == high[j];
        }

        if (inside)
        {
            return least;
        }

        keys.Around(cell, low, high, double.PositiveInfinity, runs);
        foreach ((int from, int to) in runs)
        {
            if (from != own || to != own + 1)
            {
                least = Math.Min(least, ScaledSquares.Nearest(keys.Order.Columns, keys.Order.Start(from), keys.Order.Start(to), query, layout.Scales));
            }
        }

        return least;
    }
}
