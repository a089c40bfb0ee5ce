namespace Nadaraya;

/// <summary>The weighted mean of all rows but one, for every row: from the sums before it and after it, never by subtraction.</summary>
internal sealed class MeansOfOthers
{
    private readonly Sample sample;
    private readonly double[] weightBefore;
    private readonly double[] weightAfter;
    private readonly double[][] sumBefore;
    private readonly double[][] sumAfter;

    public MeansOfOthers(Sample sample)
    {
        this.sample = sample;
        int n = sample.Count;
        weightBefore = Before(i => sample.Weight(i));
        weightAfter = After(i => sample.Weight(i));
        double[][] columns = sample.Payload.Columns;
        sumBefore = [.. columns.Select(c => Before(i => sample.Weight(i) * c[i]))];
        sumAfter = [.. columns.Select(c => After(i => sample.Weight(i) * c[i]))];

        double[] Before(Func<int, double> term)
        {
            double[] sums = new double[n];
            for (int i = 1; i < n; i++)
            {
                sums[i] = sums[i - 1] + term(i - 1);
            }

            return sums;
        }

        double[] After(Func<int, double> term)
        {
            double[] sums = new double[n];
            for (int i = n - 2; i >= 0; i--)
            {
                sums[i] = sums[i + 1] + term(i + 1);
            }

            return sums;
        }
    }

    /// <summary>The mean of a centred target over all rows but one unit of row i.</summary>
    public double Mean(int row, int target)
    {
        double kept = sample.InverseCounts is null ? 0 : sample.Weight(row) - sample.LeftOut(row);
        double weight = weightBefore[row] + weightAfter[row] + kept;
        double sum = sumBefore[target][row] + sumAfter[target][row] + (kept * sample.Payload.Columns[target][row]);
        return sum / weight;
    }
}
