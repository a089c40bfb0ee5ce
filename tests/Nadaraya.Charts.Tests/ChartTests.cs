namespace Nadaraya.Charts.Tests;

public sealed class ChartTests
{
    [Fact]
    public void Draw_LengthsDiffer_SaysWhichAndHowMany()
    {
        var error = Assert.Throws<ArgumentException>(() => (TinyCharts.Fit with { Curve = [1] }).Draw(ChartText.English));
        Assert.Equal("Curve has 1 values but CurveX has 3: value i of Curve belongs to value i of CurveX; give as many of one as of the other.", error.Message);
    }

    [Fact]
    public void Draw_OneEdgeOfABand_IsRefused() =>
        Assert.StartsWith("A band was given with one edge only", Assert.Throws<ArgumentException>(() => (TinyCharts.Fit with { Upper = null }).Draw(ChartText.English)).Message);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Draw_BandwidthNotPositive_IsRefused(double bandwidth) =>
        Assert.StartsWith("Bandwidths holds", Assert.Throws<ArgumentException>(() => new ProfileChart { Bandwidths = [bandwidth], Criterion = [1] }.Draw(ChartText.English)).Message);

    [Fact]
    public void Draw_UnevenEpochs_AreRefused()
    {
        var epochs = TinyCharts.Slider.Epochs;
        var uneven = TinyCharts.Slider with { Epochs = [.. epochs, epochs[1] with { Epoch = 5 }] };
        Assert.StartsWith("Epoch 5 follows 1", Assert.Throws<ArgumentException>(() => uneven.Draw(ChartText.English)).Message);
    }

    [Fact]
    public void Draw_TrainingThatDoesNotFit_IsRefused()
    {
        static string Refusal(TrainingChart chart) => Assert.Throws<ArgumentException>(() => chart.Draw(ChartText.English)).Message;
        Assert.StartsWith("Epochs is empty", Refusal(TinyCharts.Training with { Epochs = [] }));
        Assert.StartsWith("Divisor is 0", Refusal(TinyCharts.Training with { Divisor = 0 }));
        Assert.StartsWith("Curve of epoch 1 has 1 values", Refusal(TinyCharts.Training with { Curves = [new(1, [2])] }));
        Assert.StartsWith("Epoch 0 follows 2", Refusal(TinyCharts.Training with { Curves = [new(2, [1, 1]), new(0, [1, 1])] }));
    }

    [Fact]
    public void Draw_ManyStarts_NamesTheOneThatWasKept()
    {
        TrainingEpoch[] epochs = [.. Enumerable.Range(1, 8).Select(e => new TrainingEpoch(e, e, 9 - e, null, 1))];
        string json = new TrainingChart { Epochs = epochs, BestEpoch = 6 }.Draw(ChartText.English).ToJson();
        Assert.Contains("[\"Other starts\",\"Start 6\",\"Chosen: Epoch 6\"]", json);
    }

    [Fact]
    public void Draw_LossThatStays_IsNoLandscapeOfRounding()
    {
        TrainingChart still = new() { Epochs = [new(1, 1, 100, null, 1), new(2, 1, 100 + 1e-12, null, 1)], BestEpoch = 2 };
        Assert.Contains("\"domain\":[99,101", still.Draw(ChartText.English).ToJson());
        Assert.DoesNotMatch("\"domain\":.[0-9]", (still with { Epochs = [new(1, 1, 100, null, 1), new(2, 1, 90, null, 1)] }).Draw(ChartText.English).ToJson());
    }

    [Fact]
    public void Draw_UnevenCurves_TheSliderShowsTheLastOneReached() =>
        Assert.Contains("0 + (epoch >= 2 ? 2 : 0) + (epoch >= 4 ? 2 : 0)", TinyCharts.Training.Draw(ChartText.English).ToJson().Replace("\u003e", ">", StringComparison.Ordinal));

    [Fact]
    public void Draw_BarsOrDirectionsThatDoNotFit_AreRefused()
    {
        Assert.StartsWith("Names is empty", Assert.Throws<ArgumentException>(() => new BarChart { ValueTitle = "v", Names = [], Values = [] }.Draw(ChartText.English)).Message);
        Assert.StartsWith("Values has 0 values", Assert.Throws<ArgumentException>(() => new BarChart { ValueTitle = "v", Names = ["a"], Values = [] }.Draw(ChartText.English)).Message);
        Assert.StartsWith("Direction 1 has 1 values", Assert.Throws<ArgumentException>(() => new DirectionChart { Names = ["a", "b"], Directions = [[1]] }.Draw(ChartText.English)).Message);
    }

    [Fact]
    public void Draw_NoLines_IsRefused() =>
        Assert.StartsWith("Lines is empty", Assert.Throws<ArgumentException>(() => new LineChart { XTitle = "x", YTitle = "y", Lines = [] }.Draw(ChartText.English)).Message);

    [Fact]
    public void ToJson_TextThatEndsAScript_IsEscaped()
    {
        var json = (TinyCharts.Fit with { XTitle = "</script><!--" }).Draw(ChartText.English).ToJson();
        Assert.DoesNotContain("<", json);
        Assert.Contains("\\u003c/script>\\u003c!--", json);
    }

    [Fact]
    public void ToJson_NonFiniteValues_AreNull()
    {
        var json = TinyCharts.Fit.Draw(ChartText.English).ToJson();
        Assert.Contains("{\"x\":1.5,\"y\":null}", json);
        Assert.DoesNotContain("NaN", json);
    }

    [Fact]
    public void Draw_AnyChart_DescribesItself() =>
        Assert.All(TinyCharts.All.Values, draw => Assert.True(draw().Description is { Length: > 10 } d && !d.Contains('{', StringComparison.Ordinal)));
}
