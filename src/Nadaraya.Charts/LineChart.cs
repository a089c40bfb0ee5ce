using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Draws several named curves together: kernels, weights at several scales, errors by the number of rows.</summary>
/// <remarks>
/// Curves differ in colour and, from the second on, in dash, so that they can be told apart in grey too. Values that are not
/// finite, or not positive on a logarithmic axis, are gaps. Cost O(points).
/// </remarks>
public sealed record LineChart
{
    /// <summary>The title; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The horizontal axis.</summary>
    public required string XTitle { get; init; }

    /// <summary>The vertical axis.</summary>
    public required string YTitle { get; init; }

    /// <summary>The curves, in the legend's order.</summary>
    public required IReadOnlyList<NamedLine> Lines { get; init; }

    /// <summary>A logarithmic horizontal axis.</summary>
    public bool LogX { get; init; }

    /// <summary>A logarithmic vertical axis.</summary>
    public bool LogY { get; init; }

    /// <summary>Marks the points of each curve, where they are few.</summary>
    public bool ShowPoints { get; init; }

    /// <summary>Draws the chart.</summary>
    /// <param name="text">The words, in one language.</param>
    /// <returns>The finished chart.</returns>
    /// <exception cref="ArgumentException">A curve's lists differ in length, or there is no curve.</exception>
    public Chart Draw(ChartText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Lines.Count == 0)
        {
            throw new ArgumentException("Lines is empty; a line chart needs at least one curve.");
        }

        var items = Lines.Select((line, i) => new LegendItem(line.Name, Palette.Series[i % Palette.Series.Length], Dash: i)).ToArray();
        JsonArray layers = [];
        foreach (var (line, i) in Lines.Select((line, i) => (line, i)))
        {
            Nadaraya.Lines.SameLength(line.Y.Count, line.X.Count, $"Y of '{line.Name}'", "its X");
            layers.Add((JsonNode)Layer(line, i, items));
        }

        var description = ChartText.Fill(text.LineDescription, ("y", YTitle), ("x", XTitle), ("names", string.Join(", ", Lines.Select(l => l.Name))));
        return Spec.Frame(Title, description, ShowPoints ? Lines.Sum(l => l.X.Count) : Lines.Count, Spec.Wide(layers));
    }

    private JsonObject Layer(NamedLine line, int index, LegendItem[] items)
    {
        var rows = new JsonArray();
        for (var i = 0; i < line.X.Count; i++)
        {
            var (x, y) = (LogX && line.X[i] <= 0 ? double.NaN : line.X[i], LogY && line.Y[i] <= 0 ? double.NaN : line.Y[i]);
            rows.Add((JsonNode)new JsonObject { ["x"] = Json.Number(x), ["y"] = Json.Number(y) });
        }

        var layer = Nadaraya.Lines.Layer(rows, Place("x", XTitle, LogX, line => line.X), Place("y", YTitle, LogY, line => line.Y), Legend.Colour(line.Name, items), index % 4);
        if (ShowPoints)
        {
            layer["mark"]!["point"] = new JsonObject { ["size"] = 70, ["filled"] = true, ["opacity"] = 1 };
            layer["encoding"]!["tooltip"] = new JsonArray(Spec.Tooltip("x", XTitle), Spec.Tooltip("y", YTitle));
        }

        return layer;
    }

    private JsonObject Place(string field, string title, bool log, Func<NamedLine, IReadOnlyList<double>> values) =>
        log ? Spec.LogPosition(field, title, Lines.SelectMany(values)) : Spec.Position(field, title);
}
