using System.Globalization;

namespace Nadaraya;

/// <summary>Options of <see cref="KernelRegression.Bootstrap"/>. Bandwidths are held as they are.</summary>
public sealed record BootstrapOptions
{
    /// <summary>What is drawn; default the wild bootstrap.</summary>
    public BootstrapKind Kind { get; init; }

    /// <summary>The multipliers of the wild bootstrap; default null: Webb's for under twelve clusters, else signs.</summary>
    public WildWeights? Weights { get; init; }

    /// <summary>How many draws; default 999, from 19 to 1,000,000.</summary>
    public int Replications
    {
        get;
        init => field = value is >= 19 and <= 1_000_000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A bootstrap takes 19 to 1,000,000 draws: with fewer no quantile of 95 % exists.");
    }

    = 999;

    /// <summary>The seed; default 0. Equal input and seed give equal bits, for any number of threads and any chunking of queries.</summary>
    public int Seed { get; init; }

    /// <summary>The (mean) length of blocks in rows; default null: from the autocovariances of the residuals, by Politis &amp; White (2004).</summary>
    public double? BlockLength
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), string.Create(CultureInfo.InvariantCulture, $"The length of blocks is {value}: it must be at least one row."));
    }

    /// <summary>
    /// Whether the wild bootstrap draws around an oversmoothed pilot, at bandwidths h·n^(1/5 − 1/9), so that it sees the bias of smoothing too; default false.
    /// Source: Härdle &amp; Marron (1991).
    /// </summary>
    public bool Oversmoothed { get; init; }

    /// <summary>The confidence of the intervals; default 0.95, over 0 and under 1.</summary>
    public double Confidence
    {
        get;
        init => field = value is > 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), string.Create(CultureInfo.InvariantCulture, $"The confidence is {value}: it must lie between 0 and 1, such as 0.95."));
    }

    = 0.95;
}
