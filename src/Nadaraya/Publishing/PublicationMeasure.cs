using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>What a published model loses of the accuracy of the full one: at rows that both were made without, and at the training rows.</summary>
/// <param name="full">The fit to rows.</param>
/// <param name="options">Anonymity, folds, seed.</param>
/// <param name="run">Threads, cancellation, progress.</param>
internal sealed class PublicationMeasure(FitResult full, PublishOptions options, Run run)
{
    private readonly Sample sample = full.Fitted.Sample;
    private readonly double[] weights = [.. Enumerable.Range(0, full.Fitted.Sample.Count).Select(i => full.Fitted.Sample.RawWeights?[i] ?? 1)];

    /// <summary>In how many parts rows were left out; 0 where that could not be.</summary>
    public int Folds { get; private set; }

    /// <summary>At how many training rows the full model alone has a value.</summary>
    public int RowsWithoutPrediction { get; private set; }

    /// <summary>The largest |difference| at a training row, one a target.</summary>
    public double?[] Largest { get; } = new double?[full.Data.TargetNames.Count];

    /// <summary>The losses, one a target.</summary>
    /// <param name="cells">The fit over cells.</param>
    /// <param name="newLevels">Where its levels went.</param>
    public PublicationLoss[] Of(FitResult cells, int[]?[] newLevels)
    {
        int[] all = [.. Enumerable.Range(0, sample.Count)];
        (double?[][] before, double?[][] after) = Both(full, cells, newLevels, all, run.Part(0, 0.2));
        RowsWithoutPrediction = all.Count(i => before[0][i] is not null && after[0][i] is null);
        (double?[][] Full, double?[][] Published)? held = LeftOut(run.Part(0.2, 1));
        return [.. full.Data.TargetNames.Select((name, t) =>
        {
            Largest[t] = before[t].Zip(after[t], (a, b) => Math.Abs((a - b) ?? double.NaN)).Where(double.IsFinite).Select(d => (double?)d).Max();
            double? difference = Rmse(name, [.. before[t].Select(v => v ?? 0)], before[t], after[t], of: after[t]);
            return new PublicationLoss(
                name,
                held is null ? null : Rmse(name, sample.Targets[t], held.Value.Full[t], held.Value.Published[t], of: held.Value.Full[t]),
                held is null ? null : Rmse(name, sample.Targets[t], held.Value.Full[t], held.Value.Published[t], of: held.Value.Published[t]),
                difference);
        })];
    }

    /// <summary>The error of one of two predictions, at rows that have both.</summary>
    private double? Rmse(string target, double[] actual, double?[] one, double?[] other, double?[] of)
    {
        double?[] predicted = [.. of.Select((value, i) => one[i] is null || other[i] is null ? null : value)];
        return new HeldOut(target, actual, predicted, weights).Measure().Rmse;
    }

    /// <summary>Every row as both models predict it that were made without its fold; null where some fold leaves too few people.</summary>
    private (double?[][] Full, double?[][] Published)? LeftOut(Run within)
    {
        int[] foldOf = sample.Folds(options.Folds, options.Seed);
        int folds = foldOf.Max() + 1;
        double?[][] before = [.. sample.Targets.Select(_ => new double?[sample.Count])];
        double?[][] after = [.. sample.Targets.Select(_ => new double?[sample.Count])];
        for (int f = 0; f < folds && folds > 1; f++)
        {
            int[] kept = [.. Enumerable.Range(0, sample.Count).Where(i => foldOf[i] != f)];
            int[] held = [.. Enumerable.Range(0, sample.Count).Where(i => foldOf[i] == f)];
            FitResult part = Part(kept);
            Reduction reduction = new(part, options.Anonymity);
            if (reduction.People < options.Anonymity)
            {
                return null;
            }

            FitResult cells = reduction.Fit(within.Cancellation);
            (double?[][] b, double?[][] a) = Both(part, cells, reduction.NewLevels, held, within.Part((double)f / folds, (f + 1.0) / folds));
            for (int t = 0; t < before.Length; t++)
            {
                for (int i = 0; i < held.Length; i++)
                {
                    (before[t][held[i]], after[t][held[i]]) = (b[t][i], a[t][i]);
                }
            }
        }

        Folds = folds > 1 ? folds : 0;
        return folds > 1 ? (before, after) : null;
    }

    /// <summary>The fit to some of the keys at the same bandwidths.</summary>
    private FitResult Part(int[] keys)
    {
        FitResult part = full.Over(full.Data.Of([.. keys.Select(sample.RowOf)]));
        return full.Robustness is null ? part : part with
        {
            Robustness = Robustness.Of(new Sample(part.Data), full.Options, full.Fitted.Features, full.Fitted.Bandwidths, run with { Progress = null }),
        };
    }

    /// <summary>What both models predict at keys, by target.</summary>
    private (double?[][] Full, double?[][] Published) Both(FitResult rows, FitResult cells, int[]?[] newLevels, int[] keys, Run within)
    {
        double[][] columns = [.. sample.Columns.Select(c => Array.ConvertAll(keys, key => c[key]))];
        double[][] moved = [.. columns.Select((c, j) => newLevels[j] is int[] now ? Array.ConvertAll(c, level => (double)now[(int)level]) : c)];
        Predictions one = new KernelRegression(rows).PredictMany(Queries.FromColumns(columns), within.Part(0, 0.5).Progress, within.Cancellation);
        Predictions other = new KernelRegression(cells).PredictMany(Queries.FromColumns(moved), within.Part(0.5, 1).Progress, within.Cancellation);
        return ([.. sample.Targets.Select((_, t) => one.Values(t))], [.. sample.Targets.Select((_, t) => other.Values(t))]);
    }
}
