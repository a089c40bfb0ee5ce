using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Nadaraya.Browser.Tests;

public sealed class ReportTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    private const int Charts = 18;
    private const string SliderFigure = "chart-11";
    private const string ProvenanceFigure = "chart-16";
    private const string MapFigure = "chart-17";

    [Theory]
    [InlineData(Language.English, ColorScheme.Light)]
    [InlineData(Language.English, ColorScheme.Dark)]
    [InlineData(Language.Chinese, ColorScheme.Light)]
    [InlineData(Language.Chinese, ColorScheme.Dark)]
    public async Task I_can_open_a_report_and_every_chart_draws(Language language, ColorScheme scheme)
    {
        await using var report = await chromium.OpenAsync(Gallery.Build(ChartText.For(language)), scheme);

        await Expect(report.Page.Locator("figure.chart[data-state='drawn']")).ToHaveCountAsync(Charts);
        await Expect(report.Page.Locator($"figure[data-drawn-in='{(scheme == ColorScheme.Dark ? "dark" : "light")}']")).ToHaveCountAsync(Charts);
        Assert.Empty(await EmptyCharts(report.Page));
        Assert.Equal(language == Language.Chinese ? "zh-CN" : "en", await report.Page.GetAttributeAsync("html", "lang"));
        report.AssertQuiet();
    }

    [Fact]
    public async Task I_can_switch_the_theme_and_the_charts_follow()
    {
        await using var report = await chromium.OpenAsync(Gallery.Build(ChartText.English));
        var light = await report.PictureAsync("chart-1");
        var page = await Background(report.Page);

        await report.Page.GetByRole(AriaRole.Button, new() { Name = ChartText.English.ThemeButton }).ClickAsync();
        await Expect(report.Page.Locator("figure[data-drawn-in='dark']")).ToHaveCountAsync(Charts);
        Assert.NotEqual(light, await report.PictureAsync("chart-1"));
        Assert.NotEqual(page, await Background(report.Page));

        await report.Page.GetByRole(AriaRole.Button, new() { Name = ChartText.English.ThemeButton }).ClickAsync();
        await Expect(report.Page.Locator("figure[data-drawn-in='light']")).ToHaveCountAsync(Charts);
        Assert.Equal(page, await Background(report.Page));
        report.AssertQuiet();
    }

    [Fact]
    public async Task I_can_move_the_slider_and_see_another_epoch()
    {
        await using var report = await chromium.OpenAsync(Gallery.Build(ChartText.English));
        var slider = report.Page.Locator($"#{SliderFigure}").GetByRole(AriaRole.Slider, new() { Name = "epoch" });
        var last = await report.PictureAsync(SliderFigure);

        await slider.FillAsync("0");
        var first = await report.PictureAsync(SliderFigure);
        Assert.NotEqual(last, first);

        // The reader's epoch survives a change of theme.
        await report.Page.GetByRole(AriaRole.Button, new() { Name = ChartText.English.ThemeButton }).ClickAsync();
        await Expect(report.Page.Locator("figure[data-drawn-in='dark']")).ToHaveCountAsync(Charts);
        await Expect(slider).ToHaveValueAsync("0");
        report.AssertQuiet();
    }

    [Fact]
    public async Task I_can_click_a_row_and_the_rows_behind_it_light_up()
    {
        await using var report = await chromium.OpenAsync(Gallery.Build(ChartText.English));
        ILocator figure = report.Page.Locator($"#{ProvenanceFigure}");
        ILocator words = figure.Locator(".role-title-text text");
        ILocator lit = figure.Locator(".layer_4_marks path");
        await Expect(words).ToHaveTextAsync("Row 26");
        await Expect(lit).ToHaveCountAsync(8);

        // Somewhere in the picture: the nearest row is taken.
        await figure.ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await figure.Locator(".drawing").BoundingBoxAsync())!;
        await report.Page.Mouse.ClickAsync(box.X + (box.Width * 0.15f), box.Y + (box.Height * 0.6f));
        await Expect(words).Not.ToHaveTextAsync("Row 26");
        await Expect(lit).ToHaveCountAsync(8);
        string? first = await words.TextContentAsync();

        // A lit row tells its part, and a click on it goes on to it.
        await lit.Last.HoverAsync();
        await Expect(report.Page.Locator("#vg-tooltip-element td.key").Nth(2)).ToHaveTextAsync(ChartText.English.AttentionWeight);
        string? next = await report.Page.Locator("#vg-tooltip-element td.value").First.TextContentAsync();
        await lit.Last.ClickAsync();
        await Expect(words).ToHaveTextAsync($"Row {next}");
        Assert.NotEqual(first, $"Row {next}");

        // What was clicked survives a change of theme.
        await report.Page.GetByRole(AriaRole.Button, new() { Name = ChartText.English.ThemeButton }).ClickAsync();
        await Expect(report.Page.Locator("figure[data-drawn-in='dark']")).ToHaveCountAsync(Charts);
        await Expect(words).ToHaveTextAsync($"Row {next}");
        report.AssertQuiet();
    }

    [Fact]
    public async Task I_can_zoom_into_the_map_and_the_bare_wheel_still_scrolls()
    {
        await using var report = await chromium.OpenAsync(Gallery.Build(ChartText.English));
        ILocator figure = report.Page.Locator($"#{MapFigure}");
        await figure.ScrollIntoViewIfNeededAsync();
        await figure.Locator(".drawing").HoverAsync();
        string whole = await report.PictureAsync(MapFigure);

        await report.Page.Keyboard.DownAsync("Control");
        await report.Page.Mouse.WheelAsync(0, -300);
        await report.Page.Keyboard.UpAsync("Control");
        await report.Page.WaitForFunctionAsync("([id, was]) => document.querySelector(`#${id} svg`).outerHTML !== was", new[] { MapFigure, whole });
        string zoomed = await report.PictureAsync(MapFigure);

        double before = await report.Page.EvaluateAsync<double>("() => scrollY");
        await report.Page.Mouse.WheelAsync(0, -300);
        await report.Page.WaitForFunctionAsync("was => scrollY < was", before);
        Assert.Equal(zoomed, await report.PictureAsync(MapFigure));
        report.AssertQuiet();
    }

    [Theory]
    [InlineData(1200)]
    [InlineData(480)]
    public async Task I_can_read_every_label_because_nothing_is_cut_off(int width)
    {
        await using var report = await chromium.OpenAsync(Gallery.Build(ChartText.English), width: width);

        var cut = await report.Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('.drawing svg')].flatMap(svg => {
              const box = svg.getBoundingClientRect();
              return [...svg.querySelectorAll('text')].filter(t => t.textContent && getComputedStyle(t).opacity !== '0').filter(t => {
                const r = t.getBoundingClientRect();
                return r.width > 0 && (r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1 || r.bottom > box.bottom + 1);
              }).map(t => t.textContent);
            })
            """);
        Assert.Empty(cut);
        var wide = await report.Page.EvaluateAsync<string[]>(
            "() => [document.documentElement, ...document.querySelectorAll('.drawing')].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.parentElement?.id ?? 'page')");
        Assert.Empty(wide);
        report.AssertQuiet();
    }

    [Fact]
    public async Task I_can_save_a_chart_and_open_its_spec_elsewhere()
    {
        var chart = Gallery.Simple("x");
        await using var report = await chromium.OpenAsync(new HtmlReport("Save", ChartText.English).Chart(chart));

        foreach (var (kind, name) in new[] { ("Vega-Lite", "chart-1.vl.json"), ("SVG", "chart-1.svg"), ("PNG", "chart-1.png") })
        {
            var download = await report.Page.RunAndWaitForDownloadAsync(() => report.Page.GetByRole(AriaRole.Button, new() { Name = $"Save as {kind}" }).ClickAsync());
            Assert.Equal(name, download.SuggestedFilename);
            var bytes = await File.ReadAllBytesAsync(await download.PathAsync());
            Assert.True(bytes.Length > 1_000);
            if (kind == "Vega-Lite")
            {
                Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(chart.ToJson()).RootElement, JsonDocument.Parse(bytes).RootElement));
            }
        }

        report.AssertQuiet();
    }

    [Theory]
    [InlineData("<b>times</b>")]
    [InlineData("</script><script>document.title='taken'</script>")]
    [InlineData("image")]
    [InlineData("a\"'\\{{x}}${y}")]
    [InlineData("ends in \\")]
    [InlineData("\\\"+alert(1)+\\\"")]
    public async Task I_can_name_a_column_as_I_like_and_it_stays_text(string name)
    {
        await using var report = await chromium.OpenAsync(new HtmlReport("Names", ChartText.English).Chart(Gallery.Simple(name)));

        await Expect(report.Page.Locator(".drawing svg text").Filter(new() { HasText = name }).First).ToBeAttachedAsync();
        await report.Page.Locator(".drawing svg .mark-symbol.role-mark path").First.HoverAsync(new() { Force = true });
        await Expect(report.Page.Locator("#vg-tooltip-element td.key").First).ToHaveTextAsync(name);
        Assert.Equal("Names", await report.Page.TitleAsync());
        report.AssertQuiet();
    }

    [Fact]
    public async Task I_can_name_a_curve_or_a_language_s_word_as_I_like()
    {
        const string Name = "\\\"];\n<b>'${x}";
        var text = ChartText.English with { Data = Name, AttentionWeight = Name, Epoch = Name, Loss = Name, LeaveOneOutCriterion = Name, Chosen = Name, RowsPerCell = Name };
        await using var report = await chromium.OpenAsync(Gallery.Build(text));

        await Expect(report.Page.Locator("figure.chart[data-state='drawn']")).ToHaveCountAsync(Charts);
        report.AssertQuiet();
    }

    private static Task<string> Background(IPage page) => page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");

    // An SVG without a data mark, or a canvas of one colour, is an empty chart.
    private static Task<string[]> EmptyCharts(IPage page) => page.EvaluateAsync<string[]>("""
        () => [...document.querySelectorAll('figure.chart')].filter(figure => {
          const canvas = figure.querySelector('canvas');
          if (!canvas) return figure.querySelectorAll('svg .role-mark path').length === 0;
          const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
          return new Set(pixels).size < 10;
        }).map(figure => figure.id)
        """);
}
