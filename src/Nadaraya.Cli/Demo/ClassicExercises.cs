namespace Nadaraya.Cli.Demo;

/// <summary>The numbers of the chapter's exercises.</summary>
internal sealed class ClassicExercises
{
    private static readonly double[] Factors = [0.25, 0.5, 1, 2, 4];

    public ClassicExercises(ClassicLesson lesson, CancellationToken cancellation)
    {
        DemoRows rows = lesson.Rows;
        int seed = rows.Seed ?? 0;
        Sizes = SampleSizeStudy.Run(1, seed, cancellation);
        Query = rows.Queries[rows.Queries.Length / 2];
        Meanings = [.. MeaningScales(lesson).Select(w => Meaning(lesson, w))];
        Leaning = LeaningScale.Train(lesson.Data, cancellation);
        LeaningPredictions = LeaningScale.Pool(rows.Queries, rows.X, rows.Y, Leaning.Scale);
        LeaningWeights = LeaningScale.Weights(rows.Queries, rows.X, Leaning.Scale);
        cancellation.ThrowIfCancellationRequested();
        LeaningLosses = LeaningScale.Losses(lesson.Data, lesson.CurveScales);
        double best = lesson.Tuned.Features[0].Bandwidth!.Value;
        Bandwidths = [.. Enumerable.Range(0, 121).Select(i => best * Math.Pow(10, (i - 60) / 50.0))];
        Criterion = [.. LearnedScale.Losses(lesson.Data, [.. Bandwidths.Select(h => 1 / h)]).Select(l => l / rows.X.Length)];
        Designs = LearnedDesign.All(lesson, cancellation);
        Contest = PoolingContest.Run(seed: seed, cancellation: cancellation);
    }

    /// <summary>Exercise 1.</summary>
    public IReadOnlyList<SampleSizeStudy> Sizes { get; }

    /// <summary>The query whose weights exercise 2 shows.</summary>
    public double Query { get; }

    /// <summary>Exercise 2.</summary>
    public IReadOnlyList<ScaleMeaning> Meanings { get; }

    /// <summary>Exercise 3: bandwidths, a decade and a bit around the chosen one.</summary>
    public double[] Bandwidths { get; }

    /// <summary>The mean squared leave-one-out error at each of <see cref="Bandwidths"/>.</summary>
    public double[] Criterion { get; }

    /// <summary>Exercise 4, trained on the lesson's rows.</summary>
    public LeaningTraining Leaning { get; }

    public double[] LeaningPredictions { get; }

    public double[,] LeaningWeights { get; }

    /// <summary>Along the lesson's curve of scales.</summary>
    public double[] LeaningLosses { get; }

    public PoolingContest Contest { get; }

    /// <summary>Exercise 4 once more: scores of other shapes.</summary>
    public IReadOnlyList<LearnedDesign> Designs { get; }

    /// <summary>The chapter's own scale of 1 where rows are the chapter's, else around the optimum.</summary>
    private static double[] MeaningScales(ClassicLesson lesson) => lesson.Rows.File is null
        ? [0.5, 1, 2, 4, 8]
        : [.. Factors.Select(f => f * lesson.Optimum.Scale)];

    private ScaleMeaning Meaning(ClassicLesson lesson, double scale)
    {
        DemoRows rows = lesson.Rows;
        KernelRegression model = KernelRegression.Fit(lesson.Data, new() { Bandwidth = 1 / scale, SummaryRows = 0 });
        Prediction prediction = model.Predict([Query]);
        double[] weights = prediction.Attention.Weights();
        return new(scale, weights, prediction.EffectiveSampleSize ?? rows.X.Length, weights.Max(), prediction.Value!.Value);
    }
}
