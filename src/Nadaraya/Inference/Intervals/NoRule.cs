using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>Intervals without an end: a single row, or a single cluster, has no part that could judge another.</summary>
internal sealed class NoRule : IntervalRule
{
    /// <inheritdoc/>
    public override IntervalKind Kind => IntervalKind.Approximate;

    /// <inheritdoc/>
    public override IntervalEnds At(Queries queries, Predictions plain, double coverage, Run run) => IntervalEnds.Unbounded(plain);
}
