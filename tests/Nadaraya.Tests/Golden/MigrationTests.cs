using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Nadaraya.Numerics;

namespace Nadaraya.Tests;

/// <summary>docs/migrate.md, line by line: what R np, statsmodels, R's smoothers and Stata call otherwise.</summary>
public sealed partial class MigrationTests
{
    private static readonly GoldenFile Kernels = GoldenFile.Open("b_kernels.json");
    private static readonly GoldenFile Criteria = GoldenFile.Open("c_cv.json");
    private static readonly GoldenFile Lines = GoldenFile.Open("d_local_linear.json");
    private static readonly GoldenFile Mixed = GoldenFile.Open("e_mixed.json");
    private static readonly GoldenFile Errors = GoldenFile.Open("f_standard_errors.json");
    private static readonly GoldenFile Neighbours = GoldenFile.Open("g_nearest_neighbour.json");
    private static readonly GoldenFile Others = GoldenFile.Open("i_migration.json");
    private static readonly string Page = File.ReadAllText(Path.Combine(GoldenFile.RepositoryRoot, "docs", "migrate.md"));
    private static readonly Dictionary<string, double> bandwidths = new() { ["x"] = 0.5, ["u"] = 0.2, ["o"] = 0.3 };

    [Fact]
    public void Page_LinesOfTheLibrary_StandInThisFile()
    {
        string[] tests = [.. Directory.GetFiles(Path.Combine(GoldenFile.RepositoryRoot, "tests", "Nadaraya.Tests", "Golden"), "Migration*.cs").Select(File.ReadAllText)];
        string[] lines = [.. LibraryLine().Matches(Page).Select(m => m.Groups[1].Value)];
        Assert.True(lines.Length > 40, $"{lines.Length} lines");
        Assert.All(lines, line => Assert.Contains(tests, test => test.Contains(line, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("cv1", "lc")]
    [InlineData("cv2", "lc")]
    [InlineData("cv1", "ll")]
    [InlineData("cv2", "ll")]
    public void Np_CvLsAndCvAic_AreCvAndAicc(string set, string regtype)
    {
        Dataset data = GoldenData.Numbers(Criteria.Data(set));
        JsonElement Np(string method) => Criteria.Targets("c.np.opt").Single(v =>
            Text(v, "data") == set && Text(v, "regtype") == regtype && Text(v, "method") == method && Text(v, "kernel") == "np.gaussian").GetProperty("value").GetProperty("fval");
        KernelRegression cv = regtype == "lc" ? KernelRegression.Fit(data, new()) : KernelRegression.Fit(data, new() { Estimator = Estimator.Linear });
        KernelRegression aic = regtype == "lc" ? KernelRegression.Fit(data, new() { Bandwidth = Bandwidth.Aicc })
            : KernelRegression.Fit(data, new() { Estimator = Estimator.Linear, Bandwidth = Bandwidth.Aicc });
        AsLow(Np("cv.ls").GetDouble(), cv);
        AsLow(Np("cv.aic").GetDouble(), aic);
    }

    [Fact]
    public void Np_Epanechnikov_IsEpanechnikovNpOrRootFiveTimesWider()
    {
        Dataset data = GoldenData.Numbers(Kernels.Data("kern"));
        JsonElement golden = OfNp("np.epanechnikov", 2, 0.35);
        Same(golden, KernelRegression.Fit(data, new() { Kernel = Kernel.EpanechnikovNp, Bandwidth = 0.35 }), 1e-10);
        Same(golden, KernelRegression.Fit(data, new() { Kernel = Kernel.Epanechnikov, Bandwidth = 0.35 * Math.Sqrt(5) }), 1e-10);
        Says(Math.Sqrt(5), "F7");
    }

    /// <summary>np's constants of higher order are rounded decimals.</summary>
    [Fact]
    public void Np_OrderFour_IsGaussianOfOrderFour() => Same(
        OfNp("np.gaussian", 4, 0.35), KernelRegression.Fit(GoldenData.Numbers(Kernels.Data("kern")), new() { Kernel = Kernel.GaussianOfOrder(4), Bandwidth = 0.35 }), 1e-6);

    [Fact]
    public void Np_Levels_AreOursWithItsKernels()
    {
        Same(OfNp("aitchisonaitken", "liracine", "lc"), KernelRegression.Fit(MixedRows(), new() { Bandwidth = Bandwidth.Given(bandwidths) }));
        Same(
            OfNp("liracine", "racineliyan", "lc"),
            KernelRegression.Fit(MixedRows(), new() { UnorderedKernel = DiscreteKernel.LiRacine, OrderedKernel = DiscreteKernel.RacineLiYan, Bandwidth = Bandwidth.Given(bandwidths) }));
    }

    [Fact]
    public void Np_AitchisonAitken_IsLiRacineAtAnotherLambda()
    {
        const double Lambda = 0.2;
        const int Levels = 3;
        double other = Lambda / ((Levels - 1) * (1 - Lambda));
        Tolerance.Near(Lambda, other * (Levels - 1) / (1 + (other * (Levels - 1))), 1e-15);
        FitOptions options = new() { UnorderedKernel = DiscreteKernel.LiRacine, Bandwidth = Bandwidth.Given(new Dictionary<string, double>(bandwidths) { ["u"] = other }) };
        Same(OfNp("aitchisonaitken", "liracine", "lc"), KernelRegression.Fit(MixedRows(), options));
    }

    [Theory]
    [InlineData("generalized_nn")]
    [InlineData("adaptive_nn")]
    public void Np_Neighbours_AreCountedAlike(string type)
    {
        Dataset data = GoldenData.Numbers(Neighbours.Data("nn"));
        JsonElement golden = Neighbours.Targets("g.np").Single(v => Text(v, "data") == "nn" && Text(v, "regtype") == "lc" && Text(v, "kernel") == "np.gaussian"
            && Text(v, "bwtype") == type && GoldenData.List(v.GetProperty("k"))[0] == 5 && !v.GetProperty("insample").GetBoolean());
        KernelRegression model = type == "generalized_nn" ? KernelRegression.Fit(data, new() { BandwidthType = BandwidthType.Nearest, Bandwidth = 5 })
            : KernelRegression.Fit(data, new() { BandwidthType = BandwidthType.Adaptive, Bandwidth = 5 });
        Near(GoldenFile.Vector(golden.GetProperty("value").GetProperty("mean")), model, GoldenData.Queries(Neighbours.Data("nn").GetProperty("xq")), 1e-8);
    }

    [Fact]
    public void Np_OldGeneralizedNeighbours_AreOneMore()
    {
        JsonElement golden = Others.Values.Single(v => Text(v, "id") == "i.np60");
        KernelRegression model = KernelRegression.Fit(GoldenData.Numbers(Neighbours.Data("nn")), new() { BandwidthType = BandwidthType.Nearest, Bandwidth = 5 + 1 });
        Near(GoldenFile.Vector(golden.GetProperty("value")), model, GoldenData.Queries(Neighbours.Data("nn").GetProperty("xq")), 1e-8);
    }

    /// <summary>No golden value has bwscaling: the formula, with the smallest of the three spreads.</summary>
    [Fact]
    public void Np_ScaleFactor_IsOurs()
    {
        double[] x = [.. GoldenFile.Vector(Criteria.Data("cv1").GetProperty("x")).Order()];
        KernelRegression model = KernelRegression.Fit(GoldenData.Numbers(Criteria.Data("cv1")), new() { Bandwidth = Bandwidth.ScaleFactor(1.06) });
        double Quantile(double[] sorted, double p)
        {
            double at = p * (sorted.Length - 1);
            int i = Math.Min((int)at, sorted.Length - 2);
            return sorted[i] + ((at - i) * (sorted[i + 1] - sorted[i]));
        }

        double mean = x.Average(), median = Quantile(x, 0.5);
        double sd = Math.Sqrt(x.Sum(v => (v - mean) * (v - mean)) / (x.Length - 1));
        double iqr = (Quantile(x, 0.75) - Quantile(x, 0.25)) / 1.349;
        double mad = 1.4826 * Quantile([.. x.Select(v => Math.Abs(v - median)).Order()], 0.5);
        Tolerance.Near(1.06 * Math.Min(sd, Math.Min(iqr, mad)) * Math.Pow(x.Length, -1.0 / 5), model.Features[0].Bandwidth, 1e-4);
        Tolerance.Near(1.06, model.Features[0].ScaleFactor, 1e-12);
    }

    [Fact]
    public void Np_Gradients_AreDerivatives()
    {
        JsonElement set = Lines.Data("ll1");
        JsonElement golden = Lines.Targets("d.np").Single(v => Text(v, "data") == "ll1" && Text(v, "regtype") == "lc" && GoldenData.List(v.GetProperty("h"))[0] == 0.4);
        KernelRegression model = KernelRegression.Fit(GoldenData.Numbers(set), new() { Bandwidth = 0.4 });
        double[] expected = GoldenData.Columns(golden.GetProperty("value").GetProperty("grad"))[0];
        Queries queries = GoldenData.Queries(set.GetProperty("xq"));
        Near(expected, model.DerivativesAt(queries)[0][0], 1e-8, GoldenData.Spread(set));
    }

    [Fact]
    public void Np_R2_IsTheSquaredCorrelation()
    {
        JsonElement golden = Errors.Targets("f.np").First(v => Text(v, "data") == "cv1" && Text(v, "regtype") == "lc" && Text(v, "kernel") == "np.gaussian");
        KernelRegression model = GoldenData.Fit(GoldenData.Numbers(Errors.Data("cv1")), new(), GoldenData.List(golden.GetProperty("h")));
        Tolerance.Near(golden.GetProperty("value").GetProperty("R2").GetDouble(), model.Summaries[0].R2Correlation, 1e-10);
    }

    [Fact]
    public void Statsmodels_LocalConstantAndLine_AreOurs()
    {
        JsonElement set = Lines.Data("ll1");
        Queries queries = GoldenData.Queries(set.GetProperty("xq"));
        JsonElement constant = Lines.Values.Single(v => Text(v, "id") == "d.statsmodels.lc" && Text(v, "data") == "ll1" && GoldenData.List(v.GetProperty("h"))[0] == 0.4);
        JsonElement line = Lines.Values.Single(v => Text(v, "id") == "d.statsmodels" && Text(v, "data") == "ll1" && GoldenData.List(v.GetProperty("h"))[0] == 0.4);
        Near(GoldenFile.Vector(constant.GetProperty("value").GetProperty("mean")), KernelRegression.Fit(GoldenData.Numbers(set), new() { Bandwidth = 0.4 }), queries, 1e-8);
        KernelRegression ours = KernelRegression.Fit(GoldenData.Numbers(set), new() { Estimator = Estimator.Linear, Bandwidth = 0.4 });
        Near(GoldenFile.Vector(line.GetProperty("value").GetProperty("mean")), ours, queries, 1e-8);
        Near(GoldenData.Columns(line.GetProperty("value").GetProperty("mfx"))[0], ours.DerivativesAt(queries)[0][0], 1e-8, GoldenData.Spread(set));
    }

    [Fact]
    public void Statsmodels_ItsOptima_AreReached()
    {
        Dataset data = GoldenData.Numbers(Criteria.Data("cv1"));
        double Of(string id, string regtype) => Criteria.Targets(id).Single(v => Text(v, "data") == "cv1" && Text(v, "regtype") == regtype).GetProperty("value").GetProperty("objective").GetDouble();
        AsLow(Of("c.cv_ls.opt", "ll"), KernelRegression.Fit(data, new() { Estimator = Estimator.Linear }));
        AsLow(Of("c.aicc.opt", "lc"), KernelRegression.Fit(data, new() { Bandwidth = Bandwidth.Aicc }));
    }

    [Fact]
    public void Statsmodels_Levels_AreWangVanRyzinByDefaultAndLiRacineByTheNameOfOthers()
    {
        JsonElement Of(string kernel) => Mixed.Values.First(v => Text(v, "id") == "e.statsmodels" && Text(v, "okertype") == kernel && GoldenFile.Vector(v.GetProperty("bws"))[0] == 0.5).GetProperty("value");
        Same(Of("wangryzin"), KernelRegression.Fit(MixedRows(), new() { OrderedKernel = DiscreteKernel.WangVanRyzin, Bandwidth = Bandwidth.Given(bandwidths) }));
        Same(Of("wangryzin_reg"), KernelRegression.Fit(MixedRows(), new() { UnorderedKernel = DiscreteKernel.LiRacine, Bandwidth = Bandwidth.Given(bandwidths) }));
    }

    [Fact]
    public void Loess_Span_IsASpanUnderTricube()
    {
        Dataset data = GoldenData.Numbers(Lines.Data("ll1"));
        JsonElement golden = Lines.Targets("d.loess").Single(v => Text(v, "call")!.Contains("degree=1", StringComparison.Ordinal)).GetProperty("value");
        KernelRegression model = KernelRegression.Fit(data, new() { BandwidthType = BandwidthType.Span, Kernel = Kernel.Tricube, Estimator = Estimator.Linear, Bandwidth = 0.75 });
        Near(GoldenFile.Vector(golden.GetProperty("fit")), model, GoldenData.Queries(golden.GetProperty("q")), 1e-10);
    }

    [Fact]
    public void Loess_TwoFeatures_AreNormalisedAlike()
    {
        double[][] x = GoldenData.Columns(Lines.Data("ll2").GetProperty("x"));
        Dataset data = new([new("a", x[0]), new("b", x[1].Select(v => 10 * v).ToArray())], [new("y", GoldenFile.Vector(Lines.Data("ll2").GetProperty("y")))]);
        JsonElement[] all = [.. Others.Targets("i.loess.two")];
        Assert.Equal(4, all.Length);
        foreach (JsonElement golden in all)
        {
            FitOptions asked = new() { BandwidthType = BandwidthType.Span, Kernel = Kernel.Tricube, Estimator = Estimator.Polynomial(2), Bandwidth = 0.6 };
            KernelRegression model = KernelRegression.Fit(
                data, asked with { Estimator = Estimator.Polynomial(golden.GetProperty("degree").GetInt32()), Bandwidth = golden.GetProperty("span").GetDouble() });
            Near(GoldenFile.Vector(golden.GetProperty("value")), model, Queries.FromColumns(GoldenFile.Vector(golden.GetProperty("a")), GoldenFile.Vector(golden.GetProperty("b"))), 1e-9);
        }
    }

    [Fact]
    public void Loess_Symmetric_WeighsThreeTimes()
    {
        JsonElement golden = Others.Targets("i.loess.symmetric").Single();
        KernelRegression model = KernelRegression.Fit(
            GoldenData.Numbers(Lines.Data("ll1")),
            new() { BandwidthType = BandwidthType.Span, Kernel = Kernel.Tricube, Estimator = Estimator.Linear, Bandwidth = 0.75, RobustIterations = 3 });
        Near(GoldenFile.Vector(golden.GetProperty("value")), model, Queries.From(GoldenFile.Vector(golden.GetProperty("q"))), 1e-9);
    }

    /// <summary>The first point is always fitted; between the others LoessGoldenTests tells fits from lines.</summary>
    [Fact]
    public void Lowess_F_IsASpan()
    {
        Dataset data = GoldenData.Numbers(Lines.Data("ll1"));
        double First(string iterations) => Lines.Targets("d.lowess").Single(v => Text(v, "call")!.Contains(iterations, StringComparison.Ordinal)).GetProperty("value").GetProperty("y")[0].GetDouble();
        double at = GoldenFile.Vector(Lines.Data("ll1").GetProperty("x")).Min();
        KernelRegression plain = KernelRegression.Fit(data, new() { BandwidthType = BandwidthType.Span, Kernel = Kernel.Tricube, Estimator = Estimator.Linear, Bandwidth = 2.0 / 3 });
        KernelRegression robust = KernelRegression.Fit(
            data, new() { BandwidthType = BandwidthType.Span, Kernel = Kernel.Tricube, Estimator = Estimator.Linear, Bandwidth = 2.0 / 3, RobustIterations = 3 });
        Tolerance.Near(First("iter=0"), plain.Predict([at]).Value, 1e-10, 1);
        Tolerance.Near(First("iter=3"), robust.Predict([at]).Value, 1e-10, 1);
    }

    [Fact]
    public void Ksmooth_Box_IsUniformOfHalfItsBandwidth()
    {
        JsonElement golden = Kernels.Values.Single(v => Text(v, "id") == "b.ksmooth" && Text(v, "call")!.Contains("\"box\", bandwidth=2*1,", StringComparison.Ordinal));
        Same(golden.GetProperty("value"), KernelRegression.Fit(GoldenData.Numbers(Kernels.Data("kern")), new() { Kernel = Kernel.Uniform, Bandwidth = 1 }), 1e-10, "kern");
    }

    /// <summary>Its bandwidth b has a standard deviation of 0.25·b/0.6744898, and rows beyond four of them have no weight: exactly so, and ours to what those weigh.</summary>
    [Fact]
    public void Ksmooth_Normal_IsAGaussianCutAtFourDeviations()
    {
        JsonElement set = Kernels.Data("kern");
        double scale = 0.25 / NormalDistribution.Quantile(0.75);
        Says(scale, "F7");
        Says(1 / scale, "F6");
        double[] x = GoldenFile.Vector(set.GetProperty("x")), y = GoldenFile.Vector(set.GetProperty("y")), q = GoldenFile.Vector(set.GetProperty("xq"));
        double[] value = GoldenFile.Vector(Kernels.Values.Single(v => Text(v, "id") == "b.ksmooth" && Text(v, "kernel") == "gaussian" && v.GetProperty("h").GetDouble() == 1).GetProperty("value"));

        // bandwidth = 1/0.3706506 on x is bandwidth = 1 on 0.3706506·x.
        KernelRegression model = KernelRegression.Fit(Dataset.From([.. x.Select(v => v * 0.3706506)], y), new() { Bandwidth = 0.3706506 });
        int compared = 0;
        for (int k = 0; k < q.Length; k++)
        {
            double[] w = [.. x.Select(v => Math.Abs(v - q[k]) <= 4 ? Math.Exp(-(v - q[k]) * (v - q[k]) / 2) : 0)];
            if (double.IsFinite(value[k]))
            {
                Tolerance.Near(w.Zip(y, (a, b) => a * b).Sum() / w.Sum(), value[k], 1e-9, 1, $"cut at {q[k]}");
                Tolerance.Near(value[k], model.Predict([q[k] * 0.3706506]).Value, 1e-3, 1, $"uncut at {q[k]}");
                compared++;
            }
        }

        Assert.True(compared > 15, $"{compared} compared");
    }

    [Fact]
    public void Locpoly_Bandwidth_IsOursButForItsGrid()
    {
        JsonElement set = Lines.Data("ll1");
        KernelRegression line = KernelRegression.Fit(GoldenData.Numbers(set), new() { Estimator = Estimator.Linear, Bandwidth = 0.4 });
        KernelRegression curve = KernelRegression.Fit(GoldenData.Numbers(set), new() { Estimator = Estimator.Polynomial(2), Bandwidth = 0.4 });
        JsonElement Of(int degree, int drv) => Lines.Values.Single(v =>
            Text(v, "id") == "d.locpoly" && v.GetProperty("h").GetDouble() == 0.4 && v.GetProperty("degree").GetInt32() == degree && v.GetProperty("drv").GetInt32() == drv);
        Queries queries = GoldenData.Queries(Of(1, 0).GetProperty("q"));
        double spread = GoldenData.Spread(set);
        double[] found = [.. line.PredictMany(queries).Values().Select(v => v ?? double.NaN)];
        Near(GoldenFile.Vector(Of(1, 0).GetProperty("exact")), found, 1e-8, spread);
        Near(GoldenFile.Vector(Of(2, 1).GetProperty("exact")), curve.DerivativesAt(queries)[0][0], 1e-7, spread / 0.4);
        Near(GoldenFile.Vector(Of(1, 0).GetProperty("value").GetProperty("y")), found, 0.01, spread);
        Assert.True(Furthest(GoldenFile.Vector(Of(1, 0).GetProperty("value").GetProperty("y")), found) > 1e-5);
    }

    [Fact]
    public void Dpill_IsPlugIn()
    {
        KernelRegression model = KernelRegression.Fit(GoldenData.Numbers(Criteria.Data("cv1")), new() { Estimator = Estimator.Linear, Bandwidth = Bandwidth.PlugIn });
        Tolerance.Near(Criteria.Targets("c.dpill").Single().GetProperty("value").GetDouble(), model.Features[0].Bandwidth, 1e-12);
    }

    [Fact]
    public void Locfit_GaussAndSpan_AreOurs()
    {
        Dataset data = GoldenData.Numbers(Lines.Data("ll1"));
        JsonElement Of(string kernel) => Others.Targets("i.locfit").Single(v => Text(v, "kernel") == kernel);
        Queries queries = Queries.From(GoldenFile.Vector(Of("gauss").GetProperty("q")));
        Near(GoldenFile.Vector(Of("gauss").GetProperty("value")), KernelRegression.Fit(data, new() { Estimator = Estimator.Linear, Bandwidth = 0.8 }), queries, 1e-8);
        KernelRegression span = KernelRegression.Fit(data, new() { BandwidthType = BandwidthType.Span, Kernel = Kernel.Tricube, Estimator = Estimator.Linear, Bandwidth = 0.7 });
        Near(GoldenFile.Vector(Of("tcub").GetProperty("value")), span, queries, 1e-9);
    }

    [Theory]
    [InlineData("epanechnikov")]
    [InlineData("uniform")]
    [InlineData("triangular")]
    [InlineData("biweight")]
    [InlineData("tricube")]
    [InlineData("triweight")]
    public void Locfit_Kernels_AreOursButOne(string name)
    {
        Dataset data = GoldenData.Numbers(Kernels.Data("kern"));
        JsonElement golden = Kernels.Values.Single(v => Text(v, "id") == "b.locfit" && Text(v, "kernel") == name && v.GetProperty("h").GetDouble() == 0.35).GetProperty("value");
        FitOptions asked = new() { Kernel = Kernel.Epanechnikov, Bandwidth = 0.35 };
        double[] found = [.. KernelRegression.Fit(data, asked with { Kernel = Kernel.Parse(name) }).PredictMany(Queries.From(GoldenFile.Vector(golden.GetProperty("q")))).Values().Select(v => v ?? double.NaN)];
        double apart = Furthest(GoldenFile.Vector(golden.GetProperty("fit")), found);
        Assert.True(name == "triweight" ? apart > 0.01 : apart < 1e-9, $"{name}: {apart}");
    }

    /// <summary>No golden values: its manual's formula 3/(4√5)(1 − z²/5) for |z| &lt; √5, ¾(1 − z²) of epan2, and Li and Racine's λ for levels.</summary>
    [Fact]
    public void Stata_Formulas_AreOurs()
    {
        Dataset data = GoldenData.Numbers(Criteria.Data("cv1"));
        double[] z = [.. Enumerable.Range(0, 60).Select(k => k / 20.0)];
        Assert.All(z, u => Tolerance.Near(u * u < 5 ? 3 / (4 * Math.Sqrt(5)) * (1 - (u * u / 5)) : 0, Relative(Kernel.EpanechnikovNp, u) * 3 / (4 * Math.Sqrt(5)), 1e-14, 1));
        Assert.All(z, u => Tolerance.Near(u < 1 ? 1 - (u * u) : 0, Relative(Kernel.Epanechnikov, u), 1e-14, 1));

        KernelRegression byDefault = KernelRegression.Fit(data, new() { Estimator = Estimator.Linear, Kernel = Kernel.EpanechnikovNp });
        KernelRegression byAic = KernelRegression.Fit(data, new() { Estimator = Estimator.Linear, Kernel = Kernel.EpanechnikovNp, Bandwidth = Bandwidth.Aicc });
        KernelRegression constant = KernelRegression.Fit(data, new() { Kernel = Kernel.Epanechnikov });
        Assert.Equal(["leave-one-out", "aicc", "leave-one-out"], [byDefault.CriterionName, byAic.CriterionName, constant.CriterionName]);
        KernelRegression wider = KernelRegression.Fit(data, new() { Estimator = Estimator.Linear, Kernel = Kernel.Epanechnikov, Bandwidth = byDefault.Features[0].Bandwidth!.Value * Math.Sqrt(5) });
        Tolerance.Near(byDefault.Predict([0.4]).Value!.Value, wider.Predict([0.4]).Value, 1e-8, 1);

        KernelRegression mixed = KernelRegression.Fit(MixedRows(), new() { Estimator = Estimator.Linear, Kernel = Kernel.EpanechnikovNp, UnorderedKernel = DiscreteKernel.LiRacine });
        Assert.Equal("li-racine", mixed.Features[1].Kernel);

        static double Relative(Kernel kernel, double u) => kernel.Weight(u) / kernel.Weight(0);
    }

    /// <summary>dkernel(cellmean): λ = 0 takes the rows of the same level alone.</summary>
    [Fact]
    public void Stata_Cellmean_IsLambdaZero()
    {
        Dataset rows = MixedRows();
        int[] own = [.. Enumerable.Range(0, rows.Rows).Where(i => rows.Feature(1)[i] == 1)];
        double[] x = [.. own.Select(i => rows.Feature(0)[i])], y = [.. own.Select(i => rows.Target()[i])];
        Dataset two = new([new("x", rows.Feature(0).ToArray()), Column.OfLevels("u", [.. Enumerable.Range(0, rows.Rows).Select(i => rows.FeatureTypes[1].Levels[(int)rows.Feature(1)[i]])], rows.FeatureTypes[1])], [new("y", rows.Target().ToArray())]);
        KernelRegression all = KernelRegression.Fit(two, new() { Bandwidth = Bandwidth.Given(new Dictionary<string, double> { ["x"] = 0.5, ["u"] = 0 }) });
        KernelRegression alone = KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = 0.5 });
        Tolerance.Near(alone.Predict([x[0]]).Value!.Value, all.Predict([x[0], 1]).Value, 1e-12);
    }

    /// <summary>Averages of derivatives and contrasts are means over the rows; a point of margins sets the feature in every row.</summary>
    [Fact]
    public void Stata_Margins_AreEffects()
    {
        KernelRegression model = KernelRegression.Fit(MixedRows(), new() { Estimator = Estimator.Linear, Bandwidth = Bandwidth.Given(bandwidths) });
        Queries rows = Queries.Of(MixedRows());
        double slope = model.DerivativesAt(rows)[0][0].Average();
        Tolerance.Near(slope, model.AverageEffects().First(e => e.Feature == "x").Value, 1e-9);
        Effect[] points = [.. model.AverageEffects(new() { Predictions = true, At = [new("x", [1, 2])] })];
        double[] ones = [.. Enumerable.Repeat(1.0, rows.Count)];
        double mean = model.PredictMany(Queries.FromColumns(ones, rows.Column(1).ToArray(), rows.Column(2).ToArray())).Values().Average()!.Value;
        Tolerance.Near(mean, points[0].Value, 1e-9);
        Assert.All(model.AverageEffects(new() { Replications = 399 }), e => Assert.NotNull(e.StandardError));
    }

    /// <summary>Other constructions than npsigtest's, npcmstest's and sig_test's: only that they answer.</summary>
    [Fact]
    public void Tests_OfOtherPrograms_HaveOurs()
    {
        JsonElement set = Criteria.Data("cv1");
        KernelRegression model = KernelRegression.Fit(new([new("x", GoldenFile.Vector(set.GetProperty("x")))], [new("y", GoldenFile.Vector(set.GetProperty("y")))]), new() { Bandwidth = 0.4 });
        TestResult all = model.TestSignificance()[0], one = model.TestSignificance(["x"])[0], line = model.TestSpecification();
        Assert.Equal(all.PValue, one.PValue);
        Assert.InRange(line.PValue, 1.0 / 400, 1);
    }

    [Fact]
    public void Rbf_Gamma_IsOneOverTwiceTheSquare()
    {
        const double Gamma = 3.1;
        double weight = Kernel.Gaussian.Weight(0.7 * Math.Sqrt(2 * Gamma)) / Kernel.Gaussian.Weight(0);
        Tolerance.Near(Math.Exp(-Gamma * 0.7 * 0.7), weight, 1e-14);
    }

    [Fact]
    public void Page_CanonicalFactors_AreThoseOfTheKernels()
    {
        double gaussian = Kernel.Gaussian.Constants.CanonicalBandwidth!.Value;
        Assert.All([Kernel.Epanechnikov, Kernel.EpanechnikovNp, Kernel.Uniform, Kernel.Tricube], k => Says(k.Constants.CanonicalBandwidth!.Value / gaussian, "F4"));
    }

    private static void Says(double number, string format) => Assert.Contains(number.ToString(format, CultureInfo.InvariantCulture), Page, StringComparison.Ordinal);

    private static void AsLow(double objective, KernelRegression model) =>
        Assert.True(model.CriterionValue <= objective + (1e-8 * Math.Abs(objective)), $"theirs {objective:R}, ours {model.CriterionValue:R}");

    private static JsonElement OfNp(string kernel, int order, double h) => Kernels.Values.Single(v =>
        Text(v, "id") == "b.np" && Text(v, "data") == "kern" && Text(v, "kernel") == kernel && v.GetProperty("order").GetInt32() == order && v.GetProperty("h").GetDouble() == h).GetProperty("value");

    private static JsonElement OfNp(string unordered, string ordered, string regtype) => Mixed.Values.Single(v =>
        Text(v, "id") == "e.np" && Text(v, "version") != "0.60.20" && Text(v, "ukertype") == unordered && Text(v, "okertype") == ordered && Text(v, "regtype") == regtype && GoldenFile.Vector(v.GetProperty("bws"))[0] == 0.5).GetProperty("value").GetProperty("mean");

    /// <summary>np's and ksmooth's values at the queries of a set, where a row is near.</summary>
    private static void Same(JsonElement values, KernelRegression model, double tolerance, string set = "kern")
    {
        double[] expected = GoldenFile.Vector(values), queries = GoldenFile.Vector(Kernels.Data(set).GetProperty("xq")), x = GoldenFile.Vector(Kernels.Data(set).GetProperty("x"));
        int compared = 0;
        for (int q = 0; q < queries.Length; q++)
        {
            if (double.IsFinite(expected[q]) && x.Any(v => Math.Abs(v - queries[q]) < model.Features[0].Bandwidth!.Value) && model.Predict([queries[q]]).Value is double value)
            {
                Tolerance.Near(expected[q], value, tolerance, 1, $"at {queries[q]}");
                compared++;
            }
        }

        Assert.True(compared > 12, $"{compared} compared");
    }

    private static void Same(JsonElement values, KernelRegression model) => Near(GoldenFile.Vector(values), model, MixedQueries(), 1e-8);

    private static void Near(double[] expected, KernelRegression model, Queries queries, double tolerance) =>
        Near(expected, [.. model.PredictMany(queries).Values().Select(v => v ?? double.NaN)], tolerance, 1);

    private static void Near(double[] expected, double[] found, double tolerance, double scale)
    {
        Assert.Equal(expected.Length, found.Length);
        int compared = 0;
        for (int q = 0; q < expected.Length; q++)
        {
            if (double.IsFinite(expected[q]) && double.IsFinite(found[q]))
            {
                Tolerance.Near(expected[q], found[q], tolerance, scale, $"query {q}");
                compared++;
            }
        }

        Assert.True(2 * compared > expected.Length, $"{compared} of {expected.Length} compared");
    }

    private static double Furthest(double[] expected, double[] found) => expected.Zip(found, (a, b) => Math.Abs(a - b)).Where(double.IsFinite).Max();

    private static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Dataset MixedRows()
    {
        JsonElement set = Mixed.Data("mixed");
        static string[] Texts(JsonElement values) => [.. values.EnumerateArray().Select(v => v.GetInt32().ToString(CultureInfo.InvariantCulture))];
        return new(
            [
                new("x", GoldenFile.Vector(set.GetProperty("x"))),
                Column.Unordered("u", Texts(set.GetProperty("u")), ["0", "1", "2"]),
                Column.Ordered("o", Texts(set.GetProperty("o")), ["1", "2", "3", "4"]),
            ],
            [new("y", GoldenFile.Vector(set.GetProperty("y")))]);
    }

    private static Queries MixedQueries()
    {
        JsonElement set = Mixed.Data("mixed");
        return Queries.FromColumns(GoldenFile.Vector(set.GetProperty("xq")), GoldenFile.Vector(set.GetProperty("uq")), [.. GoldenFile.Vector(set.GetProperty("oq")).Select(o => o - 1)]);
    }

    [GeneratedRegex("`(new\\(\\)[^`]*|model\\.[^`]*)`")]
    private static partial Regex LibraryLine();
}
