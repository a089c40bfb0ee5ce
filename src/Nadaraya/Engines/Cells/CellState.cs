using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Keys in their cells at one bandwidth: the grid, the expansions, and the windows for what they do not cover.</summary>
internal sealed class CellState
{
    private readonly double bandwidth;

    /// <param name="request">A request that the cells engine serves.</param>
    /// <param name="run">Threads and cancellation.</param>
    public CellState(PoolingRequest request, Run run)
    {
        bandwidth = request.Score.Single!.Bandwidths[0];
        double allowed = request.Tolerance / 3;
        Grid = CellGrid.For(request.Keys.Largest, bandwidth)!;
        Keys = AscendingKeys.Of(request);
        Cells = new(Keys.Keys, Keys.Count, Grid);

        // What all keys beyond the reach could add is then under what is allowed beside a single key at the query.
        Reach = (int)Math.Ceiling(Math.Sqrt(2 * Math.Log(Math.Max(1e5, Keys.Count) / allowed)) / Grid.Width);
        Scale = 1 / bandwidth;
        Expansions = Expand(Keys.Columns, Keys.Totals, squared: false, run);
        Windows = new(Keys, bandwidth, allowed);
        Columns = Keys.Columns.Length;
    }

    /// <summary>The grid.</summary>
    public CellGrid Grid { get; }

    /// <summary>The keys in order.</summary>
    public AscendingKeys Keys { get; }

    /// <summary>The cells that hold keys.</summary>
    public OccupiedCells Cells { get; }

    /// <summary>R, how many cells away a cell is still looked at.</summary>
    public int Reach { get; }

    /// <summary>1/h.</summary>
    public double Scale { get; }

    /// <summary>How many columns are summed.</summary>
    public int Columns { get; }

    /// <summary>The expansions of all columns.</summary>
    public LocalExpansions Expansions { get; }

    /// <summary>Sums key by key.</summary>
    public GaussianWindows Windows { get; }

    /// <summary>Expansions of columns on these cells.</summary>
    public LocalExpansions Expand(double[][] columns, double[] totals, bool squared, Run run) => new(
        Grid, Cells, Keys.Keys, columns, totals, Scale, new GaussianTranslation(Grid.Width, Numerics.TaylorSums.Terms, Reach, squared), run);

    /// <summary>The part of each key, in ascending order, that goes when its row is left out; empty where all of it does.</summary>
    public double[] Gone(Leave.LeaveRow leave)
    {
        if (leave.Parts is not double[] kept)
        {
            return [];
        }

        double[] gone = new double[Keys.Count];
        for (int i = 0; i < gone.Length; i++)
        {
            gone[i] = 1 - kept[Keys.Rows[i]];
        }

        return gone;
    }
}
