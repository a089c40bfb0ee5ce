using System.Text.Json;

namespace Nadaraya.Tests;

/// <summary>Golden f, e and g: R np's asymptotic errors of means and gradients, at 1e-8 of the spread.</summary>
public sealed class StandardErrorGoldenTests
{
    private const double Digits = 1e-8;
    private static readonly GoldenFile Continuous = GoldenFile.Open("f_standard_errors.json");
    private static readonly GoldenFile Mixed = GoldenFile.Open("e_mixed.json");
    private static readonly GoldenFile Neighbours = GoldenFile.Open("g_nearest_neighbour.json");
    private static readonly PredictOptions Asked = new() { StandardError = StandardErrorKind.Asymptotic, Derivatives = true };

    [Fact]
    public void Asymptotic_OfContinuousFeatures_IsNp()
    {
        (double mean, double slope, int compared) = (0, 0, 0);
        foreach (JsonElement entry in Continuous.Targets("f.np").Where(e => GoldenFile.Number(e.GetProperty("check_worst")) <= Digits))
        {
            JsonElement data = Continuous.Data(entry.GetProperty("data").GetString()!);
            double[] h = GoldenFile.Vector(entry.GetProperty("h"));
            double[] y = GoldenFile.Vector(data.GetProperty("y"));
            double[][] x = GoldenData.Columns(data.GetProperty("x"));
            double[][] q = entry.GetProperty("call").GetString()!.Contains("exdat", StringComparison.Ordinal) ? GoldenData.Columns(data.GetProperty("xq")) : x;
            Kernel kernel = KernelOf(entry);
            KernelRegression model = Model([.. x.Select((c, j) => new Column($"x{j}", c))], y, new()
            {
                Kernel = kernel,
                Estimator = EstimatorOf(entry),
                Bandwidth = Bandwidth.Given(h.Select((value, j) => (value, j)).ToDictionary(p => $"x{p.j}", p => p.value)),
            });
            Predictions many = model.PredictMany(Queries.FromColumns(q), Asked);
            double[] merr = GoldenFile.Vector(entry.GetProperty("value").GetProperty("merr"));
            JsonElement[] gerr = [.. entry.GetProperty("value").GetProperty("gerr").EnumerateArray()];
            double sd = Spread(y);
            for (int i = 0; i < merr.Length; i++)
            {
                if (!double.IsFinite(merr[i]) || (kernel == Kernel.Uniform && x.Select((c, j) => c.Any(v => Math.Abs(Math.Abs(q[j][i] - v) - h[j]) < 1e-9)).Any(rim => rim)))
                {
                    continue;
                }

                mean = Math.Max(mean, Gap(merr[i], many.StandardError(i) ?? double.NaN, sd));
                compared++;
                for (int j = 0; j < h.Length; j++)
                {
                    double slopeError = gerr[i].ValueKind == JsonValueKind.Array ? GoldenFile.Number(gerr[i][j]) : GoldenFile.Number(gerr[i]);
                    slope = Math.Max(slope, Gap(slopeError, many.DerivativeStandardError(i, j) ?? double.NaN, sd));
                }
            }
        }

        Assert.True(compared > 800, $"{compared} compared");
        Assert.True(mean <= Digits, $"means {mean:E2}");
        Assert.True(slope <= Digits, $"gradients {slope:E2}");
    }

    /// <summary>np 0.70 gives no gradients of levels under local lines, for which its entries are flagged; their errors are targets all the same.</summary>
    [Fact]
    public void Asymptotic_OfMixedFeatures_IsNp()
    {
        JsonElement data = Mixed.Data("mixed");
        double[] y = GoldenFile.Vector(data.GetProperty("y"));
        double[] q = GoldenFile.Vector(data.GetProperty("xq"));
        Column[] columns =
        [
            new("x", GoldenFile.Vector(data.GetProperty("x"))),
            new("u", GoldenFile.Vector(data.GetProperty("u"))) { Type = FeatureType.Unordered(["0", "1", "2"]) },
            new("o", GoldenFile.Vector(data.GetProperty("o")).Select(v => v - 1).ToArray()) { Type = FeatureType.Ordered(["1", "2", "3", "4"]) },
        ];
        Queries queries = Queries.FromColumns(
            q, GoldenFile.Vector(data.GetProperty("uq")), [.. GoldenFile.Vector(data.GetProperty("oq")).Select(v => v - 1)]);
        (double mean, double slope, int compared) = (0, 0, 0);
        foreach (JsonElement entry in Mixed.Values.Where(v => v.GetProperty("id").GetString() == "e.np"
            && v.GetProperty("version").GetString() == "0.70.4" && v.TryGetProperty("bws", out JsonElement bws) && !(bws[2].GetDouble() == 1 && v.GetProperty("okertype").GetString() == "wangvanryzin") && v.GetProperty("value").TryGetProperty("merr", out _)))
        {
            double[] bandwidths = GoldenFile.Vector(entry.GetProperty("bws"));
            KernelRegression model = Model(columns, y, new()
            {
                Estimator = EstimatorOf(entry),
                UnorderedKernel = DiscreteKernel.Parse(entry.GetProperty("ukertype").GetString() == "liracine" ? "li-racine" : "aitchison-aitken", false),
                OrderedKernel = DiscreteKernel.Parse(
                    entry.GetProperty("okertype").GetString() switch { "liracine" => "li-racine", "wangvanryzin" => "wang-van-ryzin", _ => "racine-li-yan" }, true),
                Bandwidth = Bandwidth.Given(new Dictionary<string, double> { ["x"] = bandwidths[0], ["u"] = bandwidths[1], ["o"] = bandwidths[2] }),
            });
            Predictions many = model.PredictMany(queries, Asked);
            double[] merr = GoldenFile.Vector(entry.GetProperty("value").GetProperty("merr"));
            double[] gerr = GoldenFile.Vector(entry.GetProperty("value").GetProperty("gerr_continuous"));
            for (int i = 0; i < merr.Length; i++)
            {
                if (double.IsFinite(merr[i]) && many.Supports[i] != Support.None)
                {
                    mean = Math.Max(mean, Gap(merr[i], many.StandardError(i) ?? double.NaN, Spread(y)));
                    slope = Math.Max(slope, Gap(gerr[i], many.DerivativeStandardError(i, 0) ?? double.NaN, Spread(y)));
                    compared++;
                }
            }
        }

        Assert.True(compared > 400, $"{compared} compared");
        Assert.True(mean <= Digits, $"means {mean:E2}");
        Assert.True(slope <= Digits, $"gradients {slope:E2}");
    }

    /// <summary>
    /// np divides the error of a local constant by the bandwidth of the first query (nearest) or the first row (adaptive) at all queries, and gives lines of nearest neighbours
    /// the same: of constants the first query of nearest ones is a target, of lines the adaptive ones, whose errors are hat rows.
    /// </summary>
    [Fact]
    public void Asymptotic_OfNearestNeighbours_IsNpWhereNpIsRight()
    {
        (double constant, double line, int compared) = (0, 0, 0);
        foreach (JsonElement entry in Neighbours.Targets("g.np").Where(e => e.GetProperty("value").TryGetProperty("merr", out _)))
        {
            JsonElement data = Neighbours.Data(entry.GetProperty("data").GetString()!);
            double[] k = GoldenFile.Vector(entry.GetProperty("k"));
            double[] y = GoldenFile.Vector(data.GetProperty("y"));
            double[][] x = GoldenData.Columns(data.GetProperty("x"));
            bool nearest = entry.GetProperty("bwtype").GetString() == "generalized_nn";
            KernelRegression model = Model([.. x.Select((c, j) => new Column($"x{j}", c))], y, new()
            {
                Kernel = KernelOf(entry),
                Estimator = EstimatorOf(entry),
                BandwidthType = nearest ? BandwidthType.Nearest : BandwidthType.Adaptive,
                Bandwidth = Bandwidth.Given(k.Select((value, j) => (value, j)).ToDictionary(p => $"x{p.j}", p => p.value)),
            });
            Predictions many = model.PredictMany(GoldenData.Queries(data.GetProperty(entry.GetProperty("insample").GetBoolean() ? "x" : "xq")), Asked);
            double[] merr = GoldenFile.Vector(entry.GetProperty("value").GetProperty("merr"));
            for (int i = 0; i < merr.Length; i++)
            {
                if (many.Supports[i] is Support.None or Support.Low)
                {
                    continue; // fewer rows than coefficients: np takes another formula there
                }

                double gap = Gap(merr[i], many.StandardError(i) ?? double.NaN, Spread(y));
                bool isLine = entry.GetProperty("regtype").GetString() == "ll";
                if (isLine && !nearest)
                {
                    (line, compared) = (Math.Max(line, gap), compared + 1);
                }
                else if (!isLine && nearest && i == 0)
                {
                    (constant, compared) = (Math.Max(constant, gap), compared + 1);
                }
            }
        }

        Assert.True(compared > 800, $"{compared} compared");
        Assert.True(constant <= Digits, $"constants {constant:E2}");
        Assert.True(line <= Digits, $"lines {line:E2}");
    }

    private static double Gap(double expected, double actual, double sd) => double.IsNaN(actual) ? double.PositiveInfinity : Math.Abs(expected - actual) / Math.Max(Math.Abs(expected), sd);

    private static double Spread(double[] y) => Math.Sqrt(y.Sum(v => (v - y.Average()) * (v - y.Average())) / (y.Length - 1));

    private static KernelRegression Model(Column[] columns, double[] y, FitOptions options) => KernelRegression.Fit(new(columns, [new("y", y)]), options);

    private static Estimator EstimatorOf(JsonElement entry) => entry.GetProperty("regtype").GetString() == "ll" ? Estimator.Linear : Estimator.Constant;

    private static Kernel KernelOf(JsonElement entry) =>
        entry.GetProperty("kernel").GetString() == "np.uniform" ? Kernel.Uniform : GoldenData.Kernel(entry.GetProperty("kernel").GetString()!);
}
