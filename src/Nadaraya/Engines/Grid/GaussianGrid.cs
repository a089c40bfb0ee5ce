using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The grid engine with its keys in place: every query within the tolerance by proof.</summary>
/// <remarks>
/// Each cell's keys become P^d Taylor moments; a cell that many keys reach gets one local polynomial from the moments around it, axis by axis, and its queries are
/// that polynomial's values. Queries in other cells, and those whose cell can't be shown good, are summed over the keys near them; the few for which no window is
/// enough by the dense engine. Which of the three follows from the keys and the query alone.
/// </remarks>
/// <param name="request">What is computed.</param>
/// <param name="eagerness">As in <see cref="GridEngine"/>.</param>
internal sealed class GaussianGrid(PoolingRequest request, double eagerness) : PreparedEngine(request)
{
    private const int Chunk = 1 << 20; // queries that are put in order together
    private const int Pieces = 16;
    private readonly Lock building = new();
    private GridState? state;

    public override void Sum(Points queries, Leave leave, Moments moments, Run run)
    {
        if (IsServed(queries, leave, moments.Wanted))
        {
            _ = Walk(queries, leave, moments, null, run);
        }
        else
        {
            Dense.Sum(queries, leave, moments, run);
        }
    }

    public override double[] SumAndPull(Points queries, Leave leave, Moments moments, Adjoint adjoint, Run run) =>
        IsServed(queries, leave, moments.Wanted) ? Walk(queries, leave, moments, adjoint, run) : Dense.SumAndPull(queries, leave, moments, adjoint, run);

    public override double[] Pull(Points queries, Leave leave, Moments moments, double[][] adjoints, Run run)
    {
        // The walk gives the same sums again, relative to the same keys.
        return SumAndPull(
            queries,
            leave,
            new Moments(queries.Count, Request),
            (query, adjoint) =>
            {
                for (int k = 0; k < adjoint.Length; k++)
                {
                    adjoint[k] = adjoints[k][query];
                }
            },
            run);
    }

    private bool AreTheKeys(Points queries)
    {
        bool same = queries.Count == Request.Keys.Count;
        for (int j = 0; j < Request.Keys.Dimensions; j++)
        {
            same &= queries.Columns[j] == Request.Keys.Columns[j];
        }

        return same;
    }

    private bool IsServed(Points queries, Leave leave, Wanted wanted) => leave == Leave.Nobody
        || (leave is Leave.LeaveRow { IsEachItself: true } && wanted == Wanted.Sums && AreTheKeys(queries));

    private double[] Walk(Points queries, Leave leave, Moments moments, Adjoint? adjoint, Run run)
    {
        moments.Restart();
        bool withSquares = moments.SquaredWeights.Length > 0;
        bool self = AreTheKeys(queries);
        GridState built = Build(withSquares, moments.Wanted.HasFlag(Wanted.Nearest), !self, run);
        double[] gradient = new double[Request.Keys.Dimensions];
        List<int> failed = [];
        if (self)
        {
            double[]? gone = leave is Leave.LeaveRow row ? built.Gone(row) : null;
            Walk(built, built.Keys.Order, gone, moments, adjoint, gradient, failed, run);
        }
        else
        {
            for (int from = 0; from < queries.Count; from += Chunk)
            {
                int to = Math.Min(from + Chunk, queries.Count);
                GridOrder order = new(built.Layout, queries.Columns, from, to, run with { Progress = null });
                Walk(built, order, null, moments, adjoint, gradient, failed, run.Part((double)from / queries.Count, (double)to / queries.Count));
            }
        }

        new Remainder(Dense, queries, [.. failed]).Sum(leave, moments, adjoint, gradient, run);
        return gradient;
    }

    private void Walk(
        GridState built, GridOrder order, double[]? gone, Moments moments, Adjoint? adjoint, double[] gradient, List<int> failed, Run run)
    {
        List<(int Cell, int From, int To)> pieces = [];
        for (int cell = 0; cell < order.Count; cell++)
        {
            for (int from = order.Start(cell); from < order.Start(cell + 1); from += GridWalk.Most)
            {
                pieces.Add((cell, from, Math.Min(from + GridWalk.Most, order.Start(cell + 1))));
            }
        }

        (List<int> Failed, double[] Gradient)[] found = new (List<int>, double[])[(pieces.Count + Pieces - 1) / Pieces];
        run.ForBlocks(pieces.Count, Pieces, (first, end) =>
        {
            GridWalk walk = new(built, moments, adjoint, Request.Tolerance, run.Cancellation);
            for (int k = first; k < end; k++)
            {
                (int cell, int from, int to) = pieces[k];
                ulong number = order[cell];
                walk.Cell(order, from, to, number, order == built.Keys.Order ? cell : built.Keys.Order.Find(number), gone);
            }

            walk.Finish();
            found[first / Pieces] = (walk.Failed, walk.Gradient);
        });
        foreach ((List<int> left, double[] slopes) in found)
        {
            failed.AddRange(left);
            for (int j = 0; j < gradient.Length; j++)
            {
                gradient[j] += slopes[j];
            }
        }
    }

    /// <summary>Puts the keys into cells, once, on the threads of whoever asks first.</summary>
    private GridState Build(bool withSquares, bool withNearest, bool withEmpty, Run run)
    {
        lock (building)
        {
            Run quiet = run with { Progress = null };
            state ??= new(Request, eagerness, quiet);
            state.Want(withSquares, withNearest, withEmpty, quiet);
            return state;
        }
    }
}
