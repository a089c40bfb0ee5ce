namespace Nadaraya;

/// <summary>Groups of rows that belong together, such as firms of a panel: they are left out, drawn and counted as one.</summary>
/// <param name="Name">The name of the column they came from.</param>
/// <param name="Labels">One label a row; rows of the same label are one group.</param>
public sealed record RowGroups(string Name, IReadOnlyList<string> Labels);
