using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Heads with their keys in place. The sums at a query are those of weights of sum one, Σ_h π_h w_h/W_h; of heads that no key reaches the others take the share.</summary>
/// <remarks>Sums are those of the heads' engines; a query's weights, and Σw² with them, take two walks of the dense engine a head, O(H·n) a query.</remarks>
internal sealed class HeadsTiles : PreparedEngine
{
    private const int Block = 64;
    private const int Tile = 256;

    private readonly IReadOnlyList<Head> heads;
    private readonly PreparedEngine[] engines;
    private readonly Lazy<DenseTiles>[] exact;

    /// <param name="request">A request of heads.</param>
    /// <param name="prepare">The engine of a head's own request.</param>
    public HeadsTiles(PoolingRequest request, Func<PoolingRequest, PreparedEngine> prepare)
        : base(request)
    {
        heads = request.Heads;
        engines = [.. heads.Select((_, h) => prepare(RequestOf(request, h)))];
        exact = [.. engines.Select((engine, h) => new Lazy<DenseTiles>(() => engine as DenseTiles ?? new(RequestOf(request, h))))];
    }

    /// <summary>The number of heads.</summary>
    public int Count => heads.Count;

    /// <summary>The exact engine of a request, of one score or of heads.</summary>
    public static PreparedEngine Exactly(PoolingRequest request) =>
        request.Heads.Count == 0 ? new DenseTiles(request) : new HeadsTiles(request, head => new DenseTiles(head));

    /// <summary>What a head by itself computes.</summary>
    public static PoolingRequest RequestOf(PoolingRequest request, int head) =>
        request with { Keys = request.Heads[head].Keys, Score = request.Heads[head].Score, Heads = [] };

    /// <summary>The dense engine of a head.</summary>
    public DenseTiles Exact(int head) => exact[head].Value;

    /// <summary>Queries as a head sees them.</summary>
    public Points Of(Points queries, int head) => ReferenceEquals(queries.Columns, Request.Keys.Columns)
        ? Points.Queries(heads[head].Keys.Columns, queries.Count)
        : Points.Queries(queries.Columns[heads[head].Column..(heads[head].Column + heads[head].Keys.Dimensions)], queries.Count);

    /// <summary>What each head counts where some may have no weight: π_h over the sum of those that have.</summary>
    /// <param name="reached">Whether a head has weight.</param>
    public double[] Shares(Func<int, bool> reached)
    {
        double[] shares = [.. heads.Select((head, h) => reached(h) ? head.Share : 0)];
        double total = shares.Sum();
        return total > 0 ? [.. shares.Select(share => share / total)] : shares;
    }

    /// <summary>The sums of every head by its own engine.</summary>
    /// <param name="queries">The queries of the mixture.</param>
    /// <param name="leave">Who is left out.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    /// <param name="wanted">What is wanted beside the sums.</param>
    public Moments[] SumHeads(Points queries, Leave leave, Run run, Wanted wanted = Wanted.Sums) =>
        [.. engines.Select((engine, h) => engine.Sum(Of(queries, h), leave, run.Part((double)h / Count, (h + 1.0) / Count), wanted))];

    public override void Sum(Points queries, Leave leave, Moments moments, Run run)
    {
        moments.Restart();
        bool squares = moments.Wanted.HasFlag(Wanted.Squares), nearest = moments.Wanted.HasFlag(Wanted.Nearest);
        Moments[] own = SumHeads(queries, leave, run.Part(0, squares ? 0.5 : 1), moments.Wanted & Wanted.Nearest);
        foreach (Moments sums in own)
        {
            moments.Bound(sums.ErrorBound);
            moments.CountRepaired(sums.Repaired);
        }

        run.Part(squares ? 0.5 : 1, 1).ForBlocks(queries.Count, Block, (from, to) =>
        {
            double[] weights = new double[squares ? Request.Keys.Count : 0];
            for (int q = from; q < to; q++)
            {
                double[] shares = Shares(h => own[h].HasWeight(q));
                moments.Sums[0][q] = shares.Any(share => share > 0) ? 1 : 0;
                for (int t = 0; t < moments.Targets; t++)
                {
                    double value = 0;
                    for (int h = 0; h < shares.Length; h++)
                    {
                        value += shares[h] > 0 ? shares[h] * (own[h].Target(q, t) / own[h].Weight(q)) : 0;
                    }

                    moments.Sums[moments.Column(t)][q] = value;
                }

                if (nearest)
                {
                    moments.LogNearest[q] = Enumerable.Range(0, Count).Where(h => heads[h].Share > 0).Max(h => own[h].LogNearest[q]);
                }

                if (squares)
                {
                    Fill(queries, q, leave, weights);
                    moments.SquaredWeights[q] = SquaresOf(weights);
                }
            }
        });
    }

    public override double[] Pull(Points queries, Leave leave, Moments moments, double[][] adjoints, Run run) =>
        throw new InvalidOperationException("A mixture of heads is pulled back head by head.");

    public override void Visit(Points queries, int query, Leave leave, Moments moments, WeightVisitor visitor)
    {
        double[] weights = new double[Request.Keys.Count];
        Fill(queries, query, leave, weights);
        for (int start = 0; start < weights.Length; start += Tile)
        {
            visitor(start, weights.AsSpan(start, Math.Min(Tile, weights.Length - start)));
        }
    }

    /// <summary>Σ_h π_h w_h/W_h of every key at a query.</summary>
    private void Fill(Points queries, int query, Leave leave, double[] weights)
    {
        Leave own = leave switch
        {
            Leave.LeaveNobody => leave,
            Leave.LeaveRow row => Leave.Row([row.Rows[query]], row.Parts),
            _ => new LeaveAt(leave, query),
        };
        Points[] points = [.. Enumerable.Range(0, Count).Select(h => Of(queries, h).Alone(query))];
        Moments[] sums = [.. points.Select((at, h) => Exact(h).Sum(at, own, new Run(1, default)))];
        double[] shares = Shares(h => sums[h].HasWeight(0));
        weights.AsSpan().Clear();
        for (int h = 0; h < Count; h++)
        {
            double share = shares[h] / sums[h].Weight(0);
            if (shares[h] > 0)
            {
                Exact(h).Visit(points[h], 0, own, sums[h], (start, w) =>
                {
                    for (int i = 0; i < w.Length; i++)
                    {
                        weights[start + i] += share * w[i];
                    }
                });
            }
        }
    }

    /// <summary>Σ w²; a key of count c is c rows of w/c each.</summary>
    private double SquaresOf(double[] weights)
    {
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * weights[i] * (Request.Score.InverseCounts?[i] ?? 1);
        }

        return sum;
    }

    /// <summary>Who is left out at one of many queries, as the only one.</summary>
    private sealed class LeaveAt(Leave leave, int query) : Leave
    {
        public override void Apply(int alone, int start, Span<double> weights) => leave.Apply(query, start, weights);

        public override double Kept(int alone, int key) => leave.Kept(query, key);
    }
}
