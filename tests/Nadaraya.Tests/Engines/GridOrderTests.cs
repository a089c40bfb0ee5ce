using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya.Tests;

/// <summary>Points in the order of their cells: counted where counters fit, sorted elsewhere.</summary>
public sealed class GridOrderTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(1e-5)]
    public void Rows_AnyBandwidth_AreInTheOrderOfCellsAndThenAsTheyCame(double h)
    {
        const int N = 20_000;
        Random random = new(4);
        double[][] x = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, N).Select(_ => random.Next(100) / 100.0).ToArray())];
        Points keys = Points.Keys(x, N);
        Score score = new([Kernel.Gaussian.Accept(new FactorBuilder(keys, new FixedGeometry([h, h])))]);
        GridLayout layout = GridLayout.For(new(keys, score, Payload.Of([x[0]], []), Basis.Constant) { Tolerance = 1e-3 })!;
        double[][] points = [.. x.Select(c => (double[])[.. c, 1e9, 0.5])];
        ulong[] numbers = new ulong[N];
        layout.Of(points, 2, numbers);
        GridOrder order = new(layout, points, 2, N + 2, new Run(1, default));
        int[] expected = [.. Enumerable.Range(0, N).OrderBy(i => numbers[i]).Select(i => i + 2)];
        Assert.Equal(expected, order.Rows);
        Assert.Equal(expected.Select(i => points[1][i]), order.Columns[1].Take(N));
        Assert.Equal(numbers.Distinct().Order(), Enumerable.Range(0, order.Count).Select(cell => order[cell]));
        Assert.Equal(GridLayout.Nowhere, order[order.Count - 1]);
        for (int cell = 0; cell < order.Count; cell++)
        {
            Assert.Equal(order[cell], numbers[order.Rows[order.Start(cell)] - 2]);
            Assert.Equal(cell, order.Find(order[cell]));
        }
    }
}
