using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>The null hypothesis as a way to draw samples: y* = m₀(xᵢ) + e*ᵢ.</summary>
/// <param name="fits">m₀ at every key, in centred units.</param>
/// <param name="residuals">e, made fit to be drawn: rescaled where needed, and centred.</param>
/// <param name="clusters">The cluster of every key.</param>
/// <param name="width">The length of a sample, in whole vectors.</param>
internal sealed class NullSample(double[] fits, double[] residuals, int[] clusters, int width)
{
    private readonly int groups = clusters.Max() + 1;

    /// <summary>m₀ at every key.</summary>
    public double[] Fits => fits;

    /// <summary>Samples first … first + count − 1 of a seed, one array each, padded with 0: each from its own stream, so that no thread matters.</summary>
    public double[][] Draw(TestBootstrap bootstrap, int seed, int first, int count, Run run)
    {
        double[][] samples = new double[count][];
        (run with { Progress = null }).ForBlocks(count, 16, (from, to) =>
        {
            for (int b = from; b < to; b++)
            {
                samples[b] = new double[width];
                Fill(bootstrap, SplitMix64.ForDraw(seed, first + b), samples[b]);
            }
        });
        return samples;
    }

    private void Fill(TestBootstrap bootstrap, SplitMix64 random, double[] sample)
    {
        int n = fits.Length;
        if (bootstrap == TestBootstrap.Iid)
        {
            for (int i = 0; i < n; i++)
            {
                sample[i] = fits[i] + residuals[(int)(random.NextUniform() * n)];
            }

            return;
        }

        double[] multipliers = new double[groups];
        for (int g = 0; g < groups; g++)
        {
            multipliers[g] = bootstrap == TestBootstrap.Rademacher ? ((random.Next() >> 63) == 0 ? 1 : -1) : Mammen(random.NextUniform());
        }

        for (int i = 0; i < n; i++)
        {
            sample[i] = fits[i] + (residuals[i] * multipliers[clusters[i]]);
        }
    }

    /// <summary>(1 − √5)/2 with probability (√5 + 1)/(2√5), else (1 + √5)/2: mean 0, variance 1, third moment 1.</summary>
    private static double Mammen(double uniform)
    {
        const double Root = 2.23606797749978969641; // √5
        return uniform < (Root + 1) / (2 * Root) ? (1 - Root) / 2 : (1 + Root) / 2;
    }
}
