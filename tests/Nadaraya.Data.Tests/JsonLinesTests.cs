namespace Nadaraya.Data.Tests;

public class JsonLinesTests
{
    [Fact]
    public void Read_Objects_GivesColumnsInOrderOfAppearance()
    {
        Table table = Given.Json("\uFEFF{\"b\":1,\"a\":\"x\\n\\u00e9\"}\r\n{ \"a\" : null , \"c\": -2.50e1 }\n{}");
        Assert.Equal(["b", "a", "c"], table.Columns);
        Assert.Equal(3, table.Rows);
        Assert.Equal("x\né", table.Text(0, 1));
        Assert.Equal("-2.50e1", table.Text(1, 2));
        Assert.True(table.TryGetNumber(1, 2, out double value));
        Assert.Equal(-25, value);
        Assert.Equal([false, true, true], Enumerable.Range(0, 3).Select(r => table.IsMissing(r, 0)));
        Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(r => table.IsMissing(r, 2)));
        Assert.Equal([1, 2, 3], Enumerable.Range(0, 3).Select(table.LineNumber));
        Assert.True(table.IsNumeric(2));
        Assert.False(table.IsNumeric(1));
    }

    [Theory]
    [InlineData("{\"x\":1,\"x\":2}\n", "line 1, row 1, column 'x'", "twice")]
    [InlineData("{\"x\":1}\n{\"x\":1,\"\\u0078\":2}\n", "line 2, row 2, column 'x'", "twice")]
    [InlineData("{\"x\":true}\n", "line 1, row 1, column 'x': 'true'", "boolean")]
    [InlineData("{\"x\":1}\n{\"x\":[1]}\n", "line 2, row 2, column 'x'", "an array")]
    [InlineData("{\"x\":{\"y\":1}}\n", "line 1, row 1, column 'x'", "an object")]
    [InlineData("{\"x\":1}\n\n{\"x\":2}\n", "line 2", "blank")]
    [InlineData("{\"x\":1}\n \t\r\n", "line 2", "blank")]
    [InlineData("[1,2]\n", "line 1", "'[1,2]'", "one object a line")]
    [InlineData("1\n", "line 1", "JSON")]
    [InlineData("{\"x\":1}{\"x\":2}\n", "line 1", "JSON")]
    [InlineData("{\"x\":1},\n", "line 1", "JSON")]
    [InlineData("{\"x\":1,}\n", "line 1", "JSON")]
    [InlineData("{\"x\":1}\n{\"x\":", "line 2, row 2", "the end of the line")]
    [InlineData("{\"x\":\n1}\n", "line 1", "JSON")]
    [InlineData("{\"x\":NaN}\n", "line 1", "JSON")]
    [InlineData("{\"x\":-Infinity}\n", "line 1", "JSON")]
    [InlineData("{\"x\":01}\n", "line 1", "JSON")]
    [InlineData("{\"x\":+1}\n", "line 1", "JSON")]
    [InlineData("{\"x\":.5}\n", "line 1", "JSON")]
    [InlineData("{'x':1}\n", "line 1", "JSON")]
    [InlineData("{x:1}\n", "line 1", "JSON")]
    [InlineData("{\"x\":1} // c\n", "line 1", "JSON")]
    [InlineData("{\"\":1}\n", "line 1", "no name")]
    [InlineData("{\"x\":\"\\ud800\"}\n", "line 1, row 1, column 'x'", "surrogate")]
    [InlineData("{\"\\ud800\":1}\n", "line 1, row 1", "surrogate")]
    [InlineData("{\"x\":\"\\u0000\"}\n", "line 1, row 1, column 'x'", "NUL")]
    [InlineData("{\"x\":\"\0\"}\n", "line 1", "NUL")]
    [InlineData("{}\n", "no object has a key")]
    [InlineData("", "empty")]
    [InlineData("x,y\n1,2\n", "line 1", "--from")]
    public void Read_AnythingElse_IsRefusedWithItsLine(string text, params string[] parts)
    {
        string message = Given.Refusal(() => Given.Json(text));
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\"x\":9007199254740993,\"y\":1}", "--allow-rounding")]
    [InlineData("{\"x\":1e400,\"y\":1}", "beyond the largest double")]
    [InlineData("{\"x\":1e-400,\"y\":1}", "rounds to zero")]
    [InlineData("{\"x\":\"1\",\"y\":1}", "text in quotes", "--features")]
    [InlineData("{\"x\":\"\",\"y\":1}", "text in quotes", "--features")]
    [InlineData("{\"x\":null,\"y\":1}", "--missing drop")]
    [InlineData("{\"y\":1}\n{\"y\":1,\"x\":1}", "line 1, row 1, column 'x'", "--missing drop")]
    public void ToDataset_CellsThatAreNoNumbers_FollowTheSameRules(string text, params string[] parts)
    {
        string message = Given.Refusal(() => Given.Json(text).ToDataset("y"));
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_MissingText_AppliesToStrings()
    {
        Table table = Given.Json("{\"x\":\"NA\",\"y\":1}\n{\"x\":2,\"y\":3}\n", new() { MissingText = ["NA"], Missing = MissingValues.Drop });
        Dataset data = table.ToDataset("y");
        Assert.Equal(1, data.Rows);
        Assert.Equal(2, data.RowNumber(0));
    }

    [Fact]
    public void Read_LongLines_GrowTheBuffer()
    {
        string word = new('z', 300_000);
        Table table = Given.Json($"{{\"x\":\"{word}\"}}\n{{\"x\":\"é{word}\"}}\n{{\"x\":1}}");
        Assert.Equal(word, table.Text(0, 0));
        Assert.Equal("é" + word, table.Text(1, 0));
        Assert.Equal("1", table.Text(2, 0));
    }

    [Fact]
    public void Read_OptionsOfDelimitedText_AreRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Given.Json("{\"x\":1}", new() { Delimiter = ';' }));
        Assert.Contains("--delimiter", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ArgumentException>(() => Given.Json("{\"x\":1}", new() { DecimalComma = true }));
        Assert.Contains("--decimal-comma", error.Message, StringComparison.Ordinal);
    }
}
