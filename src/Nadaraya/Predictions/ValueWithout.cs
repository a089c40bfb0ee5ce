using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>The value at one query when keys are left out, by new sums over the others: what closed forms fall back on. O(n p²).</summary>
internal static class ValueWithout
{
    /// <summary>m̂ of a target, centred and over its scale; NaN where no weight is left, or the others give no value.</summary>
    /// <param name="engine">The exact engine over the rows.</param>
    /// <param name="query">One query.</param>
    /// <param name="leave">Who is left out.</param>
    /// <param name="stability">Where signed weights count as cancelled.</param>
    /// <param name="target">The target.</param>
    public static double Of(PreparedEngine engine, Points query, Leave leave, double stability, int target)
    {
        Moments moments = engine.Sum(query, leave, new Run(1, default));
        LocalFit fit = new(engine, query, leave, moments, stability);
        return fit.At(0) ? fit.Coefficients[target, 0] : double.NaN;
    }
}
