namespace Nadaraya;

/// <summary>What a bootstrap draws.</summary>
public enum BootstrapKind
{
    /// <summary>Noise: each residual times a random multiplier, rows and hat rows stay; one multiplier a cluster. Right where rows are independent but for clusters. Sources: Wu (1986), Liu (1988).</summary>
    Wild,

    /// <summary>Rows with their features, or whole clusters, with replacement. Source: Efron (1979).</summary>
    Pairs,

    /// <summary>Blocks of rows that follow one another, for rows in the order of time. Source: Künsch (1989).</summary>
    Block,

    /// <summary>Blocks of random, geometric length: draws of a stationary series are stationary. Source: Politis &amp; Romano (1994).</summary>
    StationaryBlock,
}
