using Nadaraya.Numerics;

namespace Nadaraya.Tests;

/// <summary>Bootstraps by hat rows and moments, against refitting every draw.</summary>
public sealed class BootstrapTests
{
    private readonly Random random = new(7);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Wild_EveryDraw_IsARefit(int degree)
    {
        (double[] x, double[] y) = Draw(40);
        KernelRegression model = Fit(x, y, degree);
        double[] pilot = [.. x.Select(v => model.Predict([v]).Value!.Value)];
        double[] left = model.LeaveOneOutPredictions().ToArray();
        BootstrapOptions options = new() { Replications = 39, Seed = 5, Weights = WildWeights.Mammen, Confidence = 0.9 };
        double[] deviations = [.. Enumerable.Range(0, 39).Select(b =>
        {
            double[] v = new double[40];
            Multipliers.Fill(WildWeights.Mammen, SplitMix64.ForDraw(5, b), v);
            KernelRegression again = Fit(x, [.. pilot.Select((p, i) => p + ((y[i] - left[i]) * v[i]))], degree);
            return again.Predict([0.4]).Value!.Value - model.Predict([0.4]).Value!.Value;
        })];
        Agree(model, deviations, model.Bootstrap(Queries.From([0.4]), options));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Pairs_EveryDraw_IsARefit(int degree)
    {
        (double[] x, double[] y) = Draw(60);
        KernelRegression model = Fit(x, y, degree);
        BootstrapOptions options = new() { Kind = BootstrapKind.Pairs, Replications = 39, Seed = 2, Confidence = 0.9 };
        double[] deviations = [.. Enumerable.Range(0, 39).Select(b =>
        {
            SplitMix64 draws = SplitMix64.ForDraw(2, b);
            int[] rows = [.. Enumerable.Range(0, 60).Select(_ => draws.NextBelow(60))];
            KernelRegression again = Fit([.. rows.Select(i => x[i])], [.. rows.Select(i => y[i])], degree);
            return again.Predict([0.4]).Value!.Value - model.Predict([0.4]).Value!.Value;
        })];
        Agree(model, deviations, model.Bootstrap(Queries.From([0.4]), options));
    }

    [Fact]
    public void Wild_ManyDraws_HasTheRobustError()
    {
        (double[] x, double[] y) = Draw(120);
        KernelRegression model = Fit(x, y, 1);
        double robust = model.Predict([0.5], new PredictOptions { StandardError = StandardErrorKind.Robust }).StandardError!.Value;
        double drawn = model.Bootstrap(Queries.From([0.5]), new() { Replications = 4999 }).StandardError(0)!.Value;
        Tolerance.Near(robust, drawn, 0.05);
    }

    [Fact]
    public void Wild_OfClusters_DrawsOneMultiplierEach()
    {
        (double[] x, double[] y) = Draw(60);
        KernelRegression model = KernelRegression.Fit(
            new([new("x", x)], [new("y", y)], clusters: new RowGroups("g", [.. x.Select((_, i) => $"g{i % 20}")])), new() { Bandwidth = 0.2 });
        double robust = model.Predict([0.5], new PredictOptions { StandardError = StandardErrorKind.Robust }).StandardError!.Value;
        Tolerance.Near(robust, model.Bootstrap(Queries.From([0.5]), new() { Replications = 4999 }).StandardError(0), 0.05);
    }

    [Theory]
    [InlineData(BootstrapKind.Wild)]
    [InlineData(BootstrapKind.Pairs)]
    [InlineData(BootstrapKind.Block)]
    [InlineData(BootstrapKind.StationaryBlock)]
    public void Bootstrap_ChunksAndThreads_GiveTheSameBits(BootstrapKind kind)
    {
        (double[] x, double[] y) = Draw(80);
        BootstrapOptions options = new() { Kind = kind, Replications = 99, Seed = 9, Oversmoothed = true };
        KernelRegression one = KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = 0.2, Estimator = Estimator.Linear, Threads = 1 });
        KernelRegression two = KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = 0.2, Estimator = Estimator.Linear, Threads = 3 });
        BootstrapResult all = one.Bootstrap(Queries.From([0.2, 0.5, 0.8]), options);
        BootstrapResult last = two.Bootstrap(Queries.From([0.8]), options);
        Assert.Equal((all.StandardError(2), all.Percentile(2), all.Basic(2), all.Usable(2)), (last.StandardError(0), last.Percentile(0), last.Basic(0), last.Usable(0)));
        Assert.Equal(99, all.Usable(0));
        Assert.Equal(kind is BootstrapKind.Block or BootstrapKind.StationaryBlock, all.BlockLength is >= 1);
    }

    [Fact]
    public void Pairs_OfFrequencies_VaryAsRowsRepeated()
    {
        double[] x = [.. Enumerable.Range(0, 30).Select(i => i / 30.0)];
        double[] y = [.. x.Select(v => v + random.NextDouble())];
        double[] v = [.. x.Select((_, i) => (double)(1 + (i % 3)))];
        KernelRegression keys = KernelRegression.Fit(new([new("x", x)], [new("y", y)], new RowWeights("v", v, WeightMeaning.Frequency)), new() { Bandwidth = 0.2 });
        double[] Repeated(double[] values) => [.. values.SelectMany((value, i) => Enumerable.Repeat(value, (int)v[i]))];
        KernelRegression rows = KernelRegression.Fit(Dataset.From(Repeated(x), Repeated(y)), new() { Bandwidth = 0.2 });
        BootstrapOptions options = new() { Kind = BootstrapKind.Pairs, Replications = 1999 };
        Tolerance.Near(
            rows.Bootstrap(Queries.From([0.5]), options).StandardError(0)!.Value, keys.Bootstrap(Queries.From([0.5]), options).StandardError(0), 0.1);
        Assert.StartsWith(
            "Blocks are of rows that follow one another",
            Assert.Throws<DataException>(() => keys.Bootstrap(Queries.From([0.5]), options with { Kind = BootstrapKind.Block })).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Around an oversmoothed pilot the draws carry the bias: the basic interval moves against it.</summary>
    [Fact]
    public void Wild_Oversmoothed_SeesTheBiasOfAPeak()
    {
        double[] x = [.. Enumerable.Range(0, 200).Select(i => i / 199.0)];
        double[] y = [.. x.Select(v => Math.Exp(-50 * (v - 0.5) * (v - 0.5)) + (0.05 * (random.NextDouble() - 0.5)))];
        KernelRegression model = KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = 0.05 });
        double value = model.Predict([0.5]).Value!.Value;
        MeanInterval basic = model.Bootstrap(Queries.From([0.5]), new() { Oversmoothed = true }).Basic(0)!.Value;
        Assert.Equal(IntervalSubject.ForTheMean, basic.Subject);
        Assert.True(basic.Lower > value, $"{basic} around {value}: a local constant cuts the top of a peak");
    }

    private static void Agree(KernelRegression model, double[] deviations, BootstrapResult result)
    {
        double value = model.Predict([0.4]).Value!.Value;
        double mean = deviations.Average();
        double[] ordered = [.. deviations.Order()];
        Tolerance.Near(Math.Sqrt(deviations.Sum(d => (d - mean) * (d - mean)) / 38), result.StandardError(0), 1e-9);
        Tolerance.Near(value + ordered[1], result.Percentile(0)!.Value.Lower, 1e-9, 1); // the second of 39 at 5 %
        Tolerance.Near(value + ordered[37], result.Percentile(0)!.Value.Upper, 1e-9, 1);
        Tolerance.Near(value - ordered[37], result.Basic(0)!.Value.Lower, 1e-9, 1);
    }

    private static KernelRegression Fit(double[] x, double[] y, int degree) =>
        KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = 0.15, Estimator = Estimator.Polynomial(degree) });

    private (double[] X, double[] Y) Draw(int n)
    {
        double[] x = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())];
        return (x, [.. x.Select(v => Math.Sin(5 * v) + ((0.1 + (0.3 * v)) * (random.NextDouble() + random.NextDouble() - 1)))]);
    }
}
