namespace Nadaraya.Cli.Demo;

/// <summary>A small table; its cells are numbers as text, aligned to the right, but for the first column where it holds names.</summary>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">One cell a column.</param>
/// <param name="Named">Whether the first column holds names.</param>
internal sealed record LessonTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, bool Named = false);
