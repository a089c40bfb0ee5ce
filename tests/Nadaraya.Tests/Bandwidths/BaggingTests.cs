namespace Nadaraya.Tests;

/// <summary>Bandwidths from bags of the rows: near those of all rows, and the same whoever computes them.</summary>
public sealed class BaggingTests
{
    [Fact]
    public void Fit_ManyRows_IsNearTheBandwidthOfAll()
    {
        Dataset data = Wave(20_000, seed: 1);
        KernelRegression all = KernelRegression.Fit(data);
        KernelRegression bagged = KernelRegression.Fit(data, new() { Bagging = new(20, 1000) });
        Tolerance.Near(all.Features[0].Bandwidth!.Value, bagged.Features[0].Bandwidth, 0.12, 0, "bandwidth");
        Tolerance.Near(all.CriterionValue!.Value, bagged.CriterionValue, 1e-3, 0, "criterion");
        Assert.True(all.CriterionValue <= bagged.CriterionValue);
        Assert.Equal("leave-one-out", bagged.CriterionName);
    }

    [Fact]
    public void Fit_Bags_TellsWhatTheyFound()
    {
        KernelRegression model = KernelRegression.Fit(Wave(2000, seed: 2), new() { Bagging = new(7, 150) });
        BagTrace bags = model.Trace!.Bags!;
        Assert.Equal((150, 7), (bags.Rows, bags.Found.Count));
        double[] found = [.. bags.Found.Select(f => f.Bandwidths[0])];
        double mean = found.Average();
        Tolerance.Near(mean, model.Features[0].Bandwidth, 1e-14, 0, "mean");
        Tolerance.Near(Math.Sqrt(found.Sum(h => (h - mean) * (h - mean)) / 6), bags.Spreads[0], 1e-12, 0, "spread");
        Assert.True(bags.Evaluations > 7 * 10);
        SearchStep step = Assert.Single(model.Trace.Steps);
        Assert.Equal((mean, model.CriterionValue), (step.Bandwidths[0], (double?)step.Criterion));
    }

    [Fact]
    public void Fit_OneBag_IsItsOwnSearchCarriedOver()
    {
        Dataset data = Mixed(800, seed: 3);
        Bagging bagging = new(1, 200);
        int[] rows = BaggedSearch.Draw(800, bagging, seed: 9)[0];
        Assert.Equal((200, 200), (rows.Length, rows.Distinct().Count()));
        KernelRegression part = KernelRegression.Fit(Rows(data, rows), new() { Seed = 9 });
        KernelRegression bagged = KernelRegression.Fit(data, new() { Seed = 9, Bagging = bagging });
        double[] rates = [1 / 5.0, 2 / 5.0];
        for (int j = 0; j < 2; j++)
        {
            Tolerance.Near(part.Features[j].Bandwidth!.Value * Math.Pow(0.25, rates[j]), bagged.Features[j].Bandwidth, 1e-12, 0, bagged.Features[j].Name);
        }

        Assert.All(bagged.Trace!.Bags!.Spreads, Assert.Null);
    }

    [Fact]
    public void Fit_MoreBags_BeginsWithTheSameOnesAtAnyNumberOfThreads()
    {
        Dataset data = Mixed(600, seed: 4);
        BagTrace few = KernelRegression.Fit(data, new() { Bagging = new(3, 120), Threads = 1 }).Trace!.Bags!;
        BagTrace more = KernelRegression.Fit(data, new() { Bagging = new(5, 120), Threads = 3 }).Trace!.Bags!;
        BagTrace other = KernelRegression.Fit(data, new() { Bagging = new(3, 120), Seed = 1 }).Trace!.Bags!;
        for (int b = 0; b < 3; b++)
        {
            Assert.Equal(few.Found[b].Criterion, more.Found[b].Criterion);
            Assert.Equal(few.Found[b].Bandwidths, more.Found[b].Bandwidths);
            Assert.NotEqual(few.Found[b].Criterion, other.Found[b].Criterion);
        }
    }

    [Fact]
    public void Fit_InAnotherUnit_ScalesTheBandwidth()
    {
        Dataset data = Wave(1000, seed: 5);
        double[] wide = [.. data.Feature(0).ToArray().Select(x => 1000 * x)];
        FitOptions options = new() { Bagging = new(5, 150), Estimator = Estimator.Linear };
        double h = KernelRegression.Fit(data, options).Features[0].Bandwidth!.Value;
        Tolerance.Near(1000 * h, KernelRegression.Fit(Dataset.From(wide, data.Target(0)), options).Features[0].Bandwidth, 1e-6, 0, "bandwidth");
    }

    [Fact]
    public void Fit_AFixedBandwidth_StaysAndShrinksNobody()
    {
        Dataset data = Mixed(600, seed: 6);
        KernelRegression model = KernelRegression.Fit(data, new() { Bagging = new(4, 150), Fixed = new Dictionary<string, double> { ["g"] = 0.25 } });
        Assert.Equal(0.25, model.Features[1].Bandwidth);
        Assert.Null(model.Trace!.Bags!.Spreads[1]);
        Assert.All(model.Trace.Bags.Found, f => Assert.Equal(0.25, f.Bandwidths[1]));
    }

    [Fact]
    public void Fit_AFeatureThatMostBagsSmoothOut_IsSmoothedOut()
    {
        Random random = new(7);
        double[] x = [.. Enumerable.Range(0, 1500).Select(_ => random.NextDouble() * 6)];
        double[] noise = [.. x.Select(_ => random.NextDouble())];
        double[] y = [.. x.Select(v => Math.Sin(v) + (0.02 * random.NextDouble()))];
        KernelRegression model = KernelRegression.Fit(new([new("x", x), new("noise", noise)], [new("y", y)]), new() { Bagging = new(9, 200) });
        BagTrace bags = model.Trace!.Bags!;
        double largest = model.Features[1].Bandwidth!.Value;
        int without = bags.Found.Count(f => f.Bandwidths[1] == largest);
        Assert.True(without is > 4, $"{without} of 9");
        Assert.True(model.Features[1] is { SmoothedOut: true, AtBound: true });
        Assert.Null(bags.Spreads[1]);
        Assert.Contains("Feature 'noise' is smoothed out: its bandwidth is at the upper bound, and it has no say in predictions.", model.Warnings);

        // Then there is one number left, and it shrinks as one does.
        int[][] rows = BaggedSearch.Draw(1500, new(9, 200), 0);
        KernelRegression first = KernelRegression.Fit(Rows(model.Data, rows[0]));
        Tolerance.Near(first.Features[0].Bandwidth!.Value * Math.Pow(200 / 1500.0, 0.2), bags.Found[0].Bandwidths[0], 1e-12, 0, "x");
    }

    [Fact]
    public void Fit_LevelsAlone_ShrinksThemByTheNumberOfRows()
    {
        Random random = new(8);
        int[] g = [.. Enumerable.Range(0, 900).Select(_ => random.Next(3))];
        double[] y = [.. g.Select(level => (0.5 * level) + Normal(random))];
        Dataset data = new([Column.Unordered("g", [.. g.Select(level => "abc"[level].ToString())], ["a", "b", "c"])], [new("y", y)]);
        int[] rows = BaggedSearch.Draw(900, new(1, 300), 0)[0];
        double lambda = KernelRegression.Fit(Rows(data, rows)).Features[0].Bandwidth!.Value;
        Assert.True(lambda is > 0 and < 0.6);
        Tolerance.Near(lambda / 3, KernelRegression.Fit(data, new() { Bagging = new(1, 300) }).Features[0].Bandwidth, 1e-12, 0, "λ");
    }

    [Fact]
    public void Fit_TimeIsUp_AveragesTheBagsThatWereSearched()
    {
        KernelRegression model = KernelRegression.Fit(
            Mixed(40_000, seed: 13), new() { Bagging = new(60, 1500), TimeLimit = TimeSpan.FromMilliseconds(1), Threads = 1, SummaryRows = 0 });
        Assert.Equal(SearchStop.Time, model.Trace!.Stopped);
        SearchStep only = Assert.Single(model.Trace.Bags!.Found); // the first is always searched, as far as there is time
        Assert.Equal(only.Bandwidths, model.Features.Select(f => f.Bandwidth!.Value));
        Assert.All(model.Features, f => Assert.InRange(f.Bandwidth!.Value, 1e-6, 1e6));
    }

    [Fact]
    public void Fit_Frequencies_ShrinkByTheRowsThatTheyStandFor()
    {
        // A row that stands for three weighs as three in every bag, and a bag has the share of all weights that its rows have.
        Dataset data = Wave(900, seed: 14);
        double[] counts = [.. Enumerable.Range(0, 900).Select(i => 1.0 + (i % 3))];
        Dataset counted = new([new("x", data.Feature(0).ToArray())], [new("y", data.Target(0).ToArray())], new RowWeights("count", counts, WeightMeaning.Frequency));
        int[] rows = BaggedSearch.Draw(900, new(1, 300), 0)[0];
        Dataset bag = new(
            [new("x", rows.Select(i => data.Feature(0)[i]).ToArray())],
            [new("y", rows.Select(i => data.Target(0)[i]).ToArray())],
            new RowWeights("count", rows.Select(i => counts[i]).ToArray(), WeightMeaning.Frequency));
        double share = rows.Sum(i => counts[i]) / counts.Sum();
        double alone = KernelRegression.Fit(bag).Features[0].Bandwidth!.Value;
        Tolerance.Near(alone * Math.Pow(share, 0.2), KernelRegression.Fit(counted, new() { Bagging = new(1, 300) }).Features[0].Bandwidth, 1e-12, 0, "h");
    }

    [Theory]
    [InlineData("constant", "gaussian", "x", "x", 1 / 5.0)]
    [InlineData("linear", "gaussian", "x", "x", 1 / 5.0)]
    [InlineData("polynomial:2", "gaussian", "x", "x", 1 / 9.0)]
    [InlineData("polynomial:3", "gaussian", "x", "x", 1 / 9.0)]
    [InlineData("constant", "gaussian:4", "x", "x", 1 / 9.0)]
    [InlineData("constant", "epanechnikov", "x,z", "z", 1 / 6.0)]
    [InlineData("constant", "gaussian", "x,g", "g", 2 / 5.0)]
    [InlineData("constant", "gaussian", "x,z,g", "g", 2 / 6.0)]
    [InlineData("constant", "gaussian:4", "x,g", "g", 4 / 9.0)]
    [InlineData("constant", "gaussian", "g", "g", 1.0)]
    public void Rates_OfTheory_AreThoseOfTheBias(string estimator, string kernel, string features, string of, double rate)
    {
        Dataset data = new([new("x", (double[])[1, 2]), new("z", (double[])[1, 2]), Column.Unordered("g", ["a", "b"])], [new("y", (double[])[1, 2])]);
        int At(string name) => data.FeatureNames.ToList().IndexOf(name);
        ShrinkingRates rates = new(new() { Estimator = Estimator.Parse(estimator), Kernel = Kernel.Parse(kernel) }, data, [.. features.Split(',').Select(At)]);
        Assert.Equal(rate, rates.Of(At(of)), 1e-15);
    }

    [Fact]
    public void Rates_OfTwoDegrees_BalanceTheirBiases()
    {
        Dataset data = new([new("x", (double[])[1, 2]), new("z", (double[])[1, 2])], [new("y", (double[])[1, 2])]);
        ShrinkingRates rates = new(new() { Estimator = Estimator.Linear with { Degrees = new Dictionary<string, int> { ["z"] = 3 } } }, data, [0, 1]);
        Assert.Equal(2 * rates.Of(0), 4 * rates.Of(1), 1e-15); // h_x² and h_z⁴ shrink alike,
        Assert.Equal(1 - rates.Of(0) - rates.Of(1), 2 * 2 * rates.Of(0), 1e-15); // and their squares as 1/(n h_x h_z) does
    }

    [Fact]
    public void Fit_WhereBagsCannotBe_SaysWhy()
    {
        Dataset data = Mixed(60, seed: 10);
        Dataset clusters = new([new("x", (double[])[1, 2, 3])], [new("y", (double[])[1, 2, 3])], clusters: new("firm", ["a", "a", "b"]));
        Refuses(data, new() { BandwidthType = BandwidthType.Nearest }, "Bags are for fixed bandwidths that a search chooses, but the bandwidth type is nearest: take fixed bandwidths, or no bags.");
        Refuses(data, new() { Bandwidth = Bandwidth.Silverman }, "Bags are for fixed bandwidths that a search chooses, but they come from 'silverman': take cv or another criterion, or no bags.");
        Refuses(data, new() { Bandwidth = 2 }, "Bags are for fixed bandwidths that a search chooses, but some are given: take cv or another criterion and hold those as fixed, or take no bags.");
        Refuses(data, new() { OneStandardError = true }, "Bags are for fixed bandwidths that a search chooses, but one standard error is that of all rows: take one of the two.");
        Refuses(data, new() { MinimumEffectiveSample = 3 }, "Bags are for fixed bandwidths that a search chooses, but the smallest effective sample size is about all rows: take one of the two.");
        Refuses(clusters, new(), "Bags are for fixed bandwidths that a search chooses, but rows come in clusters, which bags would cut apart: take no bags.");
        Refuses(data, new() { Bagging = new(2, 60) }, "Bags of 60 rows are to be drawn from 60 that count, but a bag is a part of them: take smaller bags, or none.");
        Dataset rare = new([new("x", (double[])[.. Enumerable.Range(0, 60).Select(i => i == 0 ? 1.5 : 2)])], [new("y", data.Target(0).ToArray())]);
        Refuses(rare, new() { Bagging = new(20, 10) }, "Feature 'x' is '2' in every row of a bag of 10, but a bandwidth is found where it varies: take larger bags, or fix its bandwidth.");
        Assert.Equal("The number of bags lies between 1 and 100000. (Parameter 'bags')\nActual value was 0.", Assert.Throws<ArgumentOutOfRangeException>(() => new Bagging(0, 20)).Message);
        Assert.Equal("A bag has at least 10 rows. (Parameter 'rows')\nActual value was 9.", Assert.Throws<ArgumentOutOfRangeException>(() => new Bagging(3, 9)).Message);
    }

    [Fact]
    public void Save_Bags_ReadsThemBack()
    {
        string folder = Directory.CreateTempSubdirectory("nadaraya-").FullName;
        try
        {
            string path = Path.Combine(folder, "bags.safetensors");
            KernelRegression model = KernelRegression.Fit(Mixed(500, seed: 11), new() { Bagging = new(3, 100), Bandwidth = Bandwidth.Aicc });
            model.Save(path);
            KernelRegression loaded = KernelRegression.Load(path);
            Assert.Equal(model.Options.Bagging, loaded.Options.Bagging);
            Assert.NotNull(model.CriterionValue);
            (BagTrace was, BagTrace now) = (model.Trace!.Bags!, loaded.Trace!.Bags!);
            Assert.Equal((was.Rows, was.Evaluations), (now.Rows, now.Evaluations));
            Assert.Equal(was.Spreads, now.Spreads);
            Assert.Equal(was.Found.SelectMany(f => f.Bandwidths.Append(f.Criterion)), now.Found.SelectMany(f => f.Bandwidths.Append(f.Criterion)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Refuses(Dataset data, FitOptions options, string message) =>
        Assert.Equal(message, Assert.Throws<DataException>(() => KernelRegression.Fit(data, options with { Bagging = options.Bagging ?? new(2, 20) })).Message);

    private static Dataset Wave(int rows, int seed)
    {
        Random random = new(seed);
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => Normal(random))];
        return Dataset.From(x, [.. x.Select(v => Math.Sin(2 * v) + (0.5 * Normal(random)))]);
    }

    private static Dataset Mixed(int rows, int seed)
    {
        Random random = new(seed);
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => Normal(random))];
        int[] g = [.. x.Select(_ => random.Next(3))];
        double[] y = [.. x.Select((v, i) => Math.Sin(2 * v) + (0.15 * g[i]) + (0.5 * Normal(random)))];
        return new([new("x", x), Column.Unordered("g", [.. g.Select(level => "abc"[level].ToString())], ["a", "b", "c"])], [new("y", y)]);
    }

    private static Dataset Rows(Dataset data, int[] rows) => new(
        [.. data.FeatureNames.Select((name, j) => new Column(name, rows.Select(i => data.Feature(j)[i]).ToArray()) { Type = data.FeatureTypes[j] })],
        [new("y", rows.Select(i => data.Target(0)[i]).ToArray())]);

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
