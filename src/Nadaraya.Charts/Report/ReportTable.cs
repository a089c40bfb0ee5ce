namespace Nadaraya;

/// <summary>A table in a report. Cells are text: whoever fills it decides how numbers are written.</summary>
public sealed record ReportTable
{
    /// <summary>The line above the table; null for none.</summary>
    public string? Caption { get; init; }

    /// <summary>The columns.</summary>
    public required IReadOnlyList<ReportColumn> Columns { get; init; }

    /// <summary>The rows, each with one cell per column.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Rows { get; init; }
}
