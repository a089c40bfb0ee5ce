namespace Nadaraya;

/// <summary>One bandwidth of a search on a logarithmic scale: h of a number, or λ of levels, from its lower bound to where the feature has no say.</summary>
/// <param name="Low">ln of the lowest that is tried; for λ what stands for 0.</param>
/// <param name="High">ln of the largest.</param>
/// <param name="Start">ln of the rule of thumb.</param>
/// <param name="Robust">The same from a robust spread.</param>
/// <param name="NoSay">How far below <paramref name="High"/> there is hardly any say.</param>
/// <param name="Says">ln of bandwidths to try where a feature has no say: from hardly any to a good one.</param>
/// <param name="Rate">How fast it shrinks: h by n^(−1/(4+q)), λ by the square of that.</param>
/// <param name="IsLevels">Whether it is λ.</param>
internal sealed record SearchAxis(double Low, double High, double Start, double Robust, double NoSay, double[] Says, double Rate, bool IsLevels)
{
    /// <summary>A bandwidth of this many times the range gives a feature no say.</summary>
    public const double SmoothedOutRanges = 1e3;

    private const double LeastShare = 1e-8; // of the largest λ: less is 0

    /// <summary>The largest bandwidth that is tried for a number: the feature has no say there.</summary>
    public static double LargestBandwidth(double lowest, double highest) => Math.Exp(Upper(lowest, highest));

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
            DiscreteKernel kernel = sample.KernelOf(options, feature);
            double most = Math.Log(kernel.Largest(type.Levels.Count));
            double start = Math.Min(most + Math.Log(0.3), most + (2 * Math.Log(Math.Pow(sample.Size, -0.2))) + 1);
            return new(most + Math.Log(LeastShare), most, start, start, 0, [most + Math.Log(0.5), most + Math.Log(0.15), most + Math.Log(0.02)], 2, true);
        }

        SortedColumn sorted = SortedColumn.Of(sample, feature);
        double high = type.Kind == FeatureKind.Periodic ? Upper(0, type.Period) : Upper(sorted.Lowest, sorted.Highest);
        double low = Math.Min(Math.Log(Math.Max(sorted.TypicalGap() * 0.1, double.Epsilon * 1e6)), high - 1);
        return new(
            low,
            high,
            Math.Clamp(Math.Log(rule), low, high),
            Math.Clamp(Math.Log(robust), low, high),
            Math.Log(SmoothedOutRanges / 4),
            [.. ((double[])[1, 0.4, 0.15]).Select(ranges => high - Math.Log(SmoothedOutRanges / ranges))],
            1,
            false);
    }

    /// <summary>The bandwidth at a place, to the last bit at the bounds.</summary>
    /// <param name="x">ln of it.</param>
    /// <param name="largest">The bandwidth at <see cref="High"/>.</param>
    public double At(double x, double largest) => IsLevels && x <= Low ? 0 : IsLevels && x >= High ? largest : Math.Max(Math.Exp(x), double.Epsilon);

    /// <summary>The place of a bandwidth.</summary>
    /// <param name="bandwidth">h or λ.</param>
    public double Place(double bandwidth) => bandwidth == 0 ? Low : Math.Log(bandwidth);

    private static double Upper(double lowest, double highest)
    {
        double range = Math.Min(highest - lowest, double.MaxValue);
        return Math.Min(Math.Log(range) + Math.Log(SmoothedOutRanges), Math.Log(double.MaxValue) - 1);
    }
}
