namespace Nadaraya.Charts.Tests;

public sealed class ScatterTests
{
    [Fact]
    public void Bin_RandomRows_CountsEveryFiniteRowInsideItsCell()
    {
        var random = new Random(5);
        double[] x = [.. Enumerable.Range(0, 1_000).Select(i => i == 3 ? double.NaN : random.NextDouble() * 10)];
        double[] y = [.. Enumerable.Range(0, 1_000).Select(_ => random.NextDouble())];

        var cells = Scatter.Bin(x, y, 7, 4);

        Assert.Equal(999, cells.Sum(c => c.Count));
        Assert.All(cells, c => Assert.True(c.X < c.X2 && c.Y < c.Y2));
        Assert.Equal(x.Count(v => v < cells.Min(c => c.X2)), cells.Where(c => c.X2 == cells.Min(d => d.X2)).Sum(c => c.Count));
    }

    [Fact]
    public void Bin_HugeAndConstantRange_StaysFinite()
    {
        var cells = Scatter.Bin([-double.MaxValue, double.MaxValue, 0], [1, 1, 1], 3, 3);
        Assert.Equal(3, cells.Sum(c => c.Count));
        Assert.All(cells, c => Assert.True(double.IsFinite(c.X) && double.IsFinite(c.X2) && c.Y < 1 && c.Y2 > 1 || c.Y2 - c.Y > 0));
        Assert.Empty(Scatter.Bin([double.NaN], [1], 3, 3));
    }

    [Theory]
    [InlineData(20_000, false)]
    [InlineData(20_001, true)]
    public void Draw_ManyRows_AreBinned(int rows, bool binned)
    {
        double[] x = [.. Enumerable.Range(0, rows).Select(i => Math.Sin(i))];
        var json = new ResidualChart { Fitted = x, Residuals = x }.Draw(ChartText.English).ToJson();
        Assert.Equal(binned, json.Contains(ChartText.English.RowsPerCell, StringComparison.Ordinal));
        Assert.Equal(binned, json.Length < 400_000);
    }

    [Theory]
    [InlineData(2_600, "svg")]
    [InlineData(2_601, "canvas")]
    public void Draw_NumberOfMarks_ChoosesTheRenderer(int rows, string renderer)
    {
        double[] x = [.. Enumerable.Range(0, rows).Select(i => (double)i)];
        Assert.Contains($"\"renderer\":\"{renderer}\"", new ResidualChart { Fitted = x, Residuals = x }.Draw(ChartText.English).ToJson());
    }
}
