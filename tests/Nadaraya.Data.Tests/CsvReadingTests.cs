using System.Text;

namespace Nadaraya.Data.Tests;

public class CsvReadingTests
{
    [Theory]
    [InlineData("x,y\n1,2\n")]
    [InlineData("x,y\n1,2")]
    [InlineData("x,y\r\n1,2\r\n")]
    [InlineData("x,y\r\n1,2\n")]
    [InlineData("\uFEFFx,y\n1,2\n")]
    [InlineData("\uFEFF\"x\",\"y\"\n\"1\",\"2\"\n")]
    public void Read_StatedExtensions_GiveTheSameTable(string text)
    {
        Table table = Given.Csv(text);
        Assert.Equal(["x", "y"], table.Columns);
        Assert.Equal(1, table.Rows);
        Assert.Equal("1", table.Text(0, 0));
        Assert.Equal("2", table.Text(0, 1));
        Assert.Equal(2, table.LineNumber(0));
    }

    [Fact]
    public void Read_QuotedCells_KeepsTheirExactText()
    {
        Table table = Given.Csv("a,b\n\"x,\"\"1\"\"\r\ny\",\" z \"\n\"a\rb\",\"\"\n");
        Assert.Equal("x,\"1\"\r\ny", table.Text(0, 0));
        Assert.Equal(" z ", table.Text(0, 1));
        Assert.Equal("a\rb", table.Text(1, 0));
        Assert.True(table.IsMissing(1, 1));
        Assert.Equal(2, table.LineNumber(0));
        Assert.Equal(4, table.LineNumber(1));
    }

    [Fact]
    public void Read_QuotedLineBreaks_CountAsPhysicalLines()
    {
        Table table = Given.Csv("\"a\nb\",y\n\"1\n2\n3\",2\n4,5\n6,7\n\"\n\",8\n9,x\n");
        Assert.Equal([3, 6, 7, 8, 10], Enumerable.Range(0, 5).Select(table.LineNumber));
        Assert.Contains("line 10, row 5, column 'y': 'x'", Given.Refusal(() => table.ToQueries(["y"])), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x,y\n1,2\n3\n", "line 3, row 2", "1 cell", "2 cells")]
    [InlineData("x,y\n1,2,3\n", "line 2, row 1", "3 cells", "--delimiter", "--decimal-comma")]
    [InlineData("x,y\n1,5,2\n", "--decimal-comma")]
    [InlineData("x;y\n1,5;2\n", "--delimiter", "';'")]
    [InlineData("x,y\n\"1\n2\",3\n4\n", "line 4, row 2")]
    [InlineData("x,y\n1,2\n\n", "line 3", "blank")]
    [InlineData("x,y\n1,2\n\n3,4\n", "line 3", "blank")]
    [InlineData("x,y\r\n\r\n1,2\r\n", "line 2", "blank")]
    [InlineData("x\n\n1\n", "line 2", "blank")]
    [InlineData("\nx,y\n1,2\n", "line 1", "blank")]
    [InlineData("x,y\r1,2\r", "line 1", "carriage return", "CRLF")]
    [InlineData("x,y\n1,2\r3,4\n", "line 2", "carriage return")]
    [InlineData("x,y\n1,2\r\r\n", "line 2", "carriage return")]
    [InlineData("x,y\n1,2\r", "line 2", "carriage return")]
    [InlineData("x,y\n1,\"2\"\r", "line 2", "carriage return")]
    [InlineData("x,y\n1\",2\n", "line 2, row 1", "a quote stands inside a cell")]
    [InlineData("x,y\n \"1\",2\n", "line 2, row 1", "a quote stands inside a cell")]
    [InlineData("x,y\n\"1\"2,2\n", "line 2, row 1", "text follows a closing quote")]
    [InlineData("x,y\n\"1\" ,2\n", "line 2, row 1", "text follows a closing quote")]
    [InlineData("x,y\n1,2\n\"3,4\n5,6\n", "line 3, row 2", "never closed")]
    [InlineData("x,y\n\"a\n\",\"b\n", "line 3, row 1", "never closed")]
    [InlineData("x,y\n\"a\"\"\nb\n", "line 2, row 1", "never closed")]
    [InlineData("x,\"y\n1,2\n", "line 1", "never closed")]
    [InlineData("x,y,x\n1,2,3\n", "line 1", "columns 1 and 3", "'x'")]
    [InlineData("x,,z\n1,2,3\n", "line 1", "column 2 has no name")]
    [InlineData("x, ,z\n1,2,3\n", "line 1", "column 2", "spaces only")]
    [InlineData("x,y,\n1,2,\n", "line 1", "column 3 has no name")]
    [InlineData("x,y\n", "no row of data")]
    [InlineData("x,y", "no row of data")]
    [InlineData("", "empty")]
    [InlineData("\uFEFF", "empty")]
    [InlineData("x,y\n1,\0\n", "line 2", "NUL")]
    [InlineData("x,y\n1,\"\n\0\"\n", "line 3", "NUL")]
    public void Read_WhatRfc4180Forbids_IsRefusedWithItsLine(string text, params string[] parts) =>
        Given.Refuses(text, [.. parts, "t.csv"]);

    [Theory]
    [InlineData(new byte[] { (byte)'x', (byte)'\n', 0xFF, (byte)'\n' }, "line 2", "0xFF")]
    [InlineData(new byte[] { (byte)'x', (byte)'\n', (byte)'1', (byte)'\n', 0xC3 }, "line 3", "0xC3")]
    [InlineData(new byte[] { (byte)'x', (byte)'\n', 0xC0, 0x80, (byte)'\n' }, "line 2", "0xC0")]
    [InlineData(new byte[] { (byte)'x', (byte)'\n', 0xED, 0xA0, 0x80, (byte)'\n' }, "line 2", "0xED")]
    [InlineData(new byte[] { 0xFF, 0xFE, (byte)'x', 0 }, "line 1", "UTF-16")]
    [InlineData(new byte[] { 0xFE, 0xFF, 0, (byte)'x' }, "line 1", "UTF-16")]
    [InlineData(new byte[] { (byte)'x', 0, (byte)'\n', 0 }, "line 1", "NUL")]
    public void Read_InvalidUtf8_IsRefusedWithItsLine(byte[] bytes, params string[] parts)
    {
        string message = Given.Refusal(() => Given.Bytes(bytes));
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_TwoFaults_ReportsTheFirstInTheFile()
    {
        byte[] bytes = [.. "x,y\n1\n2,3\n"u8, 0xFF];
        Assert.Contains("line 2", Given.Refusal(() => Given.Bytes(bytes)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnyChunking_GivesTheSameTableOrMessage()
    {
        string[] texts =
        [
            "\uFEFFé,\"名\r\n前\"\r\n1,\"2\"\r\n\"a\rb\",𝛼\r\n",
            "x,y\n1,2\r3,4\n", "x,y\r\n1,2\r\r\n", "x,y\n1,é\n\"", "x,y\n1,\0\n", "x,y\n1,2\n\n",
        ];
        byte[][] inputs = [.. texts.Select(Encoding.UTF8.GetBytes), [.. "x\n\u00E9\n"u8, 0xE5, 0x90], [.. "x\n1\n"u8, 0xF0, 0x9D, 0x9B, (byte)'1']];
        foreach (byte[] input in inputs)
        {
            using MemoryStream all = new(input);
            string whole = Outcome(all);
            for (int size = 1; size < 8; size++)
            {
                using DripStream drip = new(input, size);
                Assert.Equal(whole, Outcome(drip));
            }
        }
    }

    [Fact]
    public void Read_Tsv_SplitsAtTabs()
    {
        Table table = Given.Bytes(Encoding.UTF8.GetBytes("a,b\tc\n1\t\"2\t3\"\n"), "T.TSV");
        Assert.Equal(["a,b", "c"], table.Columns);
        Assert.Equal("2\t3", table.Text(0, 1));
    }

    [Fact]
    public void Read_Delimiter_OverridesTheEnding()
    {
        Table table = Given.Csv("a;b\n1,5;2\n", new() { Delimiter = ';', DecimalComma = true });
        Assert.True(table.TryGetNumber(0, 0, out double value));
        Assert.Equal(1.5, value);
    }

    [Theory]
    [InlineData('"')]
    [InlineData('\n')]
    [InlineData('\0')]
    [InlineData('1')]
    [InlineData('.')]
    [InlineData('e')]
    [InlineData('-')]
    [InlineData('é')]
    public void Delimiter_ThatNumbersOrQuotesContain_IsRefused(char delimiter) =>
        Assert.Contains("--delimiter", Assert.Throws<ArgumentException>(() => new TableOptions { Delimiter = delimiter }).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_DecimalCommaBesideCommaDelimiter_NeedsQuotes()
    {
        TableOptions options = new() { DecimalComma = true };
        Table table = Given.Csv("x,y\n\"1,5\",2\n\"-2,5e1\",\"3\"\n", options);
        Assert.Equal([1.5, -25], table.ToQueries(["x"]).Columns[0]);
        string message = Given.Refusal(() => Given.Csv("x,y\n1,5\n", options));
        Assert.Contains("line 2, row 1, column 'x': '1,5'", message, StringComparison.Ordinal);
        Assert.Contains("--delimiter", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ControlCharactersInAMessage_AreEscapedAndCut()
    {
        string message = Given.Refusal(() => Given.Csv("x,y\n1,\"\u001b[31m\t\u202E" + new string('z', 5000) + "\"\n").ToDataset("y"));
        Assert.Contains("\\u001b[31m\\t\\u202e", message, StringComparison.Ordinal);
        Assert.Contains("…", message, StringComparison.Ordinal);
        Assert.True(message.Length < 400);
    }

    [Fact]
    public void Read_OpenQuoteInALargeFile_IsRefusedWithItsLine()
    {
        StringBuilder text = new("x,y\n1,\"2\n");
        _ = text.Insert(text.Length, "3,4\n", 5_000_000);
        string message = Given.Refusal(() => Given.Csv(text.ToString()));
        Assert.Contains("line 2", message, StringComparison.Ordinal);
        Assert.Contains("quote", message, StringComparison.Ordinal);
    }

    private static string Outcome(Stream stream)
    {
        try
        {
            Table table = Table.Read(stream, "t.csv");
            return string.Join('|', table.Columns) + string.Join('|', Enumerable.Range(0, table.Rows).SelectMany(
                r => Enumerable.Range(0, table.Columns.Count).Select(c => table.LineNumber(r) + ":" + table.Text(r, c))));
        }
        catch (DataException e)
        {
            return e.Message;
        }
    }

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class DripStream(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(size, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(size, count));
    }
}
