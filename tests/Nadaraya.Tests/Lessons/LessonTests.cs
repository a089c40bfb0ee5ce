namespace Nadaraya.Tests;

public sealed class LessonTests
{
    [Fact]
    public void Draw_SameSeed_SameRows()
    {
        (ChapterRows a, ChapterRows b) = (ChapterRows.Draw(50, 7), ChapterRows.Draw(50, 7));
        Assert.Equal(a.X, b.X);
        Assert.Equal(a.Y, b.Y);
        Assert.Equal(a.Start, b.Start);
        Assert.NotEqual(a.X, ChapterRows.Draw(50, 8).X);
    }

    [Fact]
    public void Draw_ManyRows_HasTheChaptersDistribution()
    {
        ChapterRows rows = ChapterRows.Draw(40_000, 3);
        double[] noise = [.. rows.Y.Zip(rows.X, (y, x) => y - ChapterRows.Truth(x))];
        Assert.Equal(rows.X.Order(), rows.X);
        Assert.InRange(rows.X.Average(), 2.5 - 0.03, 2.5 + 0.03);
        Assert.InRange(noise.Average(), -0.01, 0.01);
        Assert.InRange(Math.Sqrt(noise.Average(e => e * e)), 0.49, 0.51);
        Assert.InRange(rows.Start, 0, 1);
        Assert.All(rows.X, x => Assert.InRange(x, 0, 5));
    }

    [Fact]
    public void Run_Contest_LeaningWinsMostDrawsAndItsIntervalExcludesZero()
    {
        PoolingContest contest = PoolingContest.Run();
        Assert.Equal(200, contest.Draws);
        Assert.True(contest.Won > 0.75, $"won {contest.Won}");
        Assert.True(contest.MeanDifference + contest.HalfWidth < 0, $"{contest.PlainMean} {contest.LeaningMean} {contest.Won} {contest.MeanDifference} ± {contest.HalfWidth}");
    }

    [Fact]
    public void Run_ContestTwice_SameBits() =>
        Assert.Equal(PoolingContest.Run(20, 30, 5).LeaningErrors, PoolingContest.Run(20, 30, 5).LeaningErrors);

    [Theory]
    [InlineData(9, 2.2621572)]
    [InlineData(30, 2.0422725)]
    [InlineData(199, 1.9719565)]
    public void StudentQuantile_KnownDegrees_IsTheTable(int degrees, double expected) =>
        Tolerance.Near(expected, PoolingContest.StudentQuantile(degrees), 2e-4);

    [Fact]
    public void Run_SampleSizes_BiasStaysAtAFixedBandwidthAndErrorFallsAtATunedOne()
    {
        IReadOnlyList<SampleSizeStudy> studies = SampleSizeStudy.Run();
        Assert.Equal([50, 500, 5000], studies.Select(s => s.Rows));
        Assert.InRange(studies[2].FixedError, 0.8 * studies[1].FixedError, 1.2 * studies[1].FixedError);
        Assert.True(studies[2].TunedError < studies[1].TunedError && studies[1].TunedError < studies[0].TunedError);
        Assert.True(studies[2].TunedError < 0.3 * studies[2].FixedError);
        Assert.True(studies[2].TunedBandwidth < studies[0].TunedBandwidth);
    }
}
