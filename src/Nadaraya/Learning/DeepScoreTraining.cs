using System.Globalization;
using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>Trains deep keys as any other score is trained: epoch by epoch, with rows held out that say when to stop.</summary>
internal sealed class DeepScoreTraining : ITraining
{
    private readonly DeepTraining training;
    private readonly DeepShape shape;
    private readonly Coordinates coordinates;
    private readonly FeatureType[] types;
    private readonly double rows;
    private readonly List<TrainingEpoch> epochs = [];

    /// <param name="sample">All rows.</param>
    /// <param name="coordinates">The coordinates that are told.</param>
    /// <param name="options">How.</param>
    /// <param name="seed">The seed.</param>
    public DeepScoreTraining(Sample sample, Coordinates coordinates, LearningOptions options, int seed)
    {
        this.coordinates = coordinates;
        types = [.. sample.Data.FeatureTypes];
        shape = ShapeOf(options, sample.Count);
        training = new(sample.Columns, types, sample.Targets[0], sample.RawWeights, sample.Count, shape, seed, options.Loss.Point);
        rows = sample.RawWeights?.Sum() ?? sample.Count;
    }

    /// <inheritdoc/>
    public IReadOnlyList<TrainingEpoch> Epochs => epochs;

    /// <inheritdoc/>
    public TrainingStop? Stopped => !training.Finished ? null : epochs.Count >= shape.Epochs ? TrainingStop.Epochs : TrainingStop.Patience;

    /// <inheritdoc/>
    public int MostEpochs => shape.Epochs;

    /// <inheritdoc/>
    public int BestEpoch => epochs.Count == 0 ? 0 : epochs.MinBy(e => e.HeldOutLoss)!.Number;

    /// <summary>The network that so many rows get, with what was asked for.</summary>
    public static DeepShape ShapeOf(LearningOptions options, int rows)
    {
        DeepShape shape = DeepShape.For(rows);
        return shape with
        {
            Epochs = options.Epochs ?? shape.Epochs,
            LearningRate = options.LearningRate ?? shape.LearningRate,
            BatchRows = options.BatchRows ?? shape.BatchRows,
            KeyRows = options.KeyRows ?? shape.KeyRows,
            WeightDecay = options.WeightDecay ?? shape.WeightDecay,
            HeldOut = options.HoldOut ?? shape.HeldOut,
            Patience = options.Patience ?? shape.Patience,
        };
    }

    /// <summary>A network from the arrays of a file.</summary>
    /// <param name="told">What is told of its training.</param>
    /// <param name="coordinates">What it is of.</param>
    /// <param name="types">The features' types.</param>
    /// <param name="arrays">The arrays.</param>
    /// <exception cref="FormatException">They make no sense.</exception>
    public static LearnedModel Restore(LearnedScore told, Coordinates coordinates, IReadOnlyList<FeatureType> types, IReadOnlyDictionary<string, double[]> arrays)
    {
        double[] sizes = new TrainingState(arrays).Take("shape", 7);
        if (!sizes.All(s => s is >= 0 and <= 4096 && s == Math.Floor(s)) || sizes[0] < 1 || sizes[1] < 1 || sizes[3] < 1)
        {
            throw new FormatException("a network of no size");
        }

        DeepShape shape = new()
        {
            Width = (int)sizes[0],
            Hidden = (int)sizes[1],
            Blocks = (int)sizes[2],
            EmbeddingWidth = (int)sizes[3],
            Frequencies = (int)sizes[4],
            WaveWidth = (int)sizes[5],
            LevelWidth = (int)sizes[6],
        };
        return new(told, coordinates, new EmbeddedKeys(DeepKeys.Restore(shape, [.. types], arrays)), arrays);
    }

    /// <inheritdoc/>
    public void Step(Run run)
    {
        TrainingEpochFigures figures = training.Step(run);
        if (!double.IsFinite(figures.TrainingLoss) || !double.IsFinite(figures.ValidationLoss))
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture, $"Training diverged in epoch {figures.Epoch}: the loss is no finite number; use a smaller learning rate than {shape.LearningRate:R}."));
        }

        epochs.Add(new(figures.Epoch, 1, figures.TrainingLoss * rows, figures.ValidationLoss, figures.LearningRate));
    }

    /// <inheritdoc/>
    public void Break(Run run)
    {
        // The best epoch so far is kept with every epoch.
    }

    /// <inheritdoc/>
    public TrainingState Save()
    {
        TrainingState state = new(training.State());
        state.Put("epochs", [.. epochs.SelectMany(e => new[] { e.Loss, e.HeldOutLoss!.Value, e.LearningRate })]);
        return state;
    }

    /// <inheritdoc/>
    public void Restore(TrainingState state)
    {
        training.Restore(state.Arrays);
        epochs.Clear();
        epochs.AddRange(state.Take("epochs").Chunk(3).Select((e, k) => new TrainingEpoch(k + 1, 1, e[0], e[1], e[2])));
    }

    /// <inheritdoc/>
    public (LearnedModel Model, double?[] Bandwidths) Result(LearnedScore told, Run run)
    {
        DeepKeys keys = training.Best;
        Dictionary<string, double[]> arrays = new(keys.State(), StringComparer.Ordinal)
        {
            ["shape"] = [shape.Width, shape.Hidden, shape.Blocks, shape.EmbeddingWidth, shape.Frequencies, shape.WaveWidth, shape.LevelWidth],
        };
        return (new(told, coordinates, new EmbeddedKeys(keys), arrays), new double?[types.Length]);
    }
}
