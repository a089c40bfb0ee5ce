using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Nadaraya.Charts.Tests;

public sealed class HtmlReportTests
{
    private const string Evil = "<img src=x onerror=alert(1)>\"'&";
    private const string Tamed = "&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;";

    [Fact]
    public void ToHtml_UserTextAnywhere_IsEscaped()
    {
        var html = new HtmlReport(Evil, ChartText.English) { Subtitle = Evil }
            .Section(Evil).Subsection(Evil).Paragraph(Evil).Code(Evil).Output(Evil).Step(Evil, Evil).Warning(Evil)
            .Cards(new KeyFigure(Evil, Evil, Evil))
            .Table(new ReportTable { Caption = Evil, Columns = [new(Evil, true)], Rows = [[Evil]] })
            .Chart((TinyCharts.Fit with { Title = Evil, XTitle = Evil }).Draw(ChartText.English), Evil)
            .ToHtml();

        Assert.DoesNotContain("<img", html.Replace(Bundle.Script, "", StringComparison.Ordinal));
        // Title twice, subtitle, eight blocks of one or two texts, three of a card, three of a table, the caption, the description.
        Assert.Equal(19, Regex.Count(html, Regex.Escape(Tamed)));
    }

    [Fact]
    public void ToHtml_SameCalls_GiveTheSameText() => Assert.Equal(Small(ChartText.English).ToHtml(), Small(ChartText.English).ToHtml());

    [Fact]
    public void ToHtml_ManyCharts_CarriesTheScriptOnce()
    {
        var html = Small(ChartText.English).Chart(TinyCharts.Fit.Draw(ChartText.English)).ToHtml();
        Assert.Single(Regex.Matches(html, "<script>"));
        Assert.Equal(2, Regex.Count(html, "<figure class=\"chart"));
        Assert.Contains("id=\"chart-2\"", html);
    }

    [Fact]
    public void ToHtml_Policy_AllowsExactlyItsOwnScriptAndStyle()
    {
        var html = Small(ChartText.English).ToHtml();
        var policy = Regex.Match(html, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;
        Assert.StartsWith("default-src 'none'; script-src 'sha256-", policy);
        Assert.Contains($"script-src '{Hash(Regex.Match(html, "<script>(.*?)</script>", RegexOptions.Singleline).Groups[1].Value)}'", policy);
        Assert.Contains($"style-src-elem '{Hash(Regex.Match(html, "<style>(.*?)</style>", RegexOptions.Singleline).Groups[1].Value)}'", policy);
        Assert.DoesNotContain("unsafe-eval", policy);
    }

    [Fact]
    public void ToHtml_Bundle_HoldsNothingThatEndsItsElement()
    {
        Assert.DoesNotContain("</script", Bundle.Script, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<!--", Bundle.Script);
        Assert.DoesNotContain("</style", Bundle.Style, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("University of Washington Interactive Data Lab", Bundle.Script);
    }

    [Fact]
    public void ToHtml_Chinese_SaysSoAndUsesItsWords()
    {
        var html = Small(ChartText.Chinese).ToHtml();
        Assert.Contains("<html lang=\"zh-CN\">", html);
        Assert.Contains(ChartText.Chinese.ThemeButton, html);
        Assert.Contains("查询", html);
        Assert.DoesNotContain(ChartText.English.Footer, html);
    }

    [Fact]
    public void Table_RowOfAnotherLength_IsRefused()
    {
        var table = new ReportTable { Columns = [new("a"), new("b")], Rows = [["1", "2"], ["3"]] };
        var error = Assert.Throws<ArgumentException>(() => new HtmlReport("t", ChartText.English).Table(table));
        Assert.StartsWith("Row 1 of the table has 1 values but Columns has 2", error.Message);
    }

    private static HtmlReport Small(ChartText text) =>
        new HtmlReport("Report", text).Section("One").Chart(new AttentionHeatMap { Grid = TinyCharts.Grid(0.5) }.Draw(text), "caption");

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
