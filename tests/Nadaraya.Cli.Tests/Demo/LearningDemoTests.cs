using System.Text.Json;
using Nadaraya.Cli.Demo;
using Nadaraya.Tests;

namespace Nadaraya.Cli.Tests;

public sealed class LearningDemoTests
{
    [Fact]
    public void Tabs_ChaptersRows_GoWhereTheGoldenTrainingGoes()
    {
        IReadOnlyList<FrameworkTab> tabs = FrameworkTab.All(DemoRows.Load(new(), null, default).ToDataset(), 0.475, default);
        Assert.Equal(["MXNet", "PyTorch", "TensorFlow", "Paddle", "PyTorch"], tabs.Select(t => t.Framework));
        FrameworkTab torch = tabs[1];
        Tolerance.Near(11.05, torch.Scales[1], 1e-3);
        Tolerance.Near(9.60, torch.Scales[5], 1e-3);
        Tolerance.Near(16.94, torch.Losses[4], 1e-3);
        Assert.Equal(torch.Scales, tabs[2].Scales);
        Assert.Equal(torch.Scales, tabs[3].Scales);
        Tolerance.Near(-0.0035, tabs[0].Scales[0], 1e-12);

        // Half the gradient from the same start is half the step.
        Tolerance.Near((torch.Scales[1] - 0.475) / 2, tabs[4].Scales[1] - 0.475, 1e-12);
    }

    [Fact]
    public void Tabs_StepThatDiverges_EndsTheTab()
    {
        Dataset data = new([new("x", new[] { 0, 1e-3, 2e-3 })], [new("y", new[] { 0, 1e170, -1e170 })]);
        IReadOnlyList<FrameworkTab> tabs = FrameworkTab.All(data, 0.5, default);
        Assert.All(tabs, tab => Assert.True(tab.Scales.Count <= 6 && tab.Scales.All(double.IsFinite)));
    }

    [Theory]
    [InlineData(0.7, -0.4)]
    [InlineData(3.0, 2.5)]
    public void TailScore_Gradient_IsTheSlopeOfTheScore(double w, double heaviness)
    {
        TailScore score = new();
        double[] query = [0.3, -1], key = [1.1, 0.4], theta = [w, 2 * w, heaviness], gradient = [1, 0, 0];
        score.AddGradient(query, key, theta, 0.5, gradient);
        for (int p = 0; p < theta.Length; p++)
        {
            double Score(double by) => score.Score(query, key, [.. theta.Select((t, k) => k == p ? t + by : t)]);
            double slope = (Score(1e-5) - Score(-1e-5)) / 2e-5;
            Assert.Equal((p == 0 ? 1 : 0) + (0.5 * slope), gradient[p], 1e-7);
        }
    }

    [Fact]
    public void Demo_Designs_AreJudgedOnRowsUnseenAndTheScaleFindsTheOptimum()
    {
        using DemoCall call = DemoCall.WithFiles();
        Assert.Equal((0, ""), (call.Code, call.Error));
        JsonElement[] designs = [.. call.Json.GetProperty("exercises").GetProperty("designs").EnumerateArray()];
        Assert.Equal(["scale", "heavy-tail", "local", "heads:2"], designs.Select(d => d.GetProperty("score").GetString()));
        double optimum = call.Json.GetProperty("optimum").GetProperty("w").GetDouble();
        Tolerance.Near(optimum, Math.Abs(designs[0].GetProperty("parameters")[0].GetDouble()), 1e-4);
        foreach (JsonElement design in designs)
        {
            double[] trained = GoldenFile.Vector(design.GetProperty("trainedError")), unseen = GoldenFile.Vector(design.GetProperty("unseenError"));
            Assert.True(trained[0] <= trained[1] * 1.05, "Training starts at the bandwidths, and folds stop it near them where they know no better.");
            Assert.InRange(unseen[0], 0.3, 1);
            Assert.InRange(unseen[1], 0.3, 1);
            Assert.Equal(50, design.GetProperty("predictions").GetArrayLength());
        }

        Assert.Equal(5, call.Json.GetProperty("frameworks").GetArrayLength());
        Assert.Contains("7  The framework tabs", call.Output, StringComparison.Ordinal);
        Assert.Contains("RMSE on rows unseen", call.Output, StringComparison.Ordinal);
    }
}
