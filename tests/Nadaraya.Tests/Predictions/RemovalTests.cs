namespace Nadaraya.Tests;

/// <summary>What a prediction owes to rows and groups, against models fitted without them.</summary>
public sealed class RemovalTests
{
    public static TheoryData<string> Cases => [.. RemovalCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Without_ARow_IsTheModelFittedWithoutIt(string name)
    {
        RemovalCase of = new(name);
        KernelRegression[] without = [.. Enumerable.Range(0, of.Rows).Select(row => of.WithoutAll([row]))];
        for (int q = 0; q < of.Queries.Count; q++)
        {
            Prediction prediction = of.Model.Predict(of.Query(q));
            double before = 0;
            foreach (AttendedRow row in prediction.Attention.Top(of.Rows).Rows)
            {
                Prediction refitted = without[row.Row - 1].Predict(of.Query(q));
                if (refitted.Value is double value)
                {
                    Tolerance.Near(value, row.Without, 1e-12, of.Spread + Math.Abs(value), $"{name}, query {q}, row {row.Row}");
                }
                else if (row.Without is not null)
                {
                    Assert.Equal(SupportReason.Extrapolation, refitted.Reason); // a verdict about the query, not about the sums
                }

                Tolerance.Near(before += row.Weight, row.CumulativeWeight, 1e-15, 1);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Without_Groups_IsTheModelFittedWithoutThem(string name)
    {
        RemovalCase of = new(name);
        string[] labels = [.. Enumerable.Range(0, of.Rows).Select(i => i % 7 < 3 ? "first" : i % 7 < 6 ? "second" : "third")];
        for (int q = 0; q < of.Queries.Count; q++)
        {
            Prediction prediction = of.Model.Predict(of.Query(q));
            IReadOnlyList<AttendedGroup> groups = prediction.Attention.ByGroup(labels);
            if (prediction.Value is not double whole)
            {
                Assert.Empty(groups);
                continue;
            }

            Assert.Equal(3, groups.Count);
            Tolerance.Near(1, groups.Sum(g => g.Weight), 1e-12, groups.Sum(g => Math.Abs(g.Weight)));
            Tolerance.Near(whole, groups.Sum(g => g.Contribution), 1e-12, groups.Sum(g => Math.Abs(g.Contribution)) + of.Spread);
            foreach (AttendedGroup group in groups)
            {
                int[] rows = [.. Enumerable.Range(0, of.Rows).Where(i => labels[i] == group.Label)];
                Assert.Equal(rows.Length, group.Rows);
                if (of.WithoutAll(rows).Predict(of.Query(q)).Value is double value)
                {
                    Tolerance.Near(value, group.Without, 1e-12, of.Spread + Math.Abs(value), $"{name}, query {q}, {group.Label}");
                    Assert.Equal(group.Without, prediction.Attention.Without(rows));
                }
            }
        }
    }

    [Fact]
    public void Without_TheRowThatHasNearlyAllWeight_IsSummedAgain()
    {
        // 1 − α is 2e-22 at x = 0: a quotient of differences would be noise.
        KernelRegression model = KernelRegression.Fit(Dataset.From([0, 10, 11], [5, 1, 2]), new() { Bandwidth = 1 });
        AttendedRow first = model.Predict([0.0]).Attention.Top(1).Rows[0];
        Tolerance.Near(KernelRegression.Fit(Dataset.From([10, 11], [1, 2]), new() { Bandwidth = 1 }).Predict([0.0]).Value!.Value, first.Without, 1e-13);
        Assert.Null(KernelRegression.Fit(Dataset.From([0, 9], [5, 1]), new() { Bandwidth = 1, Kernel = Kernel.Uniform }).Predict([0.0]).Attention.Top(1).Rows[0].Without);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Influence_OfEveryRow_IsThatOfModelsFittedWithoutIt(string name)
    {
        RemovalCase of = new(name);
        IReadOnlyList<RowInfluence> all = of.Model.Influence();
        FitSummary summary = of.Model.Summaries[0];
        double[] fits = [.. Enumerable.Range(0, of.Rows).Select(j => of.Model.Predict(of.Row(j)).Value!.Value)];
        double[] v = of.Data.HasWeights ? of.Data.Weights.ToArray() : [.. fits.Select(_ => 1.0)];
        double mean = of.Data.WeightMeaning == WeightMeaning.Importance ? v.Average() : 1;
        double trace = 0;
        for (int i = 0; i < of.Rows; i++)
        {
            trace += all[i].Leverage;
            KernelRegression without = of.WithoutAll([i]);
            Tolerance.Near(fits[i], all[i].Prediction, 1e-13, of.Spread);
            if (without.Predict(of.Row(i)).Value is not double own)
            {
                continue;
            }

            Tolerance.Near(own, all[i].Without, 1e-12, of.Spread + Math.Abs(own));
            double?[] others = [.. Enumerable.Range(0, of.Rows).Select(j => without.Predict(of.Row(j)).Value)];
            if (others.All(value => value is not null))
            {
                double moved = others.Select((value, j) => v[j] / mean * Math.Pow(fits[j] - value!.Value, 2)).Sum();
                Tolerance.Near(moved / (summary.EffectiveDegreesOfFreedom * Math.Pow(summary.Sigma!.Value, 2)), all[i].Distance, 1e-10, 1e-6, $"{name}, row {i}");
            }
        }

        Tolerance.Near(summary.EffectiveDegreesOfFreedom, trace, 1e-12);
    }

    [Fact]
    public void Influence_Threads_ChangeNoBit()
    {
        RemovalCase of = new("plane");
        IReadOnlyList<RowInfluence> one = KernelRegression.Fit(of.Data, of.Model.Options with { Threads = 1 }).Influence();
        Assert.Equal(one, KernelRegression.Fit(of.Data, of.Model.Options with { Threads = 3 }).Influence());
    }

    [Fact]
    public void Support_Details_AreThoseOfTheVerdict()
    {
        KernelRegression model = KernelRegression.Fit(Dataset.From(new double[,] { { 0, 0 }, { 3, 4 }, { 6, 9 } }, [1, 2, 3]), new() { Bandwidth = Bandwidth.Given(new Dictionary<string, double> { ["x1"] = 1, ["x2"] = 2 }) });
        Prediction prediction = model.Predict([3.0, 6]);
        SupportDetails details = prediction.SupportDetails();
        Assert.Equal((prediction.Support, prediction.EffectiveSampleSize), (details.Support, details.EffectiveSampleSize));
        Tolerance.Near(1, details.NearestDistance, 1e-15);
        Tolerance.Near(prediction.Attention.Weights().Max(), details.LargestWeight, 1e-15);
        Assert.Equal(3, details.Thresholds.EffectiveSampleSize);
        Assert.Null(KernelRegression.Fit(model.Data, new() { Bandwidth = 2, BandwidthType = BandwidthType.Nearest }).Predict([3.0, 6]).SupportDetails().NearestDistance);
    }

    [Fact]
    public void Support_DistanceOnACircle_IsTheChordThatTheKernelSees()
    {
        KernelRegression model = KernelRegression.Fit(new([Column.Periodic("hour", new double[] { 1, 5 }, 24)], [new("y", new double[] { 1, 2 })]), new() { Bandwidth = 2 });
        Tolerance.Near(24 / Math.PI * Math.Sin(Math.PI * 2 / 24) / 2, model.Predict([23.0]).SupportDetails().NearestDistance, 1e-14);
    }

    [Fact]
    public void ByGroup_WhatIsNoGroup_IsRefused()
    {
        RemovalCase of = new("mixed");
        Attention attention = of.Model.Predict(of.Query(0)).Attention;
        Assert.Equal(["a", "b"], attention.ByGroup("g").Select(g => g.Label).Order());
        Assert.Equal("Rows can't be grouped by 'x': it is a feature of numbers; expected g, o.", Assert.Throws<DataException>(() => attention.ByGroup("x")).Message);
        Assert.Equal("There are 1 labels but 40 training rows: give one a row. (Parameter 'labelOfRow')", Assert.Throws<ArgumentException>(() => attention.ByGroup(["a"])).Message);
    }

    [Fact]
    public void Weights_InAHundredThousandCases_SumToOneAndGiveThePrediction()
    {
        const int ModelsTried = 1000;
        const int QueriesEach = 100;
        Random random = new(5);
        int cases = 0;
        Kernel[] kernels = [.. Kernel.All, Kernel.GaussianOfOrder(4), Kernel.EpanechnikovNpOfOrder(6)];
        for (int m = 0; m < ModelsTried; m++)
        {
            int n = 2 + random.Next(30);
            int d = 1 + random.Next(3);
            double unit = Math.Pow(10, random.Next(-6, 7));
            double offset = random.Next(3) == 0 ? 1e3 * unit : 0;
            Column[] features = [.. Enumerable.Range(0, d).Select(j => new Column($"x{j}", Draw(n, () => Math.Round(20 * random.NextDouble()) / 10)))];
            if (random.Next(3) == 0)
            {
                features = [.. features, Column.Unordered("g", [.. Enumerable.Range(0, n).Select(_ => random.Next(2) == 0 ? "a" : "b")], ["a", "b"])];
            }

            RowWeights? weights = random.Next(3) == 0 ? new("v", Draw(n, () => 0.1 + random.NextDouble())) : null;
            Dataset data = new(features, [new("y", Draw(n, () => offset + (unit * (random.NextDouble() - 0.5))))], weights);
            Kernel kernel = kernels[random.Next(kernels.Length)];
            KernelRegression model = KernelRegression.Fit(data, new()
            {
                Kernel = kernel,
                Estimator = random.Next(2) == 0 ? Estimator.Constant : Estimator.Linear,
                Bandwidth = Bandwidth.Given(features.ToDictionary(f => f.Name, f => f.Type.IsDiscrete ? 0.3 : Math.Pow(10, (2.5 * random.NextDouble()) - 1.5))),
                Threads = 1,
            });
            for (int q = 0; q < QueriesEach; q++)
            {
                double[] query = [.. features.Select(f => f.Type.IsDiscrete ? random.Next(2) : (2.6 * random.NextDouble()) - 0.3)];
                Prediction prediction = model.Predict(query);
                double[] ell = prediction.Attention.Weights();
                cases++;
                if (prediction.Value is not double value)
                {
                    Assert.Empty(ell);
                    continue;
                }

                double size = ell.Sum(Math.Abs);
                Tolerance.Near(1, ell.Sum(), 1e-12, size, $"sum of {kernel.Name}, {model.Options.Estimator.Name}, case {cases}, n {n}, d {d}, support {prediction.Support}, ridge, h {string.Join(" ", model.Features.Select(f => f.Bandwidth))}");
                double sum = 0, largest = 0;
                for (int i = 0; i < n; i++)
                {
                    sum += ell[i] * data.Target()[i];
                    largest = Math.Max(largest, Math.Abs(data.Target()[i]));
                }

                Tolerance.Near(value, sum, 1e-12, size * largest, "prediction");
                Assert.True(model.Signed || ell.All(a => a >= 0), "An unsigned weight is negative.");
                Assert.Equal(kernel.Constants.Signed || model.Features.Any(f => !f.Type.IsDiscrete && f.Bandwidth is not null && model.Options.Estimator.Degree > 0), model.Signed);
            }
        }

        Assert.Equal(100_000, cases);
        double[] Draw(int n, Func<double> next) => [.. Enumerable.Range(0, n).Select(_ => next())];
    }
}
