using System.Text.Json.Nodes;

namespace Nadaraya.Charts.Tests;

public sealed class AtlasTests
{
    [Fact]
    public void Draw_Verdicts_HaveALegendOfThoseThatOccur()
    {
        ChartText text = ChartText.English;
        Assert.Equal([text.SupportInside, text.SupportEdge, text.SupportLow, text.SupportNone], Legend(TinyCharts.Atlas.Draw(text)));
        Assert.Equal([text.SupportInside, text.SupportNone], Legend(TinyCharts.Strip.Draw(text)));
    }

    [Fact]
    public void Draw_StripWithoutEffectiveSampleSizes_HasNoLine()
    {
        Assert.Equal(3, Spec(TinyCharts.Strip.Draw(ChartText.English))["layer"]!.AsArray().Count);
        Assert.Equal(2, Spec((TinyCharts.Strip with { EffectiveSampleSizes = [double.NaN, double.NaN] }).Draw(ChartText.English))["layer"]!.AsArray().Count);
    }

    [Fact]
    public void Draw_WrongNumberOfCells_SaysSo()
    {
        Assert.Equal(
            "Supports has 1 cells but X and Y make 2 columns of 2: give each cell one verdict.",
            Assert.Throws<ArgumentException>(() => (TinyCharts.Atlas with { Supports = [Support.Low] }).Draw(ChartText.English)).Message);
        Assert.Equal(
            "Supports has 1 cells but X makes 2: give each cell one verdict.",
            Assert.Throws<ArgumentException>(() => (TinyCharts.Strip with { Supports = [Support.Low] }).Draw(ChartText.English)).Message);
    }

    [Theory]
    [InlineData(20_000, 2)]
    [InlineData(20_001, 1)]
    public void Draw_ManyRows_AreLeftOut(int rows, int layers)
    {
        double[] places = [.. Enumerable.Repeat(1.0, rows)];
        Assert.Equal(layers, Spec((TinyCharts.Atlas with { RowX = places, RowY = places }).Draw(ChartText.English))["layer"]!.AsArray().Count);
    }

    private static IEnumerable<string> Legend(Chart chart) =>
        Spec(chart)["layer"]![0]!["encoding"]!["fill"]!["scale"]!["domain"]!.AsArray().Select(name => (string)name!);

    private static JsonNode Spec(Chart chart) => JsonNode.Parse(chart.ToJson())!;
}
