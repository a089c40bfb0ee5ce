namespace Nadaraya;

/// <summary>One number that a reader should see first.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Value">The number as text, with its unit.</param>
/// <param name="Note">A few words below it; null for none.</param>
public sealed record KeyFigure(string Label, string Value, string? Note = null);
