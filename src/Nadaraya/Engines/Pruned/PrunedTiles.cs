using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The pruned engine with its keys in place.</summary>
/// <remarks>
/// Queries are taken in the order of their own kd tree, so that neighbours find the same tiles in the caches; each is summed by itself, over tiles that
/// follow from it and the keys alone. What can't be shown good, and totals that underflow, are left to the dense engine.
/// </remarks>
internal sealed class PrunedTiles(PoolingRequest request) : PreparedEngine(request)
{
#if DEBUG
    private const int Block = 5;
#else
    private const int Block = 128;
#endif

    private readonly Lock building = new();
    private TiledKeys? keys;
    private PoolingRequest? ordered;

    public override void Sum(Points queries, Leave leave, Moments moments, Run run)
    {
        if (IsServed(leave))
        {
            _ = Walk(queries, leave, moments, null, run);
        }
        else
        {
            Dense.Sum(queries, leave, moments, run);
        }
    }

    public override double[] SumAndPull(Points queries, Leave leave, Moments moments, Adjoint adjoint, Run run) =>
        Request.Basis.WeightTerms != 1 ? base.SumAndPull(queries, leave, moments, adjoint, run)
        : IsServed(leave) ? Walk(queries, leave, moments, adjoint, run)
        : Dense.SumAndPull(queries, leave, moments, adjoint, run);

    public override double[] Pull(Points queries, Leave leave, Moments moments, double[][] adjoints, Run run)
    {
        if (Request.Basis.WeightTerms != 1)
        {
            return Dense.Pull(queries, leave, moments, adjoints, run);
        }

        // The walk gives the same sums again, relative to the same keys.
        void Adjoin(int query, Span<double> adjoint)
        {
            for (int k = 0; k < adjoint.Length; k++)
            {
                adjoint[k] = adjoints[k][query];
            }
        }

        return SumAndPull(queries, leave, new Moments(queries.Count, Request), Adjoin, run);
    }

    private static bool IsServed(Leave leave) => leave is Leave.LeaveNobody or Leave.LeaveRow;

    private double[] Walk(Points queries, Leave leave, Moments moments, Adjoint? adjoint, Run run)
    {
        run.Cancellation.ThrowIfCancellationRequested();
        moments.Restart();
        (TiledKeys tiled, PoolingRequest inOrder) = Build(run.Cancellation);
        int[] order = Order(queries, tiled, run.Cancellation);
        bool[] failed = new bool[queries.Count];
        int parameters = Request.Score.Parameters;
        double[] partial = new double[(queries.Count + Block - 1) / Block * parameters];
        run.ForBlocks(queries.Count, Block, (from, to) =>
        {
            PrunedWalk walk = new(tiled, inOrder, queries, leave, moments, keepsWeights: adjoint is not null);
            Span<double> gradient = partial.AsSpan(from / Block * parameters, parameters);
            foreach (int query in order.AsSpan(from, to - from))
            {
                failed[query] = !walk.Sum(query);
                if (adjoint is not null && !failed[query])
                {
                    walk.Pull(query, adjoint, gradient);
                }
            }

            moments.Bound(walk.ErrorBound);
        });
        double[] total = new double[parameters];
        for (int k = 0; k < partial.Length; k++)
        {
            total[k % parameters] += partial[k];
        }

        new Remainder(Dense, queries, [.. Enumerable.Range(0, failed.Length).Where(q => failed[q])]).Sum(leave, moments, adjoint, total, run);
        return total;
    }

    /// <summary>Puts the keys in order, once.</summary>
    private (TiledKeys Keys, PoolingRequest Ordered) Build(CancellationToken cancellation)
    {
        lock (building)
        {
            keys ??= TiledKeys.Of(Request, cancellation);
            ordered ??= keys.Ordered(Request);
            return (keys, ordered);
        }
    }

    /// <summary>The order to take queries in: neighbours after one another.</summary>
    private int[] Order(Points queries, TiledKeys tiled, CancellationToken cancellation)
    {
        bool self = queries.Count == Request.Keys.Count && queries.Columns.SequenceEqual(Request.Keys.Columns);
        if (queries.Count <= Block)
        {
            return [.. Enumerable.Range(0, queries.Count)];
        }

        return self ? tiled.Order.Order.Rows : KdOrders.New(queries, Request.Keys, Request.Score.Single!.Bandwidths, cancellation).Order.Rows;
    }
}
