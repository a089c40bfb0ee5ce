using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Nadaraya.Data.Tests;

public class TableWriterTests
{
    [Fact]
    public void Write_Csv_FollowsRfc4180()
    {
        string text = Written(OutputFormat.Csv, ["row", "a,b", "text"], w =>
        {
            w.Write(1);
            w.Write(0.1);
            w.Write("plain");
            w.EndRow();
            w.Write(2);
            w.Write((double?)null);
            w.Write("say \"hi\",\r\nnow");
            w.EndRow();
            w.Write(3);
            w.Write(-1e300);
            w.Write((string?)null);
            w.EndRow();
        });
        Assert.Equal("row,\"a,b\",text\n1,0.1,plain\n2,,\"say \"\"hi\"\",\r\nnow\"\n3,-1E+300,\n", text);
    }

    [Fact]
    public void Write_CsvOfOneEmptyColumn_IsReadBack()
    {
        string text = Written(OutputFormat.Csv, ["\uFEFFx"], w =>
        {
            w.Write(string.Empty);
            w.EndRow();
        });
        Table table = Given.Csv(text);
        Assert.Equal("\uFEFFx", table.Columns[0]);
        Assert.True(table.IsMissing(0, 0));
    }

    [Fact]
    public void Write_Json_IsAnArrayOfObjects()
    {
        string text = Written(OutputFormat.Json, ["row", "预测", "t"], w =>
        {
            w.Write(1);
            w.Write(0.1);
            w.Write("</script> \"查询\"\n");
            w.EndRow();
            w.Write(2);
            w.Write((double?)null);
            w.Write((string?)null);
            w.EndRow();
        });
        Assert.Equal("[\n{\"row\":1,\"预测\":0.1,\"t\":\"\\u003C/script\\u003E \\u0022查询\\u0022\\n\"},\n{\"row\":2,\"预测\":null,\"t\":null}\n]\n", text);
        using JsonDocument document = JsonDocument.Parse(text);
        Assert.Equal("</script> \"查询\"\n", document.RootElement[0].GetProperty("t").GetString());
    }

    [Fact]
    public void Write_NoRows_IsStillWhole()
    {
        Assert.Equal("a,b\n", Written(OutputFormat.Csv, ["a", "b"], _ => { }));
        Assert.Equal("[]\n", Written(OutputFormat.Json, ["a", "b"], _ => { }));
    }

    [Fact]
    public void Write_KeptCells_HaveTheExactTextOfTheSource()
    {
        Table table = Given.Csv("k\n1.50\n007\n\"a,b\"\n9007199254740993\n\"\"\nNA\n", new() { MissingText = ["NA"] });
        void Write(TableWriter w)
        {
            for (int row = 0; row < table.Rows; row++)
            {
                w.Write(table, row, 0);
                w.Write(row);
                w.EndRow();
            }
        }

        Assert.Equal("k,i\n1.50,0\n007,1\n\"a,b\",2\n9007199254740993,3\n,4\nNA,5\n", Written(OutputFormat.Csv, ["k", "i"], Write));
        string json = Written(OutputFormat.Json, ["k", "i"], Write).Replace("\n", string.Empty, StringComparison.Ordinal);
        Assert.Equal("[{\"k\":1.50,\"i\":0},{\"k\":\"007\",\"i\":1},{\"k\":\"a,b\",\"i\":2},{\"k\":\"9007199254740993\",\"i\":3},{\"k\":null,\"i\":4},{\"k\":null,\"i\":5}]", json);
    }

    [Theory]
    [InlineData(OutputFormat.Csv)]
    [InlineData(OutputFormat.Json)]
    public void Write_AnyDouble_IsReadBackBitForBitInEveryCulture(OutputFormat format)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        NumberFormatInfo odd = new() { NumberDecimalSeparator = ",", NegativeSign = "~", NumberGroupSeparator = "." };
        CultureInfo.CurrentCulture = new CultureInfo(string.Empty) { NumberFormat = odd };
        try
        {
            Random random = new(11);
            double[] values = [0.0, -0.0, double.Epsilon, double.MaxValue, double.MinValue, 1e15, 1e16, 30214222686948432, .. Enumerable.Range(0, 5000)
                .Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue))).Where(double.IsFinite)];
            string text = Written(format, ["x"], w =>
            {
                foreach (double value in values)
                {
                    w.Write(value);
                    w.EndRow();
                }
            });
            if (format == OutputFormat.Json)
            {
                text = text.Replace("},\n", "}\n", StringComparison.Ordinal)[2..^2];
            }

            double[] back = (format == OutputFormat.Csv ? Given.Csv(text) : Given.Json(text)).ToQueries(["x"]).Columns[0];
            Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), back.Select(BitConverter.DoubleToInt64Bits));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Write_NaN_IsACallersError()
    {
        using MemoryStream stream = new();
        TableWriter writer = TableWriter.Create(stream, OutputFormat.Csv, ["p"]);
        Assert.Contains("'value'", Assert.Throws<ArgumentException>(() => writer.Write(double.NaN)).Message, StringComparison.Ordinal);
        _ = Assert.Throws<ArgumentException>(() => writer.Write(double.PositiveInfinity));
    }

    [Fact]
    public void Write_WrongOrder_IsACallersError()
    {
        using MemoryStream stream = new();
        TableWriter writer = TableWriter.Create(stream, OutputFormat.Csv, ["a", "b"]);
        writer.Write(1);
        _ = Assert.Throws<InvalidOperationException>(writer.EndRow);
        _ = Assert.Throws<InvalidOperationException>(writer.Complete);
        writer.Write(2);
        _ = Assert.Throws<InvalidOperationException>(() => writer.Write(3));
        writer.EndRow();
        writer.Complete();
        _ = Assert.Throws<InvalidOperationException>(() => writer.Write(3));
    }

    [Fact]
    public void Create_NamesThatClash_AreRefused()
    {
        using MemoryStream stream = new();
        Assert.Contains("'row'", Given.Refusal(() => TableWriter.Create(stream, OutputFormat.Csv, ["row", "x", "row"])), StringComparison.Ordinal);
        _ = Given.Refusal(() => TableWriter.Create(stream, OutputFormat.Json, [string.Empty]));
    }

    [Theory]
    [InlineData("row", "row")]
    [InlineData("effective_sample_size", "effectiveSampleSize")]
    [InlineData("top_1_training_row", "top1TrainingRow")]
    public void CamelCase_ColumnName_IsAJsonName(string column, string expected) => Assert.Equal(expected, TableWriter.CamelCase(column));

    private static string Written(OutputFormat format, string[] columns, Action<TableWriter> rows)
    {
        using MemoryStream stream = new();
        TableWriter writer = TableWriter.Create(stream, format, columns);
        rows(writer);
        writer.Complete();
        return new UTF8Encoding(false, true).GetString(stream.ToArray());
    }
}
