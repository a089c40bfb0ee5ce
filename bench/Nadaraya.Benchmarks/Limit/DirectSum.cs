using Nadaraya.Pooling;

namespace Nadaraya.Benchmarks;

/// <summary>Σ w c/Σ w by its definition, key by key, with compensated additions: what errors are measured against, good to about 1e-15.</summary>
internal static class DirectSum
{
    private const int Random = 20;
    private const int Outermost = 20;

    /// <summary>The largest error over random and outermost queries, as a share of the weighted mean of |c| there; infinite where one has a value and the other not.</summary>
    /// <param name="request">What was computed: the Gaussian or the Epanechnikov kernel.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="moments">What came out.</param>
    /// <param name="leaveOwn">Whether query i left out key i.</param>
    public static double LargestError(PoolingRequest request, Points queries, Moments moments, bool leaveOwn = false)
    {
        double largest = 0;
        foreach (int query in Sample(queries))
        {
            (double value, double spread)? truth = At(request, queries, query, leaveOwn ? query : -1);
            if (truth is not var (value, spread) || !moments.HasWeight(query))
            {
                largest = truth is null == !moments.HasWeight(query) ? largest : double.PositiveInfinity;
                continue;
            }

            double off = Math.Abs((moments.Target(query, 0) / moments.Weight(query)) - value);
            largest = Math.Max(largest, off == 0 ? 0 : off / spread);
        }

        return largest;
    }

    private static IEnumerable<int> Sample(Points queries)
    {
        Random random = new(7);
        double[] lengths = [.. Enumerable.Range(0, queries.Count).Select(i => queries.Columns.Sum(c => c[i] * c[i]))];
        return Enumerable.Range(0, Random).Select(_ => random.Next(queries.Count))
            .Concat(Enumerable.Range(0, queries.Count).OrderByDescending(i => lengths[i]).Take(Outermost));
    }

    private static (double Value, double Spread)? At(PoolingRequest request, Points queries, int query, int skip)
    {
        SingleKernel single = request.Score.Single!;
        bool compact = single.Kernel is Epanechnikov;
        double[] c = request.Payload.Columns[0];
        Compensated total = default, sum = default, spread = default;
        for (int i = 0; i < request.Keys.Count; i++)
        {
            double squares = 0;
            double inside = 1;
            for (int j = 0; j < request.Keys.Dimensions; j++)
            {
                double apart = Math.Abs(queries.Columns[j][query] - request.Keys.Columns[j][i]);
                double u = apart / single.Bandwidths[j];
                squares += u * u;
                inside *= apart < single.Bandwidths[j] ? (1 - u) * (1 + u) : 0;
            }

            double w = i == skip ? 0 : compact ? inside : Math.Exp(squares / -2);
            if (w > 0)
            {
                total.Add(w);
                sum.Add(w * c[i]);
                spread.Add(w * Math.Abs(c[i]));
            }
        }

        return total.Value > 0 ? (sum.Value / total.Value, spread.Value / total.Value) : null;
    }

    /// <summary>A sum that carries what its additions round away (Neumaier).</summary>
    private struct Compensated
    {
        private double sum;
        private double lost;

        public readonly double Value => sum + lost;

        public void Add(double x)
        {
            double next = sum + x;
            lost += Math.Abs(sum) >= Math.Abs(x) ? sum - next + x : x - next + sum;
            sum = next;
        }
    }
}
