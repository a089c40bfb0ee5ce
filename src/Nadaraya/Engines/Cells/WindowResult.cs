namespace Nadaraya.Engines;

/// <summary>What is known of a query's sums beside the sums.</summary>
/// <param name="Share">What the keys left aside may have added, as a share of Σ w|c|.</param>
/// <param name="Reference">The key that weights are relative to; −1 where they are absolute.</param>
/// <param name="Shift">Its log score.</param>
/// <param name="Repaired">Whether the query had to be summed a second time.</param>
internal readonly record struct WindowResult(double Share, int Reference, double Shift, bool Repaired)
{
    /// <summary>Σ w², where the query was repaired.</summary>
    public double Square { get; init; }
}
