namespace Nadaraya.Tests;

/// <summary>The coordinates of a search.</summary>
public sealed class SearchAxisTests
{
    [Fact]
    public void At_ThePlaceOfABandwidth_IsTheBandwidth()
    {
        foreach ((SearchAxis axis, double[] bandwidths) in new[] { (Axes[0], new[] { 0.1, 1, 30 }), (Axes[1], [0, 1e-6, 0.01, 0.2, 0.5]) })
        {
            foreach (double h in bandwidths)
            {
                Assert.Equal(h, axis.At(axis.Place(h)), 1e-15 * (1 + h));
            }
        }

        Assert.Equal(0, Axes[1].At(Axes[1].Low));
        Assert.Equal(0.5, Axes[1].At(Axes[1].High));
    }

    [Fact]
    public void Slope_OfAFunctionOfTheBandwidth_IsItsDifference()
    {
        const double Step = 1e-6;
        foreach (double x in new[] { 0.3, 1.1, 2.4 })
        {
            double ofLength = (Axes[0].At(x + Step) - Axes[0].At(x - Step)) / (2 * Step);
            Assert.Equal(ofLength, Axes[0].Slope(x, Axes[0].At(x)), 1e-8 * ofLength); // of h itself, ∂h/∂ln h = h
            double ofLevels = (Axes[1].At(x + Step) - Axes[1].At(x - Step)) / (2 * Step);
            Assert.Equal(ofLevels, Axes[1].Slope(x, 1), 1e-8 * ofLevels);
        }
    }

    [Fact]
    public void Scaled_ByWhatHGrows_MakesLambdaGrowByItsSquare()
    {
        Assert.Equal(1.3, Axes[0].At(Axes[0].Scaled(Axes[0].Place(1), Math.Log(1.3))), 1e-12);
        Assert.Equal(0.1 * 1.3 * 1.3, Axes[1].At(Axes[1].Scaled(Axes[1].Place(0.1), Math.Log(1.3))), 1e-12);
        Assert.Equal(0.5, Axes[1].At(Axes[1].Scaled(Axes[1].Place(0.4), Math.Log(1.3))));
    }

    /// <summary>Of a number, and of two levels that may count alike.</summary>
    private static SearchAxis[] Axes { get; } = Make();

    private static SearchAxis[] Make()
    {
        double[] x = [.. Enumerable.Range(0, 40).Select(i => (double)i)];
        Dataset data = new(
            [new("x", x), new("u", Array.ConvertAll(x, v => v % 2)) { Type = FeatureType.Unordered(["a", "b"]) }],
            [new("y", Array.ConvertAll(x, Math.Sin))]);
        return new SearchSpace(new Sample(data), [0, 1], [double.NaN, double.NaN], new()).Axes;
    }
}
