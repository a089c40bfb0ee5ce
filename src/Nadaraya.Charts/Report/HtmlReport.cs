using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Writes one HTML file with text, tables and charts that opens anywhere and fetches nothing.</summary>
/// <remarks>
/// Each method adds one block and returns the report. Every text is escaped; the same calls give the same bytes: nothing is taken
/// from the clock, the culture or the machine. The page forbids itself the network and any code but its own.
/// A report shows training rows to whoever opens it.
/// </remarks>
public sealed class HtmlReport
{
    // A bell curve over three keys: small enough to travel in the address itself.
    private const string Icon = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='7' fill='%230072b2'/%3E%3Cpath d='M4 24c7 0 7-16 12-16s5 16 12 16' fill='none' stroke='white' stroke-width='3' stroke-linecap='round'/%3E%3C/svg%3E";

    private readonly StringBuilder body = new();
    private readonly string title;
    private readonly ChartText text;
    private int charts;

    /// <summary>Begins a report.</summary>
    /// <param name="title">The title of page and window.</param>
    /// <param name="text">The words the report adds, in one language.</param>
    public HtmlReport(string title, ChartText text)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(text);
        (this.title, this.text) = (title, text);
    }

    /// <summary>A sentence below the title; empty for none.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>Adds a heading.</summary>
    /// <param name="heading">Its words.</param>
    /// <returns>This report.</returns>
    public HtmlReport Section(string heading) => Add($"<h2>{Escape(heading)}</h2>");

    /// <summary>Adds a smaller heading inside a section.</summary>
    /// <param name="heading">Its words.</param>
    /// <returns>This report.</returns>
    public HtmlReport Subsection(string heading) => Add($"<h3>{Escape(heading)}</h3>");

    /// <summary>Adds a paragraph; line breaks are kept.</summary>
    /// <param name="words">Plain text.</param>
    /// <returns>This report.</returns>
    public HtmlReport Paragraph(string words) => Add($"<p>{Escape(words)}</p>");

    /// <summary>Adds lines of code.</summary>
    /// <param name="code">The code as it is typed.</param>
    /// <returns>This report.</returns>
    public HtmlReport Code(string code) => Add($"<pre><code>{Escape(code)}</code></pre>");

    /// <summary>Adds what a program printed.</summary>
    /// <param name="output">The output as it was printed.</param>
    /// <returns>This report.</returns>
    public HtmlReport Output(string output) => Add($"<pre class=\"output\"><samp>{Escape(output)}</samp></pre>");

    /// <summary>Adds a step and, beside it, the line of code that does it.</summary>
    /// <param name="words">What the step is.</param>
    /// <param name="code">The code that does it.</param>
    /// <returns>This report.</returns>
    public HtmlReport Step(string words, string code) =>
        Add($"<div class=\"step\"><p>{Escape(words)}</p><pre><code>{Escape(code)}</code></pre></div>");

    /// <summary>Adds something the reader must not overlook.</summary>
    /// <param name="words">Plain text, without the word "warning", which the report puts before it.</param>
    /// <returns>This report.</returns>
    public HtmlReport Warning(string words) => Add($"<div class=\"warning\" role=\"note\"><b>{Escape(text.Warning)}</b>{Escape(words)}</div>");

    /// <summary>Adds the numbers a reader should see first, as cards side by side.</summary>
    /// <param name="figures">The numbers.</param>
    /// <returns>This report.</returns>
    public HtmlReport Cards(params IReadOnlyList<KeyFigure> figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        var cards = figures.Select(f => $"<div><dt>{Escape(f.Label)}</dt><dd>{Escape(f.Value)}</dd>{(f.Note is null ? "" : $"<dd class=\"note\">{Escape(f.Note)}</dd>")}</div>");
        return Add($"<dl class=\"cards\">{string.Concat(cards)}</dl>");
    }

    /// <summary>Adds a table.</summary>
    /// <param name="table">The table.</param>
    /// <returns>This report.</returns>
    /// <exception cref="ArgumentException">A row has not one cell per column.</exception>
    public HtmlReport Table(ReportTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var html = new StringBuilder("<div class=\"table\" tabindex=\"0\"><table>");
        html.Append(table.Caption is null ? "" : $"<caption>{Escape(table.Caption)}</caption>").Append("<thead><tr>");
        foreach (var column in table.Columns)
        {
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\"{Align(column)}>{Escape(column.Name)}</th>");
        }

        html.Append("</tr></thead><tbody>");
        for (var r = 0; r < table.Rows.Count; r++)
        {
            Lines.SameLength(table.Rows[r].Count, table.Columns.Count, $"Row {r} of the table", "Columns");
            html.Append("<tr>");
            foreach (var (column, cell) in table.Columns.Zip(table.Rows[r]))
            {
                html.Append(CultureInfo.InvariantCulture, $"<td{Align(column)}>{Escape(cell)}</td>");
            }

            html.Append("</tr>");
        }

        return Add(html.Append("</tbody></table></div>").ToString());
    }

    /// <summary>Adds a chart.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="caption">What to see in it; null for none.</param>
    /// <returns>This report.</returns>
    public HtmlReport Chart(Chart chart, string? caption = null)
    {
        ArgumentNullException.ThrowIfNull(chart);
        charts++;
        var save = new[] { ("svg", "SVG"), ("png", "PNG"), ("spec", "Vega-Lite") }.Select(kind =>
            $"<button type=\"button\" data-save=\"{kind.Item1}\" aria-label=\"{Escape(ChartText.Fill(text.SaveButton, ("kind", kind.Item2)))}\" title=\"{Escape(ChartText.Fill(text.SaveButton, ("kind", kind.Item2)))}\">{kind.Item2}</button>");
        return Add(
            $"<figure class=\"chart{(chart.FixedSize ? " fixed" : "")}\" id=\"chart-{charts.ToString(CultureInfo.InvariantCulture)}\" aria-label=\"{Escape(chart.Description)}\">" +
            $"<div class=\"drawing\"></div><noscript>{Escape(text.NoScript)}</noscript>" +
            $"<div class=\"foot\"><figcaption>{Escape(caption ?? "")}</figcaption><div class=\"save\">{string.Concat(save)}</div></div>" +
            $"<script type=\"application/json\">{chart.ToJson()}</script></figure>");
    }

    /// <summary>The whole file.</summary>
    /// <returns>HTML, to be written as UTF-8.</returns>
    public string ToHtml()
    {
        var dark = new JsonObject(Palette.Dark.Select(pair => KeyValuePair.Create(pair.Light, (JsonNode?)pair.Dark)));
        return new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"{text.Tag}\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append(CultureInfo.InvariantCulture, $"<meta http-equiv=\"Content-Security-Policy\" content=\"{Bundle.Policy}\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n")
            .Append(CultureInfo.InvariantCulture, $"<title>{Escape(title)}</title>\n<link rel=\"icon\" href=\"{Icon}\">\n<style>{Bundle.Style}</style>\n</head>\n<body>\n")
            .Append(CultureInfo.InvariantCulture, $"<header><div><h1>{Escape(title)}</h1>{(Subtitle.Length == 0 ? "" : $"<p class=\"subtitle\">{Escape(Subtitle)}</p>")}</div>")
            .Append(CultureInfo.InvariantCulture, $"<button type=\"button\" id=\"theme\">{Escape(text.ThemeButton)}</button></header>\n<main>\n")
            .Append(body)
            .Append(CultureInfo.InvariantCulture, $"</main>\n<footer><p>{Escape(text.Footer)}</p></footer>\n")
            .Append(CultureInfo.InvariantCulture, $"<script type=\"application/json\" id=\"dark-colours\">{Json.Write(dark)}</script>\n<script>{Bundle.Script}</script>\n</body>\n</html>\n")
            .ToString();
    }

    private HtmlReport Add(string html)
    {
        body.Append(html).Append('\n');
        return this;
    }

    private static string Align(ReportColumn column) => column.Number ? " class=\"number\"" : "";

    private static string Escape(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return WebUtility.HtmlEncode(words);
    }
}
