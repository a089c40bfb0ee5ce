using Nadaraya.Numerics;

namespace Nadaraya.Benchmarks;

/// <summary>What normal theory says of an interval at a bandwidth that is not yet small: it is off by the bias that is left.</summary>
internal static class FiniteTheory
{
    /// <summary>
    /// Φ(z − b/s) − Φ(−z − b/s), where b = Σℓᵢm(xᵢ) − m(x) and s² = Σℓᵢ²σ²(xᵢ) are of the local parabola at h, which is what a robust bias-corrected interval of a local line is centred at.
    /// </summary>
    /// <param name="design">What is true, in one feature.</param>
    /// <param name="xs">The rows.</param>
    /// <param name="at">x.</param>
    /// <param name="bandwidth">h of the Gaussian.</param>
    /// <param name="confidence">What the interval is asked for.</param>
    public static double Coverage(Design design, double[] xs, double at, double bandwidth, double confidence)
    {
        double[] hat = HatRow(xs, at, bandwidth);
        double bias = -design.Mean([at]), variance = 0;
        for (int i = 0; i < xs.Length; i++)
        {
            bias += hat[i] * design.Mean([xs[i]]);
            variance += Math.Pow(hat[i] * design.Spread([xs[i]]), 2);
        }

        double z = NormalDistribution.Quantile((1 + confidence) / 2), off = bias / Math.Sqrt(variance);
        return NormalDistribution.Cdf(z - off) - NormalDistribution.Cdf(-z - off);
    }

    /// <summary>ℓ of a local parabola: e₀'(B'WB)⁻¹B'W, by elimination.</summary>
    private static double[] HatRow(double[] xs, double at, double bandwidth)
    {
        double[] u = [.. xs.Select(x => (x - at) / bandwidth)], w = [.. u.Select(v => Math.Exp(-v * v / 2))];
        double[] m = [.. Enumerable.Range(0, 5).Select(power => u.Select((v, i) => w[i] * Math.Pow(v, power)).Sum())];
        double[,] matrix = { { m[0], m[1], m[2], 1 }, { m[1], m[2], m[3], 0 }, { m[2], m[3], m[4], 0 } };
        for (int k = 0; k < 3; k++)
        {
            for (int r = 0; r < 3; r++)
            {
                double times = r == k ? 0 : matrix[r, k] / matrix[k, k];
                for (int c = k; c < 4; c++)
                {
                    matrix[r, c] -= times * matrix[k, c];
                }
            }
        }

        double[] solved = [.. Enumerable.Range(0, 3).Select(k => matrix[k, 3] / matrix[k, k])];
        return [.. u.Select((v, i) => w[i] * (solved[0] + (solved[1] * v) + (solved[2] * v * v)))];
    }
}
