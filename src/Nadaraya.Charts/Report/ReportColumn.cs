namespace Nadaraya;

/// <summary>A column of a table in a report.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Number">True for numbers, which are aligned to the right.</param>
public sealed record ReportColumn(string Name, bool Number = false);
