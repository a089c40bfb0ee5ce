namespace Nadaraya;

/// <summary>How intervals for new observations did on rows that came.</summary>
/// <param name="Asked">The coverage that was asked for.</param>
/// <param name="Method">How they were made.</param>
/// <param name="Kind">What stands behind them.</param>
/// <param name="Covered">The share of rows, by weight, that fell into their interval.</param>
/// <param name="MeanLength">Σ v(upper − lower)/Σ v, in the unit of the target; null where one has no end.</param>
/// <param name="Score">Σ v S/Σ v with S = upper − lower + (2/α)·(how far the value is outside), the smaller the better; null where one has no end. Source: Gneiting &amp; Raftery (2007).</param>
public sealed record IntervalCoverage(double Asked, IntervalMethod Method, IntervalKind Kind, double Covered, double? MeanLength, double? Score)
{
    /// <summary>γ where intervals adapted from row to row; null where they did not.</summary>
    public double? AdaptiveStep { get; init; }

    /// <summary>Measures intervals; null where no row has one.</summary>
    internal static IntervalCoverage? Of(HeldOut rows, PredictionInterval?[] intervals, double[] actual, PredictOptions asked, double? adaptiveStep)
    {
        double alpha = 1 - asked.Interval!.Value;
        double[] covered = [.. intervals.Select((interval, i) => interval is not { } found ? double.NaN : found.Contains(actual[i]) ? 1.0 : 0)];
        double[] lengths = [.. intervals.Select(interval => interval?.Length ?? double.NaN)];
        double[] scores = [.. intervals.Select((interval, i) => lengths[i] + (2 / alpha * Math.Max(0, Math.Max((interval?.Lower ?? actual[i]) - actual[i], actual[i] - (interval?.Upper ?? actual[i])))))];
        bool isBounded = !intervals.Any(interval => interval is { Length: null });
        return rows.Mean(covered) is not double share
            ? null
            : new(asked.Interval.Value, asked.Method, intervals.First(interval => interval is not null)!.Value.Kind, share, isBounded ? rows.Mean(lengths) : null, isBounded ? rows.Mean(scores) : null) { AdaptiveStep = adaptiveStep };
    }
}
