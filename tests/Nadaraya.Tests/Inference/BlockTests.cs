using Nadaraya.Numerics;

namespace Nadaraya.Tests.Inference;

/// <summary>The blocks of a bootstrap in time: how long, and which rows.</summary>
public sealed class BlockTests
{
    [Fact]
    public void Length_IndependentSeries_IsNearOne()
    {
        double[] lengths = [.. Enumerable.Range(0, 60).Select(draw => BlockLength.Stationary(Autoregression(500, 0, draw)))];
        Assert.True(lengths.Order().ElementAt(30) < 2, $"median {lengths.Order().ElementAt(30)}");
    }

    // By hand: R(k)/R(0) = ρᵏ, G = 2Σ kρᵏ = 2ρ/(1 − ρ)², g(0) = (1 + ρ)/(1 − ρ), so (2G²/2g²)^(1/3) = (2ρ/(1 − ρ²))^(2/3).
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.9)]
    public void Length_Autoregression_IsNearTheBestOne(double rho)
    {
        const int N = 4000;
        double best = Math.Pow(2 * rho / (1 - (rho * rho)), 2.0 / 3) * Math.Cbrt(N);
        double[] found = [.. Enumerable.Range(0, 40).Select(draw => BlockLength.Stationary(Autoregression(N, rho, draw)))];
        double median = found.Order().ElementAt(20);
        Assert.True(median > 0.6 * best && median < 1.4 * best, $"median {median}, best {best}");
    }

    [Fact]
    public void Length_FixedBlocks_AreLongerThanStationaryByTheirConstant()
    {
        double[] series = Autoregression(1000, 0.8, 3);
        double stationary = BlockLength.Stationary(series);
        Assert.True(stationary > 10, $"{stationary}");
        Assert.Equal((int)Math.Ceiling(stationary * Math.Cbrt(1.5)), BlockLength.Fixed(series));
    }

    [Theory]
    [InlineData(1e-300, 0)]
    [InlineData(1e300, 0)]
    [InlineData(-2, 5)]
    public void Length_OtherUnits_StaysTheSame(double scale, double shift)
    {
        double[] series = Autoregression(300, 0.6, 4);
        Tolerance.Near(BlockLength.Stationary(series), BlockLength.Stationary([.. series.Select(v => (v * scale) + shift)]), 1e-10);
    }

    [Fact]
    public void Length_AnySeries_IsBetweenOneAndAThird()
    {
        for (int n = 0; n <= 257; n++)
        {
            double[][] all = [Autoregression(n, 0.99, n), new double[n], [.. Enumerable.Range(0, n).Select(i => (double)i)], [.. Enumerable.Range(0, n).Select(i => i % 2 == 0 ? 1.0 : -1)]];
            foreach (double[] series in all)
            {
                Assert.InRange(BlockLength.Stationary(series), 1, Math.Max(1, Math.Ceiling(Math.Min(3 * Math.Sqrt(n), n / 3.0))));
                Assert.InRange(BlockLength.Fixed(series), 1, Math.Max(1, n));
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 3)]
    [InlineData(10, 10)]
    [InlineData(100, 7)]
    public void Moving_Draws_AreBlocksAndReachEveryRow(int n, int length)
    {
        HashSet<int> seen = [];
        int[] rows = new int[n];
        for (int draw = 0; draw < 300; draw++)
        {
            BlockDraws.Moving(length, SplitMix64.ForDraw(1, draw), rows);
            for (int i = 0; i < n; i++)
            {
                Assert.InRange(rows[i], 0, n - 1);
                Assert.True(i % length == 0 || rows[i] == rows[i - 1] + 1, $"row {i} of draw {draw}");
            }

            seen.UnionWith(rows);
        }

        Assert.Equal(n, seen.Count);
    }

    [Theory]
    [InlineData(50, 1)]
    [InlineData(50, 4.5)]
    [InlineData(200, 20)]
    public void Stationary_Draws_HaveTheMeanLengthAndEveryRowAlike(int n, double mean)
    {
        const int Draws = 4000;
        int[] counts = new int[n];
        int[] rows = new int[n];
        int begun = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            BlockDraws.Stationary(mean, SplitMix64.ForDraw(2, draw), rows);
            for (int i = 0; i < n; i++)
            {
                counts[rows[i]]++;
                begun += i > 0 && rows[i] != (rows[i - 1] + 1) % n ? 1 : 0;
            }
        }

        // A block begins with probability 1/mean, and then one time in n just where the last one would have gone on.
        double pairs = (double)Draws * (n - 1);
        double expected = (1 - (1.0 / n)) / mean;
        double error = Math.Sqrt(expected * (1 - expected) / pairs);
        Assert.True(Math.Abs((begun / pairs) - expected) <= 6 * error + 1e-15, $"{begun / pairs}, expected {expected}");

        // Of the rows in a block a neighbour brings the others with it: the variance of a count is at most 2·mean times the independent one.
        Assert.All(counts, count => Assert.True(Math.Abs(count - Draws) <= 6 * Math.Sqrt(2 * mean * Draws), $"{count} of {Draws}"));
    }

    [Fact]
    public void Draws_TheSameSeed_AreTheSameRows()
    {
        int[] Rows(int draw, bool stationary)
        {
            int[] rows = new int[64];
            if (stationary)
            {
                BlockDraws.Stationary(5, SplitMix64.ForDraw(9, draw), rows);
            }
            else
            {
                BlockDraws.Moving(5, SplitMix64.ForDraw(9, draw), rows);
            }

            return rows;
        }

        Assert.Equal(Rows(0, true), Rows(0, true));
        Assert.Equal(Rows(0, false), Rows(0, false));
        Assert.NotEqual(Rows(0, true), Rows(1, true));
        Assert.NotEqual(Rows(0, false), Rows(1, false));
    }

    [Fact]
    public void NextBelow_AnyBound_ReachesEveryNumberAlike()
    {
        SplitMix64 random = new(77);
        foreach (int bound in (int[])[1, 2, 3, 7, 64, 100])
        {
            int[] counts = new int[bound];
            for (int i = 0; i < 2000 * bound; i++)
            {
                counts[random.NextBelow(bound)]++;
            }

            Assert.All(counts, count => Assert.InRange(count, 2000 - (6 * 45), 2000 + (6 * 45)));
        }

        Assert.All(Enumerable.Range(0, 100), _ => Assert.InRange(random.NextBelow(int.MaxValue), 0, int.MaxValue - 1));
    }

    private static double[] Autoregression(int n, double rho, int draw)
    {
        SplitMix64 random = SplitMix64.ForDraw(20, draw);
        double[] series = new double[n];
        double last = random.NextNormal() / Math.Sqrt(1 - (rho * rho));
        for (int i = 0; i < n; i++)
        {
            series[i] = last;
            last = (rho * last) + random.NextNormal();
        }

        return series;
    }
}
