namespace Nadaraya.Engines;

/// <summary>What the parts of the grid engine cost, in nanoseconds of one thread: fixed constants.</summary>
internal static class GridCosts
{
    private const double Pair = 1.5; // one query and one key, key by key
    private const double Step = 0.12; // one multiplication and addition of a translation

    /// <summary>A cell is expanded where the keys in reach times the keys in the cell are at least so many: under that, adding key by key is faster.</summary>
    public static double Worthwhile(GridLayout layout, int columns) => Translation(layout.Dimensions, layout.Terms, layout.Reach.Max(), columns) / Pair;

    /// <summary>The translation of a cell's polynomials: (2R + 1)·P^(d+1) steps an axis and a column, and as much again for rows that few targets share.</summary>
    public static double Translation(int dimensions, int terms, int reach, int columns) =>
        2.0 * columns * dimensions * ((2 * reach) + 1) * Math.Pow(terms, dimensions + 1) * Step;
}
