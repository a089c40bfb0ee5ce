using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>Does more data help? The error against the noise-free truth by the number of rows, at a fixed and at a tuned bandwidth.</summary>
/// <remarks>
/// At a fixed bandwidth the noise averages out and the bias stays; a bandwidth by leave-one-out shrinks with the rows and takes the bias with it.
/// </remarks>
/// <param name="Rows">How many rows each draw had.</param>
/// <param name="Draws">How many draws were averaged.</param>
/// <param name="FixedError">Root mean squared error at the fixed bandwidth.</param>
/// <param name="TunedError">Root mean squared error at the bandwidth by leave-one-out.</param>
/// <param name="TunedBandwidth">The geometric mean of the bandwidths by leave-one-out.</param>
/// <param name="FixedCurve">The predictions of the first draw at the chapter's test inputs, at the fixed bandwidth.</param>
/// <param name="TunedCurve">The predictions of the first draw at the chapter's test inputs, at the tuned bandwidth.</param>
public sealed record SampleSizeStudy(
    int Rows, int Draws, double FixedError, double TunedError, double TunedBandwidth, IReadOnlyList<double> FixedCurve, IReadOnlyList<double> TunedCurve)
{
    // Few rows vary much from draw to draw, many rows little; the work is draws × rows².
    private static readonly (int Rows, int Draws)[] Sizes = [(50, 40), (500, 8), (5000, 1)];

    /// <summary>Runs the study for 50, 500 and 5,000 rows; the same numbers for any number of threads.</summary>
    /// <param name="bandwidth">The fixed bandwidth; the chapter's is 1.</param>
    /// <param name="seed">The seed of the draws.</param>
    /// <param name="cancellation">Stops it.</param>
    public static IReadOnlyList<SampleSizeStudy> Run(double bandwidth = 1, int seed = 0, CancellationToken cancellation = default)
    {
        SampleSizeStudy[] studies = new SampleSizeStudy[Sizes.Length];
        for (int s = 0; s < studies.Length; s++)
        {
            studies[s] = Run(Sizes[s].Rows, Sizes[s].Draws, bandwidth, seed, cancellation);
        }

        return studies;
    }

    private static SampleSizeStudy Run(int rows, int draws, double bandwidth, int seed, CancellationToken cancellation)
    {
        double[][] fixedCurves = new double[draws][];
        double[][] tunedCurves = new double[draws][];
        double[] logBandwidths = new double[draws];
        Queries queries = Queries.From([.. ChapterRows.Queries]);
        new Run(0, cancellation).For(draws, d =>
        {
            // A stream of its own: draws of different size shall not share their first rows.
            Dataset data = ChapterRows.DrawOf(rows, seed, rows + d).ToDataset();
            KernelRegression given = KernelRegression.Fit(data, new() { Bandwidth = bandwidth, SummaryRows = 0 }, cancellation: cancellation);
            KernelRegression tuned = KernelRegression.Fit(data, new() { SummaryRows = 0 }, cancellation: cancellation);
            fixedCurves[d] = [.. given.PredictMany(queries, cancellation: cancellation).Values().Select(v => v!.Value)];
            tunedCurves[d] = [.. tuned.PredictMany(queries, cancellation: cancellation).Values().Select(v => v!.Value)];
            logBandwidths[d] = Math.Log(tuned.Features[0].Bandwidth!.Value);
        });
        return new(
            rows, draws, Error(fixedCurves), Error(tunedCurves), Math.Exp(logBandwidths.Average()), fixedCurves[0], tunedCurves[0]);
    }

    private static double Error(double[][] curves) =>
        Math.Sqrt(curves.Average(c => PoolingContest.Error([.. c.Select(v => (double?)v)])));
}
