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
        Polynomials = moments.Expand(choice.Targets, run);
    }

    /// <summary>The grid.</summary>
    public GridLayout Layout { get; }

    /// <summary>The keys.</summary>
    public GridKeys Keys { get; }

    /// <summary>The polynomials of cells that hold keys.</summary>
    public GridPolynomials Polynomials { get; }

    /// <summary>Those of Σ w²; null until wanted.</summary>
    public GridPolynomials? Squares { get; private set; }

    /// <summary>The polynomials of empty cells beside them; null until wanted.</summary>
    public GridPolynomials? Beside { get; private set; }

    /// <summary>Those of Σ w²; null until wanted.</summary>
    public GridPolynomials? SquaresBeside { get; private set; }

    /// <summary>Makes what is wanted.</summary>
    /// <param name="squares">Σ w².</param>
    /// <param name="empty">Empty cells, where queries are other points than the keys.</param>
    /// <param name="run">Threads and cancellation.</param>
    public void Want(bool squares, bool empty, Run run)
    {
        if (squares)
        {
            // A narrower Gaussian on the same cells takes more terms.
            squareMoments ??= new(Keys, [Keys.Squares], [Keys.SquareTotal], choice.Sources, Layout.Terms + 4, squared: true, run);
            Squares ??= squareMoments.Expand(choice.Targets, run);
        }

        if (empty && (Beside is null || (squares && SquaresBeside is null)))
        {
            GridTargets targets = choice.Beside(run);
            besides ??= Enumerable.Range(0, targets.Count).ToDictionary(slot => targets[slot]);
            Beside ??= moments.Expand(targets, run);
            SquaresBeside ??= squares ? squareMoments!.Expand(targets, run) : null;
        }
    }

    /// <summary>The polynomials that hold a cell's, and its slot there; −1 where its queries are summed key by key.</summary>
    /// <param name="number">The cell's number.</param>
    /// <param name="place">Its place among those that hold keys, or −1.</param>
    public (GridPolynomials Of, GridPolynomials? Squares, int Slot) Find(ulong number, int place) => place >= 0
        ? (Polynomials, Squares, choice.Slots[place])
        : (Beside!, SquaresBeside, besides!.GetValueOrDefault(number, -1));

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
