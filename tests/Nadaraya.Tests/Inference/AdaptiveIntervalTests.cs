namespace Nadaraya.Tests;

public sealed class AdaptiveIntervalTests
{
    [Theory]
    [InlineData(0.9, 0.02)]
    [InlineData(0.8, 0.1)]
    public void Observe_WhateverComes_MissesAsOftenAsAskedFor(double coverage, double step)
    {
        // Noise grows tenfold, the curve turns over, a jump: intervals of fixed width would miss nearly always.
        KernelRegression model = Wave();
        Random random = new(3);
        AdaptiveInterval adaptive = new(model, coverage, step);
        const int Rows = 3000;
        for (int t = 0; t < Rows; t++)
        {
            double x = 6 * random.NextDouble();
            _ = adaptive.Next([x]);
            adaptive.Observe((t < 1000 ? Math.Sin(x) : t < 2000 ? -Math.Sin(x) : 5) + ((t < 1500 ? 0.1 : 1) * (random.NextDouble() - 0.5)));
            int seen = t + 1;
            double bound = (Math.Max(1 - coverage, coverage) + step) / (step * seen);
            Assert.True(Math.Abs(((double)adaptive.Misses / seen) - (1 - coverage)) <= bound + 1e-12, $"after {seen} rows {adaptive.Misses} missed");
        }

        Assert.Equal(Rows, adaptive.Rows);
    }

    [Fact]
    public void Next_BeforeAnyRowCame_IsTheQuantileOfLeaveOneOutErrors()
    {
        KernelRegression model = Wave();
        double[] errors = [.. model.Data.Target().ToArray().Zip(model.LeaveOneOutPredictions().ToArray(), (y, m) => Math.Abs(y - m)).Order()];
        AdaptiveInterval adaptive = new(model, 0.9);
        double value = model.Predict([2.0]).Value!.Value;
        PredictionInterval first = adaptive.Next([2.0])!.Value;
        Tolerance.Near(value + errors[(int)Math.Ceiling(0.9 * 81) - 1], first.Upper, 1e-12);
        adaptive.Observe(value + 100);
        Tolerance.Near(0.1 + (0.01 * (0.1 - 1)), adaptive.Level, 1e-15);
        Assert.Equal((1, 1), (adaptive.Rows, adaptive.Misses));
        adaptive.Observe(0); // no interval is open
        Assert.Equal(1, adaptive.Rows);
        Assert.True(adaptive.Next([2.0])!.Value.Length > first.Length);
    }

    [Fact]
    public void Next_WithAWindow_ForgetsTheOldest()
    {
        KernelRegression model = Wave();
        AdaptiveInterval adaptive = new(model, 0.5, 0.001, window: 5);
        double value = model.Predict([2.0]).Value!.Value;
        for (int k = 0; k < 5; k++)
        {
            _ = adaptive.Next([2.0]);
            adaptive.Observe(value + 7);
        }

        Tolerance.Near(value + 7, adaptive.Next([2.0])!.Value.Upper, 1e-12);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveInterval(model, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveInterval(model, 0.9, 0));
        Assert.Throws<DataException>(() => adaptive.Observe(double.NaN));
    }

    private static KernelRegression Wave()
    {
        Random random = new(1);
        double[] x = [.. Enumerable.Range(0, 80).Select(_ => 6 * random.NextDouble())];
        return KernelRegression.Fit(Dataset.From(x, [.. x.Select(v => Math.Sin(v) + (0.1 * (random.NextDouble() - 0.5)))]), new() { Bandwidth = 0.2 });
    }
}
