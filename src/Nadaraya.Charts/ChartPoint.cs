namespace Nadaraya;

/// <summary>A marked point of a curve.</summary>
/// <param name="X">Its place along the axis.</param>
/// <param name="Y">Its height.</param>
/// <param name="Label">What stands at the point; null for the chart's own choice.</param>
public readonly record struct ChartPoint(double X, double Y, string? Label = null);
