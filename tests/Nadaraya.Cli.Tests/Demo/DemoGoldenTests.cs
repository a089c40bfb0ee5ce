using System.Text.Json;
using Nadaraya.Tests;

namespace Nadaraya.Cli.Tests;

/// <summary>What demo.json holds is what PyTorch gives for the chapter.</summary>
public sealed class DemoGoldenTests : IClassFixture<DemoGoldenTests.Classic>
{
    private static readonly GoldenFile Golden = GoldenFile.Open("a_d2l.json");
    private readonly JsonElement json;
    private readonly string output;

    public DemoGoldenTests(Classic classic)
    {
        ArgumentNullException.ThrowIfNull(classic);
        (json, output) = (classic.Json, classic.Output);
    }

    [Fact]
    public void Demo_ItsRows_AreTheGoldenRowsAndTestInputs()
    {
        Assert.Equal(GoldenFile.Vector(Golden.Data("d2l").GetProperty("x")), GoldenFile.Vector(json.GetProperty("x")));
        Assert.Equal(GoldenFile.Vector(Golden.Data("d2l").GetProperty("y")), GoldenFile.Vector(json.GetProperty("y")));
        Assert.Equal(GoldenFile.Vector(Golden.Data("d2l").GetProperty("xtest")), GoldenFile.Vector(json.GetProperty("queries")));
    }

    [Fact]
    public void Demo_AverageAndNonparametric_AreTorchs()
    {
        Tolerance.Near(Double("a.average").Single().GetProperty("value").GetDouble(), json.GetProperty("average").GetDouble(), 1e-12);
        Near(Double("a.nonparam.yhat").Single().GetProperty("value"), json.GetProperty("predictions"), 0);
        JsonElement[] expected = [.. Double("a.nonparam.attention").Single().GetProperty("value").EnumerateArray()];
        JsonElement[] actual = [.. json.GetProperty("weights").EnumerateArray()];
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Near(expected[i], actual[i], 1);
        }
    }

    [Fact]
    public void Demo_Training_FollowsTorchEpochByEpoch()
    {
        JsonElement value = Double("a.param").Single(v =>
            v.GetProperty("w0").GetDouble() == 0.475 && v.GetProperty("lr").GetDouble() == 0.5).GetProperty("value");
        Near(value.GetProperty("w"), json.GetProperty("w"), 1);
        Near(value.GetProperty("loss"), json.GetProperty("loss"), 1);
        Near(value.GetProperty("yhat"), json.GetProperty("trainedPredictions"), 1);
        Near(value.GetProperty("attention_row_25"), json.GetProperty("trainedWeights")[25], 1);
    }

    [Fact]
    public void Demo_BatchMatrixMultiplication_IsTorchs()
    {
        JsonElement[] products = [.. Golden.Values.Where(v => v.GetProperty("id").GetString() == "a.bmm").Select(v => v.GetProperty("value"))];
        Assert.Equal(products[0].GetRawText().Replace(" ", "", StringComparison.Ordinal).Replace(".0", "", StringComparison.Ordinal).ReplaceLineEndings(""), json.GetProperty("bmmOnes").GetRawText());
        for (int n = 0; n < 2; n++)
        {
            Tolerance.Near(products[1][n][0][0].GetDouble(), json.GetProperty("bmm")[n][0][0].GetDouble(), 1e-12);
        }
    }

    [Fact]
    public void Demo_Optimum_IsTheMinimumOfTheCurveThatTrainingJumpedOver()
    {
        JsonElement optimum = json.GetProperty("optimum");
        Assert.Equal(3.6959, optimum.GetProperty("w").GetDouble(), 3);
        Assert.Equal(12.987, optimum.GetProperty("loss").GetDouble(), 3);
        Tolerance.Near(1 / optimum.GetProperty("w").GetDouble(), optimum.GetProperty("bandwidth").GetDouble(), 1e-15);
        Assert.All(GoldenFile.Vector(json.GetProperty("lossCurve").GetProperty("loss")), loss => Assert.True(loss >= optimum.GetProperty("loss").GetDouble()));
        Assert.Contains("jumps from w = 0.475 over the optimum to 11.05", output.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void Demo_Exercises_SayWhatTheirNumbersSay()
    {
        JsonElement exercises = json.GetProperty("exercises");
        double[] tuned = [.. exercises.GetProperty("sampleSize").EnumerateArray().Select(s => s.GetProperty("tunedError").GetDouble())];
        Assert.True(tuned[0] > tuned[1] && tuned[1] > tuned[2]);
        JsonElement contest = exercises.GetProperty("leaning").GetProperty("contest");
        Assert.Equal(200, contest.GetProperty("draws").GetInt32());
        Assert.InRange(contest.GetProperty("meanDifference").GetDouble(), contest.GetProperty("lower").GetDouble(), contest.GetProperty("upper").GetDouble());
        Assert.True(contest.GetProperty("upper").GetDouble() < 0);
        Assert.Contains("The interval lies below zero", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Demo_EveryLineOfCode_StandsInTheSample()
    {
        string[] sample = File.ReadAllLines(Path.Join(GoldenFile.RepositoryRoot, "samples", "chapter.cs"));
        string[] code = [.. output.Split('\n').Where(l => l.StartsWith("  C#      | ", StringComparison.Ordinal) || (l.StartsWith("          | ", StringComparison.Ordinal) && l.EndsWith(';')))
            .Select(l => l[12..])];
        Assert.InRange(code.Length, 20, 40);
        Assert.All(code, line => Assert.Contains(line, sample));
    }

    [Fact]
    public void DemoCurrent_EveryKernel_IsTorchs()
    {
        using DemoCall call = DemoCall.WithFiles("--edition", "current");
        Assert.Equal(0, call.Code);
        JsonElement json = call.Json;
        Assert.Equal(GoldenFile.Vector(Golden.Data("d2l1e").GetProperty("y")), GoldenFile.Vector(json.GetProperty("y")));
        JsonElement[] models = [.. json.GetProperty("kernels").EnumerateArray(), .. json.GetProperty("sigmas").EnumerateArray()];
        int compared = 0;
        foreach (JsonElement target in Double("a.d2l1e"))
        {
            string[] name = target.GetProperty("kernel").GetString()!.Split(" sigma=");
            double sigma = name.Length == 1 ? 1 : double.Parse(name[1], System.Globalization.CultureInfo.InvariantCulture);
            JsonElement model = models.First(m => m.GetProperty("kernel").GetString() == name[0] && m.GetProperty("sigma").GetDouble() == sigma);
            double[] expected = GoldenFile.Vector(target.GetProperty("value"));
            double[] actual = GoldenFile.Vector(model.GetProperty("predictions"));
            for (int i = 0; i < expected.Length; i++)
            {
                Tolerance.Near(expected[i], actual[i], 1e-10, 0, $"{name[0]} {sigma} at {i}");
            }

            compared++;
        }

        Assert.Equal(8, compared);
    }

    private static void Near(JsonElement expected, JsonElement actual, double scale)
    {
        double[] a = GoldenFile.Vector(expected);
        double[] b = GoldenFile.Vector(actual);
        Assert.Equal(a.Length, b.Length);
        for (int i = 0; i < a.Length; i++)
        {
            Tolerance.Near(a[i], b[i], 1e-12, scale, $"entry {i}");
        }
    }

    private static IEnumerable<JsonElement> Double(string id) =>
        Golden.Targets(id).Where(v => v.TryGetProperty("dtype", out JsonElement type) && type.GetString() == "float64");

    public sealed class Classic
    {
        public Classic()
        {
            using DemoCall call = DemoCall.WithFiles();
            Assert.Equal((0, ""), (call.Code, call.Error));
            (Json, Output) = (call.Json, call.Output);
        }

        internal JsonElement Json { get; }

        internal string Output { get; }
    }
}
