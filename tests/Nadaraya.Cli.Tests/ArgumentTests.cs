namespace Nadaraya.Cli.Tests;

public sealed class ArgumentTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("a,b c,-1", "a|b c|-1")]
    [InlineData("\"a,b\",c", "a,b|c")]
    [InlineData("\"say \"\"hi\"\"\"", "say \"hi\"")]
    [InlineData("\"a,b\"=2,c=3", "a,b=2|c=3")]
    [InlineData("\"a,b=2\"", "a,b=2")]
    [InlineData("a=\"b, c\",d", "a=b, c|d")]
    [InlineData("\"a,b\"=\"c, \"\"d\"\"\"", "a,b=c, \"d\"")]
    [InlineData(" a , b", " a | b")]
    public void Split_OfAList_FollowsCsv(string text, string expected) =>
        Assert.Equal(expected.Split('|'), ListText.Split(text, "--x"));

    [Theory]
    [InlineData("")]
    [InlineData("a,,b")]
    [InlineData("\"\"")]
    [InlineData("\"a\"b")]
    [InlineData("a\"b\"")]
    [InlineData("a=\"b\"c")]
    [InlineData("a=\"b")]
    [InlineData("\"a")]
    public void Split_OfAnythingElse_IsRefused(string text) =>
        Assert.Throws<UsageException>(() => ListText.Split(text, "--x"));

    [Theory]
    [InlineData("e", "e")]
    [InlineData("e,f", "e|f")]
    [InlineData("size:S<M<L,e", "size:S<M<L|e")]
    [InlineData("\"a:b\"", "a:b")]
    [InlineData("\"a,b:S<M\"", "a,b:S<M")]
    [InlineData("\"a,b\":S<\"M, \"\"m\"\"\"<\"x<y\"", "a,b:S<M, \"m\"<x<y")]
    [InlineData("time:10:30<11:00", "time:10:30<11:00")]
    public void Parse_OfAnOrder_FollowsCsv(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', OrderText.Parse(text, "--x").Select(o => o.Name + (o.Levels is null ? string.Empty : ":" + string.Join('<', o.Levels)))));

    [Theory]
    [InlineData("a=b=c", "a=b", "c")]
    [InlineData("b=c=d", "b", "c=d")]
    [InlineData("x=y=z", "x=y", "z")]
    public void Texts_OfAnItem_AreSplitAfterAName(string item, string name, string text) =>
        Assert.Equal([KeyValuePair.Create(name, text)], ListText.Texts([item], "--x", n => n is "a" or "a=b" or "b"));

    [Theory]
    [InlineData("1", 1)]
    [InlineData("512B", 512)]
    [InlineData("1kB", 1000)]
    [InlineData("2 MB", 2_000_000)]
    [InlineData("2GB", 2_000_000_000)]
    [InlineData("1.5KiB", 1536)]
    [InlineData("1GiB", 1_073_741_824)]
    public void Bytes_OfASize_CountsUnits(string text, long expected) =>
        Assert.Equal(expected, Quantity.Bytes(text, "--x"));

    [Theory]
    [InlineData("")]
    [InlineData("GB")]
    [InlineData("-1GB")]
    [InlineData("1PB")]
    [InlineData("0")]
    [InlineData("1e30")]
    [InlineData("NaN")]
    public void Bytes_OfAnythingElse_IsRefused(string text) =>
        Assert.Throws<UsageException>(() => Quantity.Bytes(text, "--x"));

    [Fact]
    public void Seconds_OfANumber_MayHaveAFraction() =>
        Assert.Equal(TimeSpan.FromMilliseconds(1500), Quantity.Seconds("1.5", "--x"));

    [Theory]
    [InlineData("plain-1.csv", "plain-1.csv")]
    [InlineData("two words", "'two words'")]
    [InlineData("it's", "'it'\\''s'")]
    public void ShellWord_OfAName_ReadsBack(string name, string expected) =>
        Assert.Equal(expected, OneLine.ShellWord(name));
}
