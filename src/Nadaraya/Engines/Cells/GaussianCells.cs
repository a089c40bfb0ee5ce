using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The cells engine with its keys in place: O(keys + queries), and every query within the tolerance by proof.</summary>
/// <remarks>
/// Each cell's keys become sixteen Taylor moments; a cell that many keys reach gets one local polynomial from the moments around it, and its queries are
/// that polynomial's values. Queries in other cells, and those whose cell can't be shown good, are summed key by key. Which of the two follows from the
/// keys and the query alone. A row that is left out is taken off where the cell's proof holds without it, else it is never added.
/// </remarks>
internal sealed class GaussianCells(PoolingRequest request) : WalkingEngine(request)
{
    private readonly double allowed = request.Tolerance / 3; // from sums to averages: docs/numerics.md, "The contract"
    private readonly Lock building = new();
    private CellState? state;

    protected override bool ServesParts => true;

    protected override double Walk(Points queries, Leave leave, Moments moments, Adjoint? adjoint, Run run)
    {
        moments.Restart();
        if (leave is Leave.LeaveRow && state is null)
        {
            // A search asks once at each bandwidth: the memory goes back for the next.
            using CellState passing = new(Request, run with { Progress = null });
            return Walk(passing, queries, leave, moments, adjoint, run);
        }

        return Walk(Build(moments.SquaredWeights.Length > 0, run with { Progress = null }), queries, leave, moments, adjoint, run);
    }

    private double Walk(CellState built, Points queries, Leave leave, Moments moments, Adjoint? adjoint, Run run)
    {
        if (moments.SquaredWeights.Length > 0)
        {
            built.BuildSquares(run with { Progress = null });
        }

        // Keys that were put in order are walked in order.
        bool inOrder = AreTheKeys(queries) && built.Sequence.Rows is not null;
        double[] q = inOrder ? built.Sequence.Keys : queries.Columns[0];
        int[]? rows = inOrder ? built.Sequence.Rows : null;
        bool ascend = AreTheKeys(queries) && (inOrder || Request.Keys.AreAscending);
        LeftOut? leftOut = leave is Leave.LeaveRow row ? new(row, KeySequence.AsTheyCome(Request)) : null;
        MomentTerms terms = new(Request, sloping: adjoint is not null);
        int block = CellWalk.LengthFor(moments);
        double[] partial = new double[(queries.Count + block - 1) / block];
        run.ForBlocks(queries.Count, block, (from, to) =>
        {
            Slopes? slopes = adjoint is null ? null : new(adjoint, moments.Sums.Length);
            using CellWalk walk = new(built, terms, moments, leftOut, slopes, allowed, run.Cancellation);
            walk.Walk(q, rows, ascend, from, to);
            walk.Finish();
            partial[from / block] = slopes?.Gradient ?? 0;
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
            state ??= new(Request, run);
            if (withSquares)
            {
                state.BuildSquares(run);
            }

            return state;
        }
    }
}
