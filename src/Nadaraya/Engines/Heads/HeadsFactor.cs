using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Stands where a request of heads has no one score: all it knows is what each key weighs at itself, in weights of sum one. Asked for anything else it throws, so that no engine takes heads for equal weights.</summary>
/// <param name="request">The request without this factor.</param>
internal sealed class HeadsFactor(PoolingRequest request) : Factor
{
    private readonly Lazy<double[]> own = new(() => Own(request));

    private static InvalidOperationException None => new("A mixture of heads has no one score: its weights are visited, head by head.");

    /// <inheritdoc/>
    public override void Multiply(Points queries, int query, int start, Span<double> weights) => throw None;

    /// <inheritdoc/>
    public override void AddLogRatio(Points queries, int query, int start, int reference, Span<double> log) => throw None;

    /// <inheritdoc/>
    public override double LogScore(Points queries, int query, int key) => throw None;

    /// <inheritdoc/>
    public override void AddSlopes(Points queries, int query, int start, int column, Span<double> slopes) => throw None;

    /// <inheritdoc/>
    public override double LogWeightAt(int key) => own.Value[key];

    /// <summary>ln Σ_h π_h k_h(xᵢ, xᵢ)/W_h(xᵢ), before row weights; one sum over all keys.</summary>
    private static double[] Own(PoolingRequest request)
    {
        int n = request.Keys.Count;
        HeadsTiles tiles = new(request, head => Planner.Shipped.Prepare(head, n));
        Moments[] sums = tiles.SumHeads(Points.Queries(request.Keys.Columns, n), Leave.Nobody, new Run(0, default));
        double[] logs = new double[n];
        for (int i = 0; i < n; i++)
        {
            double[] shares = tiles.Shares(h => sums[h].HasWeight(i));
            double sum = 0;
            for (int h = 0; h < shares.Length; h++)
            {
                double log = request.Heads[h].Score.Factors.Sum(factor => factor.LogWeightAt(i)) - sums[h].Shift(i);
                sum += shares[h] > 0 ? shares[h] * Math.Exp(log) / sums[h].Weight(i) : 0;
            }

            logs[i] = Math.Log(sum);
        }

        return logs;
    }
}
