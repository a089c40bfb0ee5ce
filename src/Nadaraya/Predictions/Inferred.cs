namespace Nadaraya;

/// <summary>What was asked for beside the values, as columns; null where it was not asked for, NaN where there is none.</summary>
/// <param name="StandardErrors">One array a target, in its unit.</param>
/// <param name="Lower">The lower ends of intervals, one array a target.</param>
/// <param name="Upper">Their upper ends.</param>
/// <param name="Subject">What the intervals are about.</param>
/// <param name="Derivatives">[target][feature][query].</param>
/// <param name="DerivativeErrors">[target][feature][query].</param>
internal sealed record Inferred(
    double[][]? StandardErrors,
    double[][]? Lower,
    double[][]? Upper,
    IntervalSubject Subject,
    double[][][]? Derivatives,
    double[][][]? DerivativeErrors)
{
    /// <summary>The ends of intervals for new observations, [target][query]; null where they were not asked for.</summary>
    public (double[][] Lower, double[][] Upper, IntervalKind Kind)? Observations { get; init; }

    /// <summary>Nothing but the values.</summary>
    public static Inferred Nothing { get; } = new(null, null, null, default, null, null);

    /// <summary>A number, or nothing where it is none.</summary>
    public static double? Finite(double? value) => value is double number && double.IsFinite(number) ? number : null;

    /// <summary>The interval of a query, where there is one.</summary>
    public MeanInterval? Interval(int query, int target) =>
        Finite(Lower?[target][query]) is double low && Finite(Upper?[target][query]) is double high ? new(low, high, Subject) : null;

    /// <summary>The interval for a new observation at a query, where there is one.</summary>
    public PredictionInterval? Observation(int query, int target) =>
        Observations is not { } all || double.IsNaN(all.Lower[target][query]) || double.IsNaN(all.Upper[target][query])
            ? null
            : new(Finite(all.Lower[target][query]), Finite(all.Upper[target][query]), all.Kind);
}
