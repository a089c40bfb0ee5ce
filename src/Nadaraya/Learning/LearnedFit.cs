using System.Diagnostics;
using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>A fit whose score is learned: the bandwidths that there would be without, training from there, the model, and its comparison on rows unseen.</summary>
/// <param name="data">The rows.</param>
/// <param name="options">How; with <see cref="FitOptions.Learning"/>.</param>
/// <param name="progress">Hears how far it is.</param>
/// <param name="checkpoint">Where training is put down; null for nowhere.</param>
/// <param name="cancellation">Stops it.</param>
internal sealed class LearnedFit(
    Dataset data, FitOptions options, IProgress<FitProgress>? progress, ICheckpoint? checkpoint, CancellationToken cancellation)
{
    private const int FewRows = 2000; // up to which nested evaluation is by folds
    private const int FewFolds = 5;
    private const int FewestNested = 10; // rows
    private const double ToleranceOfTraining = 1e-4; // which singles keep; what they are off by is a thousandth of it
    private const int ExactRows = 5000; // up to which training sums as exactly as predicting
    private const double CollapsedSize = 1.5;
    private const int ManyRows = 10_000; // beyond, the baseline is searched in bags
    private const int Bags = 8;
    private const int RowsOfABag = 2500;

    private readonly LearningOptions learning = options.Learning!;
    private readonly long begun = Stopwatch.GetTimestamp();

    private Run Run => new(options.Threads, cancellation);

    /// <summary>The fold that is learned, from 1; 0 for the whole.</summary>
    private int Fold { get; init; }

    /// <summary>Fits.</summary>
    public FitResult Fit() => Learn().Learned;

    /// <summary>The same fit under other parameters, without statistics.</summary>
    /// <param name="fit">A learned fit.</param>
    /// <param name="told">The parameters, as they are told.</param>
    public static FitResult Under(FitResult fit, double[] told)
    {
        LearnedModel learned = fit.Learned!;
        TrainableScore score = TrainableScore.Of(learned.Coordinates, fit.Data.FeatureTypes, fit.Data.FeatureNames, fit.Options);
        double[] theta = score.FromCanonical(told);
        double?[] bandwidths = score.Bandwidths(theta);
        return fit.Over(fit.Data) with
        {
            Features = [.. fit.Features.Select((f, j) => f with { Bandwidth = bandwidths[j], ScaleFactor = null, AtBound = false, SmoothedOut = false })],
            Learned = LearnedModel.Of(learned.Score, score, learned.Coordinates, theta),
            CriterionValue = null,
        };
    }

    /// <summary>A learned score from its arrays.</summary>
    /// <param name="told">What is told of its training.</param>
    /// <param name="coordinates">What it is of.</param>
    /// <param name="types">The features' types.</param>
    /// <param name="names">Their names.</param>
    /// <param name="options">The options of the fit.</param>
    /// <param name="arrays">θ, or the arrays of a network, by name.</param>
    /// <exception cref="FormatException">They make no sense.</exception>
    public static LearnedModel Restore(
        LearnedScore told, Coordinates coordinates, IReadOnlyList<FeatureType> types, IReadOnlyList<string> names, FitOptions options, IReadOnlyDictionary<string, double[]> arrays)
    {
        if (told.Score.Kind == LearnableScore.Deep.Kind)
        {
            return DeepScoreTraining.Restore(told, coordinates, types, arrays);
        }

        TrainableScore score = TrainableScore.Of(coordinates, types, names, options);
        if (told.StartParameters.Count != score.Count)
        {
            throw new FormatException($"a start of {told.StartParameters.Count} parameters where {score.Count} belong");
        }

        return LearnedModel.Of(told, score, coordinates, new TrainingState(arrays).Take(LearnedModel.Theta, score.Count));
    }

    /// <summary>The learned fit and the one that it is compared with, which are the same where there is nothing to learn.</summary>
    public (FitResult Learned, FitResult Baseline) Learn()
    {
        LearningChecks.Check(data, options);
        FitResult baseline;
        using (Fitter fitter = new(data, Baseline(), progress, cancellation))
        {
            baseline = fitter.Fit();
        }

        Sample sample = new(data);
        Coordinates coordinates = Coordinates.Of(sample);
        if (coordinates.Count == 0 || sample.Size <= 2 || sample.Count <= 2)
        {
            FitResult nothing = baseline with { Options = options, Warnings = [.. baseline.Warnings, "There is nothing to learn a score from: it takes three rows and a feature that varies."] };
            return (nothing, nothing);
        }

        double?[] bandwidths = [.. baseline.Features.Select(f => f.Bandwidth)];
        LearnedModel learned = Train(sample, coordinates, bandwidths, out double?[] found);
        using Fitter last = new(data, options, progress, cancellation, new(found, learned.Keys));
        FitResult fit = last.Fit();
        double size = EffectiveSize(new Sample(data, learned: learned.Keys), fit);
        double before = EffectiveSize(sample, baseline);
        LearnedScore score = learned.Score with
        {
            LeaveOneOutRmse = RmseOf(fit),
            BaselineLeaveOneOutRmse = RmseOf(baseline),
            MedianEffectiveSampleSize = double.IsNaN(size) ? null : size,
            Collapsed = size < CollapsedSize && before > 2 * size,
            Nested = Fold > 0 ? null : Nested(sample),
        };
        return (fit with
        {
            Options = options,
            Learned = learned with { Score = score },
            Trace = baseline.Trace,
            Warnings = [.. fit.Warnings, .. LearningWarnings.Of(score)],
        }, baseline);
    }

    /// <summary>The fit without learning; of many rows its bandwidths are searched in bags, because all of them would take longer than learning.</summary>
    private FitOptions Baseline() => options with
    {
        Learning = null,
        Bagging = options.Bagging ?? (data.Rows > ManyRows && options is { Bandwidth: Bandwidth.Searched, OneStandardError: false, MinimumEffectiveSample: 0 } && data.Clusters.Count <= 1
            ? new Bagging(Bags, RowsOfABag)
            : null),
    };

    private LearnedModel Train(Sample sample, Coordinates coordinates, double?[] bandwidths, out double?[] found)
    {
        double tolerance = sample.Count > ExactRows && options.Tolerance > 0 ? Math.Max(options.Tolerance, ToleranceOfTraining) : options.Tolerance;
        ITraining training = learning.Score.Kind == LearnableScore.Deep.Kind
            ? new DeepScoreTraining(sample, coordinates, learning, options.Seed)
            : new ScoreTraining(
                TrainableScore.Of(coordinates, data.FeatureTypes, data.FeatureNames, options with { Tolerance = tolerance }), sample, coordinates, bandwidths, learning, options.Seed, Run);
        TrainingStop stop = Go(training);
        (LearnedModel model, found) = training.Result(new()
        {
            Score = learning.Score,
            Loss = learning.Loss,
            Optimizer = ScoreTraining.OptimizerOf(learning),
            Coordinates = coordinates.Names,
            Parameters = [],
            ParameterNames = [],
            Epochs = [.. training.Epochs],
            BestEpoch = training.BestEpoch,
            Stopped = stop,
            BaselineBandwidths = bandwidths,
        }, Run);
        return model;
    }

    private static double? RmseOf(FitResult fit) => fit.Summaries.Count > 0 ? fit.Summaries[0].LeaveOneOutRmse : null;

    /// <summary>Epoch after epoch, from a checkpoint where there is one.</summary>
    private TrainingStop Go(ITraining training)
    {
        string identity = checkpoint is null ? string.Empty : TrainingIdentity.Of(data, options);
        if (checkpoint?.Load(identity, cancellation) is TrainingState state)
        {
            try
            {
                training.Restore(state);
            }
            catch (Exception e) when (e is FormatException or DataException or ArgumentException)
            {
                throw new ModelFileException($"{learning.Checkpoint}: the checkpoint makes no sense ({e.Message}): begin again without it.", e);
            }
        }

        int told = training.Epochs.Count;
        while (training.Stopped is null)
        {
            cancellation.ThrowIfCancellationRequested();
            if (options.TimeLimit is TimeSpan limit && Stopwatch.GetElapsedTime(begun) > limit && training.Epochs.Count > 0)
            {
                checkpoint?.Save(identity, training.Save(), cancellation);
                training.Break(Run);
                return TrainingStop.Time;
            }

            training.Step(Run);
            if (checkpoint is not null && (training.Epochs.Count % learning.CheckpointEvery == 0 || training.Stopped is not null))
            {
                checkpoint.Save(identity, training.Save(), cancellation);
            }

            for (; told < training.Epochs.Count; told++)
            {
                TrainingEpoch epoch = training.Epochs[told];
                progress?.Report(new(FitStage.Learning, (double)epoch.Number / training.MostEpochs, epoch.Number, epoch.Loss) { Epoch = epoch, Fold = Fold });
            }
        }

        return training.Stopped.Value;
    }

    /// <summary>How many rows a typical row's prediction from the others rests on: the median of some.</summary>
    private double EffectiveSize(Sample sample, FitResult fit)
    {
        const int most = 1000;
        if (options.Kernel.Constants.Signed)
        {
            return double.NaN;
        }

        int step = (sample.Count + most - 1) / most;
        int[] some = [.. Enumerable.Range(0, sample.Count).Where(i => i % step == 0)];
        TrainingRows rows = TrainingRows.Part(sample, some, [.. Enumerable.Range(0, sample.Count)]);
        Pooling.Points points = fit.Fitted.QueryPoints(rows.Queries.Columns, some.Length);
        Pooling.Moments moments = fit.Fitted.Engine.Sum(points, rows.Leave, Run, Pooling.Wanted.Squares);
        double[] sizes = [.. Enumerable.Range(0, some.Length).Select(q => moments.HasWeight(q) ? moments.Weight(q) / moments.SquaredWeights[q] * moments.Weight(q) : 0).Order()];
        return sizes[sizes.Length / 2];
    }

    private NestedComparison? Nested(Sample sample)
    {
        int folds = learning.Nested ?? (sample.Count <= FewRows ? FewFolds : 1);
        TimeSpan? Left() => options.TimeLimit - Stopwatch.GetElapsedTime(begun);
        return folds == 0 || sample.Count < FewestNested ? null : new NestedEvaluation(data, sample, options, folds, (part, fold) => Left() <= TimeSpan.Zero
            ? null
            : new LearnedFit(part, options with { SummaryRows = 0, TimeLimit = Left(), Learning = learning with { Checkpoint = null, Nested = 0 } }, progress, null, cancellation) { Fold = fold }.Learn(), Run).Evaluate();
    }
}
