using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>What is known where training starts.</summary>
/// <param name="Rows">The rows of training.</param>
/// <param name="Bandwidths">The bandwidths that the fit would have without learning, one a feature; null where it has no say.</param>
/// <param name="Given">The scale that was asked for, w; null where none was.</param>
/// <param name="Seed">The seed of what is drawn.</param>
/// <param name="Run">Threads and cancellation.</param>
internal sealed record TrainingStart(TrainingRows Rows, double?[] Bandwidths, double? Given, int Seed, Run Run)
{
    private const double Least = 0.02; // 50 standard deviations: no slope would bring back what is further off

    /// <summary>How much one standard deviation of each coordinate counts, by the bandwidths: unit/h; of levels √(−2 ln λ), where λ is what a kernel gives two different ones.</summary>
    /// <param name="coordinates">The coordinates.</param>
    public double[] Scales(Coordinates coordinates) => [.. Enumerable.Range(0, coordinates.Count).Select(c => Scale(coordinates, c))];

    private double Scale(Coordinates coordinates, int c)
    {
        int j = coordinates.Features[c];
        FeatureType type = Rows.Keys.Data.FeatureTypes[j];
        if (Given is double w)
        {
            return w * coordinates.Units[c];
        }

        if (Bandwidths[j] is not double h)
        {
            return Least;
        }

        double scale = type.Kind switch
        {
            // λ of two levels that differ is e^(−½ s²) of coordinates one apart; of ordered ones per step of the scores.
            FeatureKind.Unordered or FeatureKind.Ordered => coordinates.Units[c] * Math.Sqrt(-2 * Math.Log(Math.Clamp(h, 1e-4, 0.9998))),
            FeatureKind.Periodic => type.Period / (2 * Math.PI * h),
            _ => coordinates.Units[c] / h,
        };
        return Math.Max(Math.Min(scale, 1e6), Least);
    }
}
