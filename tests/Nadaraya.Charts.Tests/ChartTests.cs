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
