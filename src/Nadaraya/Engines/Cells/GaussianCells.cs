using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The cells engine with its keys in place: O(keys + queries), and every query within the tolerance by proof.</summary>
/// <remarks>
/// Each cell's keys become sixteen Taylor moments; a cell that many keys reach gets one local polynomial from the moments around it, and its queries are
/// that polynomial's values. Queries in other cells, and those whose cell can't be shown good, are summed key by key. Which of the two follows from the
/// keys and the query alone. A row that is left out is taken off where the cell's proof holds without it, else it is never added.
/// </remarks>
internal sealed class GaussianCells : WalkingEngine
{
    private const int Block = 4096;
    private const double SquareTolerance = 1e-9; // of Σ w², which only the effective sample size needs

    private readonly double bandwidth;
    private readonly double scale;
    private readonly double allowed;
    private readonly Lock building = new();
    private CellState? state;
    private LocalExpansions? squares;

    public GaussianCells(PoolingRequest request)
        : base(request)
    {
        bandwidth = request.Score.Single!.Bandwidths[0];
        scale = 1 / bandwidth;

        // From sums to averages: docs/numerics.md, "The contract".
        allowed = request.Tolerance / 3;
    }

    protected override bool ServesParts => true;

    protected override double Walk(Points queries, Leave leave, Moments moments, Adjoint? adjoint, Run run)
    {
        moments.Restart();
        bool withSquares = moments.SquaredWeights.Length > 0;
        CellState built = Build(withSquares, run);
        bool self = AreTheKeys(queries);
        double[]? gone = leave is Leave.LeaveRow row ? built.Gone(row) : null;
        int count = queries.Count;
        double[] partial = new double[(count + Block - 1) / Block];
        run.ForBlocks(count, Block, (from, to) =>
        {
            CellWalk walk = new(built, withSquares ? squares : null, moments, adjoint, allowed, SquareTolerance);
            if (self)
            {
                walk.Keys(from, to, gone);
            }
            else
            {
                walk.Queries(queries.Columns[0], from, to);
            }

            partial[from / Block] = walk.Finish();
        });
        double gradient = 0;
        foreach (double part in partial)
        {
            gradient += part;
        }

        return gradient;
    }

    /// <summary>Puts the keys into cells, once, on the threads of whoever asks first.</summary>
    private CellState Build(bool withSquares, Run run)
    {
        lock (building)
        {
            Run quiet = run with { Progress = null };
            state ??= new(Request, quiet);
            squares ??= withSquares ? state.Expand([state.Keys.Squares], [state.Keys.SquareTotal], squared: true, quiet) : null;
            return state;
        }
    }
}
