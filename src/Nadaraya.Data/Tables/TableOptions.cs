using System.Globalization;

namespace Nadaraya;

/// <summary>How a table is read. Every option is used or refused; nothing but the format is guessed, and that from the file's ending.</summary>
public sealed record TableOptions
{
    /// <summary>The format; by default it follows from the file's ending. Command line: <c>--from</c>.</summary>
    public TableFormat Format { get; init; }

    /// <summary>
    /// The character between cells: an ASCII character that can't be part of a number, a quote or a line break. By default a comma,
    /// or a tab in tab-separated values. Command line: <c>--delimiter</c>.
    /// </summary>
    public char? Delimiter
    {
        get;
        init
        {
            if (value is { } c && (!char.IsAscii(c) || char.IsAsciiLetterOrDigit(c) || (char.IsControl(c) && c != '\t') || c is '"' or '.' or '+' or '-'))
            {
                throw new ArgumentException($"--delimiter is {Data.Show.Text(c.ToString())}; expected one ASCII character that no number, quote or line break contains, such as ',', ';', '|' or a tab.");
            }

            field = value;
        }
    }

    /// <summary>
    /// Whether numbers have a decimal comma (1,5) instead of a decimal point; a point is then refused. Where commas also separate
    /// cells, a number with a comma must be quoted, and a row whose unquoted cells could be read either way is refused.
    /// Command line: <c>--decimal-comma</c>.
    /// </summary>
    public bool DecimalComma { get; init; }

    /// <summary>Cell texts that stand for a missing value beside the empty cell, compared exactly. Command line: <c>--missing-text</c>.</summary>
    public IReadOnlyList<string> MissingText { get; init; } = [];

    /// <summary>What to do with missing values in columns that are used; refuse by default. Command line: <c>--missing</c>.</summary>
    public MissingValues Missing { get; init; }

    /// <summary>Whether a whole number above 2⁵³ that no double holds exactly is rounded to the nearest; refused by default. Command line: <c>--allow-rounding</c>.</summary>
    public bool AllowRounding { get; init; }

    /// <summary>The most data rows to accept, at least 1; a longer table is refused. By default as many as memory holds. Command line: <c>--max-rows</c>.</summary>
    public long? MaxRows
    {
        get;
        init => field = value is null or > 0 ? value : throw Positive("--max-rows", value.Value);
    }

    /// <summary>
    /// The most memory in bytes the table and the columns taken from it may use, estimated before it is taken. By default half of what
    /// this process may use. Command line: <c>--max-memory</c>.
    /// </summary>
    public long? MaxMemory
    {
        get;
        init => field = value is null or > 0 ? value : throw Positive("--max-memory", value.Value);
    }

    /// <summary>Told the number of bytes read so far, about once a mebibyte and at the end.</summary>
    public IProgress<long>? Progress { get; init; }

    private static ArgumentException Positive(string option, long value) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; expected a number above 0."));
}
