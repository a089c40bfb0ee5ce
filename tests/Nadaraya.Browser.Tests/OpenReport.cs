using Microsoft.Playwright;

namespace Nadaraya.Browser.Tests;

/// <summary>A page with everything it said and asked for.</summary>
internal sealed class OpenReport : IAsyncDisposable
{
    private readonly List<string> said = [];
    private readonly List<string> asked = [];

    public OpenReport(IPage page)
    {
        Page = page;
        page.Console += (_, message) => said.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => said.Add($"error: {error}");
        page.Request += (_, request) => asked.Add(request.Url);
    }

    public IPage Page { get; }

    /// <summary>Fails if the page wrote to the console, threw, or asked for anything but its own file.</summary>
    public void AssertQuiet()
    {
        Assert.Empty(said);
        Assert.DoesNotContain(asked, url => !url.StartsWith("file:", StringComparison.Ordinal) && !url.StartsWith("data:", StringComparison.Ordinal) && !url.StartsWith("blob:", StringComparison.Ordinal));
        Assert.Single(asked, url => url.StartsWith("file:", StringComparison.Ordinal));
    }

    /// <summary>A fingerprint of what a chart shows: its SVG text or its canvas as an image.</summary>
    public Task<string> PictureAsync(string figure) => Page.EvaluateAsync<string>(
        "id => { const c = document.querySelector(`#${id} canvas`); return c ? c.toDataURL() : document.querySelector(`#${id} svg`).outerHTML; }", figure);

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
