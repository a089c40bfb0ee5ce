namespace Nadaraya.Engines;

/// <summary>The cells of a grid that hold keys, in order, and where their keys stand among the sorted ones.</summary>
internal sealed class OccupiedCells
{
    private const int MostTabled = 1 << 20; // 4 MB: beyond, cells are looked up by bisection
    private readonly int[]? table;
    private readonly List<long> cells = [];
    private readonly List<int> starts = [];

    /// <param name="keys">Ascending keys.</param>
    /// <param name="count">Their number.</param>
    /// <param name="grid">The grid.</param>
    public OccupiedCells(double[] keys, int count, CellGrid grid)
    {
        for (int at = 0; at < count;)
        {
            long cell = grid.Of(keys[at]);
            cells.Add(cell);
            starts.Add(at);
            at = FirstFrom(keys, at + 1, count, grid.Border(cell + 1));
        }

        starts.Add(count);
        if (cells[^1] - cells[0] < MostTabled)
        {
            table = new int[cells[^1] - cells[0] + 1];
            table.AsSpan().Fill(-1);
            for (int place = 0; place < cells.Count; place++)
            {
                table[cells[place] - cells[0]] = place;
            }
        }
    }

    /// <summary>How many cells hold keys.</summary>
    public int Count => cells.Count;

    /// <summary>The cell at a place.</summary>
    public long this[int place] => cells[place];

    /// <summary>The first key of the cell at a place; at Count the end of all keys.</summary>
    public int Start(int place) => starts[place];

    /// <summary>The place of a cell; −1 where it holds no key.</summary>
    public int PlaceOf(long cell)
    {
        if (table is not null)
        {
            return (ulong)(cell - cells[0]) < (ulong)table.Length ? table[cell - cells[0]] : -1;
        }

        int found = cells.BinarySearch(cell);
        return Math.Max(found, -1);
    }

    /// <summary>The place of the cell that holds a key.</summary>
    public int PlaceOfKey(int key)
    {
        int found = starts.BinarySearch(key);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>The first place whose cell is not under a cell.</summary>
    public int FirstNotUnder(long cell)
    {
        int found = cells.BinarySearch(cell);
        return found >= 0 ? found : ~found;
    }

    /// <summary>The first key that is not under a border, by steps that double: cells hold many keys, or few.</summary>
    private static int FirstFrom(double[] keys, int low, int count, double border)
    {
        int step = 1;
        int high = low;
        while (high < count && keys[high] < border)
        {
            low = high + 1;
            high += step;
            step *= 2;
        }

        high = Math.Min(high, count);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (keys[middle] < border)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
