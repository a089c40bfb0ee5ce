namespace Nadaraya.Charts.Tests;

/// <summary>One small chart of each kind, for approved text.</summary>
internal static class TinyCharts
{
    public static readonly IReadOnlyDictionary<string, Func<Chart>> All = new Dictionary<string, Func<Chart>>
    {
        ["fit"] = () => Fit.Draw(ChartText.English),
        ["fit-zh"] = () => (Fit with { Title = "拟合" }).Draw(ChartText.Chinese),
        ["fit-binned"] = () => Binned.Draw(ChartText.English),
        ["heat-map"] = () => new AttentionHeatMap { Title = "Attention", Grid = Grid(0.5) }.Draw(ChartText.English),
        ["heat-map-zh"] = () => new AttentionHeatMap { Title = "注意力", Grid = Grid(0.5) }.Draw(ChartText.Chinese),
        ["loss"] = () => new LossChart { Title = "Loss", X = [1, 2, 3], Loss = [9, 4, double.NaN], Steps = [new(1, 9), new(3, 5), new(2.5, 4.5, "end")], Optimum = new(2, 4) }.Draw(ChartText.English),
        ["epoch-loss"] = () => new EpochLossChart { Title = "Loss", Loss = [3, 2, 1.5] }.Draw(ChartText.English),
        ["training"] = () => Training.Draw(ChartText.English),
        ["training-zh"] = () => Trained.Draw(ChartText.Chinese),
        ["bars"] = () => new BarChart { Title = "Importance", ValueTitle = "share", Names = ["exper", "sex=f"], Values = [0.75, 0.25] }.Draw(ChartText.English),
        ["directions"] = () => new DirectionChart { Title = "Directions", Names = ["exper", "tenure"], Directions = [[2, -1], [0.5, double.NaN]] }.Draw(ChartText.English),
        ["attention-comparison"] = () => new AttentionComparison { Title = "Attention", Before = Grid(0.5), After = Grid(0.9), XTitle = "x" }.Draw(ChartText.English),
        ["slider"] = () => Slider.Draw(ChartText.English),
        ["profile"] = () => new ProfileChart { Title = "Profile", Bandwidths = [0.1, 1, 10], Criterion = [3, 1, 2], Minima = [new(1, 1), new(0.2, 2)], Chosen = new(1, 1) }.Draw(ChartText.English),
        ["residuals"] = () => new ResidualChart { Title = "Residuals", Fitted = [1, 2], Residuals = [0.5, -0.5], LeaveOneOut = true }.Draw(ChartText.English),
        ["provenance"] = () => Provenance.Draw(ChartText.English),
        ["provenance-all"] = () => (Provenance with { Title = "行", X = [1, 3], Y = [4, 5], CurveX = [1, 3], Curve = [4, 4.5] }).Draw(ChartText.Chinese),
        ["atlas"] = () => Atlas.Draw(ChartText.English),
        ["atlas-strip"] = () => Strip.Draw(ChartText.English),
        ["lines"] = () => new LineChart { Title = "Lines", XTitle = "u", YTitle = "k(u)", Lines = [new("one", [0, 1], [1, 0]), new("two", [0, 1], [0.5, 0.25])] }.Draw(ChartText.English),
        ["lines-log"] = () => new LineChart { Title = "Error", XTitle = "n", YTitle = "RMSE", LogX = true, LogY = true, ShowPoints = true, Lines = [new("h = 1", [50, 500, 5000], [0.6, 0, 0.5])] }.Draw(ChartText.English),
    };

    public static FitChart Fit => new()
    {
        Title = "Fit",
        XTitle = "times",
        YTitle = "accel",
        X = [1, 2, double.NaN],
        Y = [3, 4, 5],
        CurveX = [1, 1.5, 2],
        Curve = [3, double.NaN, 4],
        Truth = [3, 3.5, 4],
        Lower = [2, 2.5, 3],
        Upper = [4, 4.5, 5],
    };

    public static ProvenanceChart Provenance => new()
    {
        XTitle = "x",
        YTitle = "y",
        X = [1, 2, 3],
        Y = [4, 6, 5],
        Queries =
        [
            new() { Label = "a", X = 1, Y = 4, Prediction = 4.5, Words = ["Row a", "predicted 4.5"], Rows = [new("a", 1, 4, 0.8, 3.2, 0), new("b", 2, 6, 0.3, 1.8), new("c", 3, 5, -0.1, -0.5, 1)] },
            new() { Label = "c", X = 3, Y = 5, Words = ["Row #c0ffee"], Rows = [] },
        ],
    };

    public static AtlasChart Atlas => new()
    {
        XTitle = "a",
        YTitle = "b",
        ValueTitle = "y",
        X = [0, 1, 2],
        Y = [0, 5, 10],
        Supports = [Support.Inside, Support.Edge, Support.Low, Support.None],
        EffectiveSampleSizes = [12.3456789, 4, 1, double.NaN],
        Values = [1, 2, 3, double.NaN],
        RowX = [0.5],
        RowY = [2.5],
    };

    public static AtlasStrip Strip => new()
    {
        XTitle = "a",
        ValueTitle = "y",
        X = [0, 1, 2],
        Supports = [Support.Inside, Support.None],
        EffectiveSampleSizes = [12, double.NaN],
        Values = [1, double.NaN],
        RowX = [0.25, 0.5],
    };

    public static EpochSlider Slider => new()
    {
        Title = "Training",
        XTitle = "x",
        YTitle = "y",
        X = [0, 1],
        Y = [1, 2],
        CurveX = [0, 1],
        Truth = [1, 2],
        Epochs =
        [
            new() { Epoch = 0, Loss = 2, Parameter = 0.5, Curve = [1.5, 1.5], Attention = Grid(0.5) },
            new() { Epoch = 1, Loss = 1, Parameter = 3, Curve = [1.1, 1.9], Attention = Grid(0.9) },
        ],
    };

    public static TrainingChart Training => new()
    {
        Title = "Training",
        Epochs = [new(1, 1, 8, null, 1), new(2, 1, 6, null, 1), new(3, 2, 9, null, 1), new(4, 2, 4, null, 1)],
        BestEpoch = 4,
        Divisor = 2,
        Curves = [new(0, [1, 2]), new(2, [1.5, double.NaN]), new(4, [1, 1])],
        CurveX = [0, 1],
        X = [0, 1],
        Y = [1, 2],
        XTitle = "x",
        YTitle = "y",
    };

    public static TrainingChart Trained => new() { Epochs = [new(1, 1, 8, 3.5, 1), new(2, 1, 6, 3.75, 1)], BestEpoch = 1 };

    private static FitChart Binned => new()
    {
        Title = "Many",
        XTitle = "x",
        YTitle = "y",
        X = [.. Enumerable.Range(0, 20_001).Select(i => i % 3 / 2.0)],
        Y = [.. Enumerable.Range(0, 20_001).Select(i => i % 2 / 1.0)],
        CurveX = [0, 1],
        Curve = [0.5, 0.5],
    };

    public static AttentionGrid Grid(double weight) => AttentionGrid.FromMatrix([2, 1], [0.1, 0.3, 0.2], new[] { 1 - weight, 0, weight, weight, 1 - weight, 0 });
}
