using Nadaraya.Engines;

namespace Nadaraya.Tests;

/// <summary>Laws of average effects: they are rows over the targets, and every number follows from that row.</summary>
public sealed class EffectTests
{
    private readonly Random random = new(23);

    public static TheoryData<string, string> Fits => new()
    {
        { "constant", "gaussian" }, { "constant", "epanechnikov" }, { "constant", "gaussian:4" }, { "constant", "rational-quadratic" }, { "linear", "gaussian" },
        { "linear", "tricube" }, { "polynomial:2", "gaussian" }, { "linear", "gaussian:4" },
    };

    [Theory]
    [MemberData(nameof(Fits))]
    public void AverageEffects_OfEveryFeature_AreTheMeansOfDerivatives(string estimator, string kernel)
    {
        Dataset data = Mixed(60);
        KernelRegression model = Fit(data, estimator, kernel);
        IReadOnlyList<Effect> effects = model.AverageEffects();
        double[][] derivatives = model.DerivativesAt(Queries.Of(data))[0];
        Assert.Equal(["a", "b", "g", "g", "o", "o", "hour"], effects.Select(e => e.Feature));
        Tolerance.Near(derivatives[0].Average(), effects[0].Value, 1e-9, 1, "a");
        Tolerance.Near(derivatives[1].Average(), effects[1].Value, 1e-9, 1, "b");
        Tolerance.Near(derivatives[4].Average(), effects[6].Value, 1e-9, 1, "hour");
        Assert.Equal(["q − p", "r − p", "2 − 1", "4 − 2"], effects.Skip(2).Take(4).Select(e => e.Comparison));
        double?[] high = With(model, data, 2, 2).Values();
        double?[] low = With(model, data, 2, 0).Values();
        Tolerance.Near(high.Zip(low, (h, l) => h!.Value - l!.Value).Average(), effects[3].Value, 1e-9, 1, "r − p");
    }

    [Theory]
    [MemberData(nameof(Fits))]
    public void Rows_OfSlopesAndValues_AreWhatAPerturbedTargetDoes(string estimator, string kernel)
    {
        Dataset data = Mixed(40);
        KernelRegression model = Fit(data, estimator, kernel);
        Sample sample = model.Fitted.Sample;
        SmootherRows rows = new(model.Fitted, model.Options, sample.Columns.Select(c => c[..40]).ToArray(), new Run(1, CancellationToken.None));
        SmootherRows.Reader reader = rows.Open();
        int query = 7;
        Assert.True(reader.At(query));
        double[] value = new double[rows.Width];
        reader.AddValue(query, 1, value);
        Tolerance.Near(1, value.Sum(), 1e-9, 1);
        Queries at = Queries.FromColumns([.. sample.Columns.Select(c => new[] { c[query] })]);
        foreach (int feature in (int[])[0, 1, 4])
        {
            double[] row = new double[rows.Width];
            reader.AddSlope(query, feature, 1, row);
            Tolerance.Near(0, row.Sum(), 1e-8, 1);
            foreach (int moved in (int[])[0, 7, 23])
            {
                double[] y = data.Target().ToArray();
                y[moved] += 0.5;
                Dataset other = Retarget(data, y);
                KernelRegression refit = Fit(other, estimator, kernel);
                double expected = (refit.DerivativesAt(at)[0][feature][0] - model.DerivativesAt(at)[0][feature][0]) / 0.5;
                Tolerance.Near(expected, row[moved], 1e-8, 1, $"slope in {feature}, row {moved}");
                Tolerance.Near((refit.PredictMany(at).Value(0)!.Value - model.PredictMany(at).Value(0)!.Value) / 0.5, value[moved], 1e-8, 1, $"value, row {moved}");
            }
        }
    }

    [Theory]
    [InlineData("gaussian")]
    [InlineData("biweight")]
    [InlineData("logistic")]
    public void Rows_OfSlopesOfAConstantFit_AreFiniteDifferencesOfHatRows(string kernel)
    {
        Dataset data = Mixed(50);
        KernelRegression model = Fit(data, "constant", kernel);
        const double Step = 1e-6;
        double[][] center = [[2.2], [1.1], [1.0], [1.0], [3.0]];
        double[] slope = Row(0, true);
        double[] up = Row(Step, false);
        double[] down = Row(-Step, false);
        for (int i = 0; i < slope.Length; i++)
        {
            Tolerance.Near((up[i] - down[i]) / (2 * Step), slope[i], 1e-7, 0.1, $"row {i}");
        }

        double[] Row(double shift, bool isSlope)
        {
            SmootherRows rows = new(model.Fitted, model.Options, [[center[0][0] + shift], .. center[1..]], new Run(1, CancellationToken.None));
            SmootherRows.Reader reader = rows.Open();
            Assert.True(reader.At(0));
            double[] row = new double[rows.Width];
            if (isSlope)
            {
                reader.AddSlope(0, 0, 1, row);
            }
            else
            {
                reader.AddValue(0, 1, row);
            }

            return row;
        }
    }

    [Fact]
    public void AverageEffects_OfAConstantFitFarOut_KeepTheirDigits()
    {
        // Ten bandwidths beyond the last row the slopes of the log weights are large and nearly equal.
        double[] x = [0, 1, 2, 3];
        double[] y = [1, -1, 2, 5];
        KernelRegression model = KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = 1 });
        Effect effect = model.AverageEffects(new() { Rows = Queries.From([13.0]) })[0];
        double[] w = [.. x.Select(v => Math.Exp(-(((13 - v) * (13 - v)) - 100) / 2))];
        double mean = w.Zip(y, (a, b) => a * b).Sum() / w.Sum();
        double center = w.Zip(x, (a, b) => a * b).Sum() / w.Sum();
        double expected = w.Zip(x, (a, b) => a * (b - center)).Zip(y, (a, b) => a * (b - mean)).Sum() / w.Sum();
        Tolerance.Near(expected, effect.Value, 1e-9);
    }

    [Fact]
    public void AverageEffects_OfPredictions_AreMeansOverRowsGroupsAndPoints()
    {
        Dataset data = Mixed(80);
        KernelRegression model = Fit(data, "linear", "gaussian");
        double?[] plain = model.PredictMany(Queries.Of(data)).Values();
        Effect all = Assert.Single(model.AverageEffects(new() { Predictions = true }));
        Tolerance.Near(plain.Average()!.Value, all.Value, 1e-10);
        Assert.Equal((80, 0, null, null), (all.Rows, all.RowsLeftOut, all.Feature, all.Group));

        IReadOnlyList<Effect> groups = model.AverageEffects(new() { Predictions = true, By = "g" });
        Assert.Equal(["p", "q", "r"], groups.Select(e => e.Group));
        Tolerance.Near(all.Value!.Value, groups.Sum(e => e.Value!.Value * e.Rows) / 80, 1e-10);

        EffectPoint[] at = [new("a", [1, 2]), new("g", [0, 2])];
        IReadOnlyList<Effect> points = model.AverageEffects(new() { Predictions = true, At = at });
        Assert.Equal(["a = 1, g = p", "a = 1, g = r", "a = 2, g = p", "a = 2, g = r"], points.Select(e => e.At));
        IReadOnlyList<Effect> differences = model.AverageEffects(new() { Predictions = true, At = at, Contrast = true });
        Assert.Equal(3, differences.Count);
        Assert.Equal("(a = 2, g = r) − (a = 1, g = p)", differences[2].At);
        Tolerance.Near(points[3].Value!.Value - points[0].Value!.Value, differences[2].Value, 1e-9, 1);
        Assert.True(differences[2].StandardError > 0);
    }

    [Fact]
    public void StandardError_OfAnEffect_IsThatOfItsRow()
    {
        Dataset data = Mixed(50);
        KernelRegression model = Fit(data, "constant", "gaussian");
        Effect effect = model.AverageEffects(new() { Features = ["a"] })[0];
        double[] row = new EffectRows(model, new() { Features = ["a"] }, new Run(1, CancellationToken.None)).All()[0].Row!;
        double[] left = model.LeaveOneOutPredictions().ToArray();
        double expected = Math.Sqrt(Enumerable.Range(0, 50).Sum(i => Math.Pow(row[i] * (data.Target()[i] - left[i]), 2)));
        Tolerance.Near(expected, effect.StandardError, 1e-9);
        Tolerance.Near(effect.Value!.Value - (1.959963984540054 * expected), effect.Lower, 1e-9, 1);
        Tolerance.Near(effect.Value.Value + (1.959963984540054 * expected), effect.Upper, 1e-9, 1);
        Tolerance.Near(effect.Value.Value / expected, effect.Z, 1e-9);
        Assert.InRange(effect.PValue!.Value, 0, 1);

        Effect drawn = model.AverageEffects(new() { Features = ["a"], Replications = 4000, Seed = 5 })[0];
        Assert.Equal(effect.Value, drawn.Value);
        Tolerance.Near(expected, drawn.StandardError, 0.05);
        Tolerance.Near(effect.Lower!.Value, drawn.Lower, 0.1, Math.Abs(effect.Value.Value) + expected);
    }

    [Fact]
    public void StandardError_OfClusters_AddsWithinThemFirst()
    {
        Dataset data = Mixed(40);
        string[] own = [.. Enumerable.Range(0, 40).Select(i => $"c{i}")];
        string[] pairs = [.. Enumerable.Range(0, 40).Select(i => $"c{i / 2}")];
        Effect plain = Fit(data, "constant", "gaussian").AverageEffects()[0];
        Effect alone = Fit(Clustered(data, own), "constant", "gaussian").AverageEffects()[0];
        Effect paired = Fit(Clustered(data, pairs), "constant", "gaussian").AverageEffects()[0];
        Tolerance.Near(plain.StandardError!.Value, alone.StandardError, 1e-9);
        Tolerance.Near(plain.Value!.Value, paired.Value, 1e-10);
        Assert.True(Math.Abs(paired.StandardError!.Value - plain.StandardError.Value) > 1e-6);
    }

    [Fact]
    public void AverageEffects_OfFrequencies_AreThoseOfRowsWrittenOut()
    {
        double[] x = [0, 1, 1, 2, 3, 3, 3, 4, 5, 6];
        double[] y = [1, 2, 2, 0, 3, 3, 3, 5, 4, 7];
        double[] ux = [0, 1, 2, 3, 4, 5, 6];
        double[] uy = [1, 2, 0, 3, 5, 4, 7];
        double[] v = [1, 2, 1, 3, 1, 1, 1];
        Effect rows = KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = 1 }).AverageEffects()[0];
        Dataset counted = new([new("x", ux)], [new("y", uy)], new RowWeights("v", v, WeightMeaning.Frequency));
        Effect frequencies = KernelRegression.Fit(counted, new() { Bandwidth = 1 }).AverageEffects()[0];
        Tolerance.Near(rows.Value!.Value, frequencies.Value, 1e-10);
        Tolerance.Near(rows.StandardError!.Value, frequencies.StandardError, 1e-9);
    }

    [Fact]
    public void AverageEffects_OfALineFittedByLines_IsItsSlope()
    {
        double[] x = [.. Enumerable.Range(0, 40).Select(_ => random.NextDouble() * 9)];
        Effect effect = KernelRegression.Fit(Dataset.From(x, [.. x.Select(v => 3 + (2 * v))]), new() { Bandwidth = 1, Estimator = Estimator.Linear }).AverageEffects()[0];
        Tolerance.Near(2, effect.Value, 1e-10);
        Assert.True(effect.StandardError < 1e-9);
    }

    [Fact]
    public void AverageEffects_AnyThreads_AreTheSameBits()
    {
        Dataset data = Mixed(70);
        FitOptions options = Options(data, "linear", "gaussian");
        EffectOptions effects = new() { By = "g", Replications = 99 };
        Assert.Equal(
            KernelRegression.Fit(data, options with { Threads = 1 }).AverageEffects(effects),
            KernelRegression.Fit(data, options with { Threads = 2 }).AverageEffects(effects));
    }

    [Fact]
    public void AverageEffects_WithoutSupport_LeaveRowsOutAndCountThem()
    {
        KernelRegression model = KernelRegression.Fit(Dataset.From([0, 1, 2, 3], [1, 2, 3, 4]), new() { Kernel = Kernel.Epanechnikov, Bandwidth = 1.5 });
        Effect effect = model.AverageEffects(new() { Predictions = true, Rows = Queries.From([1, 50, 2]) })[0];
        Assert.Equal((2, 1), (effect.Rows, effect.RowsLeftOut));
        Effect none = model.AverageEffects(new() { Predictions = true, Rows = Queries.From([50]) })[0];
        Assert.Equal((0, 1, null, null), (none.Rows, none.RowsLeftOut, none.Value, none.StandardError));
    }

    [Fact]
    public void AverageEffects_OfWhatIsNotThere_SaysWhatThereIs()
    {
        KernelRegression model = KernelRegression.Fit(Dataset.From([0, 1, 2, 3], [1, 2, 3, 4]), new() { Bandwidth = 1 });
        Assert.Equal(
            "'z' is no feature of the model: its features are x.", Assert.Throws<DataException>(() => model.AverageEffects(new() { Features = ["z"] })).Message);
        Assert.Equal(
            "A contrast is a difference between points, and there is one point: name at least two values of a feature.",
            Assert.Throws<DataException>(() => model.AverageEffects(new() { Contrast = true, At = [new("x", [1])] })).Message);
        Assert.Equal("x is set to NaN: give a finite number, or of levels the index of one.",
            Assert.Throws<DataException>(() => model.AverageEffects(new() { At = [new("x", [double.NaN])] })).Message);
    }

    private static Predictions With(KernelRegression model, Dataset data, int feature, double value)
    {
        double[][] columns = [.. Enumerable.Range(0, data.FeatureNames.Count).Select(j => data.Feature(j).ToArray())];
        Array.Fill(columns[feature], value);
        return model.PredictMany(Queries.FromColumns(columns));
    }

    private static Dataset Retarget(Dataset data, double[] y) => new(Columns(data), [new("y", y)]);

    private static Dataset Clustered(Dataset data, string[] labels) => new(Columns(data), [new("y", data.Target().ToArray())], clusters: new("firm", labels));

    private static Column[] Columns(Dataset data) =>
        [.. data.FeatureNames.Select((name, j) => new Column(name, data.Feature(j).ToArray()) { Type = data.FeatureTypes[j] })];

    private static FitOptions Options(Dataset data, string estimator, string kernel) => new()
    {
        Estimator = Estimator.Parse(estimator),
        Kernel = Kernel.TryParse(kernel, out Kernel? found) ? found : throw new ArgumentException(kernel),
        Bandwidth = Bandwidth.Given(data.FeatureNames.ToDictionary(name => name, name => name switch { "a" => 4.0, "b" => 5.0, "hour" => 14.0, _ => 0.4 })),
    };

    private static KernelRegression Fit(Dataset data, string estimator, string kernel) => KernelRegression.Fit(data, Options(data, estimator, kernel));

    private Dataset Mixed(int rows)
    {
        double[] Draw(double most) => [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() * most)];
        double[] a = Draw(4);
        double[] b = Draw(3);
        double[] g = [.. Enumerable.Range(0, rows).Select(i => (double)(i % 3))];
        double[] o = [.. Enumerable.Range(0, rows).Select(_ => (double)random.Next(3))];
        double[] hour = Draw(24);
        double[] y = [.. Enumerable.Range(0, rows).Select(i => Math.Sin(a[i]) + (b[i] * 0.4) + g[i] + (0.2 * o[i]) + Math.Cos(hour[i] / 24 * 2 * Math.PI) + (0.3 * random.NextDouble()))];
        return new(
            [
                new("a", a), new("b", b), new("g", g) { Type = FeatureType.Unordered(["p", "q", "r"]) }, new("o", o) { Type = FeatureType.Ordered(["1", "2", "4"]) },
                Column.Periodic("hour", hour, 24),
            ],
            [new("y", y)]);
    }
}
