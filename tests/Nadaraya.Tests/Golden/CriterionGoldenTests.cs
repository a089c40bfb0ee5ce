using System.Text.Json;

namespace Nadaraya.Tests;

/// <summary>Golden c: every criterion of every estimator along its curves, and the optima that other programs find.</summary>
public sealed class CriterionGoldenTests
{
    private static readonly GoldenFile Golden = GoldenFile.Open("c_cv.json");

    [Theory]
    [InlineData("cv1", "lc")]
    [InlineData("cv1", "ll")]
    [InlineData("cv2", "lc")]
    [InlineData("cv2", "ll")]
    public void Evaluate_Aicc_IsTheGoldenCurve(string set, string estimator)
    {
        JsonElement curve = Golden.Values.Single(v => Is(v, "c.aicc.curve", set, estimator) && v.GetProperty("program").GetString()!.StartsWith("numpy", StringComparison.Ordinal));
        AlongCurve(curve, curve.GetProperty("value").GetProperty("aicc"), set, estimator, Bandwidth.Aicc);
    }

    [Theory]
    [InlineData("cv1")]
    [InlineData("cv2")]
    public void Evaluate_LeaveOneOutOfLines_IsTheGoldenCurve(string set)
    {
        JsonElement curve = Golden.Values.Single(v => Is(v, "c.loo.curve", set, "ll") && v.GetProperty("program").GetString()!.StartsWith("numpy", StringComparison.Ordinal));
        AlongCurve(curve, curve.GetProperty("value"), set, "ll", Bandwidth.LeaveOneOut);
    }

    [Theory]
    [InlineData("cv1")]
    [InlineData("cv2")]
    public void Fit_OptimaOfNp_AreReached(string set)
    {
        int compared = 0;
        foreach (JsonElement golden in Golden.Targets("c.np.opt").Where(v => v.GetProperty("data").GetString() == set))
        {
            FitOptions options = new()
            {
                Kernel = GoldenData.Kernel(golden.GetProperty("kernel").GetString()!),
                Estimator = golden.GetProperty("regtype").GetString() == "ll" ? Estimator.Linear : Estimator.Constant,
                Bandwidth = golden.GetProperty("method").GetString() == "cv.aic" ? Bandwidth.Aicc : Bandwidth.LeaveOneOut,
            };
            KernelRegression model = KernelRegression.Fit(GoldenData.Numbers(Golden.Data(set)), options);
            double objective = golden.GetProperty("value").GetProperty("fval").GetDouble();
            Assert.True(
                model.CriterionValue <= objective + (1e-8 * Math.Abs(objective)),
                $"{golden.GetProperty("call").GetString()}: {objective:R}, ours {model.CriterionValue:R} at {string.Join(", ", model.Features.Select(f => f.Bandwidth))}");
            compared++;
        }

        Assert.True(compared >= 4, $"{compared} optima");
    }

    private static void AlongCurve(JsonElement curve, JsonElement values, string set, string estimator, Bandwidth rule)
    {
        Sample sample = new(GoldenData.Numbers(Golden.Data(set)));
        int[] features = [.. Enumerable.Range(0, sample.Columns.Length)];
        FitOptions options = new() { Estimator = estimator == "ll" ? Estimator.Linear : Estimator.Constant };
        Criterion criterion = new(sample, options, features, default, (Bandwidth.Searched)rule);
        JsonElement[] h = [.. curve.GetProperty("h").EnumerateArray()];
        double[] expected = GoldenFile.Vector(values);
        int compared = 0;
        for (int i = 0; i < h.Length; i++)
        {
            double[] bandwidths = h[i].ValueKind == JsonValueKind.Array ? GoldenFile.Vector(h[i]) : [.. features.Select(_ => h[i].GetDouble())];
            double value = criterion.Raw(criterion.Evaluate(bandwidths, gradient: false).Value);
            if (double.IsFinite(expected[i]))
            {
                Tolerance.Near(expected[i], value, 1e-8, 1e-2, $"{set} {estimator} at {string.Join(", ", bandwidths)}");
                compared++;
            }
        }

        Assert.True(compared > 10, $"{compared} bandwidths");
    }

    private static bool Is(JsonElement v, string id, string set, string estimator) =>
        v.GetProperty("id").GetString() == id && v.GetProperty("data").GetString() == set && v.GetProperty("regtype").GetString() == estimator;
}
