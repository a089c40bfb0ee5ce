using System.Globalization;

namespace Nadaraya;

/// <summary>What a prediction should say beside its value, and in its place where there is none. Nothing in here changes a value that the model has.</summary>
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

    /// <summary>The seed of a simultaneous band, and of the folds and halves that intervals are made by; default 0. Equal input and seed give equal bits.</summary>
    public int Seed { get; init; }

    /// <summary>Whether derivatives are wanted, as <see cref="KernelRegression.DerivativesAt"/> gives them, and their errors where errors are; default false.</summary>
    public bool Derivatives { get; init; }

    /// <summary>What a query gets that the model has no value for; default nothing. Its support stays <see cref="Support.None"/>, without effective sample size, errors and attention.</summary>
    public UnsupportedPolicy Unsupported { get; init; }

    /// <summary>The coverage 1 − α of intervals for a new observation, over 0 and under 1; default null, none.</summary>
    public double? Interval
    {
        get;
        init => field = value is null or (> 0 and < 1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), string.Create(CultureInfo.InvariantCulture, $"The coverage of an interval is {value}: it must lie between 0 and 1, such as 0.9."));
    }

    /// <summary>How those intervals are made; default <see cref="IntervalMethod.JackknifePlus"/>.</summary>
    public IntervalMethod Method { get; init; }

    /// <summary>
    /// Whether bandwidths are chosen by one half of the rows and intervals made from the other, so that jackknife+, jackknife-minmax and full conformal intervals are
    /// <see cref="IntervalKind.Exact"/>; default false: one set of bandwidths from all rows, <see cref="IntervalKind.Approximate"/>. For these three methods.
    /// </summary>
    public bool Honest { get; init; }

    /// <summary>A categorical or ordered feature whose levels each get the coverage by themselves; default null, all rows together. For every method but normal.</summary>
    public string? IntervalBy { get; init; }

    /// <summary>The folds of <see cref="IntervalMethod.CrossValidationPlus"/>; default 10, from 2 to 1,000.</summary>
    public int Folds
    {
        get;
        init => field = value is >= 2 and <= 1000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "CV+ takes 2 to 1,000 folds.");
    }

    = 10;

    /// <summary>The coverage that the method guarantees whatever the noise is, where its intervals are exact or split: 1 − α, 1 − 2α, or that less a little; null for none.</summary>
    /// <remarks>CV+: 1 − 2α − min{2(1 − 1/K)/(n/K + 1), (1 − K/n)/(K + 1)}. Sources: Barber, Candès, Ramdas &amp; Tibshirani (2021), theorems 1, 3 and 4; Lei et al. (2018), theorem 2.2.</remarks>
    /// <param name="rows">n, the number of training rows.</param>
    public double? LeastCoverage(int rows)
    {
        double outside = 1 - Interval ?? double.NaN;
        double n = rows;
        double k = Math.Min(Folds, rows);
        return double.IsNaN(outside) ? null : Method switch
        {
            IntervalMethod.Normal => null,
            IntervalMethod.JackknifePlus => Math.Max(0, 1 - (2 * outside)),
            IntervalMethod.CrossValidationPlus => Math.Max(0, 1 - (2 * outside) - Math.Min(2 * (1 - (1 / k)) / ((n / k) + 1), (1 - (k / n)) / (k + 1))),
            _ => 1 - outside,
        };
    }

    /// <summary>Refuses options that say nothing beside others.</summary>
    internal void Check()
    {
        if (Honest && Method is not (IntervalMethod.JackknifePlus or IntervalMethod.JackknifeMinmax or IntervalMethod.Full))
        {
            throw new ArgumentException($"Honest intervals are jackknife+, jackknife-minmax or full, and the method is {Method}: it chooses bandwidths without the rows it judges anyway, or has no guarantee.");
        }

        if (IntervalBy is not null && Method == IntervalMethod.Normal)
        {
            throw new ArgumentException("Normal intervals are not made by groups: take another method, or leave the groups out.");
        }
    }
}
