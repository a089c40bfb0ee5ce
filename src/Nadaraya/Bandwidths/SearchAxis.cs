namespace Nadaraya;

/// <summary>
/// One bandwidth of a search as a coordinate: ln h of a number, from the smallest to where the feature has no say, and <see cref="Length"/>·√(λ/largest) of
/// levels. √λ shrinks with n as h does; and the criterion, a line in λ near 0, is a parabola in it, whose end a search reaches where in ln λ it creeps.
/// </summary>
/// <param name="Low">The lowest that is tried.</param>
/// <param name="High">Where the feature has no say.</param>
/// <param name="Start">The rule of thumb.</param>
/// <param name="Robust">The same from a robust spread.</param>
/// <param name="NoSay">How far below <paramref name="High"/> there is hardly any say.</param>
/// <param name="Little">How far below <paramref name="High"/> there may be little.</param>
/// <param name="Says">Places to try where a feature has no say: from hardly any to a good one.</param>
/// <param name="Largest">The largest λ; of a number none.</param>
internal sealed record SearchAxis(double Low, double High, double Start, double Robust, double NoSay, double Little, double[] Says, double? Largest)
{
    /// <summary>A bandwidth of this many times the range gives a feature no say.</summary>
    public const double SmoothedOutRanges = 1e3;

    private const double Length = 3; // as long as an h is worth looking along

    /// <summary>The largest bandwidth that is tried, h or λ: the feature has no say there.</summary>
    public static double LargestOf(Sample sample, FitOptions options, int feature)
    {
        FeatureType type = sample.Data.FeatureTypes[feature];
        return type.IsDiscrete ? sample.KernelOf(options, feature).Largest(type.Levels.Count) : Math.Exp(Upper(sample, feature));
    }

    /// <summary>The axis of a feature.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="options">Kernels.</param>
    /// <param name="feature">The feature.</param>
    /// <param name="rule">Its bandwidth by the rule of thumb.</param>
    /// <param name="robust">The same from a robust spread.</param>
    public static SearchAxis Of(Sample sample, FitOptions options, int feature, double rule, double robust)
    {
        FeatureType type = sample.Data.FeatureTypes[feature];
        if (type.IsDiscrete)
        {
            double start = OfShare(Math.Min(0.3, Math.E * Math.Pow(sample.Size, -0.4)));
            return new(0, Length, start, start, 0, Length - OfShare(0.5), [OfShare(0.5), OfShare(0.15), OfShare(0.02)], LargestOf(sample, options, feature));
        }

        double high = Upper(sample, feature);
        double low = Math.Min(Math.Log(Math.Max(SortedColumn.Of(sample, feature).TypicalGap() * 0.1, double.Epsilon * 1e6)), high - 1);
        return new(
            low,
            high,
            Math.Clamp(Math.Log(rule), low, high),
            Math.Clamp(Math.Log(robust), low, high),
            Math.Log(SmoothedOutRanges / 4),
            Math.Log(SmoothedOutRanges * 4),
            [.. ((double[])[1, 0.4, 0.15]).Select(ranges => high - Math.Log(SmoothedOutRanges / ranges))],
            null);
    }

    /// <summary>The bandwidth at a place, to the last bit at the bounds.</summary>
    /// <param name="x">The place.</param>
    public double At(double x) => Largest is not double most ? Math.Max(Math.Exp(x), double.Epsilon)
        : x >= High ? most
        : most * Square(x / Length);

    /// <summary>The place of a bandwidth.</summary>
    /// <param name="bandwidth">h or λ.</param>
    public double Place(double bandwidth) => Largest is double most ? OfShare(bandwidth / most) : Math.Log(bandwidth);

    /// <summary>The place of the bandwidth that plays the same part where h is e^by times as large.</summary>
    /// <param name="x">The place.</param>
    /// <param name="by">ln of the factor.</param>
    public double Scaled(double x, double by) => Math.Clamp(Largest is null ? x + by : x * Math.Exp(by), Low, High);

    /// <summary>∂/∂place from what the criterion gives: ∂/∂ln h or ∂/∂λ.</summary>
    /// <param name="x">The place.</param>
    /// <param name="slope">The criterion's.</param>
    public double Slope(double x, double slope) => Largest is double most ? slope * 2 * most * x / Square(Length) : slope;

    private static double OfShare(double share) => Length * Math.Sqrt(share);

    private static double Square(double x) => x * x;

    /// <summary>ln of so many ranges of a number, or periods.</summary>
    private static double Upper(Sample sample, int feature)
    {
        FeatureType type = sample.Data.FeatureTypes[feature];
        (double lowest, double highest) = sample.Range(feature);
        double range = type.Kind == FeatureKind.Periodic ? type.Period : Math.Min(highest - lowest, double.MaxValue);
        return Math.Min(Math.Log(range) + Math.Log(SmoothedOutRanges), Math.Log(double.MaxValue) - 1);
    }
}
