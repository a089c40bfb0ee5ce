using Nadaraya.Numerics;

namespace Nadaraya.Tests.Inference;

/// <summary>The multipliers of the wild bootstrap: their points, their moments, their seeds.</summary>
public sealed class MultipliersTests
{
    private const int Draws = 400_000;

    [Theory]
    [InlineData(WildWeights.Rademacher, 0, 1)]
    [InlineData(WildWeights.Mammen, 1, 2)]
    [InlineData(WildWeights.Webb, 0, 7.0 / 6)]
    public void Fill_ManyDraws_HasTheMoments(WildWeights weights, double third, double fourth)
    {
        double[] draws = Fill(weights, 12, Draws);

        // Six standard errors of a mean, from the spread of the draws themselves.
        foreach ((int power, double expected) in new[] { (1, 0), (2, 1), (3, third), (4, fourth) })
        {
            double[] powers = [.. draws.Select(v => Math.Pow(v, power))];
            double mean = powers.Average();
            double error = Math.Sqrt(powers.Average(v => (v - mean) * (v - mean)) / Draws);
            Assert.True(Math.Abs(mean - expected) <= (6 * error) + 1e-12, $"moment {power}: {mean}, expected {expected} ± {error}");
        }
    }

    [Fact]
    public void Fill_Points_AreExactAndAsLikelyAsTheyShould()
    {
        double root = Math.Sqrt(5);
        (WildWeights Weights, (double Point, double Share)[] Points)[] all =
        [
            (WildWeights.Rademacher, [(-1, 0.5), (1, 0.5)]),
            (WildWeights.Mammen, [((1 - root) / 2, (root + 1) / (2 * root)), ((1 + root) / 2, (root - 1) / (2 * root))]),
            (WildWeights.Webb, [.. new[] { -Math.Sqrt(1.5), -1, -Math.Sqrt(0.5), Math.Sqrt(0.5), 1, Math.Sqrt(1.5) }.Select(p => (p, 1.0 / 6))]),
        ];
        foreach ((WildWeights weights, (double Point, double Share)[] points) in all)
        {
            double[] draws = Fill(weights, 34, Draws);
            Assert.Equal(points.Select(p => p.Point), draws.Distinct().Order());
            foreach ((double point, double share) in points)
            {
                double found = draws.Count(v => v == point) / (double)Draws;
                Assert.True(Math.Abs(found - share) <= 6 * Math.Sqrt(share * (1 - share) / Draws), $"{weights} {point}: {found}, expected {share}");
            }
        }
    }

    [Theory]
    [InlineData(WildWeights.Rademacher)]
    [InlineData(WildWeights.Mammen)]
    [InlineData(WildWeights.Webb)]
    public void Fill_TheSameSeed_GivesTheSameDraws(WildWeights weights)
    {
        for (int length = 0; length <= 257; length++)
        {
            double[] longer = Fill(weights, 5, 257);
            Assert.Equal(longer[..length], Fill(weights, 5, length));
        }

        Assert.NotEqual(Fill(weights, 5, 257), Fill(weights, 6, 257));
    }

    [Fact]
    public void Fill_Neighbours_AreNotCorrelated()
    {
        foreach (WildWeights weights in Enum.GetValues<WildWeights>())
        {
            double[] draws = Fill(weights, 8, Draws);
            foreach (int lag in (int[])[1, 2, 63, 64])
            {
                double product = Enumerable.Range(0, Draws - lag).Average(i => draws[i] * draws[i + lag]);
                Assert.True(Math.Abs(product) <= 6 / Math.Sqrt(Draws), $"{weights}, lag {lag}: {product}");
            }
        }
    }

    private static double[] Fill(WildWeights weights, int seed, int count)
    {
        double[] draws = new double[count];
        Multipliers.Fill(weights, SplitMix64.ForDraw(seed, 0), draws);
        return draws;
    }
}
