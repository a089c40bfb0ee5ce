namespace Nadaraya.Cli.Demo;

/// <summary>The chapter's numbers, step by step, each by the library's own line.</summary>
internal sealed class ClassicLesson
{
    private const int CurvePoints = 160;

    public ClassicLesson(DemoRows rows, CancellationToken cancellation)
    {
        Rows = rows;
        Data = rows.ToDataset();
        Average = AttentionPooling.Average(rows.Y);
        Plain = Attend(0, 1, null);
        Ones = AttentionPooling.BatchMatrixMultiply(Batch.Filled(2, 1, 4, 1), Batch.Filled(2, 4, 6, 1));
        Batch values = new(2, 10, 1, [.. Enumerable.Range(0, 20).Select(i => (double)i)]);
        WeightedValues = AttentionPooling.BatchMatrixMultiply(Batch.Filled(2, 1, 10, 0.1), values);
        Training = LearnedScale.Train(Data, new() { Start = rows.Start, LearningRate = 0.5, Epochs = 5 }, cancellation);
        double[] scales = [Training.Start, .. Training.Epochs.Select(e => e.Scale)];
        double[] losses = [.. Training.Epochs.Select(e => e.Loss), LearnedScale.Loss(Data, Training.Scale)];
        Steps = [.. scales.Select((w, e) => Attend(e, w, losses[e]))];
        Tuned = KernelRegression.Fit(Data, cancellation: cancellation);
        double best = 1 / Tuned.Features[0].Bandwidth!.Value;
        Optimum = Attend(0, best, LearnedScale.Loss(Data, best));
        Tabs = FrameworkTab.All(Data, rows.Start, cancellation);
        CurveScales = CurveOf(best);
        cancellation.ThrowIfCancellationRequested();
        CurveLosses = LearnedScale.Losses(Data, CurveScales);
    }

    public DemoRows Rows { get; }

    public Dataset Data { get; }

    public double Average { get; }

    /// <summary>w = 1, the chapter's non-parametric pooling.</summary>
    public ClassicModel Plain { get; }

    /// <summary>(2, 1, 4) · (2, 4, 6), all ones.</summary>
    public Batch Ones { get; }

    /// <summary>Weights of 0.1 times the values 0 … 19: the pooling of a minibatch.</summary>
    public Batch WeightedValues { get; }

    public ScaleTraining Training { get; }

    /// <summary>Before training and after each epoch.</summary>
    public IReadOnlyList<ClassicModel> Steps { get; }

    /// <summary>After the last epoch.</summary>
    public ClassicModel Trained => Steps[^1];

    public KernelRegression Tuned { get; }

    /// <summary>The chapter's frameworks side by side.</summary>
    public IReadOnlyList<FrameworkTab> Tabs { get; }

    /// <summary>The leave-one-out optimum.</summary>
    public ClassicModel Optimum { get; }

    public double[] CurveScales { get; }

    public double[] CurveLosses { get; }

    public double[] AverageEverywhere => [.. Enumerable.Repeat(Average, Rows.Queries.Length)];

    /// <summary>Pools at a scale; w and −w are the same model.</summary>
    public ClassicModel Attend(int epoch, double scale, double? loss)
    {
        // w = 0 is average pooling; the largest bandwidth gives it to the last digit.
        double bandwidth = Math.Min(1 / Math.Abs(scale), double.MaxValue);
        return new(
            epoch,
            scale,
            loss ?? LearnedScale.Loss(Data, scale),
            AttentionPooling.Pool(Rows.Queries, Rows.X, Rows.Y, Kernel.Gaussian, bandwidth),
            AttentionPooling.Weights(Rows.Queries, Rows.X, Kernel.Gaussian, bandwidth));
    }

    /// <summary>From near 0 to beyond the largest step, but not so far that the valley shrinks to a line.</summary>
    private double[] CurveOf(double best)
    {
        double furthest = Steps.Max(s => Math.Abs(s.Scale));
        double end = Math.Clamp(1.08 * furthest, 2.5 * best, 12 * best);
        return [.. Enumerable.Range(1, CurvePoints).Select(i => end * i / CurvePoints)];
    }
}
