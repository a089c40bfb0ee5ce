namespace Nadaraya;

/// <summary>How an interval for a new observation is made. Definitions and guarantees: docs/intervals.md.</summary>
public enum IntervalMethod
{
    /// <summary>Order statistics of m̂₋ᵢ(x) ± |e₋ᵢ| over the rows: at least 1 − 2α, 1 − α where the fit hardly changes with a row. Source: Barber, Candès, Ramdas &amp; Tibshirani (2021).</summary>
    JackknifePlus,

    /// <summary>From the least to the largest m̂₋ᵢ(x), and a quantile of |e₋ᵢ| beyond: at least 1 − α. Same source.</summary>
    JackknifeMinmax,

    /// <summary>As jackknife+, with m̂ fitted without each of K folds, bandwidths and all: at least 1 − 2α less a little. Same source.</summary>
    CrossValidationPlus,

    /// <summary>A fit to one half of the rows, and a quantile of its errors on the other: from 1 − α to 1 − α + 1/(m + 1). Source: Lei et al. (2018).</summary>
    Split,

    /// <summary>The same with errors over σ̂(x), so that intervals are wide where noise is. Same source.</summary>
    SplitScaled,

    /// <summary>The same around quantiles of the attention weights instead of the mean. Source: Romano, Patterson &amp; Candès (2019).</summary>
    Quantile,

    /// <summary>Every value that would not stand out among the rows if it were one of them: at least 1 − α. Source: Vovk, Gammerman &amp; Shafer (2005).</summary>
    Full,

    /// <summary>m̂ ± z·sqrt(se² + σ̂²(x)), as if noise were normal and the fit unbiased: no guarantee.</summary>
    Normal,
}
