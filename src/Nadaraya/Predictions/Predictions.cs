namespace Nadaraya;

/// <summary>Predictions at many queries, as columns; index one to get it with its attention.</summary>
public sealed class Predictions
{
    private readonly KernelRegression model;
    private readonly Queries queries;
    private readonly double[][] values;
    private readonly Support[] supports;
    private readonly SupportReason[] reasons;
    private readonly double[] effectiveSampleSizes;
    private readonly Inferred? inferred;
    private readonly double[][]? substitutes;

    internal Predictions(
        KernelRegression model,
        Queries queries,
        double[][] values,
        Support[] supports,
        SupportReason[] reasons,
        double[] effectiveSampleSizes,
        Inferred? inferred = null,
        double[][]? substitutes = null)
    {
        this.model = model;
        this.queries = queries;
        this.values = values;
        this.supports = supports;
        this.reasons = reasons;
        this.effectiveSampleSizes = effectiveSampleSizes;
        this.inferred = inferred;
        this.substitutes = substitutes;
    }

    /// <summary>The number of queries.</summary>
    public int Count => queries.Count;

    /// <summary>The support of every query.</summary>
    public ReadOnlySpan<Support> Supports => supports;

    /// <summary>How many queries have no value.</summary>
    public int Unsupported => supports.Count(s => s == Support.None) - Substitutes;

    /// <summary>How many queries have a value that <see cref="PredictOptions.Unsupported"/> filled in.</summary>
    public int Substitutes => Enumerable.Range(0, substitutes is null ? 0 : Count).Count(IsSubstitute);

    /// <summary>The value of a query; null exactly where its support is <see cref="Support.None"/> and no policy filled it in.</summary>
    /// <param name="query">The query, from 0.</param>
    /// <param name="target">The target, from 0.</param>
    public double? Value(int query, int target = 0) => supports[query] == Support.None ? Inferred.Finite(substitutes?[target][query]) : values[target][query];

    /// <summary>Whether the value of a query is not the model's: it has none there, and <see cref="PredictOptions.Unsupported"/> filled it in.</summary>
    /// <param name="query">The query, from 0.</param>
    public bool IsSubstitute(int query) => supports[query] == Support.None && substitutes is not null && double.IsFinite(substitutes[0][query]);

    /// <summary>The values of a target at every query, null where there is none.</summary>
    /// <param name="target">The target, from 0.</param>
    public double?[] Values(int target = 0)
    {
        double?[] column = new double?[Count];
        for (int i = 0; i < column.Length; i++)
        {
            column[i] = Value(i, target);
        }

        return column;
    }

    /// <summary>Why a query has no value of the model's, where it has none.</summary>
    /// <param name="query">The query, from 0.</param>
    public SupportReason Reason(int query) => reasons[query];

    /// <summary>1/Σα² at a query; null for signed kernels and without a value.</summary>
    /// <param name="query">The query, from 0.</param>
    public double? EffectiveSampleSize(int query) =>
        double.IsNaN(effectiveSampleSizes[query]) ? null : effectiveSampleSizes[query];

    /// <summary>The standard error of a mean, in the unit of the target; null where it was not asked for or there is none.</summary>
    /// <param name="query">The query, from 0.</param>
    /// <param name="target">The target, from 0.</param>
    public double? StandardError(int query, int target = 0) => Supported(query, Inferred.Finite(inferred?.StandardErrors?[target][query]));

    /// <summary>The interval of confidence for a mean; null where it was not asked for or there is none, as where rows do not determine a polynomial of one degree more.</summary>
    /// <param name="query">The query, from 0.</param>
    /// <param name="target">The target, from 0.</param>
    public MeanInterval? MeanInterval(int query, int target = 0) => supports[query] == Support.None ? null : inferred?.Interval(query, target);

    /// <summary>The interval for a new observation; null where it was not asked for or there is none.</summary>
    /// <param name="query">The query, from 0.</param>
    /// <param name="target">The target, from 0.</param>
    public PredictionInterval? Interval(int query, int target = 0) =>
        inferred?.Observation(query, target) is not { } interval || Value(query, target) is null ? null
        : IsSubstitute(query) ? interval with { Kind = IntervalKind.Approximate }
        : interval;

    /// <summary>The derivative in a number, or the contrast of a level, as <see cref="KernelRegression.DerivativesAt"/>; null where it was not asked for or there is none.</summary>
    /// <param name="query">The query, from 0.</param>
    /// <param name="feature">The feature, from 0.</param>
    /// <param name="target">The target, from 0.</param>
    public double? Derivative(int query, int feature, int target = 0) => Supported(query, Inferred.Finite(inferred?.Derivatives?[target][feature][query]));

    /// <summary>The standard error of a derivative in a number, or of the contrast of a level; null where derivatives or errors were not asked for, or there is no derivative.</summary>
    /// <param name="query">The query, from 0.</param>
    /// <param name="feature">The feature, from 0.</param>
    /// <param name="target">The target, from 0.</param>
    public double? DerivativeStandardError(int query, int feature, int target = 0) =>
        Derivative(query, feature, target) is null ? null : Inferred.Finite(inferred?.DerivativeErrors?[target][feature][query]);

    /// <summary>One prediction, with its attention.</summary>
    /// <param name="query">The query, from 0.</param>
    public Prediction this[int query]
    {
        get
        {
            double[][] at = [.. queries.Columns.Select(c => new[] { c[query] })];
            double?[] all = [.. Enumerable.Range(0, values.Length).Select(t => Value(query, t))];
            return new(this, query, model, at, all);
        }
    }

    /// <summary>The same values with more beside them.</summary>
    internal Predictions With(Inferred more) => new(model, queries, values, supports, reasons, effectiveSampleSizes, more, substitutes);

    /// <summary>The same with values where there was none, one array a target; NaN, for all targets at once, where there still is none.</summary>
    internal Predictions Filled(double[][] fills) => new(model, queries, values, supports, reasons, effectiveSampleSizes, inferred, fills);

    /// <summary>The number of targets.</summary>
    internal int Targets => values.Length;

    /// <summary>The model's own values, one array a target; NaN where there is none.</summary>
    internal double[][] Numbers() => [.. values.Select(v => v.Select((value, q) => supports[q] == Support.None ? double.NaN : value).ToArray())];

    private double? Supported(int query, double? value) => supports[query] == Support.None ? null : value;
}
