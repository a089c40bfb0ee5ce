namespace Nadaraya;

/// <summary>The predictions of a model in the middle of its training.</summary>
/// <param name="Epoch">After which epoch; 0 is before training.</param>
/// <param name="Curve">The predictions at the chart's <see cref="TrainingChart.CurveX"/>; NaN for a gap.</param>
public sealed record TrainingCurve(int Epoch, IReadOnlyList<double> Curve);
