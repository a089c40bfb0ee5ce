using System.Text.Json.Nodes;

namespace Nadaraya.Charts.Tests;

public sealed class SurfaceChartTests
{
    [Fact]
    public void Draw_CellsWithoutAValue_AreLeftOut()
    {
        JsonNode spec = JsonNode.Parse(Surface([1, double.NaN, 3, 4, 5, 6]).Draw(ChartText.English).ToJson())!;
        JsonArray cells = spec["layer"]![0]!["data"]!["values"]!.AsArray();
        Assert.Equal(5, cells.Count);
        Assert.Equal([0.5, 1, 3], new[] { "x", "x2", "v" }.Select(name => (double)cells[1]![name]!));
        Assert.Equal(2, spec["layer"]!.AsArray().Count);
    }

    [Fact]
    public void Draw_WrongNumberOfCells_SaysSo()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Surface([1, 2]).Draw(ChartText.English));
        Assert.Contains("Values has 2 cells but X and Y make 3 columns of 2", refused.Message, StringComparison.Ordinal);
    }

    private static SurfaceChart Surface(double[] values) => new()
    {
        XTitle = "a",
        YTitle = "b",
        ValueTitle = "y",
        X = [0, 0.25, 0.5, 1],
        Y = [0, 1, 2],
        Values = values,
        RowX = [0.1],
        RowY = [0.2],
    };
}
