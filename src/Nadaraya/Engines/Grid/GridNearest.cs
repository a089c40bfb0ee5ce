using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>The least Σ u² from a query to a key: over the query's own cell, then over those cells around it that may hold a nearer key.</summary>
/// <param name="keys">The keys in their cells.</param>
/// <param name="inStrips">The same keys, strip by strip.</param>
internal sealed class GridNearest(GridKeys keys, GridStrips inStrips)
{
    private readonly List<(int From, int To)> runs = [];
    private readonly List<(int Place, int Way)> beside = [];
    private readonly double[] edges = new double[2 * keys.Layout.Dimensions];
    private readonly double[] apart = new double[3 * keys.Layout.Dimensions];
    private ulong cell;
    private int own;

    /// <summary>Turns to the queries of a cell.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="place">Its place among those that hold keys, or −1.</param>
    public void MoveTo(ulong number, int place)
    {
        GridLayout layout = keys.Layout;
        (cell, own) = (number, place);
        Span<long> low = stackalloc long[layout.Dimensions];
        Span<long> high = stackalloc long[layout.Dimensions];
        for (int j = 0; j < layout.Dimensions; j++)
        {
            long at = layout.Coordinate(number, j);
            edges[2 * j] = layout.Border(at, j);
            edges[(2 * j) + 1] = layout.Border(at + 1, j);
            (low[j], high[j]) = (Math.Max(at - 1, 0), Math.Min(at + 1, layout.Extents[j] - 1));
        }

        beside.Clear();
        keys.Around(number, low, high, double.PositiveInfinity, runs);
        foreach ((int from, int to) in runs)
        {
            for (int other = from; other < to; other++)
            {
                int way = 0;
                for (int j = 0; j < layout.Dimensions; j++)
                {
                    way = (3 * way) + (int)(layout.Coordinate(keys.Order[other], j) - layout.Coordinate(number, j)) + 1;
                }

                if (other != place)
                {
                    beside.Add((other, way));
                }
            }
        }
    }

    /// <summary>The least Σ u² at a query of the cell, to which some key is near.</summary>
    public double At(ReadOnlySpan<double> query)
    {
        GridLayout layout = keys.Layout;
        double least = double.PositiveInfinity;
        double strips = layout.Strips(query[^1], cell);
        if (own >= 0)
        {
            InStrips(own, strips, query, ref least);
        }

        double ring = double.PositiveInfinity; // how far the cells beside the own one reach at least
        for (int j = 0; j < query.Length; j++)
        {
            double below = Math.Max((query[j] - edges[2 * j]) * layout.Scales[j], 0);
            double above = Math.Max((edges[(2 * j) + 1] - query[j]) * layout.Scales[j], 0);
            (apart[3 * j], apart[(3 * j) + 1], apart[(3 * j) + 2]) = (below * below, 0, above * above);
            ring = Math.Min(ring, Math.Min(below, above) + layout.Widths[j]);
        }

        foreach ((int place, int way) in beside)
        {
            double distance = query.Length == 3
                ? apart[way / 9] + apart[3 + (way / 3 % 3)] + apart[6 + (way % 3)]
                : apart[way / 3] + apart[3 + (way % 3)];
            if (distance * (1 - 1e-12) < least)
            {
                InStrips(place, strips - (((way % 3) - 1) * GridStrips.Count), query, ref least);
            }
        }

        double reach = ring * (1 - 1e-12);
        while (!(Math.Sqrt(least) <= reach))
        {
            // A wider and wider box holds the nearest in the end.
            reach = Math.Min(2 * reach, Math.Sqrt(least) * (1 + 1e-12));
            Within(query, reach, ref least);
        }

        return least;
    }

    /// <summary>Looks at a cell's strips from the query's on, or from the one beside it, until those left are too far.</summary>
    /// <param name="place">The cell's place.</param>
    /// <param name="above">How many strips the query lies above the cell's lower end.</param>
    /// <param name="query">q.</param>
    /// <param name="least">The least square so far.</param>
    private void InStrips(int place, double above, ReadOnlySpan<double> query, ref double least)
    {
        double width = keys.Layout.Widths[^1] / GridStrips.Count * (1 - 1e-9);
        int from = Math.Max(GridStrips.Of(above) - 1, 0);
        int to = Math.Min(from + 3, GridStrips.Count);
        least = Math.Min(least, Nearest(inStrips.Start(place, from), inStrips.Start(place, to), query));
        while (true)
        {
            double reach = Math.Sqrt(least);
            int lower = from > 0 && (above - from) * width < reach ? Math.Max(from - 2, 0) : from;
            int upper = to < GridStrips.Count && (to - above) * width < reach ? Math.Min(to + 2, GridStrips.Count) : to;
            if (lower == from && upper == to)
            {
                return;
            }

            least = Math.Min(least, Nearest(inStrips.Start(place, lower), inStrips.Start(place, from), query));
            least = Math.Min(least, Nearest(inStrips.Start(place, to), inStrips.Start(place, upper), query));
            (from, to) = (lower, upper);
        }
    }

    /// <summary>Looks at all cells within a distance, in bandwidths.</summary>
    private void Within(ReadOnlySpan<double> query, double reach, ref double least)
    {
        GridLayout layout = keys.Layout;
        Span<long> low = stackalloc long[query.Length];
        Span<long> high = stackalloc long[query.Length];
        for (int j = 0; j < query.Length; j++)
        {
            long at = layout.Coordinate(cell, j);
            long cells = (long)Math.Min(reach / layout.Widths[j], layout.Extents[j]) + 1;
            (low[j], high[j]) = (Math.Max(at - cells, 0), Math.Min(at + cells, layout.Extents[j] - 1));
        }

        keys.Around(cell, low, high, double.PositiveInfinity, runs);
        foreach ((int from, int to) in runs)
        {
            least = Math.Min(least, Nearest(keys.Order.Start(from), keys.Order.Start(to), query));
        }
    }

    private double Nearest(int from, int to, ReadOnlySpan<double> query) =>
        from < to ? ScaledSquares.Nearest(inStrips.Columns, from, to, query, keys.Layout.Scales) : double.PositiveInfinity;
}
