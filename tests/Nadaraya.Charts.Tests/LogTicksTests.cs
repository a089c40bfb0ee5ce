namespace Nadaraya.Charts.Tests;

public sealed class LogTicksTests
{
    [Theory]
    [InlineData(50, 5_000, new[] { 50.0, 100, 200, 500, 1_000, 2_000, 5_000 })]
    [InlineData(0.2, 0.6, new[] { 0.2, 0.3, 0.4, 0.5 })]
    [InlineData(1e-3, 1e3, new[] { 1e-3, 1e-2, 0.1, 1, 10, 100, 1e3 })]
    public void LogTicks_Range_AreRoundNumbersInsideIt(double low, double high, double[] expected) =>
        Assert.Equal(expected, Spec.LogTicks([low, high]));

    [Fact]
    public void LogTicks_ManyDecades_StayFew() => Assert.InRange(Spec.LogTicks([1e-300, 1e300]).Count(), 5, 12);

    [Fact]
    public void LogTicks_NoPositiveValue_IsOneTick() => Assert.Equal([1.0], Spec.LogTicks([0, -1, double.NaN]));
}
