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
