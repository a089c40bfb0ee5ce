using System.Globalization;
using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>Trains the parameters of a score from one start after the other, epoch by epoch, and keeps the best.</summary>
/// <remarks>
/// What is best is said by rows held out, or by folds: then the same training runs beside it without each fold, epoch by epoch, and the epoch is taken after which the folds were predicted best by
/// those, the start itself among them. Without either it is the last epoch, of several starts that of the lowest loss.
/// </remarks>
internal sealed class ScoreTraining : ITraining
{
    private const int MostKept = 4096; // parameters
    private const int MostSnapshots = 200;
    private const int FewRows = 2000; // up to which folds stop what can overfit; beyond, a part held out
    private const int FewFolds = 5;
    private const int FewGroups = 10; // rows, or clusters: of fewer nobody is held out unasked
    private const double ManyHeldOut = 0.1;
    private const int Patience = 10;

    private readonly TrainableScore score;
    private readonly Sample sample;
    private readonly Coordinates coordinates;
    private readonly LearningOptions options;
    private readonly Optimizer optimizer;
    private readonly ScoreRun main;
    private readonly ScoreRun[] folds;
    private readonly double judged; // Σv of the rows that judge
    private readonly int epochsOfStart;
    private readonly double rate;
    private readonly List<TrainingEpoch> epochs = [];
    private IReadOnlyList<double[]> starts;
    private int start;
    private int epochOfStart;
    private double bestOfStart = double.PositiveInfinity;
    private int sinceBest;

    /// <param name="score">The score.</param>
    /// <param name="sample">All rows.</param>
    /// <param name="coordinates">What the score is of.</param>
    /// <param name="bandwidths">Those that the rows would have without learning.</param>
    /// <param name="options">How.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="run">Threads and cancellation of finding the starts.</param>
    public ScoreTraining(TrainableScore score, Sample sample, Coordinates coordinates, double?[] bandwidths, LearningOptions options, int seed, Run run)
    {
        (this.score, this.sample, this.coordinates, this.options) = (score, sample, coordinates, options);
        optimizer = OptimizerOf(options);
        (int parts, double share) = Stopping(options, sample);
        (int[] trained, int[] judges) = HeldOutRows.Of(sample, parts > 0 ? 0 : share, seed);
        main = new(score, sample, trained, judges, options, optimizer, seed);
        int[] fold = parts > 0 ? sample.Folds(parts, seed) : [];
        int[] all = [.. Enumerable.Range(0, sample.Count)];
        folds = [.. Enumerable.Range(0, parts).Select(k => new ScoreRun(
            score, sample, [.. all.Where(i => fold[i] != k)], [.. all.Where(i => fold[i] == k)], options, optimizer, seed))];
        judged = Judging.Sum(r => Enumerable.Range(0, r.Judges!.Queries.Count).Sum(r.Judges.Weight));
        epochsOfStart = options.Epochs ?? (optimizer == Optimizer.Sgd ? 5 : 100);
        rate = options.LearningRate ?? (optimizer == Optimizer.Sgd ? 0.5 : 0.05);
        int count = options.Starts ?? (options.Score.Kind is "full" or "low-rank" && options.Start is null ? 2 : 1);
        starts = score.Starts(new(main.Rows, bandwidths, options.Start, seed, run), count);
        Best = [.. starts[0]];
        Begin();
    }

    /// <inheritdoc/>
    public IReadOnlyList<TrainingEpoch> Epochs => epochs;

    /// <inheritdoc/>
    public TrainingStop? Stopped { get; private set; }

    /// <inheritdoc/>
    public int MostEpochs => starts.Count * epochsOfStart;

    /// <inheritdoc/>
    public int BestEpoch { get; private set; }

    /// <summary>The best parameters so far.</summary>
    private double[] Best { get; set; }

    /// <summary>What <see cref="Best"/> is best by; NaN while nothing was compared.</summary>
    private double BestValue { get; set; } = double.NaN;

    private IEnumerable<ScoreRun> Judging => folds.Append(main).Where(r => r.Judges is not null);

    /// <summary>The optimiser where none was named.</summary>
    public static Optimizer OptimizerOf(LearningOptions options) => options.Optimizer ?? (
        options.Score.Kind == "deep" || options.BatchRows is not null || options.KeyRows is not null ? Optimizer.Adam
        : options.LearningRate is null ? Optimizer.Lbfgs
        : options.Score.Kind == "scale" ? Optimizer.Sgd
        : Optimizer.Adam);

    /// <inheritdoc/>
    public void Step(Run run)
    {
        if (Stopped is not null)
        {
            return;
        }

        if (epochOfStart == 0 && judged > 0)
        {
            Offer(Judge(run), epoch: epochs.Count);
        }

        if (epochOfStart >= epochsOfStart)
        {
            EndStart(TrainingStop.Epochs, run);
            return;
        }

        int number = epochs.Count + 1;
        double now = RateNow(), before = main.Step(number, now, run);
        foreach (ScoreRun fold in folds)
        {
            _ = fold.Step(number, now, run);
        }

        if (!main.Theta.All(double.IsFinite) || !double.IsFinite(before))
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture, $"Training diverged in epoch {number}: the step is no finite number; use a smaller learning rate than {rate:R}, or another optimizer."));
        }

        epochOfStart++;
        double? value = judged > 0 ? Judge(run) : null;
        TrainingStop? end = main.IsStill && folds.All(f => f.IsStill) ? TrainingStop.Converged : null;
        if (value is double better)
        {
            sinceBest = better < bestOfStart ? 0 : sinceBest + 1;
            Offer(better, number);
            end ??= sinceBest >= (options.Patience ?? Patience) ? TrainingStop.Patience : null;
        }

        epochs.Add(new(number, start + 1, before, value, optimizer == Optimizer.Lbfgs ? main.Length : now)
        {
            Parameters = score.Count <= MostKept && number % ((MostEpochs / MostSnapshots) + 1) == 0 ? score.Canonical([.. main.Theta]) : null,
        });
        end ??= epochOfStart >= epochsOfStart ? TrainingStop.Epochs : null;
        if (end is TrainingStop why)
        {
            EndStart(why, run);
        }
    }

    /// <inheritdoc/>
    public (LearnedModel Model, double?[] Bandwidths) Result(LearnedScore told, Run run)
    {
        double[] theta = score.Finish(Best, TrainingRows.Whole(sample), options.Loss.Point, run);
        return (LearnedModel.Of(told with { StartParameters = score.Canonical(starts[0]) }, score, coordinates, theta), score.Bandwidths(theta));
    }

    /// <inheritdoc/>
    public void Break(Run run)
    {
        if (Stopped is null && judged == 0 && epochOfStart > 0)
        {
            Offer(starts.Count == 1 ? double.NegativeInfinity : main.Value(run), epochs.Count);
        }
    }

    /// <inheritdoc/>
    public TrainingState Save()
    {
        TrainingState state = new();
        state.Put("epochs", EpochTable.Numbers(epochs));
        state.Put("epochs.parameters", EpochTable.Parameters(epochs));
        state.Put("starts", [.. starts.SelectMany(s => s)]);
        state.Put("best", Best);
        state.Put("where", start, epochOfStart, BestEpoch, BestValue, bestOfStart, sinceBest, Stopped is TrainingStop why ? (int)why : -1);
        foreach ((ScoreRun run, string name) in Named())
        {
            run.Save(state, name);
        }

        return state;
    }

    /// <inheritdoc/>
    public void Restore(TrainingState state)
    {
        double[] from = state.Take("starts");
        if (from.Length % Math.Max(score.Count, 1) != 0)
        {
            throw new FormatException("arrays of another score");
        }

        starts = [.. from.Chunk(Math.Max(score.Count, 1))];
        epochs.Clear();
        epochs.AddRange(EpochTable.Read(state.Take("epochs"), state.Take("epochs.parameters"), score.Count));
        Best = state.Take("best", score.Count);
        double[] where = state.Take("where", 7);
        (start, epochOfStart, BestEpoch) = ((int)where[0], (int)where[1], (int)where[2]);
        (BestValue, bestOfStart, sinceBest) = (where[3], where[4], (int)where[5]);
        Stopped = where[6] < 0 ? null : (TrainingStop)(int)where[6];
        foreach ((ScoreRun run, string name) in Named())
        {
            run.Restore(state, name);
        }
    }

    /// <summary>How training is stopped early: by folds, by a share held out, or not.</summary>
    private static (int Folds, double Share) Stopping(LearningOptions options, Sample sample)
    {
        if (options.HoldOut is double share)
        {
            return (0, share);
        }

        int groups = sample.ClusterOfKey().Max() + 1;
        if (options.StopFolds is int asked)
        {
            return (Math.Min(asked, groups) is >= 2 and int parts ? parts : 0, 0);
        }

        // A bandwidth a feature is what cross-validation chooses, too: it needs no more. What has many parameters does.
        if (options.Score.HasBandwidths || groups < FewGroups)
        {
            return (0, 0);
        }

        return options.BatchRows is null && options.KeyRows is null && sample.Count <= FewRows ? (FewFolds, 0) : (0, ManyHeldOut);
    }

    private IEnumerable<(ScoreRun Run, string Name)> Named() =>
        folds.Select((fold, k) => (fold, string.Create(CultureInfo.InvariantCulture, $"fold.{k}."))).Prepend((main, "main."));

    private void Begin()
    {
        main.Begin(starts[start]);
        foreach (ScoreRun fold in folds)
        {
            fold.Begin(starts[start]);
        }

        (epochOfStart, bestOfStart, sinceBest) = (0, double.PositiveInfinity, 0);
    }

    private double RateNow() => options.Schedule switch
    {
        LearningRateSchedule.Cosine => rate * (1 + Math.Cos(Math.PI * epochOfStart / epochsOfStart)) / 2,
        LearningRateSchedule.Step => rate * Math.ScaleB(1, -(6 * epochOfStart / (epochsOfStart + 1))),
        _ => rate,
    };

    /// <summary>The mean loss of the rows that judge.</summary>
    private double Judge(Run run) => Judging.Sum(r => r.Judge(run)) / judged;

    private void Offer(double value, int epoch)
    {
        bestOfStart = Math.Min(bestOfStart, value);
        if (!(value >= BestValue))
        {
            (BestValue, Best, BestEpoch) = (value, [.. main.Theta], epoch);
        }
    }

    /// <summary>Ends a start: where no rows judge its last parameters are offered, by their own loss where there are several starts.</summary>
    private void EndStart(TrainingStop why, Run run)
    {
        if (judged == 0)
        {
            Offer(starts.Count == 1 ? double.NegativeInfinity : main.Value(run), epochs.Count);
        }

        if (start + 1 >= starts.Count)
        {
            Stopped = why;
            return;
        }

        start++;
        Begin();
    }
}
