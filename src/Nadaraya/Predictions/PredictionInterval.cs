namespace Nadaraya;

/// <summary>An interval for a new observation at a query.</summary>
/// <param name="Lower">Its lower end, in the unit of the target; null where no number is low enough, as where rows are too few for the coverage.</param>
/// <param name="Upper">Its upper end; null where no number is high enough.</param>
/// <param name="Kind">What stands behind it.</param>
public readonly record struct PredictionInterval(double? Lower, double? Upper, IntervalKind Kind)
{
    /// <summary>Upper − Lower; null where it has no end.</summary>
    public double? Length => Upper - Lower;

    /// <summary>Whether it holds a value.</summary>
    /// <param name="value">The value.</param>
    public bool Contains(double value) => !(value < Lower) && !(value > Upper);
}
