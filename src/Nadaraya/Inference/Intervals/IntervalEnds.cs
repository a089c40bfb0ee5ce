namespace Nadaraya;

/// <summary>The ends of intervals, one array a target.</summary>
/// <param name="Lower">The lower ends.</param>
/// <param name="Upper">The upper ends.</param>
internal sealed record IntervalEnds(double[][] Lower, double[][] Upper)
{
    /// <summary>Sets the ends at a query: where a low coverage makes them cross, nothing at all would do, and a point is no less.</summary>
    public void Set(int target, int query, double low, double high) =>
        (Lower[target][query], Upper[target][query]) = low <= high ? (low, high) : ((low / 2) + (high / 2), (low / 2) + (high / 2));

    /// <summary>No end anywhere that a model has a value: no number is low or high enough.</summary>
    public static IntervalEnds Unbounded(Predictions plain)
    {
        IntervalEnds ends = None(plain.Targets, plain.Count);
        for (int q = 0; q < plain.Count; q++)
        {
            for (int t = 0; t < plain.Targets && plain.Supports[q] != Support.None; t++)
            {
                ends.Set(t, q, double.NegativeInfinity, double.PositiveInfinity);
            }
        }

        return ends;
    }

    /// <summary>No ends yet.</summary>
    public static IntervalEnds None(int targets, int queries)
    {
        return new(Nothing(), Nothing());

        double[][] Nothing() => [.. Enumerable.Range(0, targets).Select(_ => Enumerable.Repeat(double.NaN, queries).ToArray())];
    }
}
