namespace Nadaraya;

/// <content>Conditional quantiles and distributions.</content>
public sealed partial class KernelRegression
{
    /// <summary>Quantiles of a new observation at queries: of F(y) = Σ αᵢ 1{yᵢ⁽ˣ⁾ ≤ y}, as <see cref="PredictiveDistribution"/> has it, the smallest value with F ≥ p.</summary>
    /// <remarks>
    /// Quantiles never cross. They hold what rows within a bandwidth say, with the bias of smoothing, and no guarantee of coverage. O(n) a query for the local constant, O(n log n) for polynomials; memory O(n) a thread.
    /// The same bits for any number of threads and any chunking of queries. Source: Stone (1977); Yu &amp; Jones (1998) compare it with local fits of the quantiles themselves.
    /// </remarks>
    /// <param name="queries">m queries.</param>
    /// <param name="probabilities">p, each from 0 to 1, in any order.</param>
    /// <param name="progress">Hears the share done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>[target][probability][query], in the unit of the target; NaN where there is no value.</returns>
    /// <exception cref="DataException">The kernel is negative somewhere, so that its weights are no probabilities.</exception>
    public double[][][] QuantilesAt(
        Queries queries, IReadOnlyList<double> probabilities, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        Check(queries);
        ArgumentNullException.ThrowIfNull(probabilities);
        LocalDistributions.Check(this);
        foreach (double p in probabilities)
        {
            Scores.Probability(p, nameof(probabilities));
        }

        return LocalDistributions.Quantiles(this, queries, [.. probabilities], new(Options.Threads, cancellation, progress));
    }

    /// <summary>The distribution at one query; null where it has no value.</summary>
    internal PredictiveDistribution? Distribution(double[][] query, int target, double? effectiveSampleSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(target);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, Data.TargetNames.Count);
        LocalDistributions.Check(this);
        return effectiveSampleSize is double size ? LocalDistributions.Of(this, Queries.FromColumns(query), target, size) : null;
    }
}
