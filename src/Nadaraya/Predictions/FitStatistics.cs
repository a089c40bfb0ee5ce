using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Fitted values and what they say of the fit: R², degrees of freedom, residual scale.</summary>
internal static class FitStatistics
{
    /// <summary>One summary a target.</summary>
    /// <param name="fitted">The model's sample and engine.</param>
    /// <param name="leaveOneOut">Leave-one-out predictions by target, or null for a single row.</param>
    /// <param name="stability">Where signed weights count as cancelled.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    public static FitSummary[] Of(Fitted fitted, double[][]? leaveOneOut, double stability, Run run)
    {
        Sample sample = fitted.Sample;
        int n = sample.Count;
        Score score = fitted.Engine.Request.Score;
        Points queries = Points.Queries(fitted.Engine.Request.Keys.Columns, n);
        Moments moments = fitted.Sum(queries, Leave.Nobody, run, Wanted.Squares);
        double trace = 0;
        double traceOfSquares = 0;
        double totalWeight = 0;
        for (int i = 0; i < n; i++)
        {
            double total = moments.Weight(i);
            totalWeight += sample.Weight(i);
            if (!Steady.At(moments, sample.Payload, i, stability))
            {
                continue;
            }

            // hᵢᵢ = k(0)vᵢ/D and Σ_j ℓ_ij² = Σw²/D², both relative to the same shift.
            double multiplicity = sample.Weight(i) / sample.LeftOut(i);
            trace += Math.Exp(score.LogWeightAtZero - moments.Shift(i) + Math.Log(sample.Weight(i))) / total;
            traceOfSquares += moments.SquaredWeights[i] / (total * total) * multiplicity;
        }

        return [.. Enumerable.Range(0, sample.Payload.Targets).Select(t =>
            OfTarget(fitted, moments, t, leaveOneOut?[t], stability, trace, traceOfSquares, totalWeight))];
    }

    private static FitSummary OfTarget(
        Fitted fitted,
        Moments moments,
        int target,
        double[]? leaveOneOut,
        double stability,
        double trace,
        double traceOfSquares,
        double totalWeight)
    {
        Sample sample = fitted.Sample;
        Payload payload = sample.Payload;
        double[] c = payload.Columns[target];
        double rss = 0, tss = 0, fss = 0, cross = 0, loo = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            double v = sample.Weight(i);
            double fit = Steady.At(moments, payload, i, stability) ? moments.Target(i, target) / moments.Weight(i) : 0;
            rss += v * (c[i] - fit) * (c[i] - fit);
            tss += v * c[i] * c[i];
            fss += v * fit * fit;
            cross += v * c[i] * fit;
            if (leaveOneOut is not null)
            {
                double e = c[i] - ((leaveOneOut[i] / payload.Scales[target]) - payload.Centers[target]);
                loo += v * e * e;
            }
        }

        double scale = payload.Scales[target];
        double freedom = sample.Size - (2 * trace) + traceOfSquares;
        return new(
            sample.Data.TargetNames[target],
            tss > 0 ? 1 - (rss / tss) : null,
            tss > 0 && fss > 0 ? cross * cross / (tss * fss) : tss > 0 ? 0 : null,
            leaveOneOut is not null && tss > 0 ? 1 - (loo / tss) : null,
            leaveOneOut is not null ? Math.Sqrt(loo / totalWeight) * scale : null,
            freedom > 1e-9 * sample.Size ? Math.Sqrt(rss / totalWeight * sample.Size / freedom) * scale : null,
            trace);
    }
}
