namespace Nadaraya;

/// <summary>σ̂² without a fit: half the mean squared difference of rows that stand next to one another. Source: Rice (1984), Gasser, Sroka &amp; Jennen-Steinmetz (1986).</summary>
internal static class NoiseVariance
{
    private const int MostRows = 2000;
    private const double Least = 1e-12; // of the target's variance: the noise of data that have none

    /// <summary>σ̂² of a target over its variance.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="features">The features in which rows are near one another.</param>
    /// <param name="target">The target.</param>
    /// <param name="variance">The variance of the centred target.</param>
    public static double Of(Sample sample, int[] features, int target, double variance)
    {
        double[] y = sample.Payload.Columns[target];
        double sum = 0;
        int count = 0;
        foreach ((int row, int other) in Neighbours(sample, features))
        {
            sum += (y[row] - y[other]) * (y[row] - y[other]) / 2;
            count++;
        }

        return count == 0 || variance == 0 ? 1 : Math.Max(sum / count / variance, Least);
    }

    /// <summary>Rows side by side: in order of one feature, else each with its nearest in features over their spread.</summary>
    private static IEnumerable<(int Row, int Other)> Neighbours(Sample sample, int[] features)
    {
        if (features.Length == 1)
        {
            int[] order = sample.KeysOf(features).Ascending.Rows;
            return order.Zip(order.Skip(1));
        }

        double[] units = [.. features.Select(j => sample.Data.FeatureTypes[j].IsDiscrete ? 1 : 1 / Math.Max(SortedColumn.Of(sample, j).RobustSpread(), double.Epsilon))];
        int step = Math.Max(1, sample.Count / MostRows);
        return Enumerable.Range(0, (sample.Count + step - 1) / step).AsParallel().AsOrdered().Select(k => (k * step, Nearest(sample, features, units, k * step)));
    }

    private static int Nearest(Sample sample, int[] features, double[] units, int row)
    {
        int nearest = row == 0 ? 1 : 0;
        double least = double.PositiveInfinity;
        for (int i = 0; i < sample.Count; i++)
        {
            double square = 0;
            for (int k = 0; k < features.Length; k++)
            {
                double apart = (sample.Columns[features[k]][i] - sample.Columns[features[k]][row]) * units[k];
                square += sample.Data.FeatureTypes[features[k]].Kind == FeatureKind.Unordered ? (apart == 0 ? 0 : 1) : apart * apart;
            }

            if (i != row && square < least)
            {
                (nearest, least) = (i, square);
            }
        }

        return nearest;
    }
}
