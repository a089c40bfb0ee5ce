using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>A learned map as directions that have nothing to do with one another: rows √λₖ vₖ' of the eigenvectors of (W·unit)'(W·unit), the largest first.</summary>
/// <remarks>W and UW are the same score for any rotation U, so the rows of W by themselves mean nothing; these do. O(d³).</remarks>
internal static class MetricDirections
{
    private const double Nothing = 1e-12; // of the largest eigenvalue: rounding, no direction

    /// <summary>W·unit, with what no two rows can differ by taken out: the levels of a feature sum to the same in every row, so what their columns have in common moves nothing.</summary>
    /// <param name="metric">W, one row a direction and one column a coordinate.</param>
    /// <param name="coordinates">The coordinates.</param>
    public static double[][] Telling(IReadOnlyList<IReadOnlyList<double>> metric, Coordinates coordinates)
    {
        double[][] telling = [.. metric.Select(row => row.Select((w, c) => w * coordinates.Units[c]).ToArray())];
        foreach (IGrouping<int, int> levels in Enumerable.Range(0, coordinates.Count).Where(coordinates.IsLevel).GroupBy(c => coordinates.Features[c]))
        {
            foreach (double[] row in telling)
            {
                double common = levels.Average(c => row[c]);
                foreach (int c in levels)
                {
                    row[c] -= common;
                }
            }
        }

        return telling;
    }

    /// <summary>The directions; none where the map is 0.</summary>
    /// <param name="metric">W, one row a direction and one column a coordinate.</param>
    /// <param name="coordinates">The coordinates.</param>
    public static double[][] Of(IReadOnlyList<IReadOnlyList<double>> metric, Coordinates coordinates)
    {
        double[][] telling = Telling(metric, coordinates);
        int d = coordinates.Count;
        double[] square = new double[d * d];
        for (int a = 0; a < d; a++)
        {
            for (int b = 0; b < d; b++)
            {
                square[(a * d) + b] = telling.Sum(row => row[a] * row[b]);
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
