namespace Nadaraya.Tests;

/// <summary>Laws of the tests; that their size is right is a matter of thousands of draws, in bench.</summary>
public sealed class HypothesisTests
{
    private readonly Random random = new(31);

    [Theory]
    [InlineData("constant")]
    [InlineData("linear")]
    public void TestSignificance_RawStatistic_IsTheMeanSquaredSlope(string estimator)
    {
        Dataset data = Draw(60, effect: 0);
        KernelRegression model = Fit(data, estimator);
        TestResult result = Assert.Single(model.TestSignificance(["x2"], new() { Replications = 19, Pivotal = false }));
        KernelRegression own = KernelRegression.Fit(data, model.Options with { Bandwidth = Bandwidth.Given(result.Bandwidths) });
        double[] slopes = own.DerivativesAt(Queries.Of(data))[0][1];
        double expected = slopes.Average(s => s * s);
        // The statistic is of centred and scaled targets; the scale is a power of two.
        double ratio = expected / result.Statistic;
        Tolerance.Near(Math.Round(Math.Log2(ratio)), Math.Log2(ratio), 1e-6, 1);
    }

    [Fact]
    public void TestSignificance_FeaturesThatMatter_AreFound()
    {
        KernelRegression model = Fit(Draw(80, effect: 1), "linear");
        IReadOnlyList<TestResult> each = model.TestSignificance(options: new() { Replications = 99 });
        Assert.Equal(["x1", "x2", "g"], each.Select(t => Assert.Single(t.Features)));
        Assert.Equal(0.01, each[0].PValue);
        Assert.Equal(0.01, each[1].PValue);
        Assert.Equal(0.01, Assert.Single(model.TestSignificance(["x2", "g"], new() { Replications = 99 })).PValue);
    }

    [Theory]
    [InlineData(TestBootstrap.Wild, false)]
    [InlineData(TestBootstrap.Rademacher, true)]
    [InlineData(TestBootstrap.Iid, false)]
    [InlineData(TestBootstrap.Pairs, false)]
    public void TestSignificance_AnyThreads_IsTheSameBits(TestBootstrap bootstrap, bool reselect)
    {
        Dataset data = Draw(50, effect: 0);
        TestOptions options = new() { Replications = 39, Bootstrap = bootstrap, Seed = 3, Reselect = reselect };
        TestResult[] results = [.. ((int[])[1, 2]).Select(threads => Fit(data, "constant", threads).TestSignificance(["x2"], options)[0])];
        Assert.Equal(results[0].Statistic, results[1].Statistic);
        Assert.Equal(results[0].PValue, results[1].PValue);
        Assert.Equal(results[0].CriticalValues, results[1].CriticalValues);
        Assert.InRange(results[0].PValue, 1 / 40.0, 1);
    }

    [Fact]
    public void TestSignificance_GivenBandwidths_Stay()
    {
        KernelRegression model = KernelRegression.Fit(Draw(50, 0), new()
        {
            Bandwidth = Bandwidth.Given(new Dictionary<string, double> { ["x1"] = 0.7, ["x2"] = 1.3, ["g"] = 0.2 }),
        });
        TestResult result = model.TestSignificance(["x2"], new() { Replications = 19 })[0];
        Assert.Equal((0.7, 1.3, 0.2), (result.Bandwidths["x1"], result.Bandwidths["x2"], result.Bandwidths["g"]));
    }

    [Fact]
    public void TestSpecification_Statistic_IsTheSumOverPairs()
    {
        double[] x = [.. Enumerable.Range(0, 30).Select(_ => random.NextDouble() * 5)];
        double[] y = [.. x.Select(v => v + random.NextDouble())];
        KernelRegression model = KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = 0.6 });
        double[] u = Residuals(x, y);
        double sum = 0, squares = 0;
        for (int i = 0; i < 30; i++)
        {
            for (int j = 0; j < 30; j++)
            {
                double k = i == j ? 0 : Math.Exp(-Math.Pow((x[i] - x[j]) / 0.6, 2) / 2);
                sum += u[i] * u[j] * k;
                squares += u[i] * u[i] * u[j] * u[j] * k * k;
            }
        }

        TestResult result = model.TestSpecification(options: new() { Replications = 19 });
        Tolerance.Near(sum / Math.Sqrt(2 * squares), result.Statistic, 1e-9, 1);
    }

    [Fact]
    public void TestSpecification_ACurve_IsNoLineButAParabola()
    {
        double[] x = [.. Enumerable.Range(0, 90).Select(_ => random.NextDouble() * 5)];
        double[] y = [.. x.Select(v => (v * v) + random.NextDouble())];
        KernelRegression model = KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = 0.6 });
        Assert.Equal(0.01, model.TestSpecification(Estimator.Linear, new() { Replications = 99 }).PValue);
        Assert.Equal(0.01, model.TestSpecification(Estimator.Constant, new() { Replications = 99 }).PValue);
        Assert.True(model.TestSpecification(Estimator.Polynomial(2), new() { Replications = 99 }).PValue > 0.05);
    }

    [Fact]
    public void TestEqualCurves_GroupsApart_AreFoundAndGroupsAlikeAreNot()
    {
        KernelRegression alike = Fit(Draw(90, effect: 0), "constant");
        Assert.True(alike.TestEqualCurves("g", new() { Replications = 99 }).PValue > 0.05);
        Dataset data = Draw(90, effect: 0);
        double[] y = [.. Enumerable.Range(0, 90).Select(i => data.Target()[i] + (data.Feature(2)[i] == 1 ? data.Feature(0)[i] : 0))];
        Dataset apart = new([.. data.FeatureNames.Select((name, j) => new Column(name, data.Feature(j).ToArray()) { Type = data.FeatureTypes[j] })], [new("y", y)]);
        Assert.Equal(0.01, Fit(apart, "constant").TestEqualCurves("g", new() { Replications = 99 }).PValue);
    }

    [Fact]
    public void Tests_OfWhatCannotBeTested_SayWhy()
    {
        KernelRegression model = Fit(Draw(40, 0), "constant");
        Assert.Equal(
            "x1 is a number, not levels that form groups: name a feature of levels, or test its significance.",
            Assert.Throws<DataException>(() => model.TestEqualCurves("x1")).Message);
        Assert.Equal(
            "'z' is no feature of the model: its features are x1, x2, g.", Assert.Throws<DataException>(() => model.TestSignificance(["z"])).Message);
        Assert.Equal(
            "Pairs of rows do not obey a parametric model: draw by wild, rademacher or iid.",
            Assert.Throws<DataException>(() => model.TestSpecification(null, new() { Bootstrap = TestBootstrap.Pairs })).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TestOptions { Replications = 18 });
    }

    private static double[] Residuals(double[] x, double[] y)
    {
        (double mx, double my) = (x.Average(), y.Average());
        double slope = x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / x.Sum(a => (a - mx) * (a - mx));
        return [.. x.Zip(y, (a, b) => b - my - (slope * (a - mx)))];
    }

    private static KernelRegression Fit(Dataset data, string estimator, int threads = 0) =>
        KernelRegression.Fit(data, new() { Estimator = Estimator.Parse(estimator), Threads = threads });

    private Dataset Draw(int rows, double effect)
    {
        double[] x1 = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() * 6)];
        double[] x2 = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() * 4)];
        double[] g = [.. Enumerable.Range(0, rows).Select(_ => (double)random.Next(2))];
        double[] y = [.. Enumerable.Range(0, rows).Select(i => Math.Sin(x1[i]) + (effect * x2[i]) + (0.5 * random.NextDouble()))];
        return new([new("x1", x1), new("x2", x2), new("g", g) { Type = FeatureType.Unordered(["a", "b"]) }], [new("y", y)]);
    }
}
