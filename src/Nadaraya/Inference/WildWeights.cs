namespace Nadaraya;

/// <summary>What a residual is multiplied by in a wild bootstrap: a draw of mean 0 and variance 1.</summary>
public enum WildWeights
{
    /// <summary>±1 with probability ½ each: keeps the fourth moment; the default for symmetric noise. Source: Liu (1988); Davidson &amp; Flachaire (2008).</summary>
    Rademacher,

    /// <summary>(1 − √5)/2 with probability (√5 + 1)/(2√5) = 0.7236, else (1 + √5)/2: third moment 1, keeps skewness. Source: Mammen (1993).</summary>
    Mammen,

    /// <summary>±√½, ±1, ±√(3/2) with probability ⅙ each: for a handful of clusters, where signs alone give few different draws. Source: Webb (2023).</summary>
    Webb,
}
