using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Tests.Numerics;

/// <summary>Sorting digit by digit and selecting, against the platform's sort.</summary>
public sealed class OrderTests
{
    public static TheoryData<int> Lengths => [0, 1, 2, 3, 7, 8, 9, 64, 255, 257, 5000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Ascending_AnyNumbers_IsTheStableOrder(int length)
    {
        Random random = new(length);
        foreach (double[] values in Draws(length, random))
        {
            double[] sorted = new double[length];
            int[] rows = RadixSort.Ascending(values, sorted);
            Assert.Equal(Enumerable.Range(0, length).OrderBy(i => values[i]), rows);
            Assert.Equal(rows.Select(i => values[i]), sorted);
        }
    }

    [Theory]
    [InlineData("one far off")]
    [InlineData("heavy tails")]
    [InlineData("few values")]
    [InlineData("clusters")]
    public void Ascending_ManyInOnePart_IsTheStableOrder(string kind)
    {
        Random random = new(3);
        double[] values = [.. Enumerable.Range(0, 30_000).Select(i => kind switch
        {
            "one far off" => i == 7 ? 1e12 : random.NextDouble(),
            "heavy tails" => Math.Pow(random.NextDouble(), -4) * (random.Next(2) == 0 ? 1 : -1),
            "few values" => random.Next(-1, 2) * (random.Next(2) == 0 ? 0.0 : 1.0),
            _ => (i % 90) + (random.Next(100) * 1e-9),
        })];
        double[] sorted = new double[values.Length];
        int[] rows = RadixSort.Ascending(values, sorted);
        Assert.Equal(Enumerable.Range(0, values.Length).OrderBy(i => values[i]), rows);
        Assert.Equal(rows.Select(i => BitConverter.DoubleToInt64Bits(values[i])), sorted.Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Ascending_ZerosOfBothSigns_KeepTheOrderOfTheirRows()
    {
        double[] values = [0.0, 1, -0.0, 0.0, -1, -0.0];
        double[] sorted = new double[6];
        Assert.Equal([4, 0, 2, 3, 5, 1], RadixSort.Ascending(values, sorted));
        Assert.Equal(BitConverter.DoubleToInt64Bits(-0.0), BitConverter.DoubleToInt64Bits(sorted[2]));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Smallest_AnyRank_IsWhatSortingPutsThere(int length)
    {
        Random random = new(length);
        foreach (double[] values in Draws(length, random))
        {
            double[] sorted = [.. values.Order()];
            for (int rank = 0; rank < length; rank += 1 + (length / 20))
            {
                Assert.Equal(sorted[rank], Selection.Smallest([.. values], rank));
            }
        }
    }

    [Fact]
    public void RobustSpread_AgainstSortedDeviations_IsTheSame()
    {
        Random random = new(4);
        for (int n = 2; n < 60; n++)
        {
            double[] x = [.. Enumerable.Range(0, n).Select(_ => Math.Round(random.NextDouble() * 20) / 4)];
            x[0] += 0.1;
            SortedColumn column = SortedColumn.Of(new(new([new Column("x", x)], [new Column("y", x)])), 0);
            double median = Median([.. x.Order()]);
            double deviation = Median([.. x.Select(v => Math.Abs(v - median)).Order()]);
            double[] candidates = [column.StandardDeviation(), column.InterquartileRange() / 1.34898, 1.4826 * deviation];
            Tolerance.Near(candidates.Where(c => c > 0).Min(), column.RobustSpread(), 1e-14, 0, $"n = {n}");
        }
    }

    [Fact]
    public void Ascending_OfKeys_IsKeptWithThem()
    {
        Points keys = Points.Keys([[3, 1, 2]], 3);
        Assert.Same(keys.Ascending, keys.Ascending);
        Assert.Equal([1, 2, 0], keys.Ascending.Rows);
        Assert.Equal([1, 2, 3], keys.Ascending.Keys.Columns[0].Take(3));
    }

    private static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    private static IEnumerable<double[]> Draws(int length, Random random)
    {
        yield return [.. Enumerable.Range(0, length).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-320, 300)))];
        yield return [.. Enumerable.Range(0, length).Select(_ => (double)random.Next(4))];
        yield return [.. Enumerable.Range(0, length).Select(i => (double)i)];
        yield return [.. Enumerable.Range(0, length).Select(i => -1e8 - i)];
    }
}
