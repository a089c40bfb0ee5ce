using Nadaraya.Numerics;

namespace Nadaraya.Pooling;

/// <summary>A bandwidth a key and column: its distance to its k-th nearest other key. A key's weight is k(u)/h, so that wide ones do not shout.</summary>
/// <param name="bandwidths">h of every key, one array a column, in whole vectors.</param>
internal sealed class AdaptiveGeometry(double[][] bandwidths) : Geometry
{
    private readonly double[] logs = Logs(bandwidths);
    private double[]? shares;

    /// <summary>Π_j 1/h_ij of every key over their geometric mean, computed when first needed.</summary>
    private double[] Shares => shares ??= [.. logs.Select(l => Math.Exp(-l))];

    public override bool IsScaled => true;

    public override double? SharedBandwidth(int query, int column) => null;

    public override void Distances(
        Points queries, Points keys, int query, int column, int start, KernelConstants kernel, Span<double> u)
    {
        double q = queries.Columns[column][query];
        double[] x = keys.Columns[column];
        double[] h = bandwidths[column];
        for (int i = 0; i < u.Length; i++)
        {
            double apart = q - x[start + i];
            double reach = kernel.Support * h[start + i];
            bool inside = !kernel.Compact || (kernel.Closed ? Math.Abs(apart) <= reach : Math.Abs(apart) < reach);
            u[i] = inside ? Math.Clamp(apart / h[start + i], -kernel.Support, kernel.Support) : double.PositiveInfinity;
        }
    }

    public override void Scale(int query, int start, Span<double> weights)
    {
        TileSums.Multiply(weights, Shares.AsSpan(start, weights.Length));
    }

    public override void AddLogScale(int query, int start, Span<double> log)
    {
        for (int i = 0; i < log.Length; i++)
        {
            log[i] -= logs[start + i];
        }
    }

    /// <summary>Σ_j ln h_ij, less its mean: a common factor cancels, and weights stay near 1.</summary>
    private static double[] Logs(double[][] bandwidths)
    {
        double[] logs = new double[bandwidths[0].Length];
        foreach (double[] column in bandwidths)
        {
            for (int i = 0; i < logs.Length; i++)
            {
                logs[i] += Math.Log(column[i]);
            }
        }

        double mean = logs.Average();
        return [.. logs.Select(l => l - mean)];
    }
}
