using System.Diagnostics;
using Nadaraya.Engines;
using Nadaraya.Internals;
using Nadaraya.Models;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>
/// Nadaraya–Watson regression: f(x) = Σ α(x, xᵢ) yᵢ, with α the normalised kernel weights. Tunes its bandwidths, says how well the data
/// support each prediction, and shows which rows it came from.
/// </summary>
/// <remarks>
/// Immutable and safe for any number of threads. Memory O(n + queries). Equal input, options and seed give equal bits for any number of
/// threads and any chunking of queries. Source: Nadaraya (1964), Watson (1964).
/// </remarks>
public sealed partial class KernelRegression
{
    private const int Block = 1024;

    private readonly Lazy<ModelErrors> errors;
    private readonly Lazy<IntervalRules> intervals;

    internal KernelRegression(FitResult result)
    {
        Result = result;
        errors = new(() => result.Publication is null ? new(this) : throw Published("standard errors"));
        intervals = new(() => result.Publication is null ? new(this) : throw Published("intervals"));
    }

    /// <summary>The training rows; the cells that stand for them where <see cref="Publication"/> says so.</summary>
    public Dataset Data => Result.Data;

    /// <summary>The kernel.</summary>
    public Kernel Kernel => Result.Options.Kernel;

    /// <summary>The options it was fitted with.</summary>
    public FitOptions Options => Result.Options;

    /// <summary>The features and their bandwidths.</summary>
    public IReadOnlyList<FeatureFit> Features => Result.Features;

    /// <summary>What chose the bandwidths, as <see cref="Bandwidth.Name"/> has it: leave-one-out, aicc, gcv, plug-in, silverman, given and others.</summary>
    public string CriterionName => Result.CriterionName;

    /// <summary>The raw criterion at the chosen bandwidths; null for rules and given bandwidths.</summary>
    public double? CriterionValue => Result.CriterionValue;

    /// <summary>What the search tried; null where nothing was searched.</summary>
    public SearchTrace? Trace => Result.Trace;

    /// <summary>Fit statistics, one a target; empty where there are more rows than <see cref="FitOptions.SummaryRows"/>.</summary>
    public IReadOnlyList<FitSummary> Summaries => Result.Summaries;

    /// <summary>What the user should know, one line each.</summary>
    public IReadOnlyList<string> Warnings => Result.Warnings;

    /// <summary>What was learned; null where the score is bandwidths that were chosen or given.</summary>
    public LearnedScore? Learned => Result.Learned?.Score;

    /// <summary>Which engine computes predictions, why, and what it cost.</summary>
    public Plan Plan => Fitted.Plan;

    /// <summary>Whether attention weights can be negative: under a kernel that is, and for every local polynomial.</summary>
    public bool Signed => Kernel.Constants.Signed || (IsMapped && !Options.Estimator.IsConstant)
        || Features.Any(f => !f.Type.IsDiscrete && f.Bandwidth is not null && Options.Estimator.DegreeOf(f.Name) > 0);

    /// <summary>Everything the fit found, as it is saved.</summary>
    internal FitResult Result { get; }

    /// <summary>The sample and its engine.</summary>
    internal Fitted Fitted => Result.Fitted;

    /// <summary>Leave-one-out predictions of the rows that count, in the target's unit; empty where they were not computed.</summary>
    /// <param name="target">The target, from 0.</param>
    public ReadOnlySpan<double> LeaveOneOutPredictions(int target = 0) =>
        Result.LeaveOneOut is null ? [] : Result.LeaveOneOut[target];

    /// <summary>Fits a model.</summary>
    /// <param name="data">The training rows.</param>
    /// <param name="options">Options; null for the defaults: Gaussian kernel, bandwidths by leave-one-out.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">The data can't be used as they are; the message says what to mend.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static KernelRegression Fit(
        Dataset data,
        FitOptions? options = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        using Activity? activity = Telemetry.Source.StartActivity("fit");
        activity?.SetTag("rows", data.Rows).SetTag("features", data.FeatureNames.Count);
        options ??= new();
        KernelRegression model = new(options.Learning is LearningOptions learning
            ? new LearnedFit(data, options, progress, learning.Checkpoint is string file ? new CheckpointFile(file) : null, cancellation).Fit()
            : new DegreeChoice(data, options, progress, cancellation).Fit());
        Telemetry.Fits.Add(1);
        return model;
    }

    /// <summary>A query by feature names.</summary>
    /// <param name="unseen">What becomes of a level that the model has never seen.</param>
    public Query Query(UnseenLevels unseen = UnseenLevels.Error) => new(Features, unseen);

    /// <summary>Predicts at one query.</summary>
    /// <param name="query">A query with every feature set.</param>
    /// <exception cref="DataException">A feature that was not set.</exception>
    public Prediction Predict(Query query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return Predict(query.Complete());
    }

    /// <summary>Predicts at one query.</summary>
    /// <param name="query">One value a feature, in the order of <see cref="Features"/>.</param>
    /// <exception cref="ArgumentException">The wrong number of values.</exception>
    /// <exception cref="DataException">A value that is not finite, or no index of a level.</exception>
    public Prediction Predict(ReadOnlySpan<double> query)
    {
        double[][] columns = new double[query.Length][];
        for (int j = 0; j < columns.Length; j++)
        {
            columns[j] = [query[j]];
        }

        return PredictMany(Queries.FromColumns(columns), 1)[0];
    }

    /// <summary>Predicts at many queries; the same bits as one by one.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="progress">Hears the share done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    public Predictions PredictMany(
        Queries queries, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        return PredictMany(queries, Options.Threads, progress, cancellation);
    }

    private Predictions PredictMany(
        Queries queries, int threads, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        Check(queries);
        int m = queries.Count;
        using Activity? activity = Telemetry.Source.StartActivity("predict");
        activity?.SetTag("queries", m).SetTag("rows", Data.Rows);
        Telemetry.Predictions.Add(m);
        Run run = new(threads, cancellation, progress);
        Points points = Fitted.QueryPoints(queries.Columns, m);
        Moments moments = Fitted.Sum(points, Leave.Nobody, run, Wanted.Squares | Wanted.Nearest);
        double[][] values = [.. Data.TargetNames.Select(_ => new double[m])];
        Support[] supports = new Support[m];
        SupportReason[] reasons = new SupportReason[m];
        double[] sizes = new double[m];
        (run with { Progress = null }).ForBlocks(m, Block, (from, to) =>
        {
            LocalFit fit = Fitted.LocalFit(points, Leave.Nobody, moments);
            for (int q = from; q < to; q++)
            {
                reasons[q] = Verdict(fit, moments, queries, q);
                sizes[q] = double.NaN;
                if (reasons[q] != SupportReason.Supported)
                {
                    continue;
                }

                double total = moments.Weight(q);
                if (!Kernel.Constants.Signed)
                {
                    // Rounding may leave 1 a hair short where one row has all the weight.
                    sizes[q] = Math.Clamp(total * total / moments.SquaredWeights[q], 1, Fitted.Sample.Size);
                }

                for (int t = 0; t < values.Length; t++)
                {
                    values[t][q] = Fitted.Sample.Payload.Restore(t, fit.Coefficients[t, 0]);
                }

                supports[q] = Strength(queries, q, sizes[q], moments.LogNearest[q], fit.Ridge);
            }
        });
        return new(this, queries, values, supports, reasons, sizes);
    }

    private void Check(Queries queries)
    {
        ArgumentNullException.ThrowIfNull(queries);
        if (queries.Dimensions != Features.Count)
        {
            throw new ArgumentException(
                $"A query has {queries.Dimensions} values but the model has {Features.Count} features ({string.Join(", ", Features.Select(f => f.Name))}): give one value a feature, in this order.",
                nameof(queries));
        }

        queries.CheckLevels(Features);
    }

    /// <summary>Whether the sums at a query give a value; solves them.</summary>
    internal SupportReason Verdict(LocalFit fit, Moments moments, Queries queries, int query)
    {
        if (!moments.HasWeight(query))
        {
            return SupportReason.NoRowInReach;
        }

        bool far = !Options.Estimator.IsConstant && !Options.Support.Extrapolate && moments.Wanted.HasFlag(Wanted.Nearest)
            && moments.LogNearest[query] < Math.Log(Options.Support.NearestWeight) && IsOutside(queries, query);
        return far ? SupportReason.Extrapolation
            : fit.At(query) && fit.IsSteady(query, 1 / Options.Support.Stability) ? SupportReason.Supported
            : SupportReason.Unstable;
    }

    private Support Strength(Queries queries, int query, double effectiveSampleSize, double logNearest, double ridge)
    {
        SupportThresholds lines = Options.Support;
        return effectiveSampleSize < lines.EffectiveSampleSize || logNearest < Math.Log(lines.NearestWeight) || ridge > 0 ? Support.Low
            : IsOutside(queries, query) ? Support.Edge
            : Support.Inside;
    }

    /// <summary>Whether a query is outside the training range of a number that has a say.</summary>
    private bool IsOutside(Queries queries, int query)
    {
        for (int j = 0; j < Features.Count; j++)
        {
            double x = queries.Columns[j][query];
            if (Features[j] is { SmoothedOut: false, Type.Kind: FeatureKind.Continuous } && (x < Features[j].Lowest || x > Features[j].Highest))
            {
                return true;
            }
        }

        return false;
    }
}
