using System.Globalization;
using System.Text;

namespace Nadaraya.Tests;

/// <summary>A published model: cells of k rows and more, means kept, nothing of the rows left, its loss as a plain recomputation has it.</summary>
public sealed class PublishTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nadaraya-").FullName;

    public static TheoryData<string, int, int> Cases
    {
        get
        {
            TheoryData<string, int, int> cases = [];
            foreach (string kind in (string[])["plain", "ties", "two", "mixed", "weights", "frequency", "clusters", "periodic", "robust", "nearest", "linear"])
            {
                cases.Add(kind, 1, 5);
                cases.Add(kind, 2, 2);
                cases.Add(kind, 3, 11);
            }

            return cases;
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Publish_AnyData_HasCellsOfKAndKeepsMeans(string kind, int seed, int k)
    {
        KernelRegression model = Model(kind, seed);
        PublishResult result = model.Publish(new() { Anonymity = k });
        Dataset cells = result.Model.Data;
        Publication told = result.Publication;
        Assert.Equal((k, cells.Rows, 120), (told.Anonymity, told.Cells, told.Rows));

        double[] counts = [.. Enumerable.Range(0, cells.Rows).Select(c => double.Parse(cells.Id(c)!.Split(' ')[3], CultureInfo.InvariantCulture))];
        Assert.All(counts, count => Assert.True(count >= k));
        Assert.Equal(told.SmallestCell, counts.Min());
        double rows = model.Data.WeightMeaning == WeightMeaning.Frequency ? Total(model.Data.Weights) : model.Data.Rows - told.RowsLeftOut;
        Assert.Equal(rows, counts.Sum());

        double[] weights = Weights(model);
        Tolerance.Near(weights.Sum(), Total(cells.Weights), 1e-12);
        for (int t = 0; t < cells.TargetNames.Count; t++)
        {
            Tolerance.Near(Mean(model.Data.Target(t), weights), Mean(cells.Target(t), cells.Weights), 1e-12);
        }

        for (int j = 0; j < cells.FeatureNames.Count; j++)
        {
            if (cells.FeatureTypes[j].Kind == FeatureKind.Continuous)
            {
                Tolerance.Near(Mean(model.Data.Feature(j), weights), Mean(cells.Feature(j), cells.Weights), 1e-12);
            }
        }

        Assert.True(cells.Rows > 1 || k == 11, "nothing was divided");
        Assert.All(told.Losses, loss => Assert.True(loss.PublishedRmse > 0 && loss.RootMeanSquaredDifference >= 0));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(3)]
    public void Division_OfClusters_CountsDistinctOnesInEveryCell(int k)
    {
        KernelRegression model = Model("clusters", 4);
        Individuals rows = new(model.Result);
        CellDivision division = new(rows, [new(rows.Sample.Columns[0], 0, 0.1)], k);
        int[][] cells = [.. division.Cells(rows.Keys, default)];
        Assert.True(cells.Length > 1);
        Assert.All(cells, cell => Assert.True(cell.Select(key => model.Data.ClusterOfRow[key]).Distinct().Count() >= k));
        Assert.Equal(rows.Keys, cells.SelectMany(c => c).Order());
    }

    [Fact]
    public void Division_WithTies_PartsNoEqualValuesAndNoCellThatCouldBeHalved()
    {
        for (int seed = 1; seed <= 20; seed++)
        {
            KernelRegression model = Model("ties", seed);
            Individuals rows = new(model.Result);
            double[] x = rows.Sample.Columns[0];
            int[][] cells = [.. new CellDivision(rows, [new(x, 0, 1)], 4).Cells(rows.Keys, default)];
            Assert.All(cells, cell => Assert.True(cell.Length >= 4));
            Assert.Equal(cells.Sum(cell => cell.Select(key => x[key]).Distinct().Count()), rows.Keys.Select(key => x[key]).Distinct().Count());
            foreach (int[] cell in cells)
            {
                double[] values = [.. cell.Select(key => x[key]).Order()];
                Assert.DoesNotContain(Enumerable.Range(1, values.Length - 1), i => values[i] > values[i - 1] && i >= 4 && values.Length - i >= 4);
            }
        }
    }

    [Fact]
    public void Division_OnACircle_KeepsTheTurnTogether()
    {
        // Six rows around midnight and six around noon: no cut at 0.
        double[] hour = [23, 23.5, 23.75, 0.25, 0.5, 1, 11, 11.5, 11.75, 12.25, 12.5, 13];
        Dataset data = new([Column.Periodic("hour", hour, 24)], [new("y", hour.Select((_, i) => (double)i).ToArray())]);
        KernelRegression cells = KernelRegression.Fit(data, new() { Bandwidth = 1 }).Publish(new() { Anonymity = 4 }).Model;
        Assert.Equal(2, cells.Data.Rows);
        double[] found = [.. cells.Data.Feature(0).ToArray().Select(h => Math.Abs(h - 12) < 6 ? h : h % 24)];
        Assert.Contains(found, h => Math.Abs(h - 12) < 1e-9);
        Assert.Contains(found, h => Math.Min(h, 24 - h) < 1e-9);
    }

    [Fact]
    public void Division_TakesTheFeatureThatIsWidestInBandwidths()
    {
        double[] a = [.. Enumerable.Range(0, 16).Select(i => (double)(i % 4))];
        double[] b = [.. Enumerable.Range(0, 16).Select(i => i / 4 * 100.0)];
        Dataset data = new([new("a", a), new("b", b)], [new("y", a)]);
        KernelRegression ofA = KernelRegression.Fit(data, new() { Bandwidth = Bandwidth.Given(new Dictionary<string, double> { ["a"] = 0.1, ["b"] = 1000 }) });
        Dataset cells = ofA.Publish(new() { Anonymity = 4 }).Model.Data;
        Assert.Equal([0, 1, 2, 3], cells.Feature(0).ToArray());
        Assert.Equal([150, 150, 150, 150], cells.Feature(1).ToArray());
    }

    [Fact]
    public void Profiles_OfFewRows_TakeTheLevelsOfTheMostSimilarOne()
    {
        // a/s six rows, a/t two, b/s five, c/t one: a/t goes to a/s; c/t differs in one level from a/t only, which is gone by then, so it goes to the largest.
        string[] c = [.. Repeat("a", 8), .. Repeat("b", 5), "c"];
        string[] d = [.. Repeat("s", 6), .. Repeat("t", 2), .. Repeat("s", 5), "t"];
        double[] y = [.. Enumerable.Range(0, 14).Select(i => (double)(i * i))];
        Dataset data = new([Column.Unordered("c", c), Column.Unordered("d", d)], [new("y", y)]);
        KernelRegression model = KernelRegression.Fit(data, new() { Bandwidth = Bandwidth.Given(new Dictionary<string, double> { ["c"] = 0.2, ["d"] = 0.1 }) });
        PublishResult result = model.Publish();
        Assert.Equal((2, 3, 0), (result.Publication.Cells, result.Publication.RowsGeneralised, result.Publication.RowsLeftOut));
        Assert.Equal(["a", "b"], result.Model.Features[0].Type.Levels);
        Assert.Equal(["s"], result.Model.Features[1].Type.Levels);
        Assert.Equal([9, 5], result.Model.Data.Weights.ToArray());
        Assert.Null(result.Model.Features[1].Bandwidth);

        // λ = 0.2 of three levels weighs another level 0.1/0.8 of the same one, and so it does of two.
        double lambda = result.Model.Features[0].Bandwidth!.Value;
        Tolerance.Near(0.125, lambda / (1 - lambda), 1e-15);

        static IEnumerable<string> Repeat(string text, int times) => Enumerable.Repeat(text, times);
    }

    [Fact]
    public void Publish_Frequencies_EqualsRepeatedRows()
    {
        KernelRegression counted = Model("frequency", 5);
        int[] rows = [.. Enumerable.Range(0, counted.Data.Rows).SelectMany(i => Enumerable.Repeat(i, (int)counted.Data.Weights[i]))];
        double[] x = counted.Data.Feature(0).ToArray(), y = counted.Data.Target().ToArray();
        Dataset repeated = Dataset.From([.. rows.Select(i => x[i])], [.. rows.Select(i => y[i])]);
        Dataset one = counted.Publish().Model.Data;
        Dataset other = KernelRegression.Fit(repeated, new() { Bandwidth = counted.Features[0].Bandwidth!.Value }).Publish().Model.Data;
        Assert.Equal(one.Weights.ToArray(), other.Weights.ToArray());
        for (int i = 0; i < one.Rows; i++)
        {
            Tolerance.Near(one.Feature(0)[i], other.Feature(0)[i], 1e-12);
            Tolerance.Near(one.Target()[i], other.Target()[i], 1e-12);
        }
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("weights")]
    [InlineData("frequency")]
    [InlineData("robust")]
    public void EffectiveSampleSize_OfCells_CountsTheirRows(string kind)
    {
        // All rows of a value: then nothing is lost, and the published model says what the full one says.
        Random random = new(7);
        double[] x = [.. Enumerable.Range(0, 120).Select(i => (double)(i % 12))];
        double[] y = [.. x.Select(v => Math.Sin(v) + random.NextDouble())];
        RowWeights? weights = kind == "weights" ? new("w", x.Select(_ => 0.1 + random.NextDouble()).ToArray())
            : kind == "frequency" ? new("w", x.Select(_ => (double)random.Next(1, 4)).ToArray(), WeightMeaning.Frequency)
            : null;
        Dataset data = new([new("x", x)], [new("y", y)], weights);
        KernelRegression full = KernelRegression.Fit(data, new() { Bandwidth = 1.5, RobustIterations = kind == "robust" ? 2 : 0 });
        KernelRegression cells = full.Publish(new() { Anonymity = 8 }).Model;
        Assert.Equal(12, cells.Data.Rows);
        for (double q = -1; q < 13; q += 0.7)
        {
            Prediction one = full.Predict([q]), other = cells.Predict([q]);
            Tolerance.Near(one.Value!.Value, other.Value!.Value, 1e-10);
            Tolerance.Near(one.EffectiveSampleSize!.Value, other.EffectiveSampleSize!.Value, 1e-9);
        }
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("mixed")]
    [InlineData("weights")]
    [InlineData("robust")]
    [InlineData("clusters")]
    public void Loss_OfAPublication_IsThatOfAPlainRecomputation(string kind)
    {
        KernelRegression model = Model(kind, 6);
        PublishOptions options = new() { Anonymity = 4, Folds = 3, Seed = 9 };
        PublishResult result = model.Publish(options);
        PublicationLoss told = result.Publication.Losses[0];
        Dataset data = model.Data;
        Sample sample = model.Fitted.Sample;
        int[] fold = [.. Enumerable.Repeat(-1, data.Rows)]; // a row of weight 0 is never left out
        foreach ((int key, int f) in sample.Folds(3, 9).Index())
        {
            fold[sample.RowOf(key)] = f;
        }

        double[] weights = new double[data.Rows];
        weights.AsSpan().Fill(1);
        data.Weights.CopyTo(weights);
        (double before, double after, double total) = (0, 0, 0);
        for (int f = 0; f < 3; f++)
        {
            int[] kept = [.. Enumerable.Range(0, data.Rows).Where(i => fold[i] != f)];
            KernelRegression full = KernelRegression.Fit(Rows(data, kept), model.Options with { Bandwidth = Given(model), Fixed = new Dictionary<string, double>() });
            KernelRegression cells = full.Publish(options).Model;
            foreach (int i in Enumerable.Range(0, data.Rows).Except(kept))
            {
                if (full.Predict(At(full, data, i)).Value is double a && cells.Predict(At(cells, data, i)).Value is double b)
                {
                    before += weights[i] * Math.Pow(a - data.Target()[i], 2);
                    after += weights[i] * Math.Pow(b - data.Target()[i], 2);
                    total += weights[i];
                }
            }
        }

        Tolerance.Near(Math.Sqrt(before / total), told.Rmse!.Value, 1e-10);
        Tolerance.Near(Math.Sqrt(after / total), told.PublishedRmse!.Value, 1e-10);
        Tolerance.Near(Math.Sqrt(after / before) - 1, told.RelativeIncrease!.Value, 1e-8);
        double[] differences = [.. Enumerable.Range(0, data.Rows).Select(i => (model.Predict(At(model, data, i)).Value - result.Model.Predict(At(result.Model, data, i)).Value)!.Value)];
        Tolerance.Near(differences.Max(Math.Abs), result.LargestDifferences[0]!.Value, 1e-10);
        Tolerance.Near(Math.Sqrt(differences.Zip(weights, (d, v) => v * d * d).Sum() / weights.Sum()), told.RootMeanSquaredDifference!.Value, 1e-10);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Publish_Twice_GivesTheSameBitsAndLoadsAsSaved(string kind, int seed, int k)
    {
        KernelRegression model = Model(kind, seed);
        PublishOptions options = new() { Anonymity = k };
        PublishResult one = model.Publish(options), other = Model(kind, seed, threads: 1).Publish(options);
        string path = Path.Combine(folder, "p");
        one.Model.Save(path);
        KernelRegression loaded = KernelRegression.Load(path);
        foreach (KernelRegression again in (KernelRegression[])[other.Model, loaded])
        {
            Assert.Equal(one.Publication, again.Publication!, new Told());
            Assert.Equal(one.Publication.Losses, again.Publication!.Losses);
            for (int j = 0; j < one.Model.Features.Count; j++)
            {
                Assert.Equal(one.Model.Data.Feature(j).ToArray(), again.Data.Feature(j).ToArray());
                Assert.Equal(one.Model.Features[j], again.Features[j]);
            }

            Assert.Equal(one.Model.Data.Target().ToArray(), again.Data.Target().ToArray());
            Assert.Equal(one.Model.Data.Weights.ToArray(), again.Data.Weights.ToArray());
            Random random = new(3);
            for (int i = 0; i < 10; i++)
            {
                double[] q = At(one.Model, model.Data, random.Next(model.Data.Rows));
                Prediction a = one.Model.Predict(q), b = again.Predict(q);
                Assert.Equal((a.Value, a.EffectiveSampleSize, a.Support), (b.Value, b.EffectiveSampleSize, b.Support));
                Assert.Equal(a.Attention.Top(3).Rows, b.Attention.Top(3).Rows);
            }
        }

        Assert.False(loaded.ContainsTrainingRows);
        Assert.Equal(one.Model.Warnings, loaded.Warnings);
    }

    [Fact]
    public void Save_OfAPublishedModel_HoldsNothingOfARow()
    {
        KernelRegression model = Secret();
        PublishResult result = model.Publish(new() { Anonymity = 4 });
        Assert.True(result.Publication.RowsGeneralised > 0);
        string path = Path.Combine(folder, "p"), whole = Path.Combine(folder, "w");
        result.Model.Save(path);
        model.Save(whole);
        byte[] file = File.ReadAllBytes(path), full = File.ReadAllBytes(whole);
        for (int i = 0; i < model.Data.Rows; i++)
        {
            foreach (double value in (double[])[model.Data.Target()[i], model.Data.Feature(0)[i], model.LeaveOneOutPredictions()[i]])
            {
                Assert.True(full.AsSpan().IndexOf(BitConverter.GetBytes(value)) >= 0);
                Assert.Equal(-1, file.AsSpan().IndexOf(BitConverter.GetBytes(value)));
                Assert.Equal(-1, file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(value.ToString("R", CultureInfo.InvariantCulture))));
            }

            Assert.Equal(-1, file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(model.Data.Id(i)!)));
        }

        foreach (string text in (string[])["person-", "household", "rarest", "clusters", "clusterOfRow", "rowNumbers", "leaveOneOut", "trace", "minima", "robustness", "\\\"trace\\\""])
        {
            Assert.Equal(-1, file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)));
        }

        // The largest difference may be about one row.
        Assert.Equal(-1, file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(result.LargestDifferences[0]!.Value.ToString("R", CultureInfo.InvariantCulture))));
        Assert.Equal((null, 0, null, 0, null), (result.Model.Trace, result.Model.LeaveOneOutPredictions().Length, result.Model.Data.ClusterName, result.Model.Summaries.Count, result.Model.Features[0].ScaleFactor));
        Assert.Equal((result.Model.Data.Feature(0).ToArray().Min(), result.Model.Data.Feature(0).ToArray().Max()), (result.Model.Features[0].Lowest, result.Model.Features[0].Highest));
        Assert.True(file.AsSpan().IndexOf("\"containsTrainingRows\":\"false\""u8) >= 0);
        Assert.True(full.AsSpan().IndexOf("\"containsTrainingRows\":\"true\""u8) >= 0);
        Assert.True(KernelRegression.Load(whole).ContainsTrainingRows);
    }

    [Fact]
    public void Published_Model_RefusesWhatOnlyRowsCanTell()
    {
        KernelRegression cells = Model("plain", 1).Publish().Model;
        string told = $"The model is published: it holds {cells.Data.Rows} cells in place of its rows, and these can't tell ";
        Assert.Equal(told + "standard errors: expected a model that contains its rows; ask the full one.", Refusal(() => cells.Predict([0.5], new PredictOptions { StandardError = StandardErrorKind.Robust })));
        Assert.Equal(told + "tests: expected a model that contains its rows; ask the full one.", Refusal(() => cells.TestSignificance()));
        Assert.Equal(told + "a published model: expected a model that contains its rows; ask the full one.", Refusal(() => cells.Publish()));
        Assert.StartsWith("cell ", cells.Predict([0.5]).Attention.Top(1).Rows[0].Id, StringComparison.Ordinal);
    }

    [Fact]
    public void Publish_OfTooFewRows_SaysSo()
    {
        KernelRegression model = KernelRegression.Fit(Dataset.From([1, 2, 3, 4], [1, 4, 9, 3]), new() { Bandwidth = 1 });
        Assert.Equal(
            "The model has 4 rows that count, but a cell of a published model stands for 5 or more: expected at least as many; fit more, or publish with a smaller anonymity.", Refusal(() => model.Publish()));
        Dataset firms = new([new("x", new double[] { 1, 2, 3, 4, 5, 6 })], [new("y", new double[] { 1, 4, 9, 3, 2, 2 })], clusters: new("firm", ["a", "a", "b", "b", "c", "c"]));
        Assert.Equal(
            "The model has 3 clusters by 'firm', but a cell of a published model stands for 4 or more: expected at least as many; fit more, or publish with a smaller anonymity.",
            Refusal(() => KernelRegression.Fit(firms, new() { Bandwidth = 1 }).Publish(new() { Anonymity = 4 })));
        Assert.StartsWith("The anonymity is 1: a cell of one row is that row; take 2 or more.", Assert.Throws<ArgumentOutOfRangeException>(() => new PublishOptions { Anonymity = 1 }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Publish_OfOneCell_IsTheMeanAndIsNotMeasuredWhereFoldsAreTooSmall()
    {
        PublishResult result = KernelRegression.Fit(Dataset.From([1, 2, 3, 4, 5], [1, 4, 9, 3, 8]), new() { Bandwidth = 1 }).Publish();
        Assert.Equal((1, 0, 5), (result.Publication.Cells, result.Publication.Folds, (int)result.Publication.SmallestCell));
        Assert.Equal((null, null), (result.Publication.Losses[0].Rmse, result.Publication.Losses[0].RelativeIncrease));
        Assert.Equal(5, result.Model.Predict([3]).Value);
        Assert.True(result.Publication.Losses[0].RootMeanSquaredDifference > 0);
    }

    [Fact]
    public void Publish_WhenCancelled_Stops() =>
        Assert.ThrowsAny<OperationCanceledException>(() => Model("plain", 1).Publish(cancellation: new(canceled: true)));

    private static string Refusal(Func<object?> work) => Assert.Throws<DataException>(work).Message;

    private static double[] Weights(KernelRegression model)
    {
        double[] weights = new double[model.Data.Rows];
        weights.AsSpan().Fill(1);
        model.Data.Weights.CopyTo(weights);
        for (int i = 0; model.Result.Robustness is double[] parts && i < parts.Length; i++)
        {
            weights[i] *= parts[i];
        }

        return weights;
    }

    private static double Total(ReadOnlySpan<double> values) => values.ToArray().Sum();

    private static double Mean(ReadOnlySpan<double> values, ReadOnlySpan<double> weights) =>
        values.ToArray().Zip(weights.ToArray(), (y, v) => y * v).Sum() / weights.ToArray().Sum();

    private static Bandwidth Given(KernelRegression model) =>
        Bandwidth.Given(model.Features.Where(f => f.Bandwidth is not null).ToDictionary(f => f.Name, f => f.Bandwidth!.Value));

    private static double[] At(KernelRegression model, Dataset data, int row) => [.. model.Features.Select((f, j) =>
        f.Type.IsDiscrete ? f.Type.IndexOf(data.FeatureTypes[j].Levels[(int)data.Feature(j)[row]]) : data.Feature(j)[row])];

    private static Dataset Rows(Dataset data, int[] rows)
    {
        int[] clusters = data.ClusterOfRow.ToArray();
        return new(
            [.. data.FeatureNames.Select((name, j) => new Column(name, Of(data.Feature(j))) { Type = data.FeatureTypes[j] })],
            [.. data.TargetNames.Select((name, t) => new Column(name, Of(data.Target(t))))],
            data.HasWeights ? new("w", Of(data.Weights), data.WeightMeaning) : null,
            clusters: data.ClusterName is null ? null : new("firm", [.. rows.Select(i => data.Clusters[clusters[i]])]));

        double[] Of(ReadOnlySpan<double> values)
        {
            double[] all = values.ToArray();
            return [.. rows.Select(i => all[i])];
        }
    }

    private static KernelRegression Secret()
    {
        Random random = new(11);
        const int N = 41;
        double[] x = [.. Enumerable.Range(0, N).Select(_ => random.NextDouble())];
        return KernelRegression.Fit(
            new(
                [new("x", x), Column.Unordered("c", [.. Enumerable.Range(0, N).Select(i => i == 17 ? "rarest" : i % 2 == 0 ? "even" : "odd")])],
                [new("y", x.Select(v => Math.Sin(5 * v) + random.NextDouble()).ToArray())],
                ids: [.. Enumerable.Range(0, N).Select(i => "person-" + i)],
                rowNumbers: [.. Enumerable.Range(0, N).Select(i => (3 * i) + 1)],
                clusters: new("household", [.. Enumerable.Range(0, N).Select(i => "h" + (i % 29))])),
            new() { Estimator = Estimator.Linear });
    }

    private static KernelRegression Model(string kind, int seed, int threads = 0)
    {
        Random random = new(seed);
        const int N = 120;
        double[] x = [.. Enumerable.Range(0, N).Select(_ => kind == "ties" ? random.Next(15) : random.NextDouble())];
        double[] z = [.. Enumerable.Range(0, N).Select(_ => 1e6 + (50 * random.NextDouble()))];
        double[] hour = [.. Enumerable.Range(0, N).Select(_ => random.NextDouble() * 24)];
        double[] c = [.. Enumerable.Range(0, N).Select(_ => (double)Math.Min(random.Next(6), random.Next(6)))];
        double[] o = [.. Enumerable.Range(0, N).Select(_ => (double)random.Next(3))];
        double[] y = [.. x.Select((v, i) => Math.Sin(5 * v) + (0.01 * (z[i] - 1e6)) + c[i] + random.NextDouble())];
        List<Column> features = [new("x", x)];
        if (kind is "two" or "linear" or "mixed")
        {
            features.Add(new("z", z));
        }

        if (kind is "periodic")
        {
            features.Add(Column.Periodic("hour", hour, 24));
        }

        if (kind is "mixed")
        {
            features.Add(new("c", c) { Type = FeatureType.Unordered(["a", "b", "c", "d", "e", "f"]) });
            features.Add(new("o", o) { Type = FeatureType.Ordered(["S", "M", "L"]) });
        }

        RowWeights? weights = kind == "weights" ? new("w", x.Select((_, i) => i % 9 == 0 ? 0 : 1e3 * random.NextDouble()).ToArray())
            : kind == "frequency" ? new("w", x.Select(_ => (double)random.Next(0, 5)).ToArray(), WeightMeaning.Frequency)
            : null;
        List<Column> targets = [new("y", y)];
        if (kind is "two" or "frequency")
        {
            targets.Add(new("t", z));
        }

        Dataset data = new(features, targets, weights, clusters: kind == "clusters" ? new("firm", [.. Enumerable.Range(0, N).Select(i => "f" + (i * 7 % 30))]) : null);
        Dictionary<string, double> bandwidths = new() { ["x"] = kind == "ties" ? 1 : kind == "nearest" ? 20 : 0.1, ["z"] = 8, ["hour"] = 2, ["c"] = 0.2, ["o"] = 0.3 };
        return KernelRegression.Fit(data, new()
        {
            Bandwidth = Bandwidth.Given(bandwidths.Where(p => features.Exists(f => f.Name == p.Key)).ToDictionary(p => p.Key, p => p.Value)),
            BandwidthType = kind == "nearest" ? BandwidthType.Nearest : BandwidthType.Fixed,
            Estimator = kind == "linear" ? Estimator.Linear : Estimator.Constant,
            RobustIterations = kind == "robust" ? 3 : 0,
            Threads = threads,
        });
    }

    /// <summary>Publications but for their losses.</summary>
    private sealed class Told : IEqualityComparer<Publication>
    {
        public bool Equals(Publication? x, Publication? y) => x! with { Losses = y!.Losses } == y;

        public int GetHashCode(Publication obj) => obj.Cells;
    }
}
