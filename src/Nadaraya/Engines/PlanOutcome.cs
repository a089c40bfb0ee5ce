namespace Nadaraya;

/// <summary>What a call on an engine did.</summary>
/// <param name="Queries">The number of queries.</param>
/// <param name="Seconds">Wall time; the first call's includes putting the keys in place.</param>
/// <param name="ToleranceReached">The largest error any query may have, as a share of the weighted mean of |y − ȳ| there; 0 where sums are exact to rounding.</param>
/// <param name="RepairedQueries">How many queries were summed again key by key, because the first way could not keep the tolerance.</param>
public sealed record PlanOutcome(long Queries, double Seconds, double ToleranceReached, long RepairedQueries);
