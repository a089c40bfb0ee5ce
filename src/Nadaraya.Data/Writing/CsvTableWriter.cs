using System.Buffers;
using System.Text;

namespace Nadaraya.Data;

/// <summary>RFC 4180 with LF; a cell is quoted only where it must be.</summary>
internal sealed class CsvTableWriter : TableWriter
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("\",\r\n"u8);

    public CsvTableWriter(Stream stream, IReadOnlyList<string> columns)
        : base(stream, columns)
    {
        for (int i = 0; i < columns.Count; i++)
        {
            WriteSeparator(i);
            WriteText(columns[i]);
        }

        WriteRowEnd();
    }

    private protected override void WriteSeparator(int column)
    {
        if (column > 0)
        {
            Raw(","u8);
        }
    }

    private protected override void WriteText(string? value) => Cell(Encoding.UTF8.GetBytes(value ?? string.Empty));

    private protected override void WriteNumber(double? value)
    {
        if (value is { } number)
        {
            RawNumber(number);
        }
        else
        {
            Cell([]);
        }
    }

    private protected override void WriteWhole(long value) => RawWhole(value);

    private protected override void WriteCell(Table table, int row, int tableColumn) => Cell(table.Cell(row, tableColumn, out _));

    private protected override void WriteRowEnd() => Raw("\n"u8);

    private protected override void WriteTableEnd()
    {
    }

    /// <summary>
    /// Quotes also the empty cell of a single column, which would read as a blank line, and a cell that begins with U+FEFF, which
    /// would read as a byte-order mark.
    /// </summary>
    private void Cell(ReadOnlySpan<byte> text)
    {
        bool quote = text.ContainsAny(Special) || (text.IsEmpty && Columns.Count == 1) || text.StartsWith("\uFEFF"u8);
        if (!quote)
        {
            Raw(text);
            return;
        }

        Raw("\""u8);
        for (int at; (at = text.IndexOf((byte)'"')) >= 0; text = text[(at + 1)..])
        {
            Raw(text[..at]);
            Raw("\"\""u8);
        }

        Raw(text);
        Raw("\""u8);
    }
}
