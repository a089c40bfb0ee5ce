using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>
/// Leaning attention against the chapter's scalar w at its leave-one-out optimum, on many draws of the chapter's rows: both are tuned by the same
/// criterion on the same rows, and judged by the mean squared error against the noise-free truth at the chapter's test inputs.
/// </summary>
/// <param name="PlainErrors">The error of the scalar w, one a draw.</param>
/// <param name="LeaningErrors">The error of leaning attention, one a draw.</param>
public sealed record PoolingContest(IReadOnlyList<double> PlainErrors, IReadOnlyList<double> LeaningErrors)
{
    /// <summary>The number of draws.</summary>
    public int Draws => PlainErrors.Count;

    /// <summary>The mean error of the scalar w.</summary>
    public double PlainMean => PlainErrors.Average();

    /// <summary>The mean error of leaning attention.</summary>
    public double LeaningMean => LeaningErrors.Average();

    /// <summary>The share of draws in which leaning attention has the smaller error, 0 to 1.</summary>
    public double Won => Differences.Count(d => d < 0) / (double)Draws;

    /// <summary>The mean of error(leaning) − error(plain) over the draws; negative where leaning is better.</summary>
    public double MeanDifference => Differences.Average();

    /// <summary>Half the width of the paired 95 % interval of the mean difference, t·s/√draws.</summary>
    public double HalfWidth
    {
        get
        {
            double mean = MeanDifference;
            double variance = Differences.Sum(d => (d - mean) * (d - mean)) / (Draws - 1);
            return StudentQuantile(Draws - 1) * Math.Sqrt(variance / Draws);
        }
    }

    private IEnumerable<double> Differences => LeaningErrors.Zip(PlainErrors, (leaning, plain) => leaning - plain);

    /// <summary>Runs the contest; the same numbers for any number of threads.</summary>
    /// <param name="draws">How many draws, at least 10.</param>
    /// <param name="rows">Rows of each draw; the chapter has 50.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <param name="cancellation">Stops it.</param>
    public static PoolingContest Run(int draws = 200, int rows = 50, int seed = 0, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 10);
        double[] plain = new double[draws];
        double[] leaning = new double[draws];
        new Run(0, cancellation).For(draws, d =>
        {
            // Draw 0 of a seed is what a lesson shows; the contest begins behind it.
            ChapterRows drawn = ChapterRows.DrawOf(rows, seed, d + 1);
            Dataset data = drawn.ToDataset();
            (double[] x, double[] y) = ([.. drawn.X], [.. drawn.Y]);
            double[] queries = [.. ChapterRows.Queries];
            KernelRegression tuned = KernelRegression.Fit(data, new() { Threads = 1, SummaryRows = 0 }, cancellation: cancellation);
            plain[d] = Error(tuned.PredictMany(Queries.From(queries), cancellation: cancellation).Values());
            leaning[d] = Error([.. LeaningScale.Pool(queries, x, y, LeaningScale.Train(data, cancellation).Scale).Select(v => (double?)v)]);
        });
        return new(plain, leaning);
    }

    /// <summary>The mean squared error of predictions at the chapter's test inputs against the noise-free truth.</summary>
    internal static double Error(IReadOnlyList<double?> predictions) =>
        predictions.Select((p, i) => Math.Pow(p!.Value - ChapterRows.Truth(ChapterRows.Queries[i]), 2)).Average();

    /// <summary>The 97.5 % quantile of Student's t, to 2e-4 from 9 degrees of freedom up. Source: Abramowitz &amp; Stegun (1964), 26.7.5.</summary>
    internal static double StudentQuantile(int degrees)
    {
        const double z = 1.959963984540054;
        double z3 = z * z * z;
        double z5 = z3 * z * z;
        double z7 = z5 * z * z;
        double f = degrees;
        return z
            + ((z3 + z) / (4 * f))
            + (((5 * z5) + (16 * z3) + (3 * z)) / (96 * f * f))
            + (((3 * z7) + (19 * z5) + (17 * z3) - (15 * z)) / (384 * f * f * f));
    }
}
