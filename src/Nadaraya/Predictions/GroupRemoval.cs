using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>m̂(q) − m̂₋G(q): what the value at a query owes to each group of rows, without a fit for each. Not for two threads at once.</summary>
/// <remarks>
/// Of a weighted average Σ_G w(y − m̂)/(Σw − Σ_G w), O(n) for all groups. Where less than a thousandth is left beside a group, for local polynomials and for heads, the sums are taken again without
/// it, O(n) each. Centred and over the target's scale.
/// </remarks>
/// <param name="engine">The exact engine over the rows, in any order.</param>
/// <param name="groupOfKey">The group of every key, from 0.</param>
/// <param name="groups">How many there are.</param>
/// <param name="stability">Where signed weights count as cancelled.</param>
internal sealed class GroupRemoval(PreparedEngine engine, int[] groupOfKey, int groups, double stability)
{
    private const double Trusted = 1e-3;

    private readonly PoolingRequest request = engine.Request;
    private readonly bool isAverage = engine.Request.Basis.TargetTerms == 1 && engine.Request.Heads.Count == 0; // of one score
    private readonly double[] shares = new double[groups];

    /// <summary>The change of each group; NaN where no weight is left without it.</summary>
    /// <param name="at">The queries.</param>
    /// <param name="moments">Their sums over the same rows; where they are relative to a key, it must be of this order.</param>
    /// <param name="query">The query.</param>
    /// <param name="fit">The local fit, solved there.</param>
    /// <param name="target">The target.</param>
    /// <param name="changes">One a group.</param>
    public void Changes(Points at, Moments moments, int query, LocalFit fit, int target, Span<double> changes)
    {
        double value = fit.Coefficients[target, 0];
        double total = moments.Weight(query);
        double[] sums = new double[groups];
        shares.AsSpan().Clear();
        double[] y = request.Payload.Columns[target];
        if (isAverage)
        {
            engine.Visit(at, query, Leave.Nobody, moments, (start, weights) =>
            {
                for (int i = 0; i < weights.Length; i++)
                {
                    int group = groupOfKey[start + i];
                    shares[group] += weights[i];
                    sums[group] += weights[i] * (y[start + i] - value);
                }
            });
        }

        for (int g = 0; g < groups; g++)
        {
            double rest = total - shares[g];
            changes[g] = isAverage && Math.Abs(rest) >= Trusted * Math.Abs(total)
                ? sums[g] / rest
                : value - ValueWithout.Of(engine, at.Alone(query), Leave.Group([g], groupOfKey), stability, target);
        }
    }
}
