using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>The legend above a chart. Layers name their entry, colours come from one shared scale.</summary>
internal static class Legend
{
    /// <summary>The dash patterns that tell lines apart without colour; 0 is solid.</summary>
    private static readonly double[][] Dashes = [[1, 0], [7, 4], [2, 3], [9, 3, 2, 3]];

    public static JsonArray Dash(int index) => Json.Numbers(Dashes[index % Dashes.Length]);

    /// <summary>The colour encoding of a layer. The full definition may stand in every layer; Vega-Lite merges equal ones.</summary>
    public static JsonObject Colour(string name, IReadOnlyList<LegendItem> items)
    {
        var colour = Scale(items);
        colour["datum"] = name;
        return colour;
    }

    /// <summary>The colour encoding of a layer whose rows carry their entry's name in <paramref name="field"/>.</summary>
    public static JsonObject ColourBy(string field, IReadOnlyList<LegendItem> items)
    {
        var colour = Scale(items);
        colour["field"] = field;
        return colour;
    }

    // Expressions index by position, so that no user's name ever stands inside one.
    private static JsonObject Scale(IReadOnlyList<LegendItem> items) => new()
    {
        ["type"] = "nominal",
        ["scale"] = new JsonObject { ["domain"] = Json.Strings(items.Select(i => i.Name)), ["range"] = Json.Strings(items.Select(i => i.Colour)) },
        ["legend"] = new JsonObject
        {
            ["title"] = null,
            ["orient"] = "top",
            ["direction"] = "horizontal",
            ["columns"] = 4,
            ["columnPadding"] = 22,
            ["offset"] = 14,
            ["symbolSize"] = 320,
            ["encoding"] = new JsonObject
            {
                ["symbols"] = new JsonObject
                {
                    ["shape"] = Pick(items.Select(i => Json.Literal(i.Shape))),
                    // A constant: Vega derives the place of the label from it, and puts it at the left edge for an expression.
                    ["strokeWidth"] = new JsonObject { ["value"] = 2.5 },
                    // Said alike by every layer, whatever its own outline; Vega-Lite then puts the scale's colour in its place.
                    ["stroke"] = new JsonObject { ["value"] = "transparent" },
                    ["strokeDash"] = Pick(items.Select(i => Json.Write(Dash(i.Dash)))),
                    ["opacity"] = Pick(items.Select(i => Json.Text(i.Opacity))),
                },
            },
        },
    };

    private static JsonObject Pick(IEnumerable<string> values) => new()
    {
        ["value"] = new JsonObject { ["expr"] = "[" + string.Join(",", values) + "][datum.index]" },
    };
}
