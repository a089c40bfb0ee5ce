namespace Nadaraya;

/// <summary>How a test draws samples under its null hypothesis.</summary>
public enum TestBootstrap
{
    /// <summary>Each residual times Mammen's two-point multiplier, or its cluster's: any variance and the third moment are kept. Source: Mammen (1993).</summary>
    Wild,

    /// <summary>Each residual with a sign of probability exactly ½, or its cluster's: any variance is kept. Source: Davidson &amp; Flachaire (2008).</summary>
    Rademacher,

    /// <summary>Residuals drawn from all rows: they must be exchangeable, so of one variance.</summary>
    Iid,

    /// <summary>Rows of the target and the other features drawn together beside the tested features as they stand; significance tests alone. Source: Racine (1997).</summary>
    Pairs,
}
