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
        Multipliers.Fill(bootstrap == TestBootstrap.Rademacher ? WildWeights.Rademacher : WildWeights.Mammen, random, multipliers);
        for (int i = 0; i < n; i++)
        {
            sample[i] = fits[i] + (residuals[i] * multipliers[clusters[i]]);
        }
    }
}
