using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>From rows to effects: value Σ aᵢ yᵢ, standard error sqrt(Σ aᵢ² e₋ᵢ²), over clusters sqrt(Σ_g (Σ_{i∈g} aᵢ e₋ᵢ)²); or both from samples of a wild bootstrap.</summary>
/// <param name="model">The model.</param>
/// <param name="options">Options.</param>
/// <param name="run">Threads, cancellation, progress.</param>
internal sealed class AverageEffect(KernelRegression model, EffectOptions options, Run run)
{
    private readonly Sample sample = model.Fitted.Sample;

    /// <summary>All effects, target after target.</summary>
    public IReadOnlyList<Effect> All()
    {
        bool draws = options.Replications > 0;
        List<EffectRow> rows = new EffectRows(model, options, run.Part(0, draws ? 0.8 : 1)).All();
        double[][]? errors = model.Errors.Residuals(run with { Progress = null });
        List<Effect> effects = [];
        for (int t = 0; t < model.Data.TargetNames.Count; t++)
        {
            double[][]? scores = errors is null ? null : [.. rows.Select(r => r.Row is null ? [] : Scores(r.Row, errors[t]))];
            double[][]? drawn = draws && scores is not null ? Draw(scores) : null;
            for (int k = 0; k < rows.Count; k++)
            {
                effects.Add(Effect(rows[k], t, scores?[k], drawn?[k]));
            }
        }

        return effects;
    }

    private Effect Effect(EffectRow row, int target, double[]? scores, double[]? drawn)
    {
        double scale = sample.Payload.Scales[target];
        if (row.Row is null)
        {
            return new(model.Data.TargetNames[target], row.Feature, row.Comparison, row.Group, row.At, null, null, null, null, null, row.Rows, row.LeftOut);
        }

        double sum = row.IsLevel ? sample.Payload.Centers[target] : 0;
        double[] c = sample.Payload.Columns[target];
        for (int i = 0; i < sample.Count; i++)
        {
            sum += row.Row[i] * c[i];
        }

        double? error = null, lower = null, upper = null, p = null;
        if (drawn is not null)
        {
            (error, double low, double high, p) = Bootstrap(sum, drawn);
            (lower, upper) = ((sum - high) * scale, (sum - low) * scale);
        }
        else if (scores is not null)
        {
            double own = Math.Sqrt(scores.Sum(s => s * s));
            double reach = NormalDistribution.Quantile(0.5 + (options.Confidence / 2)) * own;
            error = own;
            (lower, upper) = ((sum - reach) * scale, (sum + reach) * scale);
            p = own > 0 ? 2 * NormalDistribution.Cdf(-Math.Abs(sum / own)) : sum == 0 ? 1 : 0;
        }

        return new(
            model.Data.TargetNames[target], row.Feature, row.Comparison, row.Group, row.At,
            sum * scale, error * scale, lower, upper, p, row.Rows, row.LeftOut);
    }

    /// <summary>aᵢe₋ᵢ of every key, added within clusters; a key of count c is c rows of aᵢ/c.</summary>
    private double[] Scores(double[] row, double[] errors)
    {
        if (model.Data.ClusterOfRow.IsEmpty)
        {
            return [.. errors.Select((e, i) => row[i] * e * (sample.InverseCounts is null ? 1 : Math.Sqrt(sample.InverseCounts[i])))];
        }

        int[] clusters = sample.ClusterOfKey();
        double[] sums = new double[clusters.Max() + 1];
        for (int i = 0; i < errors.Length; i++)
        {
            sums[clusters[i]] += row[i] * errors[i];
        }

        return sums;
    }

    /// <summary>Σ scores·multipliers, [effect][draw].</summary>
    private double[][] Draw(double[][] scores)
    {
        int count = scores.Max(s => s.Length);
        double[][] drawn = [.. scores.Select(_ => new double[options.Replications])];
        run.Part(0.8, 1).For(options.Replications, b =>
        {
            double[] multipliers = new double[count];
            Multipliers.Fill(options.Multipliers, SplitMix64.ForDraw(options.Seed, b + 1), multipliers);
            for (int k = 0; k < scores.Length; k++)
            {
                double sum = 0;
                for (int i = 0; i < scores[k].Length; i++)
                {
                    sum += scores[k][i] * multipliers[i];
                }

                drawn[k][b] = sum;
            }
        });
        return drawn;
    }

    /// <summary>The standard deviation of the draws, their quantiles, and how often one is as far from 0 as the value.</summary>
    private (double Error, double Low, double High, double PValue) Bootstrap(double value, double[] drawn)
    {
        double mean = drawn.Average();
        double deviation = Math.Sqrt(drawn.Sum(d => (d - mean) * (d - mean)) / (drawn.Length - 1));
        double[] ascending = [.. drawn.Order()];
        double tail = (1 - options.Confidence) / 2;
        int beyond = Math.Clamp((int)Math.Floor(tail * (drawn.Length + 1)), 1, drawn.Length);
        return (deviation, ascending[beyond - 1], ascending[^beyond], (1.0 + drawn.Count(d => Math.Abs(d) >= Math.Abs(value))) / (drawn.Length + 1));
    }
}
