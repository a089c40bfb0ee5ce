using Microsoft.Playwright;

namespace Nadaraya.Browser.Tests;

/// <summary>One headless Chromium for all tests, and the reports they open.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private const string Executable = "/usr/bin/chromium";
    private readonly string folder = Directory.CreateTempSubdirectory("nadaraya-browser-").FullName;
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        if (!File.Exists(Executable))
        {
            return;
        }

        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>Opens a report from a file, as a reader would, and waits until every chart has drawn or failed.</summary>
    internal async Task<OpenReport> OpenAsync(HtmlReport report, ColorScheme scheme = ColorScheme.Light, int width = 1200)
    {
        var file = Path.Combine(folder, $"{Guid.NewGuid():N}.html");
        await File.WriteAllTextAsync(file, report.ToHtml());
        return await OpenFileAsync(file, scheme, width);
    }

    /// <summary>The same for a file that is there already.</summary>
    internal async Task<OpenReport> OpenFileAsync(string file, ColorScheme scheme = ColorScheme.Light, int width = 1200)
    {
        Assert.True(browser is not null, $"Chromium was not found at {Executable}; install it with: apt-get install -y chromium fonts-noto-cjk");
        var context = await browser.NewContextAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 }, AcceptDownloads = true });
        var open = new OpenReport(await context.NewPageAsync());
        await open.Page.GotoAsync(new Uri(file).AbsoluteUri);
        await Assertions.Expect(open.Page.Locator("figure.chart:not([data-state])")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        return open;
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        playwright?.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
