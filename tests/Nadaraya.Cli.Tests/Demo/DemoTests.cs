using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Nadaraya.Cli.Demo;
using Nadaraya.Tests;

namespace Nadaraya.Cli.Tests;

public sealed class DemoTests
{
    private static readonly PropertyInfo[] Texts = [.. typeof(DemoText).GetProperties().Where(p => p.PropertyType == typeof(string))];

    [Fact]
    public void Texts_BothLanguages_AreCompleteWithTheSamePlaces()
    {
        Assert.True(Texts.Length > 80);
        foreach (PropertyInfo text in Texts)
        {
            string english = (string)text.GetValue(DemoText.English)!;
            string chinese = (string)text.GetValue(DemoText.Chinese)!;
            Assert.False(string.IsNullOrWhiteSpace(english), text.Name);
            Assert.False(string.IsNullOrWhiteSpace(chinese), text.Name);
            Assert.True(Places(english).SetEquals(Places(chinese)), text.Name);
        }
    }

    [Fact]
    public void Texts_Chinese_UsesTheChaptersTerms()
    {
        string all = string.Concat(Texts.Select(t => (string)t.GetValue(DemoText.Chinese)!));
        Assert.All(["查询", "键", "值", "注意力汇聚", "平均汇聚", "非参数注意力汇聚", "带参数注意力汇聚", "批量矩阵乘法", "注意力权重"], term => Assert.Contains(term, all, StringComparison.Ordinal));
    }

    [Fact]
    public void Demo_ChineseWithASeed_SaysItInChineseWithTheSameNumbers()
    {
        using DemoCall chinese = DemoCall.WithFiles("--seed", "7", "--lang", "zh");
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NumberGroupSeparator, comma.NumberFormat.NegativeSign) = (",", ".", "~");
        CultureInfo.CurrentCulture = comma;
        using DemoCall english = DemoCall.WithFiles("--seed", "7", "--lang", "en");
        CultureInfo.CurrentCulture = before;
        Assert.Equal((0, 0), (chinese.Code, english.Code));
        Assert.Equal(english.Bytes, chinese.Bytes);
        Assert.Contains("随机种子 7", chinese.Output, StringComparison.Ordinal);
        Assert.Contains("lang=\"zh-CN\"", chinese.Report, StringComparison.Ordinal);
        Assert.Contains("ChapterRows.Draw(50, seed: 7)", english.Output, StringComparison.Ordinal);
        Assert.Equal(19, Regex.Count(english.Report, "<figure "));
        Assert.Equal(19, Regex.Count(chinese.Report, "<figure "));
        Assert.DoesNotMatch(@"\{[a-z]\w*\}", english.Output + chinese.Output);
        Assert.DoesNotMatch(@"NaN|∞|Infinity", english.Output);
    }

    [Fact]
    public void Rows_SameSeed_AreTheSameAndOtherSeedsDiffer()
    {
        DemoRows first = DemoRows.Load(new() { Seed = 3 }, null, default);
        Assert.Equal(first.Y, DemoRows.Load(new() { Seed = 3 }, null, default).Y);
        Assert.NotEqual(first.Y, DemoRows.Load(new() { Seed = 4 }, null, default).Y);
        Assert.Equal(50, first.X.Length);
        Assert.Equal(40, DemoRows.Load(new() { Seed = 3, Edition = DemoEdition.Current }, null, default).X.Length);
    }

    [Fact]
    public void Demo_OwnRows_AreSortedAndTaught()
    {
        string csv = "name,height,weight\n" + string.Concat(Enumerable.Range(0, 30).Select(i =>
            $"p{i},{150 + (i * 37 % 30)},{50 + (i * 37 % 30) + (i % 5)}\n"));
        using DemoCall call = DemoCall.WithData(csv);
        Assert.Equal((0, ""), (call.Code, call.Error));
        double[] x = GoldenFile.Vector(call.Json.GetProperty("x"));
        Assert.Equal(x.Order(), x);
        Assert.Equal(150, x[0]);
        Assert.Equal(50, GoldenFile.Vector(call.Json.GetProperty("y"))[0]);
        Assert.Contains("height is the key, weight the value", call.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("error against the truth  ", call.Output.Split("The exercises")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Demo_OwnRowsCurrentEdition_AGapHasNoValue()
    {
        using DemoCall call = DemoCall.WithData("y,x\n1,0\n2,1\n3,10\n", "--edition", "current", "--lang", "zh");
        Assert.Equal((0, ""), (call.Code, call.Error));
        Assert.Contains("null", call.Json.GetProperty("kernels")[1].GetProperty("predictions").GetRawText(), StringComparison.Ordinal);
        Assert.Equal([0.0, 1, 10], GoldenFile.Vector(call.Json.GetProperty("x")));
    }

    [Theory]
    [InlineData("x,y\n1,2\n2,3\n", 3, "has 2 rows: the demo leaves each row out and looks at the others, which needs at least three.")]
    [InlineData("x,y\n1,2\n1,3\n1,4\n", 3, "x runs from 1 to 1: attention needs inputs that differ; choose another column by naming it x.")]
    [InlineData("a,b\n1,u\n2,v\n3,w\n", 3, "has 1 column of numbers among a, b: the demo needs an input and an output; name two columns x and y.")]
    [InlineData("x,y\n1,2\n2,\n3,4\n", 3, "own.csv")]
    public void Demo_RowsThatDoNotDo_OneLineAndExitCode(string csv, int code, string message)
    {
        using DemoCall call = DemoCall.WithData(csv);
        Assert.Equal(code, call.Code);
        Assert.Contains(message, call.Error, StringComparison.Ordinal);
        Assert.Single(call.Error.TrimEnd('\n').Split('\n'));
        Assert.False(File.Exists(Path.Join(call.Out, "demo.json")));
    }

    [Fact]
    public void Demo_TooManyRows_IsALimit()
    {
        using DemoCall call = DemoCall.WithData("x,y\n" + string.Concat(Enumerable.Range(0, 5001).Select(i => $"{i},{i % 7}\n")));
        Assert.Equal(6, call.Code);
        Assert.Contains("has 5001 rows: the demo shows every weight and takes at most 5000", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Demo_OutIsAFile_IsAnOutputErrorBeforeTheWork()
    {
        string file = Path.GetTempFileName();
        using DemoCall call = DemoCall.Plain("--out", file);
        File.Delete(file);
        Assert.Equal(7, call.Code);
        Assert.Equal("", call.Output);
        Assert.Contains("the folder can't be made", call.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--edition", "old")]
    [InlineData("--lang", "de")]
    [InlineData("--seed", "x")]
    [InlineData("--out", "")]
    [InlineData("--rows", "9")]
    public void Demo_WrongWord_IsAUsageError(string option, string value)
    {
        using DemoCall call = DemoCall.Plain(option, value);
        Assert.Equal(2, call.Code);
        Assert.Contains(option, call.Error, StringComparison.Ordinal);
        Assert.Equal("", call.Output);
    }

    [Fact]
    public void Columns_ChineseText_TakesTwoColumnsACharacter() => Assert.Equal(2 + 4 + 1, TerminalLesson.Columns("w 注意²"));

    private static HashSet<string> Places(string text) => [.. Regex.Matches(text, @"\{\w+\}").Select(m => m.Value)];
}
