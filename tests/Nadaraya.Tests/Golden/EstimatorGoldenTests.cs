using System.Text.Json;

namespace Nadaraya.Tests;

/// <summary>Golden d, e and g: local fits, derivatives, levels and nearest neighbours.</summary>
public sealed class EstimatorGoldenTests
{
    private const double Tolerance1 = 1e-8;
    private static readonly GoldenFile Lines = GoldenFile.Open("d_local_linear.json");
    private static readonly GoldenFile Mixed = GoldenFile.Open("e_mixed.json");
    private static readonly GoldenFile Neighbours = GoldenFile.Open("g_nearest_neighbour.json");

    [Fact]
    public void Predict_LocalFitsOfNp_AreItsMeansAndGradients()
    {
        int compared = 0;
        foreach (JsonElement golden in Lines.Targets("d.np"))
        {
            JsonElement set = Lines.Data(golden.GetProperty("data").GetString()!);
            Dataset data = GoldenData.Numbers(set);
            KernelRegression model = GoldenData.Fit(data, Options(golden), GoldenFile.Vector(golden.GetProperty("h")));
            Queries queries = GoldenData.Queries(set.GetProperty("xq"));
            compared += Compare(golden, model, queries, GoldenData.Spread(set));
        }

        Assert.True(compared > 400, $"{compared} numbers compared");
    }

    [Fact]
    public void Predict_LocalLinesOfStatsmodels_AreItsMeansAndEffects()
    {
        int compared = 0;
        foreach (JsonElement golden in Lines.Targets("d.statsmodels"))
        {
            JsonElement set = Lines.Data(golden.GetProperty("data").GetString()!);
            KernelRegression model = GoldenData.Fit(GoldenData.Numbers(set), Options(golden), GoldenFile.Vector(golden.GetProperty("h")));
            Queries queries = GoldenData.Queries(set.GetProperty("xq"));
            double[] means = GoldenFile.Vector(golden.GetProperty("value").GetProperty("mean"));
            Predictions found = model.PredictMany(queries);
            for (int q = 0; q < means.Length; q++)
            {
                if (found.Value(q) is double value)
                {
                    Tolerance.Near(means[q], value, Tolerance1, GoldenData.Spread(set), $"{golden.GetProperty("call").GetString()} at {q}");
                    compared++;
                }
            }
        }

        Assert.True(compared >= 80, $"{compared} numbers compared");
    }

    [Fact]
    public void Derivatives_PolynomialsOfKernSmoothAndLocfit_AreTheExactOnes()
    {
        int compared = 0;
        foreach (JsonElement golden in Lines.Values.Where(v => v.TryGetProperty("exact", out _)))
        {
            JsonElement set = Lines.Data(golden.GetProperty("data").GetString()!);
            if (GoldenData.Columns(set.GetProperty("x")).Length > 1 || GoldenData.Kernel(golden.GetProperty("kernel").GetString()!).Name != "gaussian")
            {
                continue;
            }

            int degree = golden.GetProperty("degree").GetInt32();
            int order = golden.GetProperty("drv").GetInt32();
            KernelRegression model = GoldenData.Fit(
                GoldenData.Numbers(set), new() { Estimator = Estimator.Polynomial(degree) }, [golden.GetProperty("h").GetDouble()]);
            Queries queries = GoldenData.Queries(golden.GetProperty("q"));
            double[] exact = GoldenFile.Vector(golden.GetProperty("exact"));
            double?[] found = order == 0 ? model.PredictMany(queries).Values() : [.. model.DerivativesAt(queries, order)[0][0].Select(d => (double?)d)];
            for (int q = 0; q < exact.Length; q++)
            {
                // A derivative has the size of the values over a bandwidth to its order.
                double scale = GoldenData.Spread(set) / Math.Pow(golden.GetProperty("h").GetDouble(), order);
                if (double.IsFinite(exact[q]) && found[q] is double value && double.IsFinite(value))
                {
                    Tolerance.Near(exact[q], value, Tolerance1, scale, $"{golden.GetProperty("call").GetString()} at {q}");
                    compared++;
                }
            }
        }

        Assert.True(compared > 500, $"{compared} numbers compared");
    }

    [Fact]
    public void Predict_LevelsOfNp_AreItsMeansAndContrasts()
    {
        int compared = 0;
        JsonElement set = Mixed.Data("mixed");
        Queries queries = Queries.FromColumns(
            GoldenFile.Vector(set.GetProperty("xq")), GoldenFile.Vector(set.GetProperty("uq")), [.. GoldenFile.Vector(set.GetProperty("oq")).Select(o => o - 1)]);
        foreach (JsonElement golden in Mixed.Values.Where(v => v.GetProperty("id").GetString() == "e.np" && v.GetProperty("version").GetString() != "0.60.20"))
        {
            double[] bandwidths = GoldenFile.Vector(golden.GetProperty("bws"));
            if (MixedOptions(golden).OrderedKernel.Largest(4) < bandwidths[2])
            {
                continue; // Wang and van Ryzin's weights are all 0 at λ = 1, and np answers 0/0
            }

            KernelRegression model = GoldenData.Fit(MixedData(set), MixedOptions(golden), bandwidths);
            JsonElement value = golden.GetProperty("value");
            double[] means = GoldenFile.Vector(value.GetProperty("mean"));
            double[][] gradients = GoldenData.Columns(value.GetProperty("grad"));
            Predictions found = model.PredictMany(queries);
            double[][] derivatives = model.DerivativesAt(queries)[0];
            bool isLine = golden.GetProperty("regtype").GetString() == "ll";
            for (int q = 0; q < means.Length; q++)
            {
                string what = $"{golden.GetProperty("call").GetString()} at {q}";
                if (found.Value(q) is not double mean || !double.IsFinite(means[q]))
                {
                    continue;
                }

                // np 0.70 leaves the contrasts of levels out for local lines (0): only its number's slope is a target there.
                Tolerance.Near(means[q], mean, Tolerance1, GoldenData.Spread(set), what);
                Tolerance.Near(gradients[0][q], derivatives[0][q], Tolerance1, GoldenData.Spread(set), "slope, " + what);
                compared += 2;
                for (int j = 1; j < 3 && !isLine; j++)
                {
                    if (double.IsFinite(derivatives[j][q]) && double.IsFinite(gradients[j][q]))
                    {
                        Tolerance.Near(gradients[j][q], derivatives[j][q], Tolerance1, GoldenData.Spread(set), $"contrast {j}, {what}");
                        compared++;
                    }
                }
            }
        }

        Assert.True(compared > 700, $"{compared} numbers compared");
    }

    [Fact]
    public void Fit_LevelsOfNp_AreAsLow()
    {
        foreach (JsonElement golden in Mixed.Targets("e.np.cv"))
        {
            FitOptions options = MixedOptions(golden) with { UnorderedKernel = DiscreteKernel.LiRacine };
            KernelRegression model = KernelRegression.Fit(MixedData(Mixed.Data("mixed")), options);
            double objective = golden.GetProperty("value").GetProperty("fval").GetDouble();
            Assert.True(model.CriterionValue <= objective * (1 + 1e-8), $"np {objective}, ours {model.CriterionValue} at {string.Join(", ", model.Features.Select(f => f.Bandwidth))}");
        }
    }

    [Fact]
    public void Predict_NearestNeighboursOfNp_AreItsMeansAndGradients()
    {
        int compared = 0;
        foreach (JsonElement golden in Neighbours.Targets("g.np"))
        {
            JsonElement set = Neighbours.Data(golden.GetProperty("data").GetString()!);
            FitOptions options = Options(golden) with { BandwidthType = Type(golden) };
            KernelRegression model = GoldenData.Fit(GoldenData.Numbers(set), options, GoldenData.List(golden.GetProperty("k")));
            Queries queries = GoldenData.Queries(set.GetProperty(golden.GetProperty("insample").GetBoolean() ? "x" : "xq"));
            compared += Compare(golden, model, queries, GoldenData.Spread(set), gradients: false);
        }

        Assert.True(compared > 2000, $"{compared} numbers compared");
    }

    [Fact]
    public void Fit_NearestNeighboursOfNp_AreAsLow()
    {
        foreach (JsonElement golden in Neighbours.Targets("g.np.cv"))
        {
            Dataset data = GoldenData.Numbers(Neighbours.Data(golden.GetProperty("data").GetString()!));
            KernelRegression model = KernelRegression.Fit(data, new() { BandwidthType = Type(golden) });
            double objective = golden.GetProperty("value").GetProperty("fval").GetDouble();
            string found = $"np {objective} at {golden.GetProperty("value").GetProperty("bw")}, ours {model.CriterionValue} at {string.Join(", ", model.Features.Select(f => f.Bandwidth))}";
            Assert.True(model.CriterionValue <= objective * (1 + 1e-8), found);
        }
    }

    private static int Compare(JsonElement golden, KernelRegression model, Queries queries, double spread, bool gradients = true)
    {
        int compared = 0;
        JsonElement value = golden.GetProperty("value");
        double[] means = GoldenFile.Vector(value.GetProperty("mean"));
        double[][] slopes = GoldenData.Columns(value.GetProperty("grad"));
        Predictions found = model.PredictMany(queries);
        double[][] derivatives = model.DerivativesAt(queries)[0];
        for (int q = 0; q < means.Length; q++)
        {
            string what = $"{golden.GetProperty("call").GetString()} at {q}";
            if (found.Value(q) is not double mean || !double.IsFinite(means[q]))
            {
                continue;
            }

            Tolerance.Near(means[q], mean, Tolerance1, spread, what);
            compared++;
            for (int j = 0; j < slopes.Length && gradients; j++)
            {
                Tolerance.Near(slopes[j][q], derivatives[j][q], Tolerance1, spread, "slope, " + what);
                compared++;
            }
        }

        return compared;
    }

    private static BandwidthType Type(JsonElement golden) =>
        golden.GetProperty("bwtype").GetString() == "adaptive_nn" ? BandwidthType.Adaptive : BandwidthType.Nearest;

    private static FitOptions Options(JsonElement golden) => new()
    {
        Kernel = GoldenData.Kernel(golden.GetProperty("kernel").GetString()!),
        Estimator = golden.GetProperty("regtype").GetString() == "ll" ? Estimator.Linear : Estimator.Constant,
    };

    private static FitOptions MixedOptions(JsonElement golden) => new()
    {
        Estimator = golden.GetProperty("regtype").GetString() == "ll" ? Estimator.Linear : Estimator.Constant,
        UnorderedKernel = golden.TryGetProperty("ukertype", out JsonElement u) && u.GetString() == "liracine" ? DiscreteKernel.LiRacine : DiscreteKernel.AitchisonAitken,
        OrderedKernel = !golden.TryGetProperty("okertype", out JsonElement o) ? DiscreteKernel.OrderedLiRacine : o.GetString() switch
        {
            "wangvanryzin" => DiscreteKernel.WangVanRyzin,
            "racineliyan" => DiscreteKernel.RacineLiYan,
            _ => DiscreteKernel.OrderedLiRacine,
        },
    };

    private static Dataset MixedData(JsonElement set)
    {
        static string[] Texts(JsonElement values) => [.. values.EnumerateArray().Select(v => v.GetInt32().ToString(System.Globalization.CultureInfo.InvariantCulture))];
        return new(
            [
                new("x", GoldenFile.Vector(set.GetProperty("x"))),
                Column.Unordered("u", Texts(set.GetProperty("u")), ["0", "1", "2"]),
                Column.Ordered("o", Texts(set.GetProperty("o")), ["1", "2", "3", "4"]),
            ],
            [new("y", GoldenFile.Vector(set.GetProperty("y")))]);
    }
}
