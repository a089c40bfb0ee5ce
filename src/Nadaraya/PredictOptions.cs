using System.Globalization;

namespace Nadaraya;

/// <summary>What a prediction should say beside its value. Nothing in here changes the value.</summary>
public sealed record PredictOptions
{
    /// <summary>The kind of standard error to give, null for none; default null. O(n) a query for each. Intervals use it too, and robust errors where it is null.</summary>
    public StandardErrorKind? StandardError { get; init; }

    /// <summary>
    /// The confidence of intervals for the mean, over 0 and under 1; default null, none. Local polynomials: the fit of one degree more at the same bandwidths with its own
    /// errors, so that the leading bias is gone (Calonico, Cattaneo &amp; Farrell 2018 with ρ = 1). The local constant: a band for E[m̂]. <see cref="IntervalSubject"/> says which.
    /// </summary>
    public double? Confidence
    {
        get;
        init => field = value is null or (> 0 and < 1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), string.Create(CultureInfo.InvariantCulture, $"The confidence is {value}: it must lie between 0 and 1, such as 0.95."));
    }

    /// <summary>What the confidence is about; default each query by itself. All but pointwise and tube are about the set of queries of a call: cut them up, and it changes.</summary>
    public BandKind Band { get; init; }

    /// <summary>How many draws a simultaneous band takes; default 999, from 19 to 1,000,000.</summary>
    public int Replications
    {
        get;
        init => field = value is >= 19 and <= 1_000_000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A band takes 19 to 1,000,000 draws: with fewer no quantile of 95 % exists.");
    }

    = 999;

    /// <summary>The seed of a simultaneous band; default 0. Equal input and seed give equal bits.</summary>
    public int Seed { get; init; }

    /// <summary>Whether derivatives are wanted, as <see cref="KernelRegression.DerivativesAt"/> gives them, and their errors where errors are; default false.</summary>
    public bool Derivatives { get; init; }
}
