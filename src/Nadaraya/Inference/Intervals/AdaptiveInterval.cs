using System.Globalization;
using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>
/// Intervals for rows that come in the order of time: after each, the level moves by αₜ₊₁ = αₜ + γ(α − errₜ), errₜ = 1 where the row fell outside, so that intervals widen after misses and narrow after hits.
/// </summary>
/// <remarks>
/// Whatever the rows do, also when the world changes, the share of misses after T rows is within (max(α, 1 − α) + γ)/(γT) of α. The interval is m̂(x) ± the 1 − αₜ quantile of |e₋ᵢ| of the training rows and of the
/// errors of the rows that came, the latest alone where a window is given: without an end while αₜ ≤ 0, a point while αₜ ≥ 1. A row that came is no training row. O(log n) beside the prediction, O(n) to learn an error.
/// Not for two threads at once. Source: Gibbs &amp; Candès (2021).
/// </remarks>
public sealed class AdaptiveInterval
{
    private readonly KernelRegression model;
    private readonly int target;
    private readonly int window;
    private readonly double asked;
    private readonly List<double> ascending;
    private readonly Queue<double> latest; // where a window is given
    private (double Value, PredictionInterval Interval)? open;

    /// <param name="model">The model.</param>
    /// <param name="coverage">1 − α, over 0 and under 1; default 0.9.</param>
    /// <param name="step">γ, over 0 and up to 1: a large one follows changes fast and widens often; default 0.01.</param>
    /// <param name="window">How many of the latest errors count, those of training rows first; default 0, all.</param>
    /// <param name="target">The target, from 0.</param>
    /// <exception cref="DataException">A model of a single row.</exception>
    public AdaptiveInterval(KernelRegression model, double coverage = 0.9, double step = 0.01, int window = 0, int target = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, model.Data.TargetNames.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(window);
        if (coverage is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(coverage), string.Create(CultureInfo.InvariantCulture, $"The coverage of an interval is {coverage}: it must lie between 0 and 1, such as 0.9."));
        }

        Step = step is > 0 and <= 1
            ? step
            : throw new ArgumentOutOfRangeException(nameof(step), string.Create(CultureInfo.InvariantCulture, $"The step of an adaptive interval is {step}: it must lie over 0 and up to 1, such as 0.01."));
        (this.model, this.target, this.window, asked, Level) = (model, target, window, 1 - coverage, 1 - coverage);
        double[] residuals = model.Errors.Residuals(new Run(model.Options.Threads, default))?[target]
            ?? throw new DataException("A model of one row has no errors to make intervals of: fit it to more.");
        double scale = model.Fitted.Sample.Payload.Scales[target];
        double[] errors = [.. residuals.Select(error => Math.Abs(error) * scale).Skip(window > 0 ? Math.Max(0, residuals.Length - window) : 0)];
        latest = new(window > 0 ? errors : []);
        ascending = [.. errors.Order()];
    }

    /// <summary>γ.</summary>
    public double Step { get; }

    /// <summary>αₜ: the share of misses that the next interval aims at.</summary>
    public double Level { get; private set; }

    /// <summary>How many rows came.</summary>
    public int Rows { get; private set; }

    /// <summary>How many of them fell outside.</summary>
    public int Misses { get; private set; }

    /// <summary>The interval for the next row; null where the model has no value there.</summary>
    /// <param name="query">One value a feature.</param>
    public PredictionInterval? Next(ReadOnlySpan<double> query)
    {
        open = model.Predict(query).Values[target] is double value ? (value, Around(value)) : null;
        return open?.Interval;
    }

    /// <summary>Tells what the row of the last <see cref="Next"/> turned out to be; nothing is learnt where it had no interval.</summary>
    /// <param name="actual">y.</param>
    /// <exception cref="DataException">A number that is not finite.</exception>
    public void Observe(double actual)
    {
        if (!double.IsFinite(actual))
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"The row that came is {actual}: a finite number is needed; leave the row out."));
        }

        if (open is not (double value, PredictionInterval interval))
        {
            return;
        }

        bool missed = Level >= 1 || !interval.Contains(actual);
        Rows++;
        Misses += missed ? 1 : 0;
        Level += Step * (asked - (missed ? 1 : 0));
        Learn(Math.Abs(actual - value));
        open = null;
    }

    /// <summary>The intervals of rows in the order of time, each made before its row is told.</summary>
    internal static PredictionInterval?[] Along(KernelRegression model, Queries queries, double[] actual, int target, double coverage, double step, CancellationToken cancellation)
    {
        AdaptiveInterval adaptive = new(model, coverage, step, target: target);
        PredictionInterval?[] intervals = new PredictionInterval?[actual.Length];
        for (int i = 0; i < intervals.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            intervals[i] = adaptive.Next([.. queries.Columns.Select(c => c[i])]);
            adaptive.Observe(actual[i]);
        }

        return intervals;
    }

    private PredictionInterval Around(double value)
    {
        double rank = Level <= 0 ? double.PositiveInfinity : RankedScores.Rank(ascending.Count, 1 - Level);
        double beyond = Level >= 1 ? 0 : double.IsInfinity(rank) ? rank : ascending[(int)rank - 1];
        return double.IsInfinity(beyond) ? new(null, null, IntervalKind.Approximate) : new(value - beyond, value + beyond, IntervalKind.Approximate);
    }

    private void Learn(double error)
    {
        int at = ascending.BinarySearch(error);
        ascending.Insert(at >= 0 ? at : ~at, error);
        if (window == 0)
        {
            return;
        }

        latest.Enqueue(error);
        if (latest.Count > window)
        {
            ascending.RemoveAt(ascending.BinarySearch(latest.Dequeue()));
        }
    }
}
