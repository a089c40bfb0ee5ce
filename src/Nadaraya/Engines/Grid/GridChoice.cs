namespace Nadaraya.Engines;

/// <summary>Which cells get a local polynomial, and which cells those look at: a function of the keys alone.</summary>
internal sealed class GridChoice
{
    private readonly GridKeys keys;
    private readonly double worthwhile;
    private readonly bool[] chosen;
    private GridTargets? besides;

    /// <param name="keys">The keys in their cells.</param>
    /// <param name="worthwhile">A cell gets one where the keys in reach times the keys in it are at least so many.</param>
    /// <param name="run">Threads and cancellation.</param>
    public GridChoice(GridKeys keys, double worthwhile, Run run)
    {
        (this.keys, this.worthwhile) = (keys, worthwhile);
        GridOrder order = keys.Order;
        chosen = new bool[order.Count];
        run.ForBlocks(order.Count, 256, (from, to) =>
        {
            List<(int From, int To)> runs = [];
            for (int cell = from; cell < to; cell++)
            {
                chosen[cell] = IsWorthwhile(order[cell], order.Start(cell + 1) - order.Start(cell), runs);
            }
        });
        Slots = new int[order.Count];
        List<ulong> targets = [];
        for (int cell = 0; cell < chosen.Length; cell++)
        {
            Slots[cell] = chosen[cell] ? targets.Count : -1;
            if (chosen[cell])
            {
                targets.Add(order[cell]);
            }
        }

        Targets = new(keys.Layout, [.. targets]);
        Sources = 2 * targets.Count >= order.Count ? [.. Enumerable.Range(0, order.Count)] : Near();
    }

    /// <summary>The slot of each cell that holds keys, or −1.</summary>
    public int[] Slots { get; }

    /// <summary>Cells that hold keys.</summary>
    public GridTargets Targets { get; }

    /// <summary>The cells that targets and the cells beside them look at, in order; where that is most of them, all.</summary>
    public int[] Sources { get; }

    /// <summary>The targets, and behind them the empty cells beside them that are worth it.</summary>
    public GridTargets WithBesides(Run run) =>
        besides ??= new(keys.Layout, [.. Enumerable.Range(0, Targets.Count).Select(slot => Targets[slot]), .. Beside(run)]);

    /// <summary>Empty cells beside targets that so many keys reach that a query in every second of them is worth their polynomials.</summary>
    private ulong[] Beside(Run run)
    {
        GridLayout layout = keys.Layout;
        HashSet<ulong> candidates = [];
        long[] at = new long[layout.Dimensions];
        int ways = layout.Dimensions == 2 ? 9 : 27;
        for (int slot = 0; slot < Targets.Count; slot++)
        {
            for (int way = 0; way < ways; way++)
            {
                ulong number = 0;
                for (int j = 0, code = way; j < at.Length; j++, code /= 3)
                {
                    number |= (ulong)(layout.Coordinate(Targets[slot], j) + (code % 3) - 1) << layout.Shift(j);
                }

                if (keys.Order.Find(number) < 0)
                {
                    _ = candidates.Add(number);
                }
            }
        }

        ulong[] ordered = [.. candidates.Order()];
        bool[] good = new bool[ordered.Length];
        run.ForBlocks(ordered.Length, 256, (from, to) =>
        {
            List<(int From, int To)> runs = [];
            for (int k = from; k < to; k++)
            {
                good[k] = IsWorthwhile(ordered[k], 0.5, runs);
            }
        });
        return [.. ordered.Where((_, k) => good[k])];
    }

    /// <summary>Whether keys in reach times queries are many; in a small box first, where most cells have enough.</summary>
    private bool IsWorthwhile(ulong number, double queries, List<(int From, int To)> runs)
    {
        if (queries * queries >= worthwhile)
        {
            return true;
        }

        for (int part = 4; part >= 1; part /= 2)
        {
            Around(number, part, 0, runs);
            double reached = 0;
            foreach ((int from, int to) in runs)
            {
                reached += keys.Order.Start(to) - keys.Order.Start(from);
            }

            if (queries * reached >= worthwhile)
            {
                return true;
            }
        }

        return false;
    }

    private int[] Near()
    {
        int[] edges = new int[chosen.Length + 1];
        List<(int From, int To)> around = [];
        for (int slot = 0; slot < Targets.Count; slot++)
        {
            Around(Targets[slot], 1, 1, around);
            foreach ((int first, int end) in around)
            {
                edges[first]++;
                edges[end]--;
            }
        }

        List<int> sources = [];
        int covered = 0;
        for (int cell = 0; cell < chosen.Length; cell++)
        {
            covered += edges[cell];
            if (covered > 0)
            {
                sources.Add(cell);
            }
        }

        return [.. sources];
    }

    /// <summary>The runs of cells in a part of the reach and some more cells.</summary>
    private void Around(ulong number, int part, int more, List<(int From, int To)> runs)
    {
        GridLayout layout = keys.Layout;
        Span<long> low = stackalloc long[layout.Dimensions];
        Span<long> high = stackalloc long[layout.Dimensions];
        for (int j = 0; j < low.Length; j++)
        {
            long at = layout.Coordinate(number, j);
            long reach = (layout.Reach[j] / part) + more;
            (low[j], high[j]) = (Math.Max(at - reach, 0), Math.Min(at + reach, layout.Extents[j] - 1));
        }

        keys.Around(number, low, high, double.PositiveInfinity, runs);
    }
}
