using Nadaraya.Engines;

namespace Nadaraya;

/// <content>Measures on other rows, and models side by side.</content>
public sealed partial class KernelRegression
{
    /// <summary>Measures the model on rows it was not fitted to, one evaluation a target.</summary>
    /// <param name="data">The rows: the model's features and targets by name; their weights enter.</param>
    /// <param name="progress">Hears the share done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">A feature or a target is not there, or a level that the model does not know.</exception>
    public IReadOnlyList<Evaluation> Evaluate(Dataset data, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        return Evaluate(data, new EvaluateOptions(), progress, cancellation);
    }

    /// <summary>Measures the model on rows it was not fitted to, one evaluation a target.</summary>
    /// <param name="data">The rows: the model's features and targets by name; their weights enter.</param>
    /// <param name="options">Whether predictive distributions are measured too.</param>
    /// <param name="progress">Hears the share done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">A feature or a target is not there, a level that the model does not know, or distributions of a kernel that is negative somewhere.</exception>
    public IReadOnlyList<Evaluation> Evaluate(Dataset data, EvaluateOptions options, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Distribution)
        {
            LocalDistributions.Check(this);
        }

        Run run = new(Options.Threads, cancellation, progress);
        Queries queries = Alignment.Queries(this, data);
        double[][] actual = [.. Data.TargetNames.Select(name => Alignment.Target(name, data))];
        IProgress<double>? predicting = (options.Distribution ? run.Part(0, options.Intervals is null ? 0.1 : 0.5) : run).Progress;
        Predictions predictions = options.Intervals is null || options.AdaptiveStep is not null ? PredictMany(queries, predicting, cancellation) : PredictMany(queries, options.Intervals, predicting, cancellation);
        HeldOut[] rows = [.. Data.TargetNames.Select((name, t) => new HeldOut(name, actual[t], predictions.Values(t), Alignment.Weights(data)))];
        Evaluation[] measures = [.. rows.Select((own, t) => own.Measure() with { Intervals = Coverage(own, t) })];
        if (!options.Distribution)
        {
            return measures;
        }

        (double[][] crps, double[][][] pinball) = LocalDistributions.Losses(this, queries, actual, options.Probabilities, run.Part(options.Intervals is null ? 0.1 : 0.5, 1));
        return [.. rows.Select((own, t) => measures[t] with
        {
            Crps = own.Mean(crps[t]),
            Pinball = [.. options.Probabilities.Select((p, k) => new PinballLoss(p, own.Mean(pinball[t][k])))],
        })];

        IntervalCoverage? Coverage(HeldOut own, int t)
        {
            if (options.Intervals?.Interval is not double coverage)
            {
                return null;
            }

            PredictionInterval?[] intervals = options.AdaptiveStep is double step
                ? AdaptiveInterval.Along(this, queries, actual[t], t, coverage, step, cancellation)
                : [.. Enumerable.Range(0, queries.Count).Select(q => predictions.Interval(q, t))];
            return IntervalCoverage.Of(own, intervals, actual[t], options.Intervals, options.AdaptiveStep);
        }
    }

    /// <summary>Puts models of one target side by side: leave-one-out, corrected Akaike, and errors on other rows; each against the best by paired squared errors.</summary>
    /// <param name="models">At least one model; the target is the first target of the first.</param>
    /// <param name="data">Rows that no model was fitted to; null to compare by leave-one-out alone.</param>
    /// <param name="progress">Hears the share done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">A model has another target, or the data lack what a model needs.</exception>
    public static IReadOnlyList<ComparedModel> Compare(
        IReadOnlyList<KernelRegression> models, Dataset? data = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentOutOfRangeException.ThrowIfZero(models.Count);
        string target = models[0].Data.TargetNames[0];
        for (int k = 1; k < models.Count; k++)
        {
            if (!models[k].Data.TargetNames.Contains(target, StringComparer.Ordinal))
            {
                throw new DataException($"Model {k + 1} predicts {string.Join(", ", models[k].Data.TargetNames)} but model 1 predicts {target}: models are compared on one target; leave one out.");
            }
        }

        return new Comparison(models, target).Result(data, progress, cancellation);
    }

    /// <summary>Predictions of a dataset's rows beside its target.</summary>
    internal HeldOut Against(Dataset data, string target, IProgress<double>? progress, CancellationToken cancellation)
    {
        Predictions predictions = PredictMany(Alignment.Queries(this, data), progress, cancellation);
        int t = Data.TargetNames.ToList().IndexOf(target);
        return new(target, Alignment.Target(target, data), predictions.Values(t), Alignment.Weights(data));
    }
}
