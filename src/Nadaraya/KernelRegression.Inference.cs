using Nadaraya.Engines;

namespace Nadaraya;

/// <content>Standard errors, intervals, the variance function, the bootstrap.</content>
public sealed partial class KernelRegression
{
    /// <summary>What is known of the noise around the model.</summary>
    internal ModelErrors Errors => errors.Value;

    /// <summary>Predicts at one query, with what is asked for beside the value.</summary>
    /// <param name="query">One value a feature, in the order of <see cref="Features"/>.</param>
    /// <param name="options">Standard error, interval, derivatives.</param>
    public Prediction Predict(ReadOnlySpan<double> query, PredictOptions options)
    {
        double[][] columns = new double[query.Length][];
        for (int j = 0; j < columns.Length; j++)
        {
            columns[j] = [query[j]];
        }

        return PredictMany(Queries.FromColumns(columns), options)[0];
    }

    /// <summary>Predicts at many queries, with what is asked for beside the values.</summary>
    /// <remarks>
    /// The same bits for any number of threads and any chunking of queries; bands that are about the set of queries of a call (Bonferroni, simultaneous) change with the set.
    /// Errors visit every row for every query, O(n) each; what they need of the rows themselves, such as leave-one-out residuals, is computed once and kept.
    /// </remarks>
    /// <param name="queries">The queries.</param>
    /// <param name="options">Standard errors, intervals, derivatives; what becomes of queries without a value.</param>
    /// <param name="progress">Hears the share done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">A kind of error or band that the model can't have; the message says which it can. Or a query without a value under <see cref="UnsupportedPolicy.Error"/>.</exception>
    /// <exception cref="LimitException"><see cref="UnsupportedPolicy.Linear"/> over more rows and levels than fit.</exception>
    public Predictions PredictMany(
        Queries queries, PredictOptions options, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        Run run = new(Options.Threads, cancellation, progress);
        Predictions plain = PredictMany(queries, Options.Threads, run.Part(0, 0.1).Progress, cancellation);
        Predictions filled = Filled(plain, queries, options.Unsupported, run);
        bool ofMeans = options is not { StandardError: null, Confidence: null, Derivatives: false };
        Inferred more = ofMeans
            ? MeanInference.Of(this, queries, model => model == this ? plain.Numbers() : model.PredictMany(queries, cancellation: cancellation).Numbers(), options, run.Part(0.1, options.Interval is null ? 1 : 0.5))
            : Inferred.Nothing;
        if (options.Interval is double coverage)
        {
            IntervalRule rule = intervals.Value.Of(options, run.Part(ofMeans ? 0.5 : 0.1, 0.8));
            IntervalEnds ends = rule.At(queries, plain, coverage, run.Part(0.8, 1));
            if (filled.Substitutes > 0)
            {
                SubstituteOf(options.Unsupported, cancellation).Around(filled, queries, coverage, ends);
            }

            more = more with { Observations = (ends.Lower, ends.Upper, rule.Kind) };
        }

        return ofMeans || options.Interval is not null ? filled.With(more) : filled;
    }

    /// <summary>The variance of the noise at queries: squared leave-one-out residuals smoothed by the model's kernel and bandwidths. Source: Fan &amp; Yao (1998).</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>One array a target, in its unit squared; NaN where no row has weight, and everywhere for a single row.</returns>
    public double[][] VarianceAt(Queries queries, CancellationToken cancellation = default)
    {
        Check(queries);
        Run run = new(Options.Threads, cancellation);
        double[][]? scaled = Errors.Variance(run)?.At(Fitted.QueryPoints(queries.Columns, queries.Count), run);
        return [.. Fitted.Sample.Payload.Scales.Select((scale, t) =>
            Enumerable.Range(0, queries.Count).Select(q => (scaled?[t][q] ?? double.NaN) * scale * scale).ToArray())];
    }

    /// <summary>σ̂(x), the root of <see cref="VarianceAt"/>, which is within a double's range where its square is not.</summary>
    internal double[][] DeviationsAt(Queries queries, Run run)
    {
        double[][]? scaled = Errors.Variance(run)?.At(Fitted.QueryPoints(queries.Columns, queries.Count), run);
        return [.. Fitted.Sample.Payload.Scales.Select((scale, t) => Enumerable.Range(0, queries.Count).Select(q => Math.Sqrt(scaled?[t][q] ?? double.NaN) * scale).ToArray())];
    }

    /// <summary>Standard errors and intervals of means by drawing again.</summary>
    /// <remarks>
    /// O(B n) a query; rows and draws meet in tiles of at most 64 MiB. Bandwidths are held: what choosing them adds to the error is not in it. Bits do not depend on threads or chunks.
    /// </remarks>
    /// <param name="queries">The queries.</param>
    /// <param name="options">What is drawn, how often, by which seed; null for the wild bootstrap.</param>
    /// <param name="progress">Hears the share done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">Rows that can't be drawn so; the message says why.</exception>
    public BootstrapResult Bootstrap(
        Queries queries, BootstrapOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        Check(queries);
        options ??= new();
        Run run = new(Options.Threads, cancellation, progress);
        return options.Kind == BootstrapKind.Wild
            ? WildBootstrap.Of(this, queries, options, Values, run)
            : RowBootstrap.Of(this, queries, options, Values, run);

        double[][] Values(KernelRegression model, Queries at) => model.PredictMany(at, cancellation: cancellation).Numbers();
    }
}
