namespace Nadaraya;

/// <summary>An average effect, or an average prediction: linear in the targets, Σ aᵢ yᵢ, and so with a standard error of its own.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Feature">The feature whose effect it is; null for an average prediction.</param>
/// <param name="Comparison">What is compared, such as "yes − no" between levels; "∂" for a slope; null for a prediction.</param>
/// <param name="Group">The group averaged over, such as "north"; null for all rows.</param>
/// <param name="At">What all rows were set to, such as "educ = 12"; between two points "educ = 16 − educ = 12"; null for rows as they are.</param>
/// <param name="Value">The average, in the unit of the target, for a slope over that of the feature; null where no row has one.</param>
/// <param name="StandardError">Of <see cref="Value"/>, over samples of the targets with the rows averaged over as they are; null without leave-one-out errors.</param>
/// <param name="Lower">The lower end of the confidence interval.</param>
/// <param name="Upper">The upper end of the confidence interval.</param>
/// <param name="PValue">Of the hypothesis that it is 0, two-sided.</param>
/// <param name="Rows">The rows averaged over.</param>
/// <param name="RowsLeftOut">The rows without a value there, left out.</param>
public sealed record Effect(
    string Target,
    string? Feature,
    string? Comparison,
    string? Group,
    string? At,
    double? Value,
    double? StandardError,
    double? Lower,
    double? Upper,
    double? PValue,
    int Rows,
    int RowsLeftOut)
{
    /// <summary>Value over standard error.</summary>
    public double? Z => Value is double v && StandardError is > 0 ? v / StandardError : null;
}
