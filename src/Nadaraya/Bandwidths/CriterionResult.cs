namespace Nadaraya;

/// <summary>One evaluation of the criterion.</summary>
/// <param name="Value">The criterion, divided by the variance of the target.</param>
/// <param name="Gradient">∂/∂ln h of numbers and ∂/∂λ of levels, where asked for.</param>
/// <param name="RowsWithoutNeighbours">Rows that no other row reaches.</param>
internal sealed record CriterionResult(double Value, double[] Gradient, int RowsWithoutNeighbours)
{
    /// <summary>Rows whose window does not determine the polynomial.</summary>
    public int Ridged { get; init; }
}
