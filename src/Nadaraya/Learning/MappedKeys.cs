using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>A linear map of the coordinates, z = A x̂: applied to the rows once, so that every engine serves it.</summary>
/// <param name="coordinates">x̂.</param>
/// <param name="map">A, one row a direction, directions one after the other.</param>
internal sealed class MappedKeys(Coordinates coordinates, double[] map) : LearnedKeys
{
    private const int Block = 4096;

    private readonly int directions = map.Length / coordinates.Count;

    /// <inheritdoc/>
    public override double[,]? Slopes
    {
        get
        {
            double[,] slopes = new double[directions, coordinates.FeatureCount];
            for (int k = 0; k < map.Length; k++)
            {
                // Levels have no slope, and a number on a circle has another at every place.
                int c = k % coordinates.Count;
                slopes[k / coordinates.Count, coordinates.Features[c]] = coordinates.IsOnCircle(c) ? double.NaN : coordinates.Parts[c] >= 0 ? 0 : map[k] / coordinates.Units[c];
            }

            return slopes;
        }
    }

    /// <inheritdoc/>
    public override LearnedKeys Wider(double factor) => new MappedKeys(coordinates, [.. map.Select(a => a / factor)]);

    /// <inheritdoc/>
    public override double[][] Map(double[][] columns, int count, Run run) => Map(coordinates.Map(columns, count, run), map, directions, count, run);

    /// <summary>z = A x̂ of coordinates.</summary>
    public static double[][] Map(double[][] coordinates, ReadOnlySpan<double> map, int directions, int count, Run run)
    {
        double[][] mapped = [.. Enumerable.Range(0, directions).Select(_ => new double[Pooling.Points.PaddedLength(count)])];
        double[] a = map.ToArray();
        int d = coordinates.Length;
        (run with { Progress = null }).ForBlocks(count, Block, (from, to) =>
        {
            for (int k = 0; k < directions; k++)
            {
                Span<double> z = mapped[k].AsSpan(from, to - from);
                for (int c = 0; c < d; c++)
                {
                    double factor = a[(k * d) + c];
                    ReadOnlySpan<double> x = coordinates[c].AsSpan(from, z.Length);
                    for (int i = 0; i < z.Length; i++)
                    {
                        z[i] = Math.FusedMultiplyAdd(factor, x[i], z[i]);
                    }
                }
            }
        });
        return [.. mapped.Select(z => z[..count])];
    }
}
