namespace Nadaraya;

/// <summary>Predictions of rows beside what they turned out to be.</summary>
/// <param name="target">The target's name.</param>
/// <param name="actual">y.</param>
/// <param name="predicted">ŷ, null where there is none.</param>
/// <param name="weights">v, 0 for a row that does not count.</param>
internal sealed class HeldOut(string target, double[] actual, double?[] predicted, double[] weights)
{
    /// <summary>ŷ − y of a row; null where it has no prediction or no weight.</summary>
    public double? Error(int row) => weights[row] > 0 && predicted[row] is double value ? value - actual[row] : null;

    /// <summary>v.</summary>
    public double Weight(int row) => weights[row];

    /// <summary>The number of rows.</summary>
    public int Rows => actual.Length;

    /// <summary>What they say of a model.</summary>
    public Evaluation Measure()
    {
        int[] counted = [.. Enumerable.Range(0, Rows).Where(i => weights[i] > 0)];
        int[] rows = [.. counted.Where(i => predicted[i] is not null)];
        int without = counted.Length - rows.Length;
        double share = counted.Length == 0 ? 0 : (double)without / counted.Length;
        if (rows.Length == 0)
        {
            return new(target, 0, without, share, null, null, null, null, null, null);
        }

        // Scaled, so that squares of any double stay finite; weights by the largest, for the same reason.
        double scale = rows.Max(i => Math.Max(Math.Abs(actual[i]), Math.Abs(predicted[i]!.Value)));
        scale = scale == 0 ? 1 : Math.ScaleB(1, Math.ILogB(scale));
        double most = rows.Max(i => weights[i]);
        double[] v = [.. rows.Select(i => weights[i] / most)];
        double[] y = [.. rows.Select(i => actual[i] / scale)];
        double[] fit = [.. rows.Select(i => predicted[i]!.Value / scale)];
        double[] error = [.. fit.Zip(y, (f, a) => f - a)];
        double total = v.Sum();
        double meanY = Mean(k => y[k]);
        double meanFit = Mean(k => fit[k]);
        double mse = Mean(k => error[k] * error[k]);
        double tss = Mean(k => (y[k] - meanY) * (y[k] - meanY));
        double fss = Mean(k => (fit[k] - meanFit) * (fit[k] - meanFit));
        double cross = Mean(k => (y[k] - meanY) * (fit[k] - meanFit));
        return new(
            target,
            rows.Length,
            without,
            share,
            Math.Sqrt(mse) * scale,
            Mean(k => Math.Abs(error[k])) * scale,
            Median([.. error.Select(Math.Abs)], v) * scale,
            Mean(k => error[k]) * scale,
            tss > 0 ? 1 - (mse / tss) : null,
            tss > 0 && fss > 0 ? Math.Clamp(cross / Math.Sqrt(tss * fss), -1, 1) : null);

        double Mean(Func<int, double> of)
        {
            double sum = 0;
            for (int k = 0; k < v.Length; k++)
            {
                sum += v[k] * of(k);
            }

            return sum / total;
        }
    }

    /// <summary>Σ v·loss/Σ v over the rows that have a loss; null where none has.</summary>
    /// <param name="losses">One a row, not negative, NaN where there is none.</param>
    public double? Mean(double[] losses)
    {
        int[] counted = [.. Enumerable.Range(0, Rows).Where(i => Error(i) is not null && !double.IsNaN(losses[i]))];
        if (counted.Length == 0)
        {
            return null;
        }

        // Over the largest of each, so that sums of any double stay finite.
        double most = counted.Max(i => weights[i]);
        double scale = counted.Max(i => losses[i]) is > 0 and double largest ? largest : 1;
        return scale * Math.Min(1, counted.Sum(i => weights[i] / most * (losses[i] / scale)) / counted.Sum(i => weights[i] / most));
    }

    /// <summary>The value up to which half of the weight lies; between two values where a half ends on one, their middle.</summary>
    private static double Median(double[] values, double[] weights)
    {
        double[] sorted = [.. weights];
        Array.Sort(values, sorted);
        double half = sorted.Sum() / 2;
        double sum = 0;
        for (int k = 0; k < values.Length; k++)
        {
            sum += sorted[k];
            if (sum > half || k == values.Length - 1)
            {
                return values[k];
            }

            if (sum == half)
            {
                return (values[k] / 2) + (values[k + 1] / 2);
            }
        }

        return values[^1];
    }
}
