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

    /// <summary>
    /// A share α of the rows, the same for all continuous features: at a query the distance to its ⌊αn⌋-th nearest row in all of them, each over its spread, times α^(1/p)
    /// where α &gt; 1; the kernel is of that whole distance. With a tricube kernel it is loess. Source: Cleveland &amp; Devlin (1988).
    /// </summary>
    Span,
}
