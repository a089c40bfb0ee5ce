using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya.Tests;

public sealed class DeepTrainingTests
{
    private static readonly FeatureType[] Types =
    [
        FeatureType.Continuous, FeatureType.Continuous, FeatureType.Periodic(24), FeatureType.Unordered(["a", "b", "c"]), FeatureType.Ordered(["1", "2", "5"]), FeatureType.Continuous,
    ];

    private static readonly DeepShape Small = new()
    {
        Width = 32,
        Hidden = 32,
        Blocks = 2,
        EmbeddingWidth = 6,
        Frequencies = 8,
        LevelWidth = 4,
        BatchRows = 64,
        KeyRows = 32,
        Epochs = 6,
        Patience = 6,
        Dropout = 0.1,
    };

    private static readonly Run One = new(1, CancellationToken.None);

    [Fact]
    public void Step_InterruptedAfterAnyEpoch_GoesOnWithTheSameBits()
    {
        (double[][] columns, double[] target) = Mixed(300, 1);
        DeepTraining whole = new(columns, Types, target, null, 300, Small, 7, PointLoss.Squared);
        List<TrainingEpochFigures> figures = [];
        List<IReadOnlyDictionary<string, double[]>> states = [];
        while (!whole.Finished)
        {
            states.Add(whole.State());
            figures.Add(whole.Step(One));
        }

        for (int epoch = 0; epoch < states.Count; epoch += 2)
        {
            DeepTraining again = new(columns, Types, target, null, 300, Small, 7, PointLoss.Squared);
            again.Restore(states[epoch]);
            for (int e = epoch; e < figures.Count; e++)
            {
                Assert.Equal(figures[e], again.Step(One));
            }

            AssertSame(whole.State(), again.State());
            AssertSame(whole.Best.State(), again.Best.State());
            Assert.True(again.Finished);
        }
    }

    [Fact]
    public void Step_OnAnyNumberOfThreads_GivesTheSameBits()
    {
        (double[][] columns, double[] target) = Mixed(300, 2);
        AssertSame(Train(columns, Types, target, null, Small, 1).State(), Train(columns, Types, target, null, Small, 2).State());
    }

    [Fact]
    public void Step_RowsOfWeightZero_AreAsIfTheyWereNotThere()
    {
        (double[][] columns, double[] target) = Mixed(260, 3);
        double[] weights = [.. Enumerable.Range(0, 260).Select(i => i < 200 ? 1 + (i % 3) : 0.0)];
        double[][] kept = [.. columns.Select(c => c[..200])];
        AssertSame(
            Train(columns, Types, target, weights, Small, 1).Best.State(), Train(kept, Types, target[..200], weights[..200], Small, 1).Best.State());
    }

    [Fact]
    public void Step_OfAConstantFeature_StaysFiniteAndLearns()
    {
        (double[][] columns, double[] target) = Friedman(400, 4);
        columns[4] = [.. target.Select(_ => 3.5)];
        DeepTraining training = new(columns, Numbers(5), target, null, 400, Small with { Epochs = 30, Patience = 30 }, 1, PointLoss.Squared);
        double first = training.Step(One).ValidationLoss;
        double last = first;
        while (!training.Finished)
        {
            last = training.Step(One).ValidationLoss;
        }

        Assert.True(last < first / 2, $"The validation loss went from {first} to {last}.");
    }

    [Theory]
    [InlineData("absolute")]
    [InlineData("huber")]
    [InlineData("pinball")]
    public void Step_OtherLosses_FallOnRowsHeldOut(string name)
    {
        (double[][] columns, double[] target) = Friedman(400, 5);
        PointLoss loss = name == "absolute" ? PointLoss.Absolute : name == "huber" ? PointLoss.Huber(2) : PointLoss.Pinball(0.75);
        DeepTraining training = new(columns, Numbers(5), target, null, 400, Small with { Epochs = 12, Patience = 12 }, 1, loss);
        double first = training.Step(One).ValidationLoss;
        double last = first;
        while (!training.Finished)
        {
            last = training.Step(One).ValidationLoss;
        }

        Assert.True(last < first * 0.8, $"The validation loss went from {first} to {last}.");
    }

    [Fact]
    public void Best_OnASmoothSurface_PredictsBetterThanAGaussianKernelOfSearchedBandwidths()
    {
        (double[][] columns, double[] target) = Friedman(900, 6);
        (double[][] queries, double[] truth) = Friedman(300, 60);
        DeepTraining training = new(columns, Numbers(5), target, null, 900, Small with { Epochs = 30, Patience = 30 }, 1, PointLoss.Squared);
        while (!training.Finished)
        {
            _ = training.Step(new Run(2, CancellationToken.None));
        }

        double deep = Error(Pool(training.Best, columns, target, queries), truth);
        double[,] features = new double[900, 5];
        for (int i = 0; i < 900; i++)
        {
            for (int f = 0; f < 5; f++)
            {
                features[i, f] = columns[f][i];
            }
        }

        KernelRegression kernel = KernelRegression.Fit(Dataset.From(features, target), new());
        double plain = Error([.. Enumerable.Range(0, 300).Select(i => kernel.Predict([.. queries.Select(c => c[i])]).Value!.Value)], truth);
        Assert.True(deep < 0.8 * plain, $"Deep keys err by {deep}, a Gaussian kernel by {plain}.");
    }

    [Fact]
    public void Restore_StateOfAnotherNetwork_SaysWhatDoesNotFit()
    {
        (double[][] columns, double[] target) = Mixed(100, 1);
        DeepTraining training = new(columns, Types, target, null, 100, Small, 7, PointLoss.Squared);
        DeepTraining other = new(columns, Types, target, null, 100, Small with { Blocks = 1 }, 7, PointLoss.Squared);
        DataException error = Assert.Throws<DataException>(() => other.Restore(training.State()));
        Assert.Contains("'parameters'", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Rows of all types with a target that depends on each.</summary>
    internal static (double[][] Columns, double[] Target) Mixed(int count, int seed)
    {
        SplitMix64 random = SplitMix64.ForDraw(seed, 0);
        double[][] columns = [.. Types.Select(_ => new double[count])];
        double[] target = new double[count];
        for (int i = 0; i < count; i++)
        {
            (columns[0][i], columns[1][i], columns[2][i]) = (random.NextNormal() * 100, random.NextUniform(), random.NextUniform() * 24);
            (columns[3][i], columns[4][i], columns[5][i]) = (random.NextBelow(3), random.NextBelow(3), 2);
            target[i] = (columns[0][i] / 100) + Math.Sin(6 * columns[1][i]) + Math.Cos(columns[2][i] * Math.PI / 12) + (columns[3][i] == 1 ? 2 : 0) + (columns[4][i] / 2)
                + (0.1 * random.NextNormal());
        }

        return (columns, target);
    }

    internal static DeepTraining Train(double[][] columns, FeatureType[] types, double[] target, double[]? weights, DeepShape shape, int threads)
    {
        DeepTraining training = new(columns, types, target, weights, target.Length, shape, 7, PointLoss.Squared);
        while (!training.Finished)
        {
            _ = training.Step(new Run(threads, CancellationToken.None));
        }

        return training;
    }

    internal static void AssertSame(IReadOnlyDictionary<string, double[]> expected, IReadOnlyDictionary<string, double[]> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected.Keys, key => Assert.Equal(expected[key], actual[key]));
    }

    /// <summary>Friedman's first surface of five uniform numbers, with noise 0.5.</summary>
    private static (double[][] Columns, double[] Target) Friedman(int count, int seed)
    {
        SplitMix64 random = SplitMix64.ForDraw(seed, 1);
        double[][] x = [.. Enumerable.Range(0, 5).Select(_ => new double[count])];
        double[] target = new double[count];
        for (int i = 0; i < count; i++)
        {
            foreach (double[] column in x)
            {
                column[i] = random.NextUniform();
            }

            target[i] = (10 * Math.Sin(Math.PI * x[0][i] * x[1][i])) + (20 * Math.Pow(x[2][i] - 0.5, 2)) + (10 * x[3][i]) + (5 * x[4][i]) + (0.5 * random.NextNormal());
        }

        return (x, target);
    }

    private static FeatureType[] Numbers(int count) => [.. Enumerable.Repeat(FeatureType.Continuous, count)];

    private static double[] Pool(DeepKeys keys, double[][] columns, double[] target, double[][] queries)
    {
        double[][] k = keys.Embed(columns, target.Length, One);
        double[][] q = keys.Embed(queries, queries[0].Length, One);
        return
        [
            .. Enumerable.Range(0, queries[0].Length).Select(i =>
            {
                double[] weights = [.. Enumerable.Range(0, target.Length).Select(j => Math.Exp(-Enumerable.Range(0, k.Length).Sum(c => Math.Pow(q[c][i] - k[c][j], 2)) / 2))];
                return weights.Zip(target).Sum(p => p.First * p.Second) / weights.Sum();
            }),
        ];
    }

    private static double Error(double[] fits, double[] truth) => Math.Sqrt(fits.Zip(truth).Average(p => Math.Pow(p.First - p.Second, 2)));
}
