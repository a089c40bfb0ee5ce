using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Keys in their cells at some bandwidths, with the expansions of those cells that many keys reach.</summary>
internal sealed class GridState
{
    private readonly GridTargets targets;

    /// <param name="request">A request that the grid serves.</param>
    /// <param name="run">Threads and cancellation.</param>
    public GridState(PoolingRequest request, Run run)
    {
        Layout = GridLayout.For(request)!;
        Keys = new(request, Layout, run);
        targets = new(Keys, GridCosts.Worthwhile(Layout, Keys.Columns.Length), run);
        Expansions = new(Keys, Keys.Columns, Keys.Totals, targets, Layout.Terms, squared: false, run);
    }

    /// <summary>The grid.</summary>
    public GridLayout Layout { get; }

    /// <summary>The keys.</summary>
    public GridKeys Keys { get; }

    /// <summary>The expansions of all columns.</summary>
    public GridExpansions Expansions { get; }

    /// <summary>The expansions of Σ w²: a narrower Gaussian on the same cells, which takes more terms.</summary>
    public GridExpansions Square(Run run) => new(Keys, [Keys.Squares], [Keys.SquareTotal], targets, Layout.Terms + 4, squared: true, run);

    /// <summary>The part of each key, in the order of the cells, that goes when its row is left out; empty where all of it does.</summary>
    public double[] Gone(Leave.LeaveRow leave)
    {
        if (leave.Parts is not double[] kept)
        {
            return [];
        }

        double[] gone = new double[Keys.Count];
        for (int i = 0; i < gone.Length; i++)
        {
            gone[i] = 1 - kept[Keys.Order.Rows[i]];
        }

        return gone;
    }
}
