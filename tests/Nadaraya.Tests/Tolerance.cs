namespace Nadaraya.Tests;

/// <summary>How near is near enough, relative to the size of what is compared.</summary>
public static class Tolerance
{
    /// <summary>|expected − actual| ≤ tolerance · max(|expected|, scale).</summary>
    public static void Near(double expected, double? actual, double tolerance, double scale = 0, string what = "value")
    {
        double allowed = tolerance * Math.Max(Math.Abs(expected), scale);
        Assert.True(
            actual is double a && Math.Abs(expected - a) <= allowed,
            $"{what}: expected {expected:R}, found {actual:R}, off by {Math.Abs(expected - (actual ?? double.NaN)):E2}, allowed {allowed:E2}");
    }
}
