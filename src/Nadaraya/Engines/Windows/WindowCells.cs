using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>Keys in cells of a little under half the reach, or a quarter where the kernel has many terms, so that of the cells around a query's only those at its window's ends are cut.</summary>
internal sealed class WindowCells
{
    /// <summary>The most that a pitch is of the reach.</summary>
    public const double Part = 0.49;

    private readonly CellGrid grid;

    private WindowCells(AscendingKeys keys, CompactLanes kernel, CellGrid grid)
    {
        this.grid = grid;
        Keys = keys;
        Kernel = kernel;
        Occupied = OccupiedCells.Of(keys.Keys, keys.Count, grid);
    }

    /// <summary>The keys in order.</summary>
    public AscendingKeys Keys { get; }

    /// <summary>The kernel.</summary>
    public CompactLanes Kernel { get; }

    /// <summary>The cells that hold keys.</summary>
    public OccupiedCells Occupied { get; }

    /// <summary>The pitch in units of the reach.</summary>
    public double Width => grid.Pitch * Kernel.Scale;

    /// <summary>The cells; null where no grid of exact borders exists.</summary>
    public static WindowCells? Of(AscendingKeys keys, double largest, CompactLanes kernel) =>
        CellGrid.For(largest, kernel.Reach, kernel.Power > 1 ? Part / 2 : Part) is CellGrid grid ? new(keys, kernel, grid) : null;

    /// <summary>The centre of the cell at a place.</summary>
    public double Centre(int place) => grid.Centre(Occupied[place]);

    /// <summary>The lower border of the cell at a place.</summary>
    public double Border(int place) => grid.Border(Occupied[place]);

    /// <summary>The upper border of the cell at a place.</summary>
    public double EndBorder(int place) => grid.Border(Occupied[place] + 1);

    /// <summary>The place of a query's cell, −1 where it holds no key.</summary>
    public int PlaceOf(double query) => Occupied.PlaceOf(grid.Of(query));
}
