using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>A learned map as directions that have nothing to do with one another: rows √λₖ vₖ' of the eigenvectors of (W·unit)'(W·unit), the largest first.</summary>
/// <remarks>W and UW are the same score for any rotation U, so the rows of W by themselves mean nothing; these do. O(d³).</remarks>
internal static class MetricDirections
{
    private const double Nothing = 1e-12; // of the largest eigenvalue: rounding, no direction

    /// <summary>The directions; none where the map is 0.</summary>
    /// <param name="metric">W, one row a direction and one column a coordinate.</param>
    /// <param name="units">What is 1 of each coordinate.</param>
    public static double[][] Of(IReadOnlyList<IReadOnlyList<double>> metric, double[] units)
    {
        int d = units.Length;
        double[] square = new double[d * d];
        for (int a = 0; a < d; a++)
        {
            for (int b = 0; b < d; b++)
            {
                square[(a * d) + b] = metric.Sum(row => row[a] * units[a] * row[b] * units[b]);
            }
        }

        (double[] values, double[] vectors) = SymmetricEigen.Of(square, d);
        return
        [
            .. Enumerable.Range(0, Math.Min(d, metric.Count))
                .Where(k => values[k] > Nothing * values[0])
                .Select(k => Enumerable.Range(0, d).Select(c => Math.Sqrt(values[k]) * vectors[(k * d) + c]).ToArray()),
        ];
    }
}
