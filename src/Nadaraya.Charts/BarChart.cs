using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Draws named numbers as bars below one another, in the order that is given: how much each coordinate of a learned score counts.</summary>
/// <remarks>A value that is not finite has no bar. Cost O(bars).</remarks>
public sealed record BarChart
{
    private const int BarHeight = 26;

    /// <summary>The title; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>What the bars measure, as the axis shows it.</summary>
    public required string ValueTitle { get; init; }

    /// <summary>The name of each bar, from the top; no two alike.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The length of each bar.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>Draws the chart.</summary>
    /// <param name="text">The words, in one language.</param>
    /// <returns>The finished chart.</returns>
    /// <exception cref="ArgumentException">There is no bar, or the lists differ in length.</exception>
    public Chart Draw(ChartText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Names.Count == 0)
        {
            throw new ArgumentException("Names is empty; a bar chart needs at least one bar.");
        }

        Lines.SameLength(Values.Count, Names.Count, nameof(Values), nameof(Names));
        var rows = new JsonArray();
        for (var i = 0; i < Names.Count; i++)
        {
            rows.Add((JsonNode)new JsonObject { ["name"] = Names[i], ["value"] = Json.Number(Values[i]) });
        }

        var length = Spec.Position("value", ValueTitle);
        length["scale"] = new JsonObject { ["zero"] = true, ["nice"] = true };
        length["axis"]!["grid"] = true;
        var layer = new JsonObject
        {
            ["data"] = Spec.Values(rows),
            ["mark"] = new JsonObject { ["type"] = "bar", ["color"] = Palette.Blue, ["cornerRadiusEnd"] = 2 },
            ["encoding"] = new JsonObject
            {
                ["x"] = length,
                ["y"] = Spec.Names("name", paddingInner: 0.25),
                ["tooltip"] = new JsonArray(Spec.Tooltip("name", text.Coordinate, number: false), Spec.Tooltip("value", ValueTitle)),
            },
        };
        var description = ChartText.Fill(text.BarDescription, ("y", ValueTitle), ("n", Json.Text(Names.Count)), ("first", Names[0]));
        return Spec.Frame(Title, description, Names.Count, Spec.Wide([layer], Math.Max(60, BarHeight * Names.Count)));
    }
}
