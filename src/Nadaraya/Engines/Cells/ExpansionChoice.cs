namespace Nadaraya.Engines;

/// <summary>Which of the cells that hold keys get a polynomial: those where that is faster than summing their queries key by key.</summary>
/// <remarks>It follows from the keys alone: as many queries as keys are expected in each cell.</remarks>
internal sealed class ExpansionChoice
{
    /// <summary>What the expansion of a cell costs, in pairs of a query and a key summed one by one: its own part, and for each cell in reach.</summary>
    private const long OwnCost = 200;
    private const long CellCost = 45;
    private readonly OccupiedCells cells;
    private readonly bool everywhere;
    private readonly int[] slots;

    /// <param name="cells">The cells.</param>
    /// <param name="reach">How many cells away keys matter.</param>
    /// <param name="everywhere">Whether all cells are expanded, whatever is faster.</param>
    public ExpansionChoice(OccupiedCells cells, int reach, bool everywhere)
    {
        (this.cells, this.everywhere, Reach) = (cells, everywhere, reach);
        slots = new int[cells.Count];
        List<int> targets = [];
        int low = 0;
        int high = 0;
        for (int place = 0; place < cells.Count; place++)
        {
            (low, high) = cells.Around(place, reach, low, high);
            bool isTarget = everywhere || (cells.Start(high) - cells.Start(low)) * (long)(cells.Start(place + 1) - cells.Start(place)) >= Cost(low, high);
            slots[place] = isTarget ? targets.Count : -1;
            if (isTarget)
            {
                targets.Add(place);
            }
        }

        Targets = [.. targets];
    }

    /// <summary>The places of the cells that are expanded.</summary>
    public int[] Targets { get; }

    /// <summary>How many cells away keys matter.</summary>
    public int Reach { get; }

    /// <summary>Where the polynomial of an occupied cell stands; −1 where its queries are summed key by key.</summary>
    public int Slot(int place) => slots[place];

    /// <summary>Whether an empty cell is expanded: where so many keys reach it that one query is worth it.</summary>
    public bool IsWorthwhile(long cell)
    {
        (int from, int to) = InReach(cell);
        return everywhere ? to > from : cells.Start(to) - cells.Start(from) >= Cost(from, to);
    }

    /// <summary>The places of the cells within reach of a cell, from … to − 1.</summary>
    public (int From, int To) InReach(long cell) => (cells.FirstNotUnder(cell - Reach), cells.FirstNotUnder(cell + Reach + 1));

    /// <summary>For each occupied cell whether any expansion may ask for its moments.</summary>
    public bool[] Sources()
    {
        bool[] found = new bool[cells.Count];
        int low = 0;
        int high = 0;
        int next = 0;
        for (int place = 0; place < found.Length; place++)
        {
            // An empty cell that it reaches has no key that is not within twice the reach of it.
            (low, high) = cells.Around(place, 2 * Reach, low, high);
            while (next < Targets.Length && cells[Targets[next]] < cells[place] - Reach)
            {
                next++;
            }

            found[place] = cells.Start(high) - cells.Start(low) >= Cost(0, 1) || (next < Targets.Length && cells[Targets[next]] <= cells[place] + Reach);
        }

        return found;
    }

    private static long Cost(int from, int to) => OwnCost + (CellCost * (to - from));
}
