using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Trains an embedding epoch by epoch. Interrupted after any epoch and restored, it goes on with the same bits.</summary>
/// <remarks>
/// An epoch draws the rows in an order of its own and takes them in batches; each row of a batch is predicted from the others and further random keys. Rows held out are predicted
/// from all rows trained on, by the averaged parameters; the epoch that does it best is kept. With more keys than a step has the best softmax is narrower, so that validation
/// also asks a slightly wider and a slightly narrower one, and keeps the best scale.
/// </remarks>
internal sealed class DeepTraining
{
    private const double ScaleStep = 1.1;
    private const int ScaleRows = 1000;
    private readonly DeepShape shape;
    private readonly DeepInputs inputs;
    private readonly DeepLayout layout;
    private readonly DeepSample sample;
    private readonly PointLoss loss;
    private readonly PointLoss inner;
    private readonly AdamSteps adam;
    private readonly DeepStep<float> step;
    private readonly float[] gradient;
    private readonly int seed;
    private float[] best;
    private double bestLoss = double.PositiveInfinity;
    private double scale = 1;
    private int epoch;
    private int since;

    /// <summary>Prepares training.</summary>
    /// <param name="columns">One array a feature: numbers, or indexes of levels.</param>
    /// <param name="types">Their types.</param>
    /// <param name="target">y.</param>
    /// <param name="rowWeights">v, not negative; null for 1. Rows of weight 0 are left out.</param>
    /// <param name="count">The number of rows, at least 8 of positive weight.</param>
    /// <param name="shape">The network and its training.</param>
    /// <param name="seed">Of all draws.</param>
    /// <param name="loss">What a prediction costs.</param>
    public DeepTraining(double[][] columns, FeatureType[] types, double[] target, double[]? rowWeights, int count, DeepShape shape, int seed, PointLoss loss)
    {
        (this.shape, this.seed, this.loss) = (shape, seed, loss);
        sample = new(columns, types, target, rowWeights, count, shape, seed);
        inputs = sample.Inputs;
        inner = loss.InUnitsOf(sample.Unit);
        layout = new(shape, inputs.Waves, inputs.Numbers, inputs.Levels);
        adam = new(layout, shape);
        step = new(layout, Math.Max(Math.Min(sample.Training.Length, shape.BatchRows + (shape.BatchRows / 2) + shape.KeyRows), 256), shape.Dropout);
        gradient = new float[layout.Count];
        float[] start = DeepStart.Draw(layout, shape, seed);
        int some = Math.Min(sample.Training.Length, step.Rows.Capacity);
        sample.Fill(step, sample.Training.AsSpan(0, some));
        step.Embed(start, some, new Run(1, CancellationToken.None));
        Rescale(layout, start, DeepStart.Scale(step.Rows.Output, layout.Output, some, shape.StartShare));
        start.CopyTo(adam.Parameters, 0);
        start.CopyTo(adam.Averages, 0);
        best = start;
        sample.FillUnseen(layout, best);
    }

    /// <summary>Whether another epoch would change nothing: all are done, or none was better for long.</summary>
    public bool Finished => epoch >= shape.Epochs || since >= shape.Patience;

    /// <summary>The embedding at the best validation loss so far.</summary>
    public DeepKeys Best => new(shape, inputs, [.. best]);

    /// <summary>One epoch.</summary>
    /// <param name="run">How it runs; it changes no result.</param>
    public TrainingEpochFigures Step(Run run)
    {
        SplitMix64 random = SplitMix64.ForDraw(seed, epoch);
        int[] order = [.. sample.Training];
        Shuffle(order, random);
        int batches = Math.Max(1, (int)Math.Round((double)order.Length / shape.BatchRows));
        (double total, double rate) = (0, 0);
        for (int b = 0; b < batches; b++)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            int from = (int)((long)order.Length * b / batches);
            int to = (int)((long)order.Length * (b + 1) / batches);
            int keys = Math.Min(shape.KeyRows, Math.Min(step.Rows.Capacity, order.Length) - (to - from));
            int[] rows = [.. order.AsSpan(from, to - from), .. Others(order, from, to, keys, random)];
            sample.Fill(step, rows);
            total += step.Evaluate(adam.Parameters, to - from, rows.Length, inner, random.Next(), gradient, run with { Progress = null }) * (to - from);
            rate = Rate(epoch + ((double)b / batches));
            adam.Step(gradient, rate);
        }

        epoch++;
        double validation = Validate(run with { Progress = null });
        return new(epoch, total / order.Length * sample.LossUnit(loss), validation, rate);
    }

    /// <summary>All that the next epoch depends on, and the best so far.</summary>
    public IReadOnlyDictionary<string, double[]> State() => new Dictionary<string, double[]>(StringComparer.Ordinal)
    {
        ["parameters"] = DeepState.Doubles(adam.Parameters),
        ["averages"] = DeepState.Doubles(adam.Averages),
        ["means"] = DeepState.Doubles(adam.Means),
        ["squares"] = DeepState.Doubles(adam.Squares),
        ["best"] = DeepState.Doubles(best),
        ["progress"] = [epoch, since, adam.Steps, bestLoss, scale],
    };

    /// <summary>Goes on where <see cref="State"/> was taken, in training prepared from the same rows, shape, seed and loss.</summary>
    /// <param name="state">The figures.</param>
    /// <exception cref="DataException">They do not fit.</exception>
    public void Restore(IReadOnlyDictionary<string, double[]> state)
    {
        DeepState.TakeSingles(state, "parameters", layout.Count).CopyTo(adam.Parameters, 0);
        DeepState.TakeSingles(state, "averages", layout.Count).CopyTo(adam.Averages, 0);
        DeepState.TakeSingles(state, "means", layout.Count).CopyTo(adam.Means, 0);
        DeepState.TakeSingles(state, "squares", layout.Count).CopyTo(adam.Squares, 0);
        best = DeepState.TakeSingles(state, "best", layout.Count);
        double[] progress = DeepState.Take(state, "progress");
        if (progress.Length != 5)
        {
            throw new DataException($"'progress' of the deep keys has {progress.Length} numbers where 5 are kept: give the state that was saved, whole.");
        }

        (epoch, since, adam.Steps, bestLoss, scale) = ((int)progress[0], (int)progress[1], (int)progress[2], progress[3], progress[4]);
    }

    /// <summary>Multiplies every embedding.</summary>
    private static void Rescale(DeepLayout layout, float[] parameters, double factor)
    {
        for (int i = layout.OutputAt; i < layout.Count; i++)
        {
            parameters[i] *= (float)factor;
        }
    }

    private static void Shuffle(int[] order, SplitMix64 random)
    {
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = random.NextBelow(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    /// <summary>Rows outside from … to: a run of the shuffled order, from a random place.</summary>
    private static int[] Others(int[] order, int from, int to, int count, SplitMix64 random)
    {
        int rest = order.Length - (to - from);
        if (count <= 0 || rest == 0)
        {
            return [];
        }

        int start = random.NextBelow(rest);
        return [.. Enumerable.Range(0, count).Select(k => order[(to + ((start + k) % rest)) % order.Length])];
    }

    /// <summary>The learning rate: a short rise, then a cosine down to 0.</summary>
    private double Rate(double at)
    {
        double warm = Math.Min(1, (adam.Steps + 1) / 50.0);
        return shape.LearningRate * warm * (0.5 + (0.5 * Math.Cos(Math.PI * at / shape.Epochs)));
    }

    private double Validate(Run run)
    {
        float[] keys = sample.Embed(step, adam.Averages, sample.Training, layout.Output, run);
        float[] queries = sample.Embed(step, adam.Averages, sample.HeldOut, layout.Output, run);
        double[] values = sample.Targets(sample.Training);
        double[] weights = sample.Weights(sample.Training);
        double[] Losses(int count, params double[] scales) =>
            [.. DeepForecast.Predict(queries, count, keys, layout.Output, values, weights, scales, run).Select(f => sample.Loss(f, loss))];

        // The scale is asked of a part of the rows: three exponentials a pair are most of the work.
        double[] asked = [scale, scale / ScaleStep, scale * ScaleStep];
        double[] losses = Losses(Math.Min(sample.HeldOut.Length, ScaleRows), asked);
        int chosen = Array.IndexOf(losses, losses.Min());
        scale = asked[Math.Max(chosen, 0)];
        double found = Losses(sample.HeldOut.Length, scale)[0];
        since++;
        if (found < bestLoss)
        {
            (bestLoss, since) = (found, 0);
            best = [.. adam.Averages];
            Rescale(layout, best, scale);
            sample.FillUnseen(layout, best);
        }

        return found;
    }
}
