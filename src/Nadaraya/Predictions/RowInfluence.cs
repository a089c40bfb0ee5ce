namespace Nadaraya;

/// <summary>How much a training row bends the whole fit.</summary>
/// <param name="Row">The row's number in its source, from 1.</param>
/// <param name="Id">The row's id, where rows have ids.</param>
/// <param name="Value">yᵢ.</param>
/// <param name="Prediction">ŷᵢ, with the row itself.</param>
/// <param name="Without">ŷ₋ᵢ(xᵢ), what the other rows say; null where they say nothing.</param>
/// <param name="Leverage">hᵢᵢ: how much of its own prediction the row is, from 0 to 1.</param>
/// <param name="Distance">Σⱼ (ŷⱼ − ŷⱼ₍₋ᵢ₎)²/(tr H·σ̂²) over all rows: how far all predictions move without it, as Cook's distance; null where there is no σ̂ over 0.</param>
public readonly record struct RowInfluence(int Row, string? Id, double Value, double Prediction, double? Without, double Leverage, double? Distance);
