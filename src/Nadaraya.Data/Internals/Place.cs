using System.Globalization;
using System.Text;

namespace Nadaraya.Data;

/// <summary>Where in a source something is wrong: the head of every message about data.</summary>
/// <param name="Source">The name of the source.</param>
/// <param name="Line">The physical line, from 1, or 0 where the whole source is meant.</param>
/// <param name="Row">The data row, from 1, or 0 where no data row is meant.</param>
/// <param name="Column">The name of the column, or null.</param>
internal readonly record struct Place(string Source, long Line = 0, int Row = 0, string? Column = null)
{
    /// <summary>One line: the place, then what was found, what was expected and the repair.</summary>
    public DataException Error(string message, Exception? inner = null) => new($"{this}: {message}", inner);

    public override string ToString()
    {
        StringBuilder text = new(Show.Source(Source));
        if (Line > 0)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $", line {Line}");
        }

        if (Row > 0)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $", row {Row}");
        }

        return Column is null ? text.ToString() : text.Append(", column ").Append(Show.Name(Column)).ToString();
    }
}
