using System.Diagnostics;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Nadaraya.Browser.Tests;

/// <summary>The pages that the command itself writes, from real data to pixels.</summary>
public sealed class CommandReportTests(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nadaraya-command-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("en", ColorScheme.Light)]
    [InlineData("zh", ColorScheme.Dark)]
    public async Task I_can_fit_a_table_and_open_its_report(string language, ColorScheme scheme)
    {
        string model = Path.Combine(folder, "motorcycle.safetensors");
        string page = Path.Combine(folder, "report.html");
        await Run("fit", Path.Combine(Root(), "data", "motorcycle.csv"), "--target", "accel", "--out", model);
        await Run("report", model, "--out", page, "--lang", language);
        await AssertDrawn(page, scheme, charts: 8);
    }

    [Fact]
    public async Task I_can_click_a_row_of_a_real_report_and_see_its_rows()
    {
        string model = Path.Combine(folder, "motorcycle.safetensors");
        string page = Path.Combine(folder, "report.html");
        await Run("fit", Path.Combine(Root(), "data", "motorcycle.csv"), "--target", "accel", "--out", model);
        await Run("report", model, "--out", page);
        await using var report = await chromium.OpenFileAsync(page);
        ILocator figure = report.Page.Locator("figure[aria-label*='to click']");
        ILocator words = figure.Locator(".role-title-text text");
        await Expect(words).ToHaveTextAsync("Row 67 (times = 23.4)");

        await figure.Locator(".mark-symbol.layer_1_marks path").First.ClickAsync(new() { Force = true });
        await Expect(words).ToHaveTextAsync("Row 1 (times = 2.4)");
        await Expect(figure.Locator(".role-title-subtitle text")).ToContainTextAsync("in the data 0");
        await Expect(figure.Locator(".mark-symbol.layer_4_marks path")).ToHaveCountAsync(20);
        await Expect(report.Page.Locator("figure[aria-label^='A strip along times']")).ToHaveAttributeAsync("data-state", "drawn");
        report.AssertQuiet();
    }

    [Theory]
    [InlineData("classic", "en", 15)]
    [InlineData("classic", "zh", 15)]
    [InlineData("current", "en", 3)]
    public async Task I_can_run_the_lesson_and_open_its_report(string edition, string language, int charts)
    {
        await Run("demo", "--out", folder, "--edition", edition, "--lang", language);
        await AssertDrawn(Path.Combine(folder, "report.html"), ColorScheme.Light, charts);
    }

    private async Task AssertDrawn(string page, ColorScheme scheme, int charts)
    {
        await using var report = await chromium.OpenFileAsync(page, scheme);
        int all = await report.Page.Locator("figure.chart").CountAsync();
        Assert.True(all >= charts, $"{all} charts");
        await Expect(report.Page.Locator("figure.chart[data-state='drawn']")).ToHaveCountAsync(all, new() { Timeout = 60_000 });
        report.AssertQuiet();
    }

    private static async Task Run(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Nadaraya.Cli.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', arguments)}: {process.ExitCode} {error}");
    }

    private static string Root()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Nadaraya.slnx")))
        {
            at = at.Parent;
        }

        return at!.FullName;
    }
}
