namespace Nadaraya.Browser.Tests;

/// <summary>A report with every kind of chart and block, on data like the chapter's: y = 2 sin x + x^0.8 + noise.</summary>
internal static class Gallery
{
    private const int Rows = 50;
    private static readonly double[] Queries = [.. Enumerable.Range(0, 50).Select(i => i / 10.0)];
    private static readonly double[] Scales = [0.475, 11.05, 8.2, 9.1, 9.9, 9.6];

    public static HtmlReport Build(ChartText text)
    {
        var zh = text.Language == Language.Chinese;
        var (x, y) = Draw(Rows, 7);
        double[] truth = [.. Queries.Select(Truth)];
        var report = new HtmlReport(zh ? "注意力汇聚：Nadaraya-Watson 核回归" : "Attention pooling: Nadaraya–Watson kernel regression", text)
        {
            Subtitle = zh ? "查询与键的相似度决定每个值的权重。" : "How close a query is to each key decides the weight of each value.",
        };
        report.Section(zh ? "数据与拟合" : "Data and fit")
            .Paragraph(zh ? "非参数注意力汇聚：每个预测都是训练输出的加权平均，权重来自核函数。" : "Nonparametric attention pooling: every prediction is a weighted mean of the training outputs, with weights from a kernel.")
            .Cards(new("RMSE", "0.512", zh ? "留一法" : "leave-one-out"), new(zh ? "带宽" : "Bandwidth", "0.27"), new("R²", "0.873"), new(zh ? "行数" : "Rows", "50"))
            .Step(zh ? "平均汇聚" : "Average pooling", "var mean = AttentionPooling.Average(values);")
            .Warning(zh ? "带宽位于搜索范围的边界。" : "The bandwidth stands at the bound of its search.")
            .Chart(new FitChart { Title = zh ? "带参数注意力汇聚" : "Fit", XTitle = "x", YTitle = "y", X = x, Y = y, CurveX = Queries, Curve = Predict(x, y, 3.7), Truth = truth, Lower = Shift(Predict(x, y, 3.7), -0.4), Upper = Shift(Predict(x, y, 3.7), 0.4) }.Draw(text), zh ? "点是训练数据，实线是拟合。" : "Points are the training rows; the line is the fit, the dashes the truth.")
            .Chart(Binned(text), "Binned")
            .Table(new ReportTable { Caption = "<top rows>", Columns = [new("row"), new("weight", true), new("value", true)], Rows = [["17", "0.31", "2.4"], ["18", "0.29", "1.75"], ["a & b", "−0.1", "11.5"]] })
            .Section(zh ? "注意力" : "Attention")
            .Chart(new AttentionHeatMap { Title = zh ? "注意力权重" : "Attention weights", Grid = Grid(x, 1) }.Draw(text), zh ? "每行之和为一。" : "Each row sums to one.")
            .Chart(Large(text))
            .Section(zh ? "训练" : "Training")
            .Chart(Loss(x, y, text), zh ? "第一步越过了最小值。" : "The first step overshoots.")
            .Chart(new EpochLossChart { Title = zh ? "损失" : "Loss by epoch", Loss = [.. Scales.Skip(1).Select(w => Criterion(x, y, w))] }.Draw(text))
            .Chart(Training(x, y, text), zh ? "两个起点。" : "Two starts, the second kept.")
            .Chart(new BarChart { ValueTitle = "‖W e‖·sd", Names = ["x", "sex=f"], Values = [0.8, 0.2] }.Draw(text))
            .Chart(new DirectionChart { Names = ["x", "sex=f", "sex=m"], Directions = [[2, -1, 1], [0.5, 0.25, -0.25]] }.Draw(text))
            .Chart(new AttentionComparison { Before = Grid(x, 1), After = Grid(x, 4) }.Draw(text))
            .Chart(Slider(x, y, truth, text), zh ? "拖动滑块查看各迭代周期。" : "Move the slider through the epochs.")
            .Section(zh ? "带宽" : "Bandwidth")
            .Chart(Profile(x, y, text))
            .Chart(new ResidualChart { Title = zh ? "残差" : "Residuals", LeaveOneOut = true, Fitted = LeaveOneOut(x, y, 3.7), Residuals = [.. y.Zip(LeaveOneOut(x, y, 3.7), (a, b) => a - b)] }.Draw(text))
            .Chart(Kernels(text))
            .Chart(Errors(text))
            .Section(zh ? "来源与支持度" : "Provenance and support")
            .Chart(Provenance(x, y, text), zh ? "点击一个点。" : "Click a point.")
            .Chart(Map(x, y, text))
            .Chart(Strip(x, text))
            .Output("row,prediction\n1,2.34");
        return report;
    }

    /// <summary>Three points and a line, with a name of the test's choice on the axis.</summary>
    public static Chart Simple(string name) =>
        new FitChart { Title = "Three", XTitle = name, YTitle = "y", X = [1, 2, 3], Y = [1, 3, 2], CurveX = [1, 2, 3], Curve = [1.5, 2.5, 2] }.Draw(ChartText.English);

    private static double Truth(double x) => (2 * Math.Sin(x)) + Math.Pow(x, 0.8);

    private static (double[] X, double[] Y) Draw(int count, int seed)
    {
        var random = new Random(seed);
        double[] x = [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() * 5).Order()];
        double Noise() => 0.5 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return (x, [.. x.Select(v => Truth(v) + Noise())]);
    }

    private static void Weights(double[] keys, double query, double scale, Span<double> destination, int leave = -1)
    {
        var total = 0.0;
        for (var i = 0; i < keys.Length; i++)
        {
            destination[i] = i == leave ? 0 : Math.Exp(-Math.Pow((query - keys[i]) * scale, 2) / 2);
            total += destination[i];
        }

        for (var i = 0; i < keys.Length; i++)
        {
            destination[i] /= total;
        }
    }

    private static double At(double[] x, double[] y, double query, double scale, int leave = -1)
    {
        var weights = new double[x.Length];
        Weights(x, query, scale, weights, leave);
        return weights.Zip(y, (w, v) => w * v).Sum();
    }

    private static double[] Predict(double[] x, double[] y, double scale) => [.. Queries.Select(q => At(x, y, q, scale))];

    private static double[] LeaveOneOut(double[] x, double[] y, double scale) => [.. x.Select((q, i) => At(x, y, q, scale, i))];

    private static double Criterion(double[] x, double[] y, double scale) => y.Zip(LeaveOneOut(x, y, scale), (a, b) => (a - b) * (a - b)).Sum();

    private static double[] Shift(double[] values, double by) => [.. values.Select(v => v + by)];

    private static AttentionGrid Grid(double[] keys, double scale) => AttentionGrid.FromRows(Queries, keys, (q, to) => Weights(keys, Queries[q], scale, to));

    private static Chart Binned(ChartText text)
    {
        var (x, y) = Draw(30_000, 8);
        return new FitChart { Title = "30,000", XTitle = "x", YTitle = "y", X = x, Y = y, CurveX = Queries, Curve = [.. Queries.Select(Truth)] }.Draw(text);
    }

    private static Chart Large(ChartText text)
    {
        var (x, _) = Draw(700, 9);
        return new AttentionHeatMap { Title = "700 × 700", Grid = AttentionGrid.FromRows(x, x, (q, to) => Weights(x, x[q], 3, to)) }.Draw(text);
    }

    private static Chart Loss(double[] x, double[] y, ChartText text)
    {
        double[] w = [.. Enumerable.Range(1, 120).Select(i => i / 10.0)];
        double[] loss = [.. w.Select(v => Criterion(x, y, v))];
        var best = Array.IndexOf(loss, loss.Min());
        return new LossChart { Title = text.Loss, X = w, Loss = loss, Optimum = new(w[best], loss[best]), Steps = [.. Scales.Select(s => new ChartPoint(s, Criterion(x, y, s)))] }.Draw(text);
    }

    private static Chart Training(double[] x, double[] y, ChartText text) => new TrainingChart
    {
        Title = text.AfterTraining,
        Epochs = [.. Scales.Select((w, e) => new TrainingEpoch(e + 1, e < 3 ? 1 : 2, Criterion(x, y, w), Criterion(x, y, w) / Rows, 0.5))],
        BestEpoch = 5,
        Divisor = Rows,
        Curves = [.. new[] { 0, 3, 5 }.Select(e => new TrainingCurve(e, Predict(x, y, Scales[e])))],
        CurveX = Queries,
        X = x,
        Y = y,
        XTitle = "x",
        YTitle = "y",
    }.Draw(text);

    private static Chart Slider(double[] x, double[] y, double[] truth, ChartText text) => new EpochSlider
    {
        Title = text.Epoch,
        XTitle = "x",
        YTitle = "y",
        X = x,
        Y = y,
        CurveX = Queries,
        Truth = truth,
        Epochs = [.. Scales.Select((w, e) => new EpochPicture { Epoch = e, Parameter = w, Loss = Criterion(x, y, w), Curve = Predict(x, y, w), Attention = Grid(x, w) })],
    }.Draw(text);

    private static Chart Profile(double[] x, double[] y, ChartText text)
    {
        double[] h = [.. Enumerable.Range(0, 60).Select(i => 0.03 * Math.Pow(200, i / 59.0))];
        double[] criterion = [.. h.Select(v => Criterion(x, y, 1 / v) / x.Length)];
        var best = Array.IndexOf(criterion, criterion.Min());
        ChartPoint[] minima = [.. Enumerable.Range(1, 58).Where(i => criterion[i] < criterion[i - 1] && criterion[i] < criterion[i + 1]).Select(i => new ChartPoint(h[i], criterion[i]))];
        return new ProfileChart { Title = text.LeaveOneOutCriterion, Bandwidths = h, Criterion = criterion, Minima = [.. minima, new(h[20], criterion[20])], Chosen = new(h[best], criterion[best]) }.Draw(text);
    }

    private static Chart Provenance(double[] x, double[] y, ChartText text)
    {
        const double Scale = 3;
        return new ProvenanceChart
        {
            XTitle = "x",
            YTitle = "y",
            X = x,
            Y = y,
            CurveX = Queries,
            Curve = Predict(x, y, Scale),
            Queries =
            [
                .. x.Select((at, i) =>
                {
                    double[] weights = new double[x.Length];
                    Weights(x, at, Scale, weights);
                    weights[(i + 10) % x.Length] = -0.01;
                    int[] heaviest = [.. Enumerable.Range(0, x.Length).OrderByDescending(j => Math.Abs(weights[j])).Take(8)];
                    return new ProvenanceQuery
                    {
                        Label = $"{i + 1}",
                        X = at,
                        Y = y[i],
                        Prediction = At(x, y, at, Scale),
                        Words = [text.Language == Language.Chinese ? $"第 {i + 1} 行" : $"Row {i + 1}", "8 / 50"],
                        Rows = [.. heaviest.Select(j => new ProvenanceRow($"{j + 1}", x[j], y[j], weights[j], weights[j] * y[j], j))],
                    };
                }),
            ],
        }.Draw(text);
    }

    private static Chart Map(double[] x, double[] y, ChartText text)
    {
        double[] borders = [.. Enumerable.Range(0, 25).Select(i => i / 4.0)];
        (double X, double Y)[] cells = [.. Enumerable.Range(0, 24 * 24).Select(c => (borders[c % 24], borders[c / 24]))];
        Support Verdict(double far) => far < 1 ? Support.Inside : far < 2 ? Support.Edge : far < 3 ? Support.Low : Support.None;
        return new AtlasChart
        {
            XTitle = "x",
            YTitle = "y",
            ValueTitle = "z",
            X = borders,
            Y = borders,
            Supports = [.. cells.Select(c => Verdict(Math.Abs(c.X - c.Y)))],
            EffectiveSampleSizes = [.. cells.Select(c => 10 / (1 + Math.Abs(c.X - c.Y)))],
            Values = [.. cells.Select(c => Math.Abs(c.X - c.Y) < 3 ? c.X + c.Y : double.NaN)],
            RowX = x,
            RowY = y,
        }.Draw(text);
    }

    private static Chart Strip(double[] x, ChartText text)
    {
        double[] borders = [.. Enumerable.Range(0, 61).Select(i => (i / 10.0) - 0.5)];
        return new AtlasStrip
        {
            XTitle = "x",
            ValueTitle = "y",
            X = borders,
            Supports = [.. borders.Skip(1).Select(b => b <= 0 ? Support.Edge : b < 5 ? Support.Inside : Support.Low)],
            EffectiveSampleSizes = [.. borders.Skip(1).Select(b => 8 + Math.Sin(b))],
            Values = [.. borders.Skip(1).Select(Truth)],
            RowX = x,
        }.Draw(text);
    }

    private static Chart Kernels(ChartText text)
    {
        double[] u = [.. Enumerable.Range(0, 121).Select(i => (i / 20.0) - 3)];
        return new LineChart
        {
            Title = "Kernels",
            XTitle = "u",
            YTitle = "k(u)",
            Lines =
            [
                new("Gaussian", u, [.. u.Select(v => Math.Exp(-v * v / 2))]), new("Epanechnikov", u, [.. u.Select(v => Math.Max(0, 1 - (v * v)))]),
                new("Triangular", u, [.. u.Select(v => Math.Max(0, 1 - Math.Abs(v)))]), new("Laplace", u, [.. u.Select(v => Math.Exp(-Math.Abs(v)))]),
                new("Uniform", u, [.. u.Select(v => Math.Abs(v) <= 1 ? 1.0 : 0)]),
            ],
        }.Draw(text);
    }

    private static Chart Errors(ChartText text) => new LineChart
    {
        Title = "Error by rows",
        XTitle = "n",
        YTitle = "RMSE",
        LogX = true,
        LogY = true,
        ShowPoints = true,
        Lines = [new("h = 1", [50, 500, 5_000], [0.62, 0.58, 0.575]), new("h by leave-one-out", [50, 500, 5_000], [0.21, 0.083, 0.034])],
    }.Draw(text);
}
