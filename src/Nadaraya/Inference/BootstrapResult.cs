namespace Nadaraya;

/// <summary>What a bootstrap says of the means at queries: standard errors and intervals. The draws themselves are not kept.</summary>
public sealed class BootstrapResult
{
    private readonly double[][] errors;
    private readonly double[][] lows;
    private readonly double[][] highs;
    private readonly double[][] values;
    private readonly int[] usable;

    internal BootstrapResult(BootstrapOptions options, double? blockLength, double[][] values, double[][] errors, double[][] lows, double[][] highs, int[] usable)
    {
        Options = options;
        BlockLength = blockLength;
        this.values = values;
        this.errors = errors;
        this.lows = lows;
        this.highs = highs;
        this.usable = usable;
    }

    /// <summary>What was asked for.</summary>
    public BootstrapOptions Options { get; }

    /// <summary>The length of blocks that was used, in rows; null where there were none.</summary>
    public double? BlockLength { get; }

    /// <summary>The number of queries.</summary>
    public int Count => usable.Length;

    /// <summary>In how many draws a query had a value: rows drawn again may leave it without any.</summary>
    /// <param name="query">The query, from 0.</param>
    public int Usable(int query) => usable[query];

    /// <summary>The standard deviation over the draws; null where the query has no value, or fewer than half of the draws have one.</summary>
    /// <param name="query">The query, from 0.</param>
    /// <param name="target">The target, from 0.</param>
    public double? StandardError(int query, int target = 0) => Inferred.Finite(errors[target][query]);

    /// <summary>From one quantile of the draws to the other: m̂ + the quantiles of m* − m_pilot.</summary>
    /// <param name="query">The query, from 0.</param>
    /// <param name="target">The target, from 0.</param>
    public MeanInterval? Percentile(int query, int target = 0) =>
        Ends(query, target) is (double value, double low, double high) ? new(value + low, value + high, IntervalSubject.ForTheExpectation) : null;

    /// <summary>m̂ − the quantiles of m* − m_pilot; with an oversmoothed pilot these carry the bias, and the interval is for the mean.</summary>
    /// <param name="query">The query, from 0.</param>
    /// <param name="target">The target, from 0.</param>
    public MeanInterval? Basic(int query, int target = 0) => Ends(query, target) is (double value, double low, double high)
        ? new(value - high, value - low, Options is { Kind: BootstrapKind.Wild, Oversmoothed: true } ? IntervalSubject.ForTheMean : IntervalSubject.ForTheExpectation)
        : null;

    private (double Value, double Low, double High)? Ends(int query, int target) =>
        Inferred.Finite(lows[target][query]) is double low && Inferred.Finite(highs[target][query]) is double high ? (values[target][query], low, high) : null;
}
