using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>One draw of multipliers after another, each from its own stream of a seed.</summary>
internal static class WildDraws
{
    /// <summary>Under this many clusters signs alone give few different draws. Source: Webb (2023).</summary>
    private const int Few = 12;

    /// <summary>What suits so many independent units: Webb's six points for a handful of clusters, else signs.</summary>
    public static WildWeights Of(bool clustered, int units) => clustered && units < Few ? WildWeights.Webb : WildWeights.Rademacher;

    /// <summary>Fills draws by number.</summary>
    public static Action<int, Span<double>> By(WildWeights weights, int seed) =>
        (draw, destination) => Multipliers.Fill(weights, SplitMix64.ForDraw(seed, draw), destination);

    /// <summary>Fills draws of N(0, 1) by number.</summary>
    public static Action<int, Span<double>> Normal(int seed) => (draw, destination) =>
    {
        SplitMix64 random = SplitMix64.ForDraw(seed, draw);
        foreach (ref double multiplier in destination)
        {
            multiplier = random.NextNormal();
        }
    };
}
