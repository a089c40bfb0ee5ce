using System.Text;
using System.Text.Json;

namespace Nadaraya.Data;

/// <summary>One flat JSON object a line: numbers and strings are cells, null and an absent key are missing, all else is refused.</summary>
internal sealed class JsonLinesReader(ByteGuard guard, TableBuilder table)
{
    private const int LongestLine = 1 << 24;

    private readonly List<byte[]> names = [];
    private readonly List<int> lastRow = [];
    private byte[] buffer = new byte[1 << 16];
    private byte[] unescaped = new byte[256];
    private int start;
    private int end;
    private long line = 1;

    public void Read()
    {
        SkipByteOrderMark();
        while (TryReadLine(out ReadOnlySpan<byte> text))
        {
            if (text.EndsWith("\r"u8))
            {
                text = text[..^1];
            }

            if (text.Trim(" \t\r"u8).IsEmpty)
            {
                throw table.At(line).Error("the line is blank; expected one JSON object a line; take the line out.");
            }

            try
            {
                ReadObject(text);
            }
            catch (JsonException e)
            {
                int at = (int)Math.Min(e.BytePositionInLine ?? 0, text.Length);
                throw Broken(text, at, e);
            }

            line++;
        }

        if (table.Rows > 0 && table.Names.Count == 0)
        {
            throw table.At(1).Error("no object has a key; expected at least one column; give the rows some.");
        }

        for (int i = 0; i < table.Names.Count; i++)
        {
            table.Cells[i].PadTo(table.Rows, line);
        }
    }

    private void ReadObject(ReadOnlySpan<byte> text)
    {
        Utf8JsonReader reader = new(text, new JsonReaderOptions { MaxDepth = 64 });
        _ = reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw Broken(text, (int)reader.TokenStartIndex, null);
        }

        table.BeginRow(line);
        int expected = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            int column = FindColumn(ref reader, expected);
            expected = column + 1;
            _ = reader.Read();
            ReadCell(ref reader, column);
        }

        // The reader sees here that nothing but space follows the object.
        _ = reader.Read();
        table.EndRow();
    }

    private int FindColumn(ref Utf8JsonReader reader, int expected)
    {
        int column = expected;
        if (expected >= names.Count || !reader.ValueTextEquals(names[expected]))
        {
            string name = Encoding.UTF8.GetString(Unescape(ref reader, null));
            column = table.Find(name);
            if (column < 0)
            {
                column = table.AddColumn(name, line);
                names.Add(Encoding.UTF8.GetBytes(name));
                lastRow.Add(-1);
            }
        }

        if (lastRow[column] == table.Rows)
        {
            throw table.AtRow(line, table.Names[column]).Error("the key stands twice in one object; expected every key once; take one out.");
        }

        lastRow[column] = table.Rows;
        return column;
    }

    private void ReadCell(ref Utf8JsonReader reader, int column)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                Add(column, reader.ValueSpan, isText: false);
                break;
            case JsonTokenType.String:
                Add(column, Unescape(ref reader, table.Names[column]), isText: true);
                break;
            case JsonTokenType.Null:
                break;
            case JsonTokenType.True or JsonTokenType.False:
                throw table.AtRow(line, table.Names[column]).Error(
                    $"{Show.Text(reader.ValueSpan)} is a boolean; expected a number, a string or null; write 1 and 0, or the word in quotes.");
            default:
                string kind = reader.TokenType == JsonTokenType.StartArray ? "an array" : "an object";
                throw table.AtRow(line, table.Names[column]).Error(
                    $"the value is {kind}; expected a number, a string or null; give each of its parts a key of its own.");
        }
    }

    private void Add(int column, ReadOnlySpan<byte> cell, bool isText)
    {
        table.Cells[column].PadTo(table.Rows, line);
        table.AddCell(column, cell, isText, line);
    }

    private ReadOnlySpan<byte> Unescape(ref Utf8JsonReader reader, string? column)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan;
        }

        if (unescaped.Length < reader.ValueSpan.Length)
        {
            unescaped = new byte[reader.ValueSpan.Length];
        }

        ReadOnlySpan<byte> text;
        try
        {
            text = unescaped.AsSpan(0, reader.CopyString(unescaped));
        }
        catch (InvalidOperationException e)
        {
            throw table.AtRow(line, column).Error($"{Show.Text(reader.ValueSpan)} holds half a surrogate pair; expected whole characters; mend the escape.", e);
        }

        return !text.Contains((byte)0)
            ? text
            : throw table.AtRow(line, column).Error($"{Show.Text(text)} holds a NUL character; expected text without; take it out.");
    }

    private DataException Broken(ReadOnlySpan<byte> text, int at, Exception? cause)
    {
        string found = at >= text.Length ? "the end of the line" : Show.Text(text[at..]);
        return table.AtRow(line).Error($"{found} at byte {Show.Number(at + 1)} is no valid JSON there; expected one object a line, such as {{\"x\":1.5,\"y\":2}}; mend the line, or name another format with --from.", cause);
    }

    private void SkipByteOrderMark()
    {
        while (end < 3 && Fill())
        {
        }

        if (buffer.AsSpan(0, end).StartsWith("\uFEFF"u8))
        {
            start = 3;
        }
    }

    private bool TryReadLine(out ReadOnlySpan<byte> text)
    {
        int searched = 0;
        while (true)
        {
            int length = buffer.AsSpan((start + searched)..end).IndexOf((byte)'\n');
            if (length >= 0)
            {
                text = buffer.AsSpan(start, searched + length);
                start += searched + length + 1;
                return true;
            }

            searched = end - start;
            if (!Fill())
            {
                if (guard.Fault is { } fault)
                {
                    throw fault;
                }

                text = buffer.AsSpan(start..end);
                start = end;
                return !text.IsEmpty;
            }
        }
    }

    private bool Fill()
    {
        if (start > 0 && end == buffer.Length)
        {
            buffer.AsSpan(start..end).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length)
        {
            if (end >= Math.Min(LongestLine, table.Budget.Limit))
            {
                throw table.At(line).Error($"the line is longer than {Show.Number(end)} bytes; expected one flat JSON object a line; break the lines.");
            }

            Array.Resize(ref buffer, end * 2);
        }

        int read = guard.Read(buffer.AsSpan(end));
        end += read;
        return read > 0;
    }
}
