namespace Nadaraya.Tests;

/// <summary>A model that was saved and loaded is the same model.</summary>
public sealed class ModelFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nadaraya-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Load_SavedModel_PredictsTheSameBits()
    {
        Random random = new(1);
        double[] x = [.. Enumerable.Range(0, 70).Select(_ => random.NextDouble())];
        double[] z = [.. Enumerable.Range(0, 70).Select(_ => random.NextDouble())];
        Dataset data = new(
            [new("x, \"odd\" 名", x), new("z", z)],
            [new("a", x.Select(v => Math.Sin(6 * v) + random.NextDouble()).ToArray()), new("b", z)],
            new RowWeights("w", Enumerable.Range(0, 70).Select(i => (double)(i % 3)).ToArray()),
            [.. Enumerable.Range(0, 70).Select(i => "id-" + i)],
            [.. Enumerable.Range(0, 70).Select(i => (2 * i) + 1)]);
        KernelRegression model = KernelRegression.Fit(data, new()
        {
            Kernel = Kernel.RationalQuadratic(2.5),
            Seed = 9,
            TimeLimit = TimeSpan.FromMinutes(5),
            Support = new() { EffectiveSampleSize = 4 },
        });
        string path = Path.Combine(folder, "m.safetensors");

        model.Save(path);
        KernelRegression loaded = KernelRegression.Load(path);

        Assert.Equal(model.Features, loaded.Features);
        Assert.Equal(model.Summaries, loaded.Summaries);
        Assert.Equal(model.Warnings, loaded.Warnings);
        Assert.Equal(model.CriterionValue, loaded.CriterionValue);
        Assert.Equal(model.CriterionName, loaded.CriterionName);
        Assert.Equal(model.Created, loaded.Created);
        Assert.Equal(model.Kernel.Name, loaded.Kernel.Name);
        Assert.Equal(model.Options.Support, loaded.Options.Support);
        Assert.Equal(model.Options.Seed, loaded.Options.Seed);
        Assert.Equal(model.Options.TimeLimit, loaded.Options.TimeLimit);
        Assert.Equal(model.LeaveOneOutPredictions(1).ToArray(), loaded.LeaveOneOutPredictions(1).ToArray());
        Assert.Equal(model.Trace!.Steps.Select(s => s.Criterion), loaded.Trace!.Steps.Select(s => s.Criterion));
        Assert.Equal(model.Trace.Minima.SelectMany(s => s.Bandwidths), loaded.Trace.Minima.SelectMany(s => s.Bandwidths));
        Assert.Equal(model.Trace.Stopped, loaded.Trace.Stopped);
        for (int k = 0; k < 20; k++)
        {
            double[] q = [random.NextDouble() * 2, random.NextDouble()];
            Assert.Equal(model.Predict(q).Values, loaded.Predict(q).Values);
            Assert.Equal(model.Predict(q).Attention.Top(3).Rows, loaded.Predict(q).Attention.Top(3).Rows);
        }
    }

    [Fact]
    public void Save_SameFitTwice_GivesTheSameBytesButForTheTime()
    {
        KernelRegression model = KernelRegression.Fit(Dataset.From([1, 2, 3], [1, 4, 9]), new() { Bandwidth = 1 });
        string one = Path.Combine(folder, "1"), two = Path.Combine(folder, "2");
        model.Save(one);
        model.Save(two);
        Assert.Equal(File.ReadAllBytes(one), File.ReadAllBytes(two));
    }

    [Theory]
    [InlineData("cv")]
    [InlineData("silverman")]
    [InlineData("scott")]
    [InlineData("number")]
    [InlineData("numbers")]
    public void Load_EveryBandwidthRule_IsKept(string rule)
    {
        Bandwidth bandwidth = rule switch
        {
            "cv" => Bandwidth.LeaveOneOut,
            "silverman" => Bandwidth.Silverman,
            "scott" => Bandwidth.Scott,
            "number" => 0.7,
            _ => Bandwidth.Given(new Dictionary<string, double> { ["x"] = 0.3 }),
        };
        KernelRegression model = KernelRegression.Fit(Dataset.From([1, 2, 3, 4], [1, 4, 9, 3]), new() { Bandwidth = bandwidth });
        string path = Path.Combine(folder, rule);
        model.Save(path);
        KernelRegression loaded = KernelRegression.Load(path);
        Assert.Equal(model.Options.Bandwidth.GetType(), loaded.Options.Bandwidth.GetType());
        Assert.Equal(model.Features[0].Bandwidth, loaded.Features[0].Bandwidth);
        Assert.Equal(model.CriterionName, loaded.CriterionName);
    }

    public static TheoryData<string> EveryOption =>
    [
        "aicc", "gcv", "cp", "k-fold", "clusters", "scale-factor", "linear", "polynomial", "degrees", "additive", "nearest", "adaptive", "kernels", "one-standard-error", "minimum", "extrapolate", "span", "robust",
    ];

    [Theory]
    [MemberData(nameof(EveryOption))]
    public void Load_MixedFeaturesWithAnyOption_PredictsTheSameBits(string option)
    {
        Dataset data = Mixed();
        FitOptions options = OptionsOf(option);
        KernelRegression model = KernelRegression.Fit(data, options);
        string path = Path.Combine(folder, option);
        model.Save(path);
        KernelRegression loaded = KernelRegression.Load(path);

        Assert.Equal((null, 3), (model.FileVersion, loaded.FileVersion));
        if (options.Bandwidth is Bandwidth.GivenByFeature given)
        {
            Assert.Equal(given.Values.OrderBy(p => p.Key), Assert.IsType<Bandwidth.GivenByFeature>(loaded.Options.Bandwidth).Values.OrderBy(p => p.Key));
        }
        else
        {
            Assert.Equal(options.Bandwidth, loaded.Options.Bandwidth);
        }

        Assert.Equal((options.Estimator.Name, options.Estimator.Terms), (loaded.Options.Estimator.Name, loaded.Options.Estimator.Terms));
        Assert.Equal(options.Estimator.Degrees.OrderBy(p => p.Key), loaded.Options.Estimator.Degrees.OrderBy(p => p.Key));
        Assert.Equal((options.UnorderedKernel, options.OrderedKernel), (loaded.Options.UnorderedKernel, loaded.Options.OrderedKernel));
        Assert.Equal((options.BandwidthType, options.OneStandardError, options.MinimumEffectiveSample), (loaded.Options.BandwidthType, loaded.Options.OneStandardError, loaded.Options.MinimumEffectiveSample));
        Assert.Equal(options.Support, loaded.Options.Support);
        Assert.Equal((model.CriterionName, model.CriterionValue), (loaded.CriterionName, loaded.CriterionValue));
        Assert.Equal((data.ClusterName, string.Join('|', data.Clusters)), (loaded.Data.ClusterName, string.Join('|', loaded.Data.Clusters)));
        Assert.Equal(data.ClusterOfRow.ToArray(), loaded.Data.ClusterOfRow.ToArray());
        foreach ((FeatureFit was, FeatureFit now) in model.Features.Zip(loaded.Features))
        {
            Assert.Equal(was with { Type = FeatureType.Continuous }, now with { Type = FeatureType.Continuous });
            Assert.Equal((was.Type.Kind, was.Type.Period), (now.Type.Kind, now.Type.Period));
            Assert.Equal(was.Type.Levels, now.Type.Levels);
            Assert.Equal(was.Type.Scores, now.Type.Scores);
        }

        Random random = new(5);
        for (int k = 0; k < 20; k++)
        {
            double[] q = [random.NextDouble() * 1.2, random.NextDouble() * 24, random.Next(-1, 3), random.Next(-1, 3)];
            Assert.Equal(model.Predict(q).Values, loaded.Predict(q).Values);
            Assert.Equal(model.Predict(q).Attention.Top(3).Rows, loaded.Predict(q).Attention.Top(3).Rows);
        }
    }

    [Fact]
    public void Load_ModelOfVersionOne_IsReadable()
    {
        string path = Path.Combine(GoldenFile.RepositoryRoot, "tests", "Nadaraya.Tests", "Models", "version-1.safetensors");
        KernelRegression model = KernelRegression.Load(path);
        Assert.Equal(1, model.FileVersion);
        Assert.Equal(2.4070185829508732, model.Predict([1.5, 2]).Value);
        Assert.Equal(("constant", BandwidthType.Fixed, "gaussian"), (model.Options.Estimator.Name, model.Options.BandwidthType, model.Features[0].Kernel));
        Assert.All(model.Features, f => Assert.Same(FeatureType.Continuous, f.Type));
        Assert.Equal(("q, 1", 2.0), (model.Data.Id(1), model.Options.Fixed["z"]));
    }

    private static FitOptions OptionsOf(string option) => option switch
    {
        "aicc" => new() { Bandwidth = Bandwidth.Aicc },
        "gcv" => new() { Bandwidth = Bandwidth.Gcv },
        "cp" => new() { Bandwidth = Bandwidth.Cp },
        "k-fold" => new() { Bandwidth = Bandwidth.KFold(4), Seed = 3 },
        "clusters" => new() { Bandwidth = Bandwidth.LeaveOneClusterOut },
        "scale-factor" => new() { Bandwidth = Bandwidth.ScaleFactor(1.1) },
        "linear" => new() { Estimator = Estimator.Linear },
        "polynomial" => new() { Estimator = Estimator.Polynomial(2), Bandwidth = 3 },
        "degrees" => new() { Estimator = Estimator.Constant with { Degrees = new Dictionary<string, int> { ["x"] = 2, ["hour"] = 1 }, Terms = PolynomialTerms.Tensor }, Bandwidth = 3 },
        "additive" => new() { Estimator = Estimator.Polynomial(2) with { Terms = PolynomialTerms.Additive }, Bandwidth = 3 },
        "nearest" => new() { BandwidthType = BandwidthType.Nearest, Bandwidth = Bandwidth.Given(new Dictionary<string, double> { ["x"] = 9, ["hour"] = 4, ["c"] = 0.1, ["o"] = 0.2 }) },
        "adaptive" => new() { BandwidthType = BandwidthType.Adaptive },
        "kernels" => new() { UnorderedKernel = DiscreteKernel.LiRacine, OrderedKernel = DiscreteKernel.WangVanRyzin, Fixed = new Dictionary<string, double> { ["c"] = 0 } },
        "one-standard-error" => new() { OneStandardError = true },
        "minimum" => new() { MinimumEffectiveSample = 2.5 },
        "span" => new() { BandwidthType = BandwidthType.Span, Kernel = Kernel.Tricube, Bandwidth = 0.6 },
        "robust" => new() { Estimator = Estimator.Linear, RobustIterations = 3, Bandwidth = 3 },
        _ => new() { Estimator = Estimator.Linear, Support = new() { Extrapolate = true } },
    };

    private static Dataset Mixed()
    {
        Random random = new(2);
        const int N = 60;
        double[] x = [.. Enumerable.Range(0, N).Select(_ => random.NextDouble())];
        double[] hour = [.. Enumerable.Range(0, N).Select(_ => random.NextDouble() * 24)];
        int[] c = [.. Enumerable.Range(0, N).Select(_ => random.Next(3))];
        int[] o = [.. Enumerable.Range(0, N).Select(_ => random.Next(3))];
        double[] y = [.. Enumerable.Range(0, N).Select(i => Math.Sin(5 * x[i]) + c[i] + (0.5 * o[i]) + (0.2 * random.NextDouble()))];
        return new(
            [
                new("x", x),
                Column.Periodic("hour", hour, 24),
                Column.Unordered("c", [.. c.Select(level => new[] { "a, \"q\"", "名\n", "" }[level])]),
                Column.OfLevels("o", [.. o.Select(level => new[] { "1", "2", "7" }[level])], FeatureType.Ordered(["1", "2", "7", "9"])),
            ],
            [new("y", y)],
            clusters: new("firm", [.. Enumerable.Range(0, N).Select(i => "f" + (i * 7 % 10))]));
    }

    [Fact]
    public void Load_OwnKernel_IsAskedForByName()
    {
        Kernel own = Kernel.Of("parabola", default(Epanechnikov));
        KernelRegression model = KernelRegression.Fit(Dataset.From([1, 2, 3], [1, 4, 9]), new() { Bandwidth = 2, Kernel = own });
        string path = Path.Combine(folder, "own");
        model.Save(path);
        ModelFileException e = Assert.Throws<ModelFileException>(() => KernelRegression.Load(path));
        Assert.Equal($"{path}: the model was fitted with kernel 'parabola', which is not built in: hand the same kernel over when loading it.", e.Message);
        Assert.Equal(model.Predict([1.5]).Value, KernelRegression.Load(path, own).Predict([1.5]).Value);
    }

    [Fact]
    public void Load_AnyDamage_IsRefused()
    {
        string path = Path.Combine(folder, "m");
        KernelRegression.Fit(Dataset.From([1, 2, 3], [1, 4, 9]), new() { Bandwidth = 1 }).Save(path);
        byte[] whole = File.ReadAllBytes(path);
        for (int i = 0; i < whole.Length; i += 7)
        {
            byte[] damaged = [.. whole];
            damaged[i] ^= 0x10;
            File.WriteAllBytes(path, damaged);
            Assert.DoesNotContain('\n', Assert.Throws<ModelFileException>(() => KernelRegression.Load(path)).Message);
        }
    }
}
