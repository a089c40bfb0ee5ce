namespace Nadaraya;

/// <summary>Options of <see cref="KernelRegression.Evaluate(Dataset, EvaluateOptions, IProgress{double}, CancellationToken)"/>.</summary>
public sealed record EvaluateOptions
{
    /// <summary>The intervals for new observations whose coverage is measured, by their <see cref="PredictOptions.Interval"/> and method; default null, none.</summary>
    public PredictOptions? Intervals { get; init; }

    /// <summary>γ of intervals that adapt, where the rows come in the order of time: <see cref="AdaptiveInterval"/> instead of the method of <see cref="Intervals"/>; default null.</summary>
    public double? AdaptiveStep { get; init; }

    /// <summary>Whether the predictive distributions are measured too, by CRPS and pinball losses: O(n) a row for the local constant, O(n log n) for polynomials; default false.</summary>
    public bool Distribution { get; init; }

    /// <summary>The probabilities of the quantiles whose pinball losses are wanted with <see cref="Distribution"/>, each from 0 to 1; default 0.1, 0.5, 0.9.</summary>
    public IReadOnlyList<double> Probabilities
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            foreach (double p in value)
            {
                Scores.Probability(p, nameof(value));
            }

            field = [.. value];
        }
    }

    = [0.1, 0.5, 0.9];
}
