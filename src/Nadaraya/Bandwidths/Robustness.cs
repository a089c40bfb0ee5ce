using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Weights against outliers: δᵢ = (1 − (eᵢ/6s)²)², s the median |e|, from one fit to the next. Source: Cleveland (1979); the rim of its bisquare as in lowess.</summary>
internal static class Robustness
{
    private const double Deviations = 6;
    private const double Core = 0.001; // of six deviations: within it a row counts fully
    private const double Rim = 0.999; // beyond it not at all
    private const int Block = 256;

    /// <summary>δ of every key after the iterations of the options.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="options">How often, and everything else.</param>
    /// <param name="features">The features with a bandwidth.</param>
    /// <param name="bandwidths">Theirs.</param>
    /// <param name="run">Threads and cancellation.</param>
    /// <exception cref="DataException">There are frequencies or several targets.</exception>
    public static double[] Of(Sample sample, FitOptions options, int[] features, double[] bandwidths, Run run)
    {
        if (sample.InverseCounts is not null || sample.Targets.Length > 1)
        {
            throw new DataException($"Robust iterations weigh rows by their own residual, but {(sample.Targets.Length > 1 ? "there are several targets" : "a row with a frequency is several")}: leave them out, or fit one target on single rows.");
        }

        double[] parts = [.. Enumerable.Repeat(1.0, sample.Count)];
        for (int k = 0; k < options.RobustIterations; k++)
        {
            double[] errors = Errors(sample.Weighed(parts), options, features, bandwidths, run);
            double[] sorted = [.. errors.Order()];
            double scale = Deviations * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
            if (scale == 0)
            {
                break; // at least half of the rows are met exactly
            }

            parts = Array.ConvertAll(errors, e => e <= Core * scale ? 1 : e <= Rim * scale ? Math.Pow(1 - (e / scale * (e / scale)), 2) : 0);
        }

        return parts;
    }

    private static double[] Errors(Sample sample, FitOptions options, int[] features, double[] bandwidths, Run run)
    {
        PoolingRequest request = sample.Request(options, features, bandwidths);
        PreparedEngine engine = Planner.Shipped.Prefer(request, sample.Count, options.Engine, run.Cancellation);
        Points queries = Points.Queries(request.Keys.Columns, sample.Count);
        Moments moments = engine.Sum(queries, Leave.Nobody, run);
        double[] errors = new double[sample.Count];
        (run with { Progress = null }).ForBlocks(sample.Count, Block, (from, to) =>
        {
            LocalFit fit = new(engine, queries, Leave.Nobody, moments, options.Support.Stability);
            for (int i = from; i < to; i++)
            {
                double value = fit.At(i) ? fit.Coefficients[0, 0] : 0;
                errors[i] = Math.Abs(sample.Payload.Columns[0][i] - value);
            }
        });
        return errors;
    }
}
