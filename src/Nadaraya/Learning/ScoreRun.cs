using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>One descent from one start over some rows: parameters, and what the optimiser remembers.</summary>
/// <remarks>
/// What is minimised is J = L + ½λ‖θ‖²·N, with N = Σv·Var(y) of squared loss, the loss of the mean of others, so that the weight decay λ is relative to the mean loss. SGD steps on J itself, as the
/// chapter does; Adam and L-BFGS on J/N. Everything drawn comes from the seed and the number of the epoch.
/// </remarks>
internal sealed class ScoreRun
{
    private const int ManyRows = 20_000; // beyond, L-BFGS predicts some of them in every step
    private const int SomeRows = 5_000;
    private const double Enough = 1e-9; // of the value: less gained by a step of L-BFGS, twice over, is an end

    private readonly TrainableScore score;
    private readonly Sample sample;
    private readonly int[] trained;
    private readonly LearningOptions options;
    private readonly PointLoss loss;
    private readonly Optimizer optimizer;
    private readonly int seed;
    private readonly double decay;
    private readonly double share; // of the rows that are predicted in a step of L-BFGS
    private readonly double norm;
    private Descent descent = null!;
    private LimitedBfgs bfgs = null!;
    private int still; // steps of L-BFGS without a gain

    /// <param name="score">The score.</param>
    /// <param name="sample">All rows.</param>
    /// <param name="trained">Those that are trained on, ascending.</param>
    /// <param name="judges">Those that judge; none for no judgement.</param>
    /// <param name="options">How.</param>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="seed">The seed.</param>
    public ScoreRun(TrainableScore score, Sample sample, int[] trained, int[] judges, LearningOptions options, Optimizer optimizer, int seed)
    {
        (this.score, this.sample, this.trained, this.options, this.optimizer, this.seed) = (score, sample, trained, options, optimizer, seed);
        loss = options.Loss.Point;
        decay = options.WeightDecay ?? 0;
        int queries = optimizer != Optimizer.Lbfgs ? trained.Length : Math.Min(options.BatchRows ?? (trained.Length > ManyRows ? SomeRows : trained.Length), trained.Length);
        Rows = queries < trained.Length ? TrainingRows.Part(sample, Some(queries), trained)
            : TrainingRows.Whole(trained.Length == sample.Count ? sample : sample.Of(trained));
        Judges = judges.Length == 0 ? null : TrainingRows.Part(sample, judges, trained);
        share = queries / (double)trained.Length;
        norm = Norm(Rows, loss);
    }

    /// <summary>The rows of training, each predicted from the others; of very many some, for L-BFGS, always the same ones.</summary>
    public TrainingRows Rows { get; }

    /// <summary>The rows that judge, predicted from those of training; null for none.</summary>
    public TrainingRows? Judges { get; }

    /// <summary>θ.</summary>
    public double[] Theta { get; private set; } = [];

    /// <summary>Whether steps of L-BFGS gain nothing any more.</summary>
    public bool IsStill => optimizer == Optimizer.Lbfgs && still >= 2;

    /// <summary>The share of its direction that L-BFGS last went.</summary>
    public double Length => bfgs.Length;

    /// <summary>Begins from a start.</summary>
    /// <param name="start">θ.</param>
    public void Begin(double[] start)
    {
        Theta = [.. start];
        descent = new(score.Count, optimizer == Optimizer.Adam, options.Momentum);
        bfgs = new(score.Count);
        still = 0;
    }

    /// <summary>Makes an epoch; returns L before it: of mini batches the sum of theirs, each before its step.</summary>
    /// <param name="epoch">The number of the epoch, which draws the batches.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="run">Threads and cancellation.</param>
    public double Step(int epoch, double rate, Run run) => optimizer == Optimizer.Lbfgs ? StepBfgs(run) : Descend(epoch, rate, run);

    /// <summary>J/N at θ, over the rows of training.</summary>
    public double Value(Run run) => (score.Evaluate(Theta, Rows, loss, [], run) / norm) + Penalty(Theta);

    /// <summary>The loss of the rows that judge, summed.</summary>
    public double Judge(Run run) => Judges is null ? 0 : score.Evaluate(Theta, Judges, loss, [], run);

    /// <summary>Puts it down.</summary>
    /// <param name="state">Where to.</param>
    /// <param name="name">Its name there.</param>
    public void Save(TrainingState state, string name)
    {
        state.Put(name + "theta", Theta);
        state.Put(name + "still", still);
        descent.Save(state, name);
        bfgs.Save(state, name);
    }

    /// <summary>Takes it up.</summary>
    /// <param name="state">Where from.</param>
    /// <param name="name">Its name there.</param>
    public void Restore(TrainingState state, string name)
    {
        Begin(state.Take(name + "theta", score.Count));
        still = state.Number(name + "still");
        descent.Restore(state, name);
        bfgs.Restore(state, name);
    }

    /// <summary>What makes a loss a number near one.</summary>
    private static double Norm(TrainingRows rows, PointLoss loss)
    {
        double sum = 0;
        for (int i = 0; i < rows.Queries.Count; i++)
        {
            sum += rows.Weight(i) * loss.Value(-rows.Truth(i) * rows.Keys.Payload.Scales[0]);
        }

        return sum > 0 && double.IsFinite(sum) ? sum : 1;
    }

    /// <summary>Some of the rows of training, drawn by the seed.</summary>
    private int[] Some(int count)
    {
        int[] drawn = [.. trained];
        SplitMix64.ForDraw(seed, 0).Shuffle(drawn, count);
        return [.. drawn[..count].Order()];
    }

    private double StepBfgs(Run run)
    {
        double Function(double[] at, Span<double> gradient)
        {
            double value = score.Evaluate(at, Rows, loss, gradient, run) / norm;
            for (int k = 0; k < gradient.Length; k++)
            {
                gradient[k] = (gradient[k] / norm) + (score.Decays(k) ? decay * at[k] : 0);
            }

            return value + Penalty(at);
        }

        bfgs.Begin(Theta, Function);
        double before = bfgs.Value, lossBefore = (before - Penalty(Theta)) * norm;
        bool moved = bfgs.Step(Theta, Function);
        still = moved && before - bfgs.Value > Enough * Math.Abs(before) ? 0 : moved ? still + 1 : 2;
        return lossBefore / share;
    }

    private double Penalty(double[] at)
    {
        double squares = 0;
        for (int k = 0; k < at.Length; k++)
        {
            squares += score.Decays(k) ? at[k] * at[k] : 0;
        }

        return decay / 2 * squares;
    }

    private double Descend(int epoch, double rate, Run run)
    {
        double sum = 0;
        double[] gradient = new double[score.Count];
        foreach (TrainingRows rows in Batches(epoch))
        {
            run.Cancellation.ThrowIfCancellationRequested();
            sum += score.Evaluate(Theta, rows, loss, gradient, run);
            double part = norm * rows.Queries.Count / trained.Length;
            double of = optimizer == Optimizer.Adam ? part : 1;
            for (int k = 0; k < gradient.Length; k++)
            {
                gradient[k] = (gradient[k] + (score.Decays(k) ? decay * part * Theta[k] : 0)) / of;
            }

            descent.Step(Theta, gradient, rate);
        }

        return sum;
    }

    private IEnumerable<TrainingRows> Batches(int epoch)
    {
        int batch = Math.Min(options.BatchRows ?? trained.Length, trained.Length), keys = Math.Min(options.KeyRows ?? trained.Length, trained.Length);
        if (batch == trained.Length && keys == trained.Length)
        {
            yield return Rows;
            yield break;
        }

        SplitMix64 random = SplitMix64.ForDraw(seed, epoch);
        int[] order = [.. trained];
        random.Shuffle(order, order.Length);
        for (int from = 0; from < order.Length; from += batch)
        {
            int[] queries = [.. order[from..Math.Min(from + batch, order.Length)].Order()];
            int[] drawn = [.. trained];
            random.Shuffle(drawn, keys);
            yield return TrainingRows.Part(sample, queries, [.. drawn[..keys].Order()]);
        }
    }
}
