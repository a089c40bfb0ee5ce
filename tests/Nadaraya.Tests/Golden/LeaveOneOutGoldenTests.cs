using System.Text.Json;

namespace Nadaraya.Tests;

/// <summary>Golden c: the Gaussian local-constant leave-one-out curve and its optima.</summary>
public sealed class LeaveOneOutGoldenTests
{
    private static readonly GoldenFile Golden = GoldenFile.Open("c_cv.json");

    [Theory]
    [InlineData("cv1")]
    [InlineData("cv2")]
    public void Evaluate_EveryBandwidth_IsTheGoldenCurve(string set)
    {
        JsonElement[] curves = [.. Golden.Values.Where(v => v.GetProperty("id").GetString() == "c.loo.curve" && Is(v, set))];
        Assert.Equal(2, curves.Length);
        Sample sample = new(Data(set));
        int[] features = [.. Enumerable.Range(0, sample.Columns.Length)];
        Criterion criterion = new(sample, new FitOptions { Kernel = Kernel.Gaussian }, features, default);
        foreach (JsonElement curve in curves)
        {
            JsonElement[] h = [.. curve.GetProperty("h").EnumerateArray()];
            double[] expected = GoldenFile.Vector(curve.GetProperty("value"));
            for (int i = 0; i < h.Length; i++)
            {
                double[] bandwidths = h[i].ValueKind == JsonValueKind.Array
                    ? GoldenFile.Vector(h[i])
                    : [.. features.Select(_ => h[i].GetDouble())];
                double value = criterion.Evaluate(bandwidths, gradient: false).Value * criterion.Raw(1);
                Tolerance.Near(expected[i], value, 1e-10, 0, $"{set} at {string.Join(", ", bandwidths)}");
            }
        }
    }

    [Theory]
    [InlineData("cv1")]
    [InlineData("cv2")]
    public void Fit_EveryProgramsOptimum_IsReached(string set)
    {
        KernelRegression model = KernelRegression.Fit(Data(set));
        Sample sample = new(Data(set));
        Criterion criterion = new(sample, new FitOptions { Kernel = Kernel.Gaussian }, [.. Enumerable.Range(0, sample.Columns.Length)], default);
        int compared = 0;
        foreach (JsonElement optimum in Golden.Values.Where(v => Is(v, set)
            && (v.GetProperty("id").GetString() == "c.cv_ls.opt"
                || (v.GetProperty("id").GetString() == "c.np.opt" && v.GetProperty("method").GetString() == "cv.ls" && v.GetProperty("kernel").GetString() == "np.gaussian"))))
        {
            double[] theirs = Bandwidths(optimum.GetProperty("value").GetProperty("bw"));
            double objective = criterion.Evaluate(theirs, gradient: false).Value * criterion.Raw(1);
            Assert.True(model.CriterionValue <= objective * (1 + 1e-6), $"{optimum.GetProperty("program")}: {objective} at {theirs[0]}, ours {model.CriterionValue} at {model.Features[0].Bandwidth}");
            compared++;
        }

        Assert.True(compared >= 2);
    }

    [Theory]
    [InlineData("cv1", 0.2)]
    [InlineData("cv2", 0.4)]
    public void Evaluate_Gradient_IsTheSlope(string set, double h)
    {
        Sample sample = new(Data(set));
        int[] features = [.. Enumerable.Range(0, sample.Columns.Length)];
        foreach (Kernel kernel in (Kernel[])[Kernel.Gaussian, Kernel.Laplace, Kernel.Logistic, Kernel.Biweight, Kernel.RationalQuadratic(2)])
        {
            Criterion criterion = new(sample, new FitOptions { Kernel = kernel }, features, default);
            double[] at = [.. features.Select(k => h * (1 + k))];
            double[] gradient = criterion.Evaluate(at, gradient: true).Gradient;
            for (int k = 0; k < at.Length; k++)
            {
                double[] up = [.. at], down = [.. at];
                up[k] *= Math.Exp(1e-6);
                down[k] *= Math.Exp(-1e-6);
                double slope = (criterion.Evaluate(up, false).Value - criterion.Evaluate(down, false).Value) / 2e-6;
                Tolerance.Near(slope, gradient[k], 1e-5, 0.01, $"{kernel} in feature {k}");
            }
        }
    }

    private static double[] Bandwidths(JsonElement bw) =>
        bw.ValueKind == JsonValueKind.Array ? GoldenFile.Vector(bw) : [bw.GetDouble()];

    private static bool Is(JsonElement v, string set) =>
        v.TryGetProperty("data", out JsonElement d) && d.GetString() == set
        && v.TryGetProperty("regtype", out JsonElement r) && r.GetString() == "lc";

    private static Dataset Data(string set)
    {
        JsonElement[] rows = [.. Golden.Data(set).GetProperty("x").EnumerateArray()];
        double[] y = GoldenFile.Vector(Golden.Data(set).GetProperty("y"));
        if (rows[0].ValueKind == JsonValueKind.Number)
        {
            return Dataset.From([.. rows.Select(r => r.GetDouble())], y);
        }

        double[,] x = new double[rows.Length, rows[0].GetArrayLength()];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < x.GetLength(1); j++)
            {
                x[i, j] = rows[i][j].GetDouble();
            }
        }

        return Dataset.From(x, y);
    }
}
