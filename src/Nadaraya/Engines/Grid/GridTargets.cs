namespace Nadaraya.Engines;

/// <summary>Which occupied cells get a local polynomial, and which cells those look at: a function of the keys alone.</summary>
internal sealed class GridTargets
{
    /// <param name="keys">The keys in their cells.</param>
    /// <param name="worthwhile">A cell is expanded where the keys in reach times the keys in it are at least so many.</param>
    /// <param name="run">Threads and cancellation.</param>
    public GridTargets(GridKeys keys, double worthwhile, Run run)
    {
        int cells = keys.Order.Count;
        bool[] chosen = new bool[cells];
        run.ForBlocks(cells, 256, (from, to) =>
        {
            List<(int From, int To)> runs = [];
            for (int cell = from; cell < to; cell++)
            {
                chosen[cell] = IsWorthwhile(keys, cell, worthwhile, runs);
            }
        });
        int[] edges = new int[cells + 1];
        List<(int From, int To)> around = [];
        List<(ulong Reversed, ulong Number)> targets = [];
        Slots = new int[cells];
        for (int cell = 0; cell < cells; cell++)
        {
            Slots[cell] = -1;
            if (!chosen[cell])
            {
                continue;
            }

            Slots[cell] = targets.Count;
            targets.Add((Reversed(keys.Layout, keys.Order[cell]), keys.Order[cell]));
            InReach(keys, cell, around);
            foreach ((int first, int end) in around)
            {
                edges[first]++;
                edges[end]--;
            }
        }

        List<int> sources = [];
        int covered = 0;
        for (int cell = 0; cell < cells; cell++)
        {
            covered += edges[cell];
            if (covered > 0)
            {
                sources.Add(cell);
            }
        }

        Sources = [.. sources];
        Places = [.. Enumerable.Range(0, targets.Count).OrderBy(k => targets[k].Reversed)];
        Numbers = [.. Places.Select(k => targets[k].Number)];
    }

    /// <summary>The slot of each cell's polynomial, or −1.</summary>
    public int[] Slots { get; }

    /// <summary>The number of polynomials.</summary>
    public int Count => Numbers.Length;

    /// <summary>The targets' numbers in the order of their last coordinate, then the one before.</summary>
    public ulong[] Numbers { get; }

    /// <summary>Their slots, in this order.</summary>
    public int[] Places { get; }

    /// <summary>The cells that some target looks at, in order.</summary>
    public int[] Sources { get; }

    private static bool IsWorthwhile(GridKeys keys, int cell, double worthwhile, List<(int From, int To)> runs)
    {
        double own = keys.Order.Start(cell + 1) - keys.Order.Start(cell);
        if (own * own >= worthwhile)
        {
            return true;
        }

        InReach(keys, cell, runs);
        double reached = 0;
        foreach ((int from, int to) in runs)
        {
            reached += keys.Order.Start(to) - keys.Order.Start(from);
        }

        return own * reached >= worthwhile;
    }

    private static void InReach(GridKeys keys, int cell, List<(int From, int To)> runs)
    {
        GridLayout layout = keys.Layout;
        Span<long> low = stackalloc long[layout.Dimensions];
        Span<long> high = stackalloc long[layout.Dimensions];
        for (int j = 0; j < low.Length; j++)
        {
            // The margin is wider than the reach.
            long at = layout.Coordinate(keys.Order[cell], j);
            (low[j], high[j]) = (at - layout.Reach[j], at + layout.Reach[j]);
        }

        keys.Around(keys.Order[cell], low, high, double.PositiveInfinity, runs);
    }

    private static ulong Reversed(GridLayout layout, ulong cell)
    {
        ulong reversed = 0;
        int shift = 0;
        for (int j = 0; j < layout.Dimensions; j++)
        {
            reversed |= (ulong)layout.Coordinate(cell, j) << shift;
            shift += 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)layout.Extents[j]);
        }

        return reversed;
    }
}
