namespace Nadaraya;

/// <summary>One model beside others.</summary>
/// <param name="Model">The model.</param>
/// <param name="LeaveOneOutRmse">sqrt(Σ v e₋ᵢ²/Σ v); null where it was not computed.</param>
/// <param name="R2LeaveOneOut">1 − Σ e₋ᵢ²/TSS.</param>
/// <param name="Aicc">ln(RSS/n) + (1 + tr H/n)/(1 − (tr H + 2)/n); null where there is none. Source: Hurvich, Simonoff &amp; Tsai (1998).</param>
/// <param name="EffectiveParameters">tr H.</param>
/// <param name="HeldOut">How it does on the data given; null without.</param>
/// <param name="IsBest">Whether its error is the least: on the data given where there are any, else leave-one-out.</param>
/// <param name="Difference">Mean squared error less that of the best, over the same rows; null where rows differ.</param>
/// <param name="StandardError">Of the difference: rows, or clusters of rows, are paired.</param>
public sealed record ComparedModel(
    KernelRegression Model,
    double? LeaveOneOutRmse,
    double? R2LeaveOneOut,
    double? Aicc,
    double? EffectiveParameters,
    Evaluation? HeldOut,
    bool IsBest,
    double? Difference,
    double? StandardError);
