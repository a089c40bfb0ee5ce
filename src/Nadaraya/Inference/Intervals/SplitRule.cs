using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>Split conformal intervals: something is fitted to one half of the rows, and how far the other half falls outside it is added on both sides.</summary>
/// <remarks>With l(x) ≤ u(x) and a unit s(x) of the fit, the score of a row is max(l − y, y − u)/s and the interval [l − Q s, u + Q s], Q the ⌈(1 − α)(m + 1)⌉-th smallest score.</remarks>
internal sealed class SplitRule : IntervalRule
{
    private readonly IntervalGroups groups;
    private readonly IEnvelope envelope;
    private readonly RankedScores[] ranked; // one a target

    /// <param name="model">The model.</param>
    /// <param name="groups">Rows that are judged by themselves.</param>
    /// <param name="half">Which rows are judged, ascending keys.</param>
    /// <param name="envelope">What was fitted to the others.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    public SplitRule(KernelRegression model, IntervalGroups groups, int[] half, IEnvelope envelope, Run run)
    {
        (this.groups, this.envelope) = (groups, envelope);
        Kind = IntervalFolds.Kind(model, IntervalKind.Split);
        Sample sample = model.Fitted.Sample;
        int[] groupOfKey = groups.OfKeys(sample);
        int[] groupOfRow = [.. half.Select(key => groupOfKey[key])];
        double[]? counts = sample.Counts is double[] all ? [.. half.Select(key => all[key])] : null;
        Envelopes at = envelope.At(IntervalFolds.QueriesAt(model, half), run);
        ranked = [.. sample.Targets.Select((y, t) => new RankedScores(
            [.. half.Select((key, i) => Math.Max(at.Low[t][i] - y[key], y[key] - at.High[t][i]) / at.Unit[t][i])], groupOfRow, groups.Count, counts))];
    }

    /// <inheritdoc/>
    public override IntervalKind Kind { get; }

    /// <inheritdoc/>
    public override IntervalEnds At(Queries queries, Predictions plain, double coverage, Run run)
    {
        IntervalEnds ends = IntervalEnds.None(ranked.Length, queries.Count);
        Envelopes at = envelope.At(queries, run);
        for (int q = 0; q < queries.Count; q++)
        {
            int group = groups.OfQuery(queries, q);
            if (plain.Supports[q] == Support.None || group < 0)
            {
                continue;
            }

            for (int t = 0; t < ranked.Length; t++)
            {
                double beyond = ranked[t].At(group, ranked[t].Rank(group, coverage)) * at.Unit[t][q];
                ends.Set(t, q, at.Low[t][q] - beyond, at.High[t][q] + beyond);
            }
        }

        return ends;
    }
}
