namespace Nadaraya;

/// <summary>Options of <see cref="KernelRegression.AverageEffects"/>.</summary>
public sealed record EffectOptions
{
    /// <summary>The features whose effects are averaged; default null, all that vary, or none where <see cref="Predictions"/> is set.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>Whether predictions themselves are averaged, instead of the effects of features; default false.</summary>
    public bool Predictions { get; init; }

    /// <summary>The rows to average over, one column a feature of the model; default null, the training rows with their weights.</summary>
    public Queries? Rows { get; init; }

    /// <summary>The weights of <see cref="Rows"/>, not negative; default null, all alike.</summary>
    public IReadOnlyList<double>? Weights { get; init; }

    /// <summary>Averages within each value of this feature; default null, over all rows. At most 100 values.</summary>
    public string? By { get; init; }

    /// <summary>Averages within each of these groups of <see cref="Rows"/>; default null. Not together with <see cref="By"/>.</summary>
    public RowGroups? Groups { get; init; }

    /// <summary>
    /// Counterfactual values: every combination of them is a point at which all rows are set to it, other features as they are; default none. Of levels, their indexes. At most 10,000
    /// points.
    /// </summary>
    public IReadOnlyList<EffectPoint> At { get; init; } = [];

    /// <summary>Whether differences from the first point of <see cref="At"/> are given instead of the points themselves; default false.</summary>
    public bool Contrast { get; init; }

    /// <summary>The confidence of intervals; default 0.95, above 0 and under 1.</summary>
    public double Confidence
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A confidence lies between 0 and 1.");
    }

    = 0.95;

    /// <summary>How many samples a wild bootstrap draws; default 0, the delta method. 0, or 19 to 100,000.</summary>
    public int Replications
    {
        get;
        init => field = value is 0 or (>= 19 and <= 100_000)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A bootstrap draws 19 to 100,000 samples; 0 is the delta method.");
    }

    /// <summary>The seed of the bootstrap; default 0.</summary>
    public int Seed { get; init; }

    /// <summary>What residuals are multiplied by in the bootstrap; default <see cref="WildWeights.Rademacher"/>.</summary>
    public WildWeights Multipliers { get; init; }
}
