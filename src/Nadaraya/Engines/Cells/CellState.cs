using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Keys in their cells at one bandwidth: the grid, the expansions, and the windows for what they do not cover.</summary>
internal sealed class CellState : IDisposable
{
    /// <summary>Keys that span at most so many cells are taken as they come, others are put in ascending order.</summary>
    public const int MostScattered = 4096;

    private const double SquareTolerance = 1e-9; // of Σ w², which only the effective sample size needs
    private readonly PoolingRequest request;
    private readonly double allowed;
    private readonly bool isOrdered;
    private readonly CellMoments moments;
    private readonly Lock building = new();
    private CellMoments? squareMoments;
    private AscendingKeys? ascending;
    private GaussianWindows? windows;
    private TiltedCells? tilted;

    /// <param name="request">A request that the cells engine serves.</param>
    /// <param name="run">Threads and cancellation.</param>
    public CellState(PoolingRequest request, Run run)
    {
        this.request = request;
        allowed = request.Tolerance / 3; // from sums to averages: docs/numerics.md, "The contract"
        double bandwidth = request.Score.Single!.Bandwidths[0];
        Grid = CellGrid.For(request.Keys.Largest, bandwidth)!;
        Scale = 1 / bandwidth;
        First = Grid.Of(request.Keys.Least(0));
        long span = Grid.Of(request.Keys.Least(0) + request.Keys.Range(0)) - First + 2; // the sum may be rounded over a border
        Span = span <= MostScattered ? (int)span : 0;
        isOrdered = request.Keys.AreAscending || Span == 0;
        Sequence = request.Keys.AreAscending || !isOrdered ? KeySequence.AsTheyCome(request) : KeySequence.InOrder(Ascending);

        // What all keys beyond the reach could add is then under what is allowed beside a single key at the query.
        int order = request.Basis.WeightTerms - 1;
        double most = Math.Max(1e5, Sequence.Count) * Math.Pow(10, order);
        int reach = (int)Math.Ceiling(Math.Sqrt(2 * Math.Log(most / allowed)) / Grid.Width);
        moments = Moments(Sequence.Columns, reach, run, out ExpansionChoice choice);
        Expansions = new(
            moments, moments.IsWhole ? moments.Totals : Ascending.Totals, new GaussianTranslation(Grid.Width, TaylorSums.Terms, reach, order: order), allowed, choice, run);
    }

    /// <summary>The grid.</summary>
    public CellGrid Grid { get; }

    /// <summary>The first cell.</summary>
    public long First { get; }

    /// <summary>How many cells from there on hold all keys; 0 where they are too many to be told apart by a table.</summary>
    public int Span { get; }

    /// <summary>The keys in the order they are summed in.</summary>
    public KeySequence Sequence { get; }

    /// <summary>The cells that hold keys.</summary>
    public OccupiedCells Cells => moments.Cells;

    /// <summary>1/h.</summary>
    public double Scale { get; }

    /// <summary>How many columns are summed.</summary>
    public int Columns => moments.Columns;

    /// <summary>The expansions of all columns.</summary>
    public LocalExpansions Expansions { get; }

    /// <summary>The expansions of Σ w²; null until they are asked for.</summary>
    public LocalExpansions? Squares { get; private set; }

    /// <summary>The keys in ascending order, put there when the first asks: many calls need no order.</summary>
    public AscendingKeys Ascending
    {
        get
        {
            lock (building)
            {
                return ascending ??= AscendingKeys.Of(request);
            }
        }
    }

    /// <summary>Sums key by key.</summary>
    public GaussianWindows Windows
    {
        get
        {
            lock (building)
            {
                return windows ??= new(ascending ??= AscendingKeys.Of(request), Grid.Bandwidth, allowed, request.Basis.WeightTerms - 1);
            }
        }
    }

    /// <summary>The polynomials beyond all keys.</summary>
    public TiltedCells Tilted
    {
        get
        {
            lock (building)
            {
                bool withSquares = Squares is not null;
                return tilted = tilted?.WithSquares == withSquares ? tilted : new(ascending ??= AscendingKeys.Of(request), Grid, allowed, withSquares);
            }
        }
    }

    /// <summary>Builds the expansions of Σ w², once.</summary>
    public void BuildSquares(Run run)
    {
        if (Squares is not null)
        {
            return;
        }

        int reach = (int)Math.Ceiling(Math.Sqrt(Math.Log(Math.Max(1e5, Sequence.Count) / SquareTolerance)) / Grid.Width);
        squareMoments = Moments([Sequence.Squares], reach, run, out ExpansionChoice choice);
        Squares = new(
            squareMoments, squareMoments.IsWhole ? squareMoments.Totals : [Ascending.SquareTotal], new GaussianTranslation(Grid.Width, TaylorSums.Terms, reach, squared: true), SquareTolerance, choice, run);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        moments.Dispose();
        squareMoments?.Dispose();
        Expansions.Dispose();
        Squares?.Dispose();
    }

    private CellMoments Moments(double[][] columns, int reach, Run run, out ExpansionChoice choice)
    {
        if (!isOrdered)
        {
            CellMoments scattered = CellMoments.Scattered(Sequence, columns, Grid, First, Span, run);
            choice = new(scattered.Cells, reach, everywhere: true);
            return scattered;
        }

        OccupiedCells cells = moments is null ? OccupiedCells.Of(Sequence.Keys, Sequence.Count, Grid) : moments.Cells;
        choice = new(cells, reach, everywhere: false);
        return CellMoments.Ascending(Sequence, columns, Grid, cells, choice.Sources(), run);
    }
}
