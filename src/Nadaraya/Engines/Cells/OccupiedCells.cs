using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>The cells of a grid that hold keys, in order, and how many keys come before each.</summary>
internal sealed class OccupiedCells
{
    private const int MostTabled = 1 << 16; // beyond, cells are looked up by bisection
    private readonly int[]? table;
    private readonly long[] cells;
    private readonly int[] starts;

    /// <param name="cells">Cells in ascending order.</param>
    /// <param name="starts">The keys in cells before each, and all keys at the end.</param>
    public OccupiedCells(long[] cells, int[] starts)
    {
        (this.cells, this.starts) = (cells, starts);
        if (cells[^1] - cells[0] < MostTabled)
        {
            table = new int[cells[^1] - cells[0] + 1];
            table.AsSpan().Fill(-1);
            for (int place = 0; place < cells.Length; place++)
            {
                table[cells[place] - cells[0]] = place;
            }
        }
    }

    /// <summary>How many cells hold keys.</summary>
    public int Count => cells.Length;

    /// <summary>The cell at a place.</summary>
    public long this[int place] => cells[place];

    /// <summary>The cells of ascending keys.</summary>
    public static OccupiedCells Of(double[] keys, int count, CellGrid grid)
    {
        List<long> cells = [];
        List<int> starts = [];
        ReadOnlySpan<double> all = keys.AsSpan(0, count);
        for (int at = 0; at < count;)
        {
            long cell = grid.Of(keys[at]);
            cells.Add(cell);
            starts.Add(at);
            at = Order.FirstNotUnder(all, at + 1, grid.Border(cell + 1));
        }

        return new([.. cells], [.. starts, count]);
    }

    /// <summary>The places of the cells no further than a distance from one, from … to − 1, walking on from those of the place before.</summary>
    public (int From, int To) Around(int place, int distance, int from, int to)
    {
        while (cells[from] < cells[place] - distance)
        {
            from++;
        }

        while (to < cells.Length && cells[to] <= cells[place] + distance)
        {
            to++;
        }

        return (from, to);
    }

    /// <summary>The number of keys in the cells before a place: in ascending order the first key of its cell.</summary>
    public int Start(int place) => starts[place];

    /// <summary>The place of a cell; −1 where it holds no key.</summary>
    public int PlaceOf(long cell)
    {
        if (table is not null)
        {
            return (ulong)(cell - cells[0]) < (ulong)table.Length ? table[cell - cells[0]] : -1;
        }

        return Math.Max(Array.BinarySearch(cells, cell), -1);
    }

    /// <summary>The place of a cell, looked for first behind another place: cells are mostly asked for in order.</summary>
    public int PlaceOf(long cell, int before) =>
        table is null && (uint)(before + 1) < (uint)cells.Length && cells[before + 1] == cell ? before + 1 : PlaceOf(cell);

    /// <summary>The place of the cell that holds a key.</summary>
    public int PlaceOfKey(int key)
    {
        int found = Array.BinarySearch(starts, key);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>The first place whose cell is not under a cell.</summary>
    public int FirstNotUnder(long cell)
    {
        int found = Array.BinarySearch(cells, cell);
        return found >= 0 ? found : ~found;
    }
}
