using System.Globalization;
using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Trains the parameters of a score from one start after the other, epoch by epoch, and keeps the best.</summary>
/// <remarks>
/// What is minimised is J = L + ½λ‖θ‖²·N, with N = Σv·Var(y) (of squared loss; the mean loss of the mean, of others), so that the weight decay λ is relative to the mean loss. SGD steps on J itself, as the chapter does; Adam and
/// L-BFGS on J/N. Everything drawn comes from the seed and the number of the epoch.
/// </remarks>
internal sealed class ScoreTraining : ITraining
{
    private const int MostKept = 4096; // parameters
    private const int MostSnapshots = 200;
    private const double Enough = 1e-9; // of the value: less gained by a step of L-BFGS twice over is an end

    private readonly TrainableScore score;
    private readonly LearningOptions options;
    private readonly PointLoss loss;
    private readonly Sample sample;
    private readonly int seed;
    private readonly int[] trained;
    private readonly TrainingRows whole;
    private readonly TrainingRows? held;
    private readonly double norm;
    private readonly Optimizer optimizer;
    private readonly int epochsOfStart;
    private readonly double rate;
    private readonly List<TrainingEpoch> epochs = [];
    private IReadOnlyList<double[]> starts;
    private int start;
    private int epochOfStart;
    private int still; // steps of L-BFGS without a gain
    private double[] theta;
    private Descent descent;
    private LimitedBfgs bfgs;
    private double bestOfStart = double.PositiveInfinity;
    private int sinceBest;
    private TrainingStop stop;

    /// <param name="score">The score.</param>
    /// <param name="sample">All rows.</param>
    /// <param name="bandwidths">Those that the rows would have without learning.</param>
    /// <param name="options">How.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="run">Threads and cancellation of finding the starts.</param>
    public ScoreTraining(TrainableScore score, Sample sample, double?[] bandwidths, LearningOptions options, int seed, Run run)
    {
        (this.score, this.sample, this.options, this.seed) = (score, sample, options, seed);
        loss = options.Loss.Point;
        (trained, int[] judges) = HeldOutRows.Of(sample, options.HoldOut ?? 0, seed);
        whole = judges.Length == 0 ? TrainingRows.Whole(sample) : TrainingRows.Whole(sample.Of(trained));
        held = judges.Length == 0 ? null : TrainingRows.Part(sample, judges, trained);
        norm = Norm(whole, loss);
        optimizer = OptimizerOf(options);
        epochsOfStart = options.Epochs ?? (optimizer == Optimizer.Sgd ? 5 : 100);
        rate = options.LearningRate ?? (optimizer == Optimizer.Sgd ? 0.5 : 0.05);
        int count = options.Starts ?? (options.Score.Kind is "full" or "low-rank" && options.Start is null ? 2 : 1);
        starts = score.Starts(new(whole, bandwidths, options.Start, seed, run), count);
        theta = [.. starts[0]];
        Best = [.. theta];
        descent = NewDescent();
        bfgs = new(score.Count);
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
    public double[] Best { get; private set; }

    /// <summary>Where the first start began.</summary>
    public double[] First => starts[0];

    /// <summary>J/N, or the held-out loss, at <see cref="Best"/>; NaN while nothing was compared.</summary>
    private double BestValue { get; set; } = double.NaN;

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

        if (epochOfStart >= epochsOfStart)
        {
            EndStart(TrainingStop.Epochs, run);
            return;
        }

        double before = optimizer == Optimizer.Lbfgs ? StepBfgs(run) : Descend(run);
        if (!theta.All(double.IsFinite) || !double.IsFinite(before))
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture, $"Training diverged in epoch {epochs.Count + 1}: the step is no finite number; use a smaller learning rate than {rate:R}, or another optimizer."));
        }

        epochOfStart++;
        double? judged = held is null ? null : score.Evaluate(theta, held, loss, [], run) / Enumerable.Range(0, held.Queries.Count).Sum(held.Weight);
        bool ended = Judge(judged);
        epochs.Add(new(epochs.Count + 1, start + 1, before, judged, optimizer == Optimizer.Lbfgs ? bfgs.Length : RateNow()) { Parameters = Kept() ? score.Canonical([.. theta]) : null });
        if (ended || epochOfStart >= epochsOfStart)
        {
            EndStart(ended ? stop : TrainingStop.Epochs, run);
        }
    }

    /// <inheritdoc/>
    public TrainingState Save()
    {
        TrainingState state = new();
        state.Put("epochs", [.. epochs.SelectMany(e => new[] { e.Number, e.Start, e.Loss, e.HeldOutLoss ?? double.NaN, e.LearningRate, e.Parameters is null ? 0 : 1 })]);
        state.Put("epochs.parameters", [.. epochs.SelectMany(e => e.Parameters ?? [])]);
        state.Put("starts", [.. starts.SelectMany(s => s)]);
        state.Put("theta", theta);
        state.Put("best", Best);
        state.Put("where", start, epochOfStart, still, BestEpoch, BestValue, bestOfStart, sinceBest, Stopped is TrainingStop why ? (int)why : -1, (int)stop);
        descent.Save(state);
        bfgs.Save(state);
        return state;
    }

    /// <inheritdoc/>
    public void Restore(TrainingState state)
    {
        double[] all = state.Take("epochs"), kept = state.Take("epochs.parameters"), from = state.Take("starts");
        if (from.Length % Math.Max(score.Count, 1) != 0 || all.Length % 6 != 0)
        {
            throw new FormatException("arrays of another score");
        }

        starts = [.. from.Chunk(Math.Max(score.Count, 1))];
        epochs.Clear();
        int at = 0;
        foreach (double[] e in all.Chunk(6))
        {
            double[]? parameters = e[5] == 0 ? null : kept[at..(at + score.Count)];
            at += parameters?.Length ?? 0;
            epochs.Add(new((int)e[0], (int)e[1], e[2], double.IsNaN(e[3]) ? null : e[3], e[4]) { Parameters = parameters });
        }

        theta = state.Take("theta", score.Count);
        Best = state.Take("best", score.Count);
        double[] where = state.Take("where", 9);
        (start, epochOfStart, still, BestEpoch) = ((int)where[0], (int)where[1], (int)where[2], (int)where[3]);
        (BestValue, bestOfStart, sinceBest) = (where[4], where[5], (int)where[6]);
        Stopped = where[7] < 0 ? null : (TrainingStop)(int)where[7];
        stop = (TrainingStop)(int)where[8];
        descent.Restore(state);
        bfgs.Restore(state);
    }

    /// <summary>What makes a loss a number near one: Σv·Var(y) for squares, the loss of the mean for others.</summary>
    private static double Norm(TrainingRows rows, PointLoss loss)
    {
        Sample sample = rows.Keys;
        double sum = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            sum += rows.Weight(i) * loss.Value(-sample.Payload.Columns[0][i] * sample.Payload.Scales[0]);
        }

        return sum > 0 && double.IsFinite(sum) ? sum : 1;
    }

    private Descent NewDescent() => new(score.Count, optimizer == Optimizer.Adam, options.Momentum);

    private double RateNow() => options.Schedule switch
    {
        LearningRateSchedule.Cosine => rate * (1 + Math.Cos(Math.PI * epochOfStart / epochsOfStart)) / 2,
        LearningRateSchedule.Step => rate * Math.ScaleB(1, -(6 * epochOfStart / (epochsOfStart + 1))),
        _ => rate,
    };

    /// <summary>A step of L-BFGS on J/N; returns L before it.</summary>
    private double StepBfgs(Run run)
    {
        double Function(double[] at, Span<double> gradient)
        {
            double value = score.Evaluate(at, whole, loss, gradient, run) / norm;
            for (int k = 0; k < gradient.Length; k++)
            {
                gradient[k] = (gradient[k] / norm) + (score.Decays(k) ? options.WeightDecay * at[k] : 0);
            }

            return value + Penalty(at);
        }

        bfgs.Begin(theta, Function);
        double before = bfgs.Value, loss0 = (before - Penalty(theta)) * norm;
        bool moved = bfgs.Step(theta, Function);
        still = moved && before - bfgs.Value > Enough * Math.Abs(before) ? 0 : moved ? still + 1 : 2;
        return loss0;
    }

    private double Penalty(double[] at)
    {
        double squares = 0;
        for (int k = 0; k < at.Length; k++)
        {
            squares += score.Decays(k) ? at[k] * at[k] : 0;
        }

        return options.WeightDecay / 2 * squares;
    }

    /// <summary>An epoch of SGD or Adam, a step a batch; returns the sum of the batches' losses, each before its step.</summary>
    private double Descend(Run run)
    {
        double sum = 0;
        double[] gradient = new double[score.Count];
        double step = RateNow();
        foreach (TrainingRows rows in Batches())
        {
            run.Cancellation.ThrowIfCancellationRequested();
            sum += score.Evaluate(theta, rows, loss, gradient, run);
            double of = optimizer == Optimizer.Adam ? Norm(rows) : 1;
            for (int k = 0; k < gradient.Length; k++)
            {
                gradient[k] = (gradient[k] + (score.Decays(k) ? options.WeightDecay * Norm(rows) * theta[k] : 0)) / of;
            }

            descent.Step(theta, gradient, step);
        }

        return sum;
    }

    /// <summary>N of a batch: its share of all rows.</summary>
    private double Norm(TrainingRows rows) => norm * rows.Queries.Count / trained.Length;

    private IEnumerable<TrainingRows> Batches()
    {
        int batch = Math.Min(options.BatchRows ?? trained.Length, trained.Length), keys = Math.Min(options.KeyRows ?? trained.Length, trained.Length);
        if (batch == trained.Length && keys == trained.Length)
        {
            yield return whole;
            yield break;
        }

        SplitMix64 random = SplitMix64.ForDraw(seed, epochs.Count + 1);
        int[] order = [.. trained];
        Shuffle(order, order.Length, random);
        for (int from = 0; from < order.Length; from += batch)
        {
            int[] queries = [.. order[from..Math.Min(from + batch, order.Length)].Order()];
            int[] drawn = [.. trained];
            Shuffle(drawn, keys, random);
            yield return TrainingRows.Part(sample, queries, [.. drawn[..keys].Order()]);
        }
    }

    /// <summary>The first places of a random order. Source: Fisher &amp; Yates, as Knuth has it (1997), algorithm P.</summary>
    private static void Shuffle(int[] values, int places, SplitMix64 random)
    {
        for (int k = 0; k < places && k < values.Length - 1; k++)
        {
            int other = k + random.NextBelow(values.Length - k);
            (values[k], values[other]) = (values[other], values[k]);
        }
    }

    /// <summary>Keeps what is best by the rows held out; whether the start has ended.</summary>
    private bool Judge(double? judged)
    {
        if (judged is double value)
        {
            if (value < bestOfStart)
            {
                (bestOfStart, sinceBest) = (value, 0);
                Offer(value);
            }
            else if (++sinceBest >= options.Patience)
            {
                stop = TrainingStop.Patience;
                return true;
            }
        }

        stop = TrainingStop.Converged;
        return optimizer == Optimizer.Lbfgs && still >= 2;
    }

    /// <summary>Keeps the parameters of the epoch that ends where they are the best yet.</summary>
    private void Offer(double value)
    {
        if (!(value >= BestValue))
        {
            (BestValue, Best, BestEpoch) = (value, [.. theta], epochs.Count + 1);
        }
    }

    /// <summary>Ends a start: without rows held out its last parameters are offered, by their own loss where there are several starts.</summary>
    private void EndStart(TrainingStop why, Run run)
    {
        if (held is null)
        {
            double value = starts.Count == 1 ? double.NegativeInfinity
                : optimizer == Optimizer.Lbfgs && !double.IsNaN(bfgs.Value) ? bfgs.Value
                : (score.Evaluate(theta, whole, loss, [], run) / norm) + Penalty(theta);
            if (!(value >= BestValue))
            {
                (BestValue, Best, BestEpoch) = (value, [.. theta], epochs.Count);
            }
        }

        if (start + 1 >= starts.Count)
        {
            Stopped = why;
            return;
        }

        start++;
        (epochOfStart, still, bestOfStart, sinceBest) = (0, 0, double.PositiveInfinity, 0);
        theta = [.. starts[start]];
        descent = NewDescent();
        bfgs = new(score.Count);
    }

    private bool Kept() => score.Count <= MostKept && (epochs.Count + 1) % ((MostEpochs / MostSnapshots) + 1) == 0;
}
