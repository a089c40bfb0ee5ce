namespace Nadaraya;

/// <summary>How well a fitted model follows one target. Row weights enter every sum.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="R2">1 − RSS/TSS of the fitted values.</param>
/// <param name="R2Correlation">[Σ(y−ȳ)(ŷ−ȳ)]² / [Σ(y−ȳ)² Σ(ŷ−ȳ)²], R np's R². Source: Doksum &amp; Samarov (1995).</param>
/// <param name="R2LeaveOneOut">1 − Σe₋ᵢ²/TSS; can be negative. Null for a single row.</param>
/// <param name="LeaveOneOutRmse">sqrt(Σ vᵢ e₋ᵢ² / Σ vᵢ), in the unit of the target. Null for a single row.</param>
/// <param name="Sigma">sqrt(RSS/(n − 2 tr H + tr HH')), in the unit of the target; null where no degree of freedom is left. Source: Ruppert, Wand &amp; Carroll (2003).</param>
/// <param name="EffectiveDegreesOfFreedom">tr H.</param>
public sealed record FitSummary(
    string Target,
    double? R2,
    double? R2Correlation,
    double? R2LeaveOneOut,
    double? LeaveOneOutRmse,
    double? Sigma,
    double EffectiveDegreesOfFreedom)
{
    /// <summary>Σ vᵢ|yᵢ − ŷᵢ| / Σ vᵢ of the fitted values, in the unit of the target; null where it was not computed.</summary>
    public double? MeanAbsoluteError { get; init; }

    /// <summary>n − 2 tr H + tr HH'; null where it was not computed.</summary>
    public double? ResidualDegreesOfFreedom { get; init; }
}
