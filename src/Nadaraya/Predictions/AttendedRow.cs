namespace Nadaraya;

/// <summary>A training row's part in a prediction.</summary>
/// <param name="Row">The row's number in its source, from 1.</param>
/// <param name="Id">The row's id, where rows have ids.</param>
/// <param name="Weight">αᵢ, its share; all shares sum to one.</param>
/// <param name="Value">yᵢ, its target value.</param>
/// <param name="Contribution">αᵢ·yᵢ; all contributions sum to the prediction.</param>
/// <param name="CumulativeWeight">The weights of this row and of those before it, together.</param>
/// <param name="Without">What the prediction would be without this row, exactly: nothing is fitted anew; null where no weight would be left.</param>
public readonly record struct AttendedRow(int Row, string? Id, double Weight, double Value, double Contribution, double CumulativeWeight, double? Without);

/// <summary>What the rows that are not shown add together.</summary>
/// <param name="Rows">How many they are.</param>
/// <param name="Weight">The sum of their weights.</param>
/// <param name="Contribution">The sum of their contributions.</param>
public readonly record struct AttentionRest(int Rows, double Weight, double Contribution);
