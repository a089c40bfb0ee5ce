using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya.Tests.Numerics;

/// <summary>Local lines over a tile, against sums and forms written out.</summary>
public sealed class TileLinesTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(264)]
    public void SumsAndForm_OfThreeColumns_AreWhatTheySay(int length)
    {
        Random random = new(length);
        double[] Draw() => [.. Enumerable.Range(0, length).Select(_ => (2 * random.NextDouble()) - 1)];
        double[] w = Draw(), y = Draw(), form = [.. Draw(), .. Draw()];
        double[][] d = [Draw(), Draw(), Draw()];
        Func<int, double>[] terms =
        [
            i => 1, i => y[i], i => d[0][i], i => d[0][i] * y[i], i => d[1][i], i => d[1][i] * y[i], i => d[2][i], i => d[2][i] * y[i],
            i => d[0][i] * d[0][i], i => d[0][i] * d[1][i], i => d[0][i] * d[2][i], i => d[1][i] * d[1][i], i => d[1][i] * d[2][i], i => d[2][i] * d[2][i],
        ];
        Assert.Equal(TileLines.Count, terms.Length);

        Vector512<double>[] sums = new Vector512<double>[TileLines.Count];
        TileLines.Sums(w, y, d[0], d[1], d[2], sums);
        double[] c = new double[length];
        TileLines.Form(w, y, d[0], d[1], d[2], form, c);
        for (int k = 0; k < terms.Length; k++)
        {
            Assert.Equal(Enumerable.Range(0, length).Sum(i => w[i] * terms[k](i)), TileSums.Total(sums[k]), 1e-13);
        }

        for (int i = 0; i < length; i++)
        {
            Assert.Equal(w[i] * terms.Select((term, k) => form[k] * term(i)).Sum(), c[i], 1e-14);
        }
    }

    [Fact]
    public void Sums_LaneByLane_KeepEightLanesApart()
    {
        double[] one = [.. Enumerable.Repeat(1.0, 16)], w = [.. Enumerable.Range(0, 16).Select(i => (double)i)];
        Vector512<double>[] sums = new Vector512<double>[TileLines.Count];
        TileLines.Sums(w, one, one, one, one, sums);
        Assert.All(sums, sum => Assert.Equal(Vector512.Create(8.0, 10, 12, 14, 16, 18, 20, 22), sum));
    }
}
