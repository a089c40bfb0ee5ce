namespace Nadaraya;

/// <summary>What the confidence of a set of intervals is about.</summary>
public enum BandKind
{
    /// <summary>Each query by itself.</summary>
    Pointwise,

    /// <summary>All queries of a call at once, by the level (1 − c)/m of each of m. Depends on how many queries there are.</summary>
    Bonferroni,

    /// <summary>All queries of a call at once, by the largest |t| of draws of the errors over them; never narrower than pointwise. Depends on the queries, and on the seed.</summary>
    Simultaneous,

    /// <summary>The whole training range of one continuous feature at once, by the tube formula, whatever the queries are. Source: Sun &amp; Loader (1994).</summary>
    Tube,
}
