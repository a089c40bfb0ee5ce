using System.Diagnostics;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>The multipliers of a wild bootstrap, drawn independently.</summary>
internal static class Multipliers
{
    private static readonly double RootFive = Math.Sqrt(5);
    private static readonly double MammenLow = (1 - RootFive) / 2;
    private static readonly double MammenHigh = (1 + RootFive) / 2;
    private static readonly double MammenShare = (RootFive + 1) / (2 * RootFive);
    private static readonly double[] WebbPoints = [-Math.Sqrt(1.5), -1, -Math.Sqrt(0.5), Math.Sqrt(0.5), 1, Math.Sqrt(1.5)];

    /// <summary>Fills a span with draws: the same for the same seed, on every machine.</summary>
    /// <param name="weights">The distribution.</param>
    /// <param name="random">The generator.</param>
    /// <param name="destination">One multiplier a row or a cluster.</param>
    public static void Fill(WildWeights weights, SplitMix64 random, Span<double> destination)
    {
        switch (weights)
        {
            case WildWeights.Rademacher:
                Signs(random, destination);
                break;
            case WildWeights.Mammen:
                foreach (ref double multiplier in destination)
                {
                    multiplier = random.NextUniform() < MammenShare ? MammenLow : MammenHigh;
                }

                break;
            case WildWeights.Webb:
                foreach (ref double multiplier in destination)
                {
                    multiplier = WebbPoints[random.NextBelow(WebbPoints.Length)];
                }

                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>One bit a sign, 64 from each number: probability ½ exactly.</summary>
    private static void Signs(SplitMix64 random, Span<double> destination)
    {
        ulong bits = 0;
        for (int i = 0; i < destination.Length; i++)
        {
            bits = i % 64 == 0 ? random.Next() : bits >> 1;
            destination[i] = (bits & 1) == 0 ? -1 : 1;
        }
    }
}
