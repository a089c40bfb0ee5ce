using Nadaraya.Engines;

namespace Nadaraya;

/// <content>Which rows bend the fit.</content>
public sealed partial class KernelRegression
{
    /// <summary>How much every training row bends the whole fit: its leverage, and how far all predictions move without it.</summary>
    /// <remarks>Exact at the model's bandwidths, by closed forms. Every pair of rows is weighed, O(n²) time, O(n) memory. Rows of weight 0 are left out.</remarks>
    /// <param name="target">The target, from 0.</param>
    /// <param name="progress">Hears the share done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>One a row that counts, in the order of the data.</returns>
    public IReadOnlyList<RowInfluence> Influence(int target = 0, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, Data.TargetNames.Count);
        return Influences.Of(this, target, new Run(Options.Threads, cancellation, progress));
    }
}
