using CsvHelper;

namespace Nadaraya.Data;

/// <summary>Delimited text as in RFC 4180, read by CsvHelper at its strictest, with the checks it leaves to its user.</summary>
internal sealed class CsvTableReader
{
    /// <summary>A row longer than this is almost surely a quote left open.</summary>
    private const int LongestRow = 1 << 24;

    private readonly ByteGuard guard;
    private readonly TableBuilder table;
    private readonly char delimiter;
    private readonly bool commaTwice;
    private long line = 1;

    public CsvTableReader(ByteGuard guard, TableBuilder table, char delimiter)
    {
        this.guard = guard;
        this.table = table;
        this.delimiter = delimiter;
        commaTwice = delimiter == ',' && table.Options.DecimalComma;
    }

    public void Read()
    {
        CsvReaderOptions options = CsvReaderOptions.Default with
        {
            Separator = delimiter,
            HasHeader = false,
            SkipEmptyLines = false,
            BufferSize = 1 << 18,
            MaxRecordSize = (int)Math.Min(LongestRow, table.Budget.Limit),
            OnMalformedRecord = Refuse,
        };
        using CsvReader reader = CsvReader.Create(guard, options, leaveOpen: true);
        bool isHeader = true;
        try
        {
            while (reader.Read())
            {
                ReadOnlySpan<byte> raw = reader.RawRecord;
                ThrowIfCut(reader.ByteOffset + raw.Length);
                CheckRow(raw, reader.ByteOffset + raw.Length, isHeader);
                if (isHeader)
                {
                    ReadHeader(reader);
                    isHeader = false;
                }
                else
                {
                    ReadRow(reader);
                }

                line += 1 + raw.Count((byte)'\n');
            }

            ThrowIfCut(long.MaxValue);
        }
        catch (CsvFormatException e)
        {
            throw table.At(line).Error($"the row is longer than {Show.Number(options.MaxRecordSize ?? LongestRow)} bytes; expected one that is shorter; close a quote that was left open.", e);
        }
    }

    /// <summary>A row that a fault of the text cuts short is not judged: the fault is the news.</summary>
    private void ThrowIfCut(long end)
    {
        if (guard.Fault is { } fault && end >= guard.Position)
        {
            throw fault;
        }
    }

    private void ReadHeader(CsvReader reader)
    {
        for (int i = 0; i < reader.FieldCount; i++)
        {
            _ = table.AddColumn(reader.GetString(i), line);
        }
    }

    private void ReadRow(CsvReader reader)
    {
        if (reader.FieldCount != table.Names.Count)
        {
            throw table.AtRow(line).Error(
                $"the row has {Count(reader.FieldCount)} but the header has {Count(table.Names.Count)}; expected as many; {Repair(reader)}");
        }

        if (commaTwice)
        {
            CheckCommas(reader);
        }

        table.BeginRow(line);
        for (int i = 0; i < reader.FieldCount; i++)
        {
            table.AddCell(i, reader.GetSpan(i), isText: false, line);
        }

        table.EndRow();
    }

    private void CheckRow(ReadOnlySpan<byte> raw, long end, bool isHeader)
    {
        while (guard.LoneReturns.TryPeek(out long at) && at <= end)
        {
            if (at == end)
            {
                throw table.At(line).Error("a carriage return without a line feed ends the line; expected LF or CRLF; save the file with one of these line endings.");
            }

            // Inside the row, so inside quotes: that is text.
            _ = guard.LoneReturns.Dequeue();
        }

        if (raw.IsEmpty)
        {
            throw table.At(line).Error(isHeader
                ? "the line is blank; expected the names of the columns; begin with them."
                : "the line is blank; expected a row of data; take the line out, or write \"\" for an empty cell of a single column.");
        }
    }

    /// <summary>Where both the delimiter and the decimal mark are commas, <c>1,5</c> could be one number or two: neither is guessed.</summary>
    private void CheckCommas(CsvReader reader)
    {
        for (int i = 1; i < reader.FieldCount; i++)
        {
            byte[] both = [.. reader.GetRawSpan(i - 1), (byte)',', .. reader.GetRawSpan(i)];
            NumberFault fault = NumberScan.Parse(both, decimalComma: true, allowRounding: true, out _);
            if (fault is not (NumberFault.NotANumber or NumberFault.DecimalPoint))
            {
                throw table.AtRow(line, table.Names[i - 1]).Error(
                    $"{Show.Text(both)} could be one number or two; expected quotes around numbers when the comma is also the delimiter; quote them, or name another --delimiter.");
            }
        }
    }

    private string Repair(CsvReader reader)
    {
        if (table.Names is [string only] && only.AsSpan().IndexOfAny(";\t|,") is >= 0 and int at && only[at] != delimiter)
        {
            string shown = only[at] == '\t' ? "a tab" : $"'{only[at]}'";
            return $"the header contains {shown}: name it with --delimiter, or mend the row.";
        }

        return reader.FieldCount > table.Names.Count
            ? delimiter == ','
                ? "quote cells that contain a comma, or name another --delimiter (with --decimal-comma where numbers have one)."
                : "quote cells that contain the delimiter, or mend the row."
            : "add the missing cells (they may be empty), or mend the row.";
    }

    private static string Count(int cells) => cells == 1 ? "1 cell" : $"{Show.Number(cells)} cells";

    private void Refuse(CsvMalformedRecord record)
    {
        if (record.Reason == CsvMalformedReason.UnterminatedQuote)
        {
            ThrowIfCut(long.MaxValue);
        }

        string raw = record.RawRecord ?? string.Empty;
        (long at, string problem) = record.Reason switch
        {
            CsvMalformedReason.UnterminatedQuote => (line + BreaksBeforeOpenQuote(raw), "a quote is opened and never closed; expected a closing quote; close it, or double a quote that is meant as text"),
            CsvMalformedReason.TextAfterClosingQuote => (line, "text follows a closing quote; expected the delimiter or the end of the line; double a quote that is meant as text"),
            CsvMalformedReason.StrayQuote => (line, "a quote stands inside a cell that does not begin with one; expected quotes around the whole cell, and quotes within it doubled; quote the cell"),
            _ => (line, "the row is malformed; expected RFC 4180; mend it"),
        };
        Place place = table.Names.Count == 0 ? table.At(at) : table.AtRow(at);
        throw place.Error($"{Show.Text(raw)}: {problem}.");
    }

    private static int BreaksBeforeOpenQuote(string raw)
    {
        bool inside = false;
        int opened = 0;
        int closed = -2;
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '"')
            {
                continue;
            }

            if (inside)
            {
                closed = i;
            }
            else if (i != closed + 1)
            {
                opened = i;
            }

            inside = !inside;
        }

        return raw.AsSpan(0, opened).Count('\n');
    }
}
