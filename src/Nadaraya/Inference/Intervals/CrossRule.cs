using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>CV+: order statistics of m̂₋ₖ(x) ± R_i, with the model fitted, bandwidths and all, without the fold k that a row is in, and R_i its error there.</summary>
internal sealed class CrossRule : IntervalRule
{
    private readonly IntervalGroups groups;
    private readonly KernelRegression[] models;
    private readonly RankedScores[] ranked; // one a target
    private readonly int[] foldOfKey;

    /// <param name="model">The model.</param>
    /// <param name="groups">Rows that are judged by themselves.</param>
    /// <param name="folds">How many folds.</param>
    /// <param name="seed">Draws them.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    /// <exception cref="DataException">Fewer than two rows, or clusters.</exception>
    public CrossRule(KernelRegression model, IntervalGroups groups, int folds, int seed, Run run)
    {
        this.groups = groups;
        Sample sample = model.Fitted.Sample;
        int[][] keys = IntervalFolds.Of(model, folds, seed);
        Kind = groups.Count > 1 ? IntervalKind.Approximate : IntervalFolds.Kind(model, IntervalKind.Exact); // the theorem is about folds of equal size
        foldOfKey = new int[sample.Count];
        models = new KernelRegression[keys.Length];
        double[][] scores = [.. sample.Targets.Select(_ => new double[sample.Count])];
        for (int k = 0; k < keys.Length; k++)
        {
            int[] own = keys[k];
            int[] others = [.. Enumerable.Range(0, sample.Count).Except(own)];
            Run part = run.Part((double)k / keys.Length, (k + 1.0) / keys.Length);
            models[k] = IntervalFolds.Fit(model, others, part);
            double[][] values = IntervalFolds.Values(models[k], IntervalFolds.QueriesAt(model, own), part);
            for (int i = 0; i < own.Length; i++)
            {
                foldOfKey[own[i]] = k;
                for (int t = 0; t < scores.Length; t++)
                {
                    scores[t][own[i]] = Math.Abs(sample.Targets[t][own[i]] - values[t][i]);
                }
            }
        }

        int[] groupOfKey = groups.OfKeys(sample);
        ranked = [.. scores.Select(s => new RankedScores(s, groupOfKey, groups.Count, sample.Counts))];
    }

    /// <inheritdoc/>
    public override IntervalKind Kind { get; }

    /// <inheritdoc/>
    public override IntervalEnds At(Queries queries, Predictions plain, double coverage, Run run)
    {
        IntervalEnds ends = IntervalEnds.None(ranked.Length, queries.Count);
        double[][][] values = [.. models.Select((model, k) => IntervalFolds.Values(model, queries, run.Part((double)k / models.Length, (k + 1.0) / models.Length)))];
        (run with { Progress = null }).ForBlocks(queries.Count, 64, (from, to) =>
        {
            double[] own = new double[models.Length];
            for (int q = from; q < to; q++)
            {
                int group = groups.OfQuery(queries, q);
                if (plain.Supports[q] == Support.None || group < 0)
                {
                    continue;
                }

                for (int t = 0; t < ranked.Length; t++)
                {
                    for (int k = 0; k < own.Length; k++)
                    {
                        own[k] = values[k][t][q];
                    }

                    double rank = ranked[t].Rank(group, coverage);
                    (double low, double high) = double.IsInfinity(rank)
                        ? (double.NegativeInfinity, double.PositiveInfinity)
                        : (-Smallest(ranked[t], group, rank, own, -1), Smallest(ranked[t], group, rank, own, 1));
                    ends.Set(t, q, low, high);
                }
            }
        });
        return ends;
    }

    /// <summary>The rank's value among sign·m̂₋ₖ + R_i.</summary>
    private double Smallest(RankedScores of, int group, double rank, double[] values, int sign)
    {
        double middle = (values.Min() / 2) + (values.Max() / 2);
        (int from, int to) = of.Undecided(group, rank, 0, values.Max(v => Math.Abs(v - middle)));
        double[] moved = new double[to - from];
        for (int i = 0; i < moved.Length; i++)
        {
            moved[i] = of.Scores[from + i] + (sign * (values[foldOfKey[of.Order[from + i]]] - middle));
        }

        return (sign * middle) + of.Smallest(group, rank, from, moved);
    }
}
