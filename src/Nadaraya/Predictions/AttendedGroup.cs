namespace Nadaraya;

/// <summary>A group of training rows' part in a prediction.</summary>
/// <param name="Label">The group.</param>
/// <param name="Rows">How many rows it has that count.</param>
/// <param name="Weight">The sum of their weights; all groups' sum to one.</param>
/// <param name="Contribution">The sum of their contributions; all groups' sum to the prediction.</param>
/// <param name="Without">What the prediction would be without the group, exactly: nothing is fitted anew; null where no weight would be left.</param>
public readonly record struct AttendedGroup(string Label, int Rows, double Weight, double Contribution, double? Without);
