namespace Nadaraya.Charts.Tests;

public sealed class AttentionGridTests
{
    [Fact]
    public void FromMatrix_UnsortedInputs_SortsBothAxes()
    {
        var grid = AttentionGrid.FromMatrix([2, 1], [0.1, 0.3, 0.2], new[] { 0.5, 0.2, 0.3, 0.1, 0.7, 0.2 });

        Assert.Equal([1, 2], grid.SortedQueries);
        Assert.Equal([0.1, 0.2, 0.3], grid.SortedKeys);
        Assert.Equal([0.1, 0.2, 0.7], Enumerable.Range(0, 3).Select(c => grid[0, c]));
        Assert.Equal([0.5, 0.3, 0.2], Enumerable.Range(0, 3).Select(c => grid[1, c]));
        Assert.Equal((0.1, 0.7), (grid.Minimum, grid.Maximum));
    }

    [Theory]
    [InlineData(7, 5, 3)]
    [InlineData(201, 333, 200)]
    [InlineData(500, 10, 200)]
    [InlineData(3, 3, 1)]
    public void FromRows_MoreThanTheMaximum_KeepsTheMean(int m, int n, int maximum)
    {
        var random = new Random(11);
        var weights = Enumerable.Range(0, m * n).Select(_ => random.NextDouble()).ToArray();
        double[] queries = [.. Enumerable.Range(0, m).Select(_ => random.NextDouble())];
        double[] keys = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())];

        var grid = AttentionGrid.FromRows(queries, keys, (q, to) => weights.AsSpan(q * n, n).CopyTo(to), maximum);

        Assert.Equal((Math.Min(m, maximum), Math.Min(n, maximum)), (grid.Rows, grid.Columns));
        var sum = 0.0;
        for (var r = 0; r < grid.Rows; r++)
        {
            var (fromRow, toRow) = AttentionGrid.Block(r, grid.Rows, m);
            for (var c = 0; c < grid.Columns; c++)
            {
                var (from, to) = AttentionGrid.Block(c, grid.Columns, n);
                sum += grid[r, c] * (toRow - fromRow) * (to - from);
            }
        }

        Assert.Equal(weights.Sum(), sum, 1e-9 * m * n);
    }

    [Fact]
    public void FromRows_QueryWithoutWeights_LeavesItsCellsEmpty()
    {
        var grid = AttentionGrid.FromMatrix([1, 2], [1, 2], new[] { double.NaN, double.NaN, 0.25, 0.75 });

        Assert.True(double.IsNaN(grid[0, 0]) && double.IsNaN(grid[0, 1]));
        Assert.Equal(0.75, grid.Maximum);
        Assert.Contains("\"w\":[null,null]", new AttentionHeatMap { Grid = grid }.Draw(ChartText.English).ToJson());
    }

    [Fact]
    public void FromRows_AnyInput_AsksForEachQueryOnce()
    {
        var asked = new List<int>();
        AttentionGrid.FromRows([3, 1, 2], [1], (q, to) => { asked.Add(q); to[0] = 1; }, 2);
        Assert.Equal([1, 2, 0], asked);
    }

    [Fact]
    public void FromMatrix_WrongSize_SaysWhatIsNeeded()
    {
        var error = Assert.Throws<ArgumentException>(() => AttentionGrid.FromMatrix([1, 2], [1, 2, 3], new double[5]));
        Assert.StartsWith("weights has 5 values but 2 queries and 3 keys need 6; give one row of 3 per query.", error.Message);
    }

    [Theory]
    [InlineData(new double[0], "queryInputs is empty")]
    [InlineData(new[] { 1, double.NaN }, "queryInputs[1] is NaN")]
    public void FromRows_BadInputs_AreRefused(double[] queries, string start) =>
        Assert.StartsWith(start, Assert.Throws<ArgumentException>(() => AttentionGrid.FromRows(queries, [1], (_, _) => { })).Message);
}
