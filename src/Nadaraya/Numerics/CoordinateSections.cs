namespace Nadaraya.Numerics;

/// <summary>Minimises a function in a box one coordinate after the other by golden sections: for functions whose slope lies or is 0.</summary>
internal static class CoordinateSections
{
    private const int MostRounds = 8;
    private const double LeastGain = 1e-6;

    // Far and near: a step function seldom has its best step where a narrow search expects it.
    private static readonly double[] Reaches = [2, 0.5, 0.1];

    /// <summary>The lowest point found; never higher than the start. Stops where a round gains nothing, or where a value can't be had.</summary>
    /// <param name="value">The function; null ends the search.</param>
    /// <param name="start">Where to start, inside the box.</param>
    /// <param name="low">Lower bounds.</param>
    /// <param name="high">Upper bounds.</param>
    public static double[] Minimise(Func<double[], double?> value, double[] start, double[] low, double[] high)
    {
        double[] x = [.. start];
        if (value(x) is not double best)
        {
            return x;
        }

        for (int round = 0; round < MostRounds; round++)
        {
            double before = best;
            for (int k = 0; k < x.Length; k++)
            {
                foreach (double reach in Reaches)
                {
                    int coordinate = k;
                    double[] trial = [.. x];
                    double? Along(double at)
                    {
                        trial[coordinate] = at;
                        double? found = value(trial);
                        if (found < best)
                        {
                            (best, x) = (found.Value, [.. trial]);
                        }

                        return found;
                    }

                    (double from, double to) = (Math.Max(x[k] - reach, low[k]), Math.Min(x[k] + reach, high[k]));
                    if (LineSearch.BySections(Along, from, to, reach / 20) is null)
                    {
                        return x;
                    }
                }
            }

            if (before - best <= LeastGain * Math.Abs(best))
            {
                break;
            }
        }

        return x;
    }
}
