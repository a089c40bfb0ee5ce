namespace Nadaraya;

/// <summary>What the model says at one query, how well the data support it, and which rows it came from.</summary>
public sealed class Prediction
{
    private readonly KernelRegression model;
    private readonly double[][] query;
    private readonly double?[] values;

    internal Prediction(
        KernelRegression model, double[][] query, double?[] values, Support support, SupportReason reason, double? effectiveSampleSize)
    {
        this.model = model;
        this.query = query;
        this.values = values;
        Support = support;
        Reason = reason;
        EffectiveSampleSize = effectiveSampleSize;
    }

    /// <summary>The prediction of the first target, in its unit; null exactly when <see cref="Support"/> is <see cref="Support.None"/>.</summary>
    public double? Value => values[0];

    /// <summary>The predictions of all targets.</summary>
    public IReadOnlyList<double?> Values => values;

    /// <summary>The query, one value a feature.</summary>
    public IReadOnlyList<double> Query => [.. query.Select(c => c[0])];

    /// <summary>How well the training rows support the value.</summary>
    public Support Support { get; }

    /// <summary>Why there is no value, where there is none.</summary>
    public SupportReason Reason { get; }

    /// <summary>1/Σα²: how many rows, equally weighted, would vary as much; null for signed kernels and without a value.</summary>
    public double? EffectiveSampleSize { get; }

    /// <summary>Which rows, and how much.</summary>
    public Attention Attention => new(model, query);
}
