using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Nadaraya.Data;

/// <summary>An array of flat objects, one a line.</summary>
internal sealed class JsonTableWriter(Stream stream, IReadOnlyList<string> columns) : TableWriter(stream, columns)
{
    /// <summary>Words of every script stay readable; what HTML reads as markup is escaped.</summary>
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);

    private readonly JsonEncodedText[] names = [.. columns.Select(name => JsonEncodedText.Encode(name, Encoder))];
    private bool hasRows;

    private protected override void WriteSeparator(int column)
    {
        Raw(column > 0 ? ","u8 : hasRows ? ",\n{"u8 : "[\n{"u8);
        Raw("\""u8);
        Raw(names[column].EncodedUtf8Bytes);
        Raw("\":"u8);
    }

    private protected override void WriteText(string? value)
    {
        if (value is null)
        {
            Raw("null"u8);
            return;
        }

        Raw("\""u8);
        Raw(JsonEncodedText.Encode(value, Encoder).EncodedUtf8Bytes);
        Raw("\""u8);
    }

    private protected override void WriteNumber(double? value)
    {
        if (value is { } number)
        {
            RawNumber(number);
        }
        else
        {
            Raw("null"u8);
        }
    }

    private protected override void WriteWhole(long value) => RawWhole(value);

    private protected override void WriteCell(Table table, int row, int tableColumn)
    {
        NumberFault fault = table.Parse(row, tableColumn, out _);
        if (fault == NumberFault.Missing)
        {
            Raw("null"u8);
        }
        else if (fault == NumberFault.None && table.Cell(row, tableColumn, out _) is var text && IsJsonNumber(text))
        {
            Raw(text);
        }
        else
        {
            // 007 may be a postal code: what is no number of JSON's own grammar stays the text it is.
            WriteText(Encoding.UTF8.GetString(table.Cell(row, tableColumn, out _)));
        }
    }

    private protected override void WriteRowEnd()
    {
        Raw("}"u8);
        hasRows = true;
    }

    private protected override void WriteTableEnd() => Raw(hasRows ? "\n]\n"u8 : "[]\n"u8);

    private static bool IsJsonNumber(ReadOnlySpan<byte> text)
    {
        try
        {
            Utf8JsonReader reader = new(text);
            return reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
