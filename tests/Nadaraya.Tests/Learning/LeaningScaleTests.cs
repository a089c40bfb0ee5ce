namespace Nadaraya.Tests;

public sealed class LeaningScaleTests
{
    private static readonly ChapterRows Rows = ChapterRows.Draw(50, 11);
    private static readonly double[] X = [.. Rows.X];
    private static readonly double[] Y = [.. Rows.Y];

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(3.7)]
    [InlineData(12)]
    [InlineData(40)]
    public void Evaluate_AnyScale_SlopeIsTheFiniteDifference(double scale)
    {
        LeaningLoss loss = new(X, Y);
        const double step = 1e-5;
        double expected = (loss.Evaluate(scale * Math.Exp(step)).Value - loss.Evaluate(scale * Math.Exp(-step)).Value) / (2 * step);
        Tolerance.Near(expected, loss.Evaluate(scale).Slope, 1e-6, 1);
    }

    [Fact]
    public void Losses_ByTheDefinition_AgreeWithPoolingEachRowFromTheOthers()
    {
        double expected = 0;
        for (int i = 0; i < X.Length; i++)
        {
            double[] keys = [.. X.Where((_, j) => j != i)];
            double[] values = [.. Y.Where((_, j) => j != i)];
            expected += Math.Pow(LeaningScale.Pool([X[i]], keys, values, 3.1)[0] - Y[i], 2);
        }

        Tolerance.Near(expected, LeaningScale.Losses(Rows.ToDataset(), [3.1])[0], 1e-12);
    }

    [Fact]
    public void Pool_ByTheDefinition_IsSoftmaxOfTheMovedQuery()
    {
        double[] keys = [0, 0.4, 1.5, 1.7];
        double[] values = [1, 2, 4, -1];
        const double query = 0.3;
        const double w = 2;
        double[] plain = Softmax([.. keys.Select(k => -w * w * (query - k) * (query - k) / 2)]);
        double mean = plain.Zip(keys, (a, k) => a * k).Sum();
        double variance = plain.Zip(keys, (a, k) => a * (k - mean) * (k - mean)).Sum();
        double moved = query + ((query - mean) / ((w * w * variance) + 0.25));
        double[] weights = Softmax([.. keys.Select(k => -w * w * (moved - k) * (moved - k) / 2)]);
        Tolerance.Near(moved, LeaningScale.Lean([query], keys, w)[0], 1e-13);
        Tolerance.Near(weights.Zip(values, (a, v) => a * v).Sum(), LeaningScale.Pool([query], keys, values, w)[0], 1e-13);
    }

    [Fact]
    public void Train_ChapterRows_FindsTheLowestOfAFineGrid()
    {
        LeaningTraining training = LeaningScale.Train(Rows.ToDataset());
        double[] scales = [.. Enumerable.Range(0, 400).Select(k => 0.1 * Math.Exp(k * 0.015))];
        Assert.True(training.Loss <= LeaningScale.Losses(Rows.ToDataset(), scales).Min() * (1 + 1e-12));
        Assert.Equal(training, LeaningScale.Train(Rows.ToDataset()));
    }

    [Fact]
    public void Weights_ManyScales_AreNonNegativeAndSumToOne()
    {
        foreach (double scale in new[] { 0.01, 1, 5, 1000 })
        {
            double[,] weights = LeaningScale.Weights([-3, 0, 2.22, 5, 9], X, scale);
            for (int q = 0; q < 5; q++)
            {
                double[] row = [.. Enumerable.Range(0, X.Length).Select(i => weights[q, i])];
                Assert.All(row, a => Assert.True(a >= 0));
                Tolerance.Near(1, row.Sum(), 1e-12);
            }
        }
    }

    [Fact]
    public void Weights_InsideAndAtTheEnd_HaveTheirMeanNearerToTheQuery()
    {
        double[] keys = [.. Enumerable.Range(0, 200).Select(i => i / 40.0)];
        foreach (double query in new[] { 0, 0.1, 4.9 })
        {
            double plain = Math.Abs(Mean(AttentionPooling.Weights([query], keys, Kernel.Gaussian, 0.5), keys) - query);
            double leaning = Math.Abs(Mean(LeaningScale.Weights([query], keys, 2), keys) - query);
            Assert.True(leaning < 0.6 * plain, $"at {query}: {leaning} against {plain}");
        }
    }

    [Fact]
    public void Pool_ShiftedAndRescaled_IsTheSame()
    {
        double[] queries = [0.1, 2, 4.8];
        double[] there = LeaningScale.Pool([.. queries.Select(q => (8 * q) + 64)], [.. X.Select(x => (8 * x) + 64)], Y, 3.0 / 8);
        double[] here = LeaningScale.Pool(queries, X, Y, 3);
        for (int i = 0; i < here.Length; i++)
        {
            Tolerance.Near(here[i], there[i], 1e-11);
        }
    }

    [Fact]
    public void Train_ConstantFeature_SaysWhatToMend()
    {
        DataException error = Assert.Throws<DataException>(() => LeaningScale.Train(Dataset.From([2.0, 2, 2], [1.0, 2, 3])));
        Assert.Equal("x is 2 in every row: a scale is learned from keys that differ; choose another feature.", error.Message);
    }

    [Fact]
    public void Train_TwoRows_SaysHowManyItNeeds()
    {
        DataException error = Assert.Throws<DataException>(() => LeaningScale.Train(Dataset.From([1.0, 2], [1.0, 2])));
        Assert.Contains("2 rows", error.Message, StringComparison.Ordinal);
        Assert.Contains("at least three", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Lean_BadScale_IsRefused(double scale) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LeaningScale.Lean([1], X, scale));

    private static double Mean(double[,] weights, double[] keys) => keys.Select((k, i) => weights[0, i] * k).Sum();

    private static double[] Softmax(double[] scores)
    {
        double total = scores.Sum(Math.Exp);
        return [.. scores.Select(s => Math.Exp(s) / total)];
    }
}
