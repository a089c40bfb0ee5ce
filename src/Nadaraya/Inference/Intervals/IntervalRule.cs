using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>A way to make intervals for new observations, with what it takes from the rows in place. Immutable; for any number of threads.</summary>
internal abstract class IntervalRule
{
    /// <summary>What stands behind its intervals.</summary>
    public abstract IntervalKind Kind { get; }

    /// <summary>The ends at queries, in the unit of the target: NaN where there is none, infinite where no number is low or high enough.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="plain">What the model says there: where it says nothing, there is no interval.</param>
    /// <param name="coverage">1 − α.</param>
    /// <param name="run">Threads, cancellation, progress.</param>
    public abstract IntervalEnds At(Queries queries, Predictions plain, double coverage, Run run);
}
