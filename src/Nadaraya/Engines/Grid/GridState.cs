using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Keys in their cells at some bandwidths, with the polynomials of those cells that many keys reach; what not every call wants is made when it is.</summary>
internal sealed class GridState
{
    private readonly GridChoice choice;
    private readonly GridMoments moments;
    private GridMoments? squareMoments;
    private Dictionary<ulong, int>? besides;

    /// <param name="request">A request that the grid serves.</param>
    /// <param name="eagerness">As in <see cref="GridEngine"/>.</param>
    /// <param name="run">Threads and cancellation.</param>
    public GridState(PoolingRequest request, double eagerness, Run run)
    {
        Layout = GridLayout.For(request)!;
        Keys = new(request, Layout, run);
        choice = new(Keys, GridCosts.Worthwhile(Layout, Keys.Columns.Length) / eagerness, run);
        moments = new(Keys, Keys.Columns, Keys.Totals, choice.Sources, Layout.Terms, squared: false, run);
    }

    /// <summary>The grid.</summary>
    public GridLayout Layout { get; }

    /// <summary>The keys.</summary>
    public GridKeys Keys { get; }

    /// <summary>The polynomials of cells that hold keys, behind them those of empty cells beside them; null until wanted.</summary>
    public GridPolynomials? Polynomials { get; private set; }

    /// <summary>Those of Σ w²; null until wanted.</summary>
    public GridPolynomials? Squares { get; private set; }

    /// <summary>The keys as the nearest one is looked for; null until wanted.</summary>
    public GridStrips? Strips { get; private set; }

    /// <summary>Makes what is wanted. A polynomial is the same whichever others are made with it, but together they share most of the work.</summary>
    /// <param name="squares">Σ w².</param>
    /// <param name="nearest">The nearest keys.</param>
    /// <param name="empty">Empty cells, where queries are other points than the keys.</param>
    /// <param name="run">Threads and cancellation.</param>
    public void Want(bool squares, bool nearest, bool empty, Run run)
    {
        Strips ??= nearest ? new(Keys, run) : null;
        bool grows = empty && besides is null;
        GridTargets targets = empty || besides is not null ? choice.WithBesides(run) : choice.Targets;

        // Who walks meanwhile finds the cells that it knows in their slots, before and after.
        if (grows || Polynomials is null)
        {
            Polynomials = moments.Expand(targets, run);
        }

        if (squares ? grows || Squares is null : grows && Squares is not null)
        {
            // A narrower Gaussian on the same cells takes more terms.
            squareMoments ??= new(Keys, [Keys.Squares], [Keys.SquareTotal], choice.Sources, Layout.Terms + 4, squared: true, run);
            Squares = squareMoments.Expand(targets, run);
        }

        if (grows)
        {
            besides = Enumerable.Range(choice.Targets.Count, targets.Count - choice.Targets.Count).ToDictionary(slot => targets[slot]);
        }
    }

    /// <summary>The slot of a cell's polynomials; −1 where its queries are summed key by key.</summary>
    /// <param name="number">The cell's number.</param>
    /// <param name="place">Its place among those that hold keys, or −1.</param>
    public int Find(ulong number, int place) => place >= 0 ? choice.Slots[place] : besides!.GetValueOrDefault(number, -1);

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
