using System.Text.Json;

namespace Nadaraya.Tests;

/// <summary>Golden d: R's loess and lowess, a span of the rows under a tricube kernel.</summary>
public sealed class LoessGoldenTests
{
    private static readonly GoldenFile Golden = GoldenFile.Open("d_local_linear.json");

    [Fact]
    public void Predict_Loess_IsItsFitAndTrace()
    {
        int compared = 0;
        foreach (JsonElement golden in Golden.Targets("d.loess"))
        {
            int degree = golden.GetProperty("call").GetString()!.Contains("degree=1", StringComparison.Ordinal) ? 1 : 2;
            KernelRegression model = Fit(new() { Estimator = Estimator.Polynomial(degree), Bandwidth = 0.75 });
            JsonElement value = golden.GetProperty("value");
            double[] expected = GoldenFile.Vector(value.GetProperty("fit"));
            double?[] found = model.PredictMany(GoldenData.Queries(value.GetProperty("q"))).Values();
            for (int q = 0; q < expected.Length; q++)
            {
                Tolerance.Near(expected[q], found[q], 1e-12, 1, $"degree {degree} at {q}");
                compared++;
            }

            Tolerance.Near(value.GetProperty("trace").GetDouble(), model.Summaries[0].EffectiveDegreesOfFreedom, 1e-10);
        }

        Assert.Equal(6, compared);
    }

    /// <summary>lowess fits where its delta, 1 % of the range, lets it, and draws straight lines in between: those points are its own, the others are not a fit.</summary>
    [Fact]
    public void Predict_Lowess_IsItsFitWhereItFits()
    {
        JsonElement golden = Golden.Targets("d.lowess").Single(v => v.GetProperty("call").GetString()!.Contains("iter=0", StringComparison.Ordinal));
        double[] x = GoldenFile.Vector(golden.GetProperty("value").GetProperty("x"));
        double[] y = GoldenFile.Vector(golden.GetProperty("value").GetProperty("y"));
        double?[] found = Fit(new() { Estimator = Estimator.Linear, Bandwidth = 2.0 / 3 }).PredictMany(Queries.From(x)).Values();
        double delta = 0.01 * (x[^1] - x[0]);
        int last = 0;
        int compared = 0;
        while (true)
        {
            Tolerance.Near(y[last], found[last], 1e-10, 1, $"at {x[last]}");
            compared++;
            if (last == x.Length - 1)
            {
                break;
            }

            int next = last + 1;
            while (next < x.Length && x[next] <= x[last] + delta)
            {
                next++;
            }

            last = Math.Max(last + 1, next - 1);
        }

        Assert.True(compared is > 20 and < 60, $"{compared} points");
    }

    [Fact]
    public void Predict_RobustLowess_IsItsFit()
    {
        JsonElement golden = Golden.Targets("d.lowess").Single(v => v.GetProperty("call").GetString()!.Contains("iter=3", StringComparison.Ordinal));
        double[] y = GoldenFile.Vector(golden.GetProperty("value").GetProperty("y"));
        double?[] found = Fit(new() { Estimator = Estimator.Linear, Bandwidth = 2.0 / 3, RobustIterations = 3 })
            .PredictMany(GoldenData.Queries(golden.GetProperty("value").GetProperty("x"))).Values();
        for (int q = 0; q < y.Length; q++)
        {
            Tolerance.Near(y[q], found[q], 1e-10, 1, $"at {q}");
        }
    }

    private static KernelRegression Fit(FitOptions options) => KernelRegression.Fit(
        GoldenData.Numbers(Golden.Data("ll1")), options with { Kernel = Kernel.Tricube, BandwidthType = BandwidthType.Span });
}
