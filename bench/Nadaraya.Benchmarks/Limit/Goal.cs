namespace Nadaraya.Benchmarks;

/// <summary>What a figure should reach.</summary>
/// <param name="Value">The figure, in the task's unit.</param>
/// <param name="AllCores">Whether the figure on all cores counts, not that on one.</param>
internal sealed record Goal(double Value, bool AllCores = false);
