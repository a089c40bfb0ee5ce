namespace Nadaraya;

/// <summary>What a bandwidth of a continuous feature is.</summary>
public enum BandwidthType
{
    /// <summary>A length, the same everywhere.</summary>
    Fixed,

    /// <summary>A number of rows k: at a query the distance to its k-th nearest row in the feature, a row at the query counting as the first. Source: Loftsgaarden &amp; Quesenberry (1965).</summary>
    Nearest,

    /// <summary>A number of rows k: of every row its distance to its k-th nearest other row in the feature. Source: Breiman, Meisel &amp; Purcell (1977).</summary>
    Adaptive,
}
