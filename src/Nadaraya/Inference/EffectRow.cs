namespace Nadaraya;

/// <summary>An average effect as a row over the keys.</summary>
/// <param name="Feature">The feature, or null.</param>
/// <param name="Comparison">What is compared, or null.</param>
/// <param name="Group">The group, or null.</param>
/// <param name="At">The counterfactual point, or null.</param>
/// <param name="Row">aᵢ, null where no row of the group has a value.</param>
/// <param name="IsLevel">Whether Σ aᵢ = 1, so that the centre of the targets belongs to the value; else it is 0.</param>
/// <param name="Rows">The rows averaged over.</param>
/// <param name="LeftOut">The rows left out.</param>
internal sealed record EffectRow(string? Feature, string? Comparison, string? Group, string? At, double[]? Row, bool IsLevel, int Rows, int LeftOut);
