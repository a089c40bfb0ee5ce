namespace Nadaraya;

/// <summary>What the model says at one query, how well the data support it, and which rows it came from.</summary>
public sealed class Prediction
{
    private readonly Predictions source;
    private readonly int at;
    private readonly KernelRegression model;
    private readonly double[][] query;
    private readonly double?[] values;

    internal Prediction(Predictions source, int at, KernelRegression model, double[][] query, double?[] values)
    {
        this.source = source;
        this.at = at;
        this.model = model;
        this.query = query;
        this.values = values;
    }

    /// <summary>The prediction of the first target, in its unit; null exactly when <see cref="Support"/> is <see cref="Support.None"/> and no policy of <see cref="PredictOptions.Unsupported"/> filled it in.</summary>
    public double? Value => values[0];

    /// <summary>The predictions of all targets.</summary>
    public IReadOnlyList<double?> Values => values;

    /// <summary>The query, one value a feature.</summary>
    public IReadOnlyList<double> Query => [.. query.Select(c => c[0])];

    /// <summary>How well the training rows support the value.</summary>
    public Support Support => source.Supports[at];

    /// <summary>Why there is no value of the model's, where there is none.</summary>
    public SupportReason Reason => source.Reason(at);

    /// <summary>Whether the value is not the model's: it has none here, and <see cref="PredictOptions.Unsupported"/> filled it in.</summary>
    public bool IsSubstitute => source.IsSubstitute(at);

    /// <summary>1/Σα²: how many rows, equally weighted, would vary as much; null for signed kernels and without a value.</summary>
    public double? EffectiveSampleSize => source.EffectiveSampleSize(at);

    /// <summary>The standard error of the first target's mean, in its unit; null where it was not asked for or there is none.</summary>
    public double? StandardError => source.StandardError(at);

    /// <summary>The interval of confidence for the first target's mean; null where it was not asked for or there is none.</summary>
    public MeanInterval? MeanInterval => source.MeanInterval(at);

    /// <summary>The interval for a new observation of the first target; null where it was not asked for or there is none.</summary>
    public PredictionInterval? Interval => source.Interval(at);

    /// <summary>What a new observation may be, as the rows around the query say; its mean is the model's value. Null where there is none. Computed when asked for: O(n), for polynomials O(n log n).</summary>
    /// <param name="target">The target, from 0.</param>
    /// <exception cref="DataException">The kernel is negative somewhere, so that its weights are no probabilities.</exception>
    public PredictiveDistribution? Distribution(int target = 0) => model.Distribution(query, target, EffectiveSampleSize);

    /// <summary>What the verdict on support rests on, and where its lines are drawn. Computed when asked for, O(n).</summary>
    public SupportDetails SupportDetails() => new(
        Support, Reason, EffectiveSampleSize, Attention.Top(1).Rows is [AttendedRow first] ? first.Weight : null, Attention.NearestDistance(), model.Options.Support);

    /// <summary>Which rows, and how much.</summary>
    public Attention Attention => new(model, query);
}
