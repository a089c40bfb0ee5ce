namespace Nadaraya.Tests.Learning;

public sealed class MetricDirectionsTests
{
    [Fact]
    public void LearnedDirections_FullMetric_AreTheSameScoreAndOrthogonal()
    {
        KernelRegression model = Fit(LearnableScore.Full);
        IReadOnlyList<IReadOnlyList<double>> directions = model.LearnedDirections, metric = model.Learned!.Metric!;
        double[] spread = [Spread(model.Data.Feature(0).ToArray()), Spread(model.Data.Feature(1).ToArray())];
        for (int a = 0; a < 2; a++)
        {
            for (int b = 0; b < 2; b++)
            {
                double expected = metric.Sum(row => row[a] * spread[a] * row[b] * spread[b]);
                Assert.Equal(expected, directions.Sum(d => d[a] * d[b]), 1e-9 * metric.Sum(row => row.Sum(v => v * v)));
            }
        }

        Assert.Equal(0, directions[0].Zip(directions[1], (u, v) => u * v).Sum(), 1e-9);
    }

    [Fact]
    public void LearnedDirections_Levels_LeaveOutWhatRowsCannotDifferBy()
    {
        double[] x = [.. Enumerable.Range(0, 60).Select(i => i / 10.0)];
        string[] group = [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? "a" : i % 3 == 1 ? "b" : "c")];
        Dataset data = new([new("x", x), Column.Unordered("g", group)], [new("y", x.Select((v, i) => Math.Sin(v) + (i % 3)).ToArray())]);
        KernelRegression model = KernelRegression.Fit(data, new() { Learning = new() { Score = LearnableScore.Full, Nested = 0, Epochs = 10 } });
        Assert.Equal(["x", "g=a", "g=b", "g=c"], model.Learned!.Coordinates);
        Assert.InRange(model.LearnedDirections.Count, 1, 3);
        Assert.All(model.LearnedDirections, d => Assert.Equal(0, d[1] + d[2] + d[3], 1e-9));
        Assert.Equal(1, model.Learned.Importance.Sum(), 1e-12);
    }

    [Fact]
    public void LearnedDirections_NothingLearned_AreNone() =>
        Assert.Empty(KernelRegression.Fit(new([new("x", new[] { 1.0, 2, 3 })], [new("y", new[] { 1.0, 2, 4 })])).LearnedDirections);

    private static KernelRegression Fit(LearnableScore score)
    {
        double[] a = [.. Enumerable.Range(0, 80).Select(i => i * 37 % 80 / 8.0)], b = [.. Enumerable.Range(0, 80).Select(i => i * 51 % 80 / 80.0)];
        Dataset data = new([new("a", a), new("b", b)], [new("y", a.Zip(b, (u, v) => Math.Sin((u / 2) + (3 * v))).ToArray())]);
        return KernelRegression.Fit(data, new() { Learning = new() { Score = score, Nested = 0, Epochs = 20 } });
    }

    private static double Spread(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }
}
