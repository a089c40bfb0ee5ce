using System.Text;

namespace Nadaraya.Data.Tests;

[Collection(nameof(Alone))]
public class LimitTests
{
    [Theory]
    [InlineData("t.csv", "x,y\n1,2\n3,4\n5,6\n", 4)]
    [InlineData("t.jsonl", "{\"x\":1}\n{\"x\":2}\n{\"x\":3}\n", 3)]
    public void Read_MoreRowsThanAllowed_NamesTheOption(string source, string text, int line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(3, Given.Bytes(bytes, source, new() { MaxRows = 3 }).Rows);
        LimitException error = Assert.Throws<LimitException>(() => Given.Bytes(bytes, source, new() { MaxRows = 2 }));
        Given.IsOneLine(error.Message);
        Assert.Contains($"{source}, line {line}:", error.Message, StringComparison.Ordinal);
        Assert.Contains("--max-rows", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TableFormat.Csv, 0)]
    [InlineData(TableFormat.Csv, 1)]
    [InlineData(TableFormat.Csv, 2)]
    [InlineData(TableFormat.JsonLines, 3)]
    public void Read_EndlessSource_StopsAtTheMemoryAllowed(TableFormat format, int shape)
    {
        using EndlessStream stream = new(shape switch
        {
            0 => i => i == 0 ? "x,y\n" : $"{i},{i}\n",
            1 => i => $"c{i},",
            2 => i => i == 0 ? "x\n" : i == 1 ? "\"open" : "more and more, ",
            _ => i => $"{{\"k{i}\":1}}\n",
        });
        Exception? error = Record.Exception(() => Table.Read(stream, "endless", new() { Format = format, MaxMemory = 1 << 20 }));
        Given.IsOneLine(Assert.IsAssignableFrom<NadarayaException>(error).Message);
        Assert.True(stream.Given < 16 << 20, $"{stream.Given} bytes were read before the limit held.");
        if (shape is 0 or 3)
        {
            Assert.Contains("--max-memory", Assert.IsType<LimitException>(error).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ToDataset_MoreMemoryThanAllowed_NamesTheOption()
    {
        string text = "x,y\n" + string.Concat(Enumerable.Repeat("1,2\n", 20_000));
        Table table = Given.Csv(text, new() { MaxMemory = 400_000 });
        LimitException error = Assert.Throws<LimitException>(() => table.ToDataset("y"));
        Given.IsOneLine(error.Message);
        Assert.Contains("--max-memory", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Options_LimitsThatAreNone_AreRefused(long limit)
    {
        Assert.Contains("--max-rows", Assert.Throws<ArgumentException>(() => new TableOptions { MaxRows = limit }).Message, StringComparison.Ordinal);
        Assert.Contains("--max-memory", Assert.Throws<ArgumentException>(() => new TableOptions { MaxMemory = limit }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_CellOfMoreThanAMebibyte_IsRefused()
    {
        string message = Given.Refusal(() => Given.Csv("x,y\n1," + new string('9', (1 << 20) + 1) + "\n"));
        Assert.Contains("line 2, row 1, column 'y'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AMillionRows_CostsLittleMoreThanItsBytes()
    {
        StringBuilder text = new("x,y\n");
        Random random = new(1);
        for (int i = 0; i < 1_000_000; i++)
        {
            _ = text.Append(NumberText.Format(Math.Round(random.NextDouble(), 6))).Append(',').Append(i).Append('\n');
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        _ = text.Clear();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Table table = Given.Bytes(bytes);
        long after = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(after - before < (1.3 * bytes.Length) + (2 * 4 * table.Rows), $"{after - before} bytes for {bytes.Length} of text");
        Assert.Equal(1_000_000, table.Rows);
        Assert.Equal(1_000_001, table.LineNumber(999_999));
        Dataset data = table.ToDataset("y");
        Assert.Equal(999_999, data.Target()[999_999]);
        GC.KeepAlive(bytes);
    }

    /// <summary>Text without end, made piece by piece.</summary>
    private sealed class EndlessStream(Func<int, string> piece) : MemoryStream
    {
        private byte[] rest = [];
        private int next;

        public long Given { get; private set; }

        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer)
        {
            if (rest.Length == 0)
            {
                rest = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(next, 500).Select(piece)));
                next += 500;
            }

            int count = Math.Min(rest.Length, buffer.Length);
            rest.AsSpan(0, count).CopyTo(buffer);
            rest = rest[count..];
            Given += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    }
}
