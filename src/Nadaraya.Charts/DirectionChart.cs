using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Draws the directions of a learned metric: one row a direction, the most telling first, one column a coordinate, its share as colour on both sides of 0.</summary>
/// <remarks>Few cells show their numbers; all show them to a pointer. A value that is not finite leaves its cell empty. Cost O(cells).</remarks>
public sealed record DirectionChart
{
    private const int MostNumbers = 150;
    private const int CellHeight = 30;
    private const double Deep = 0.6; // of the largest value: from here on letters are light on the cell's colour

    /// <summary>The title; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The coordinates, from the left; no two alike.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>The directions, each with one value a coordinate, in the order of their rows.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Directions { get; init; }

    /// <summary>Draws the chart.</summary>
    /// <param name="text">The words, in one language.</param>
    /// <returns>The finished chart.</returns>
    /// <exception cref="ArgumentException">There is no direction, or one has not as many values as there are names.</exception>
    public Chart Draw(ChartText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Directions.Count == 0)
        {
            throw new ArgumentException("Directions is empty; a chart of directions needs at least one.");
        }

        var rows = new JsonArray();
        for (var k = 0; k < Directions.Count; k++)
        {
            Lines.SameLength(Directions[k].Count, Names.Count, $"Direction {k + 1}", nameof(Names));
            for (var c = 0; c < Names.Count; c++)
            {
                rows.Add((JsonNode)new JsonObject { ["d"] = Json.Text(k + 1), ["c"] = Names[c], ["v"] = Json.Rounded(Directions[k][c]) });
            }
        }

        var largest = Directions.SelectMany(d => d).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        var cells = new JsonObject { ["mark"] = new JsonObject { ["type"] = "rect" }, ["encoding"] = new JsonObject { ["fill"] = Colour(largest > 0 ? largest : 1, text), ["tooltip"] = Tooltips(text) } };
        JsonArray layers = [cells];
        if (rows.Count <= MostNumbers)
        {
            layers.Add((JsonNode)Numbers(largest, text));
        }

        var view = Spec.Wide(layers, CellHeight * Directions.Count);
        var across = Spec.Names("c", paddingInner: 0);
        across["axis"]!["labelAngle"] = Names.Count > 6 ? -40 : 0;
        var down = Spec.Names("d", paddingInner: 0);
        down["axis"]!["title"] = text.Direction;
        view["data"] = Spec.Values(rows);
        view["transform"] = new JsonArray(new JsonObject { ["filter"] = "isValid(datum.v)" });
        view["encoding"] = new JsonObject { ["x"] = across, ["y"] = down };
        view["view"] = new JsonObject { ["fill"] = Palette.Empty };
        var description = ChartText.Fill(text.DirectionDescription, ("n", Json.Text(Directions.Count)), ("names", string.Join(", ", Names)));
        return Spec.Frame(Title, description, rows.Count, view);
    }

    private static JsonArray Tooltips(ChartText text) =>
        [Spec.Tooltip("d", text.Direction, number: false), Spec.Tooltip("c", text.Coordinate, number: false), Spec.Tooltip("v", text.PerDeviation)];

    private static JsonObject Colour(double largest, ChartText text) => new()
    {
        ["field"] = "v",
        ["type"] = "quantitative",
        ["title"] = Spec.Quotable(text.PerDeviation),
        ["scale"] = new JsonObject { ["domain"] = new JsonArray(Json.Rounded(-largest), Json.Rounded(largest)), ["range"] = Json.Strings(Palette.Diverging), ["interpolate"] = "rgb", ["nice"] = false },
        ["legend"] = new JsonObject { ["title"] = text.PerDeviation, ["orient"] = "top", ["gradientLength"] = 260, ["tickCount"] = 5, ["offset"] = 14 },
    };

    private static JsonObject Numbers(double largest, ChartText text) => new()
    {
        ["mark"] = new JsonObject { ["type"] = "text", ["fontSize"] = 11.5, ["baseline"] = "middle" },
        ["encoding"] = new JsonObject
        {
            ["text"] = new JsonObject { ["field"] = "v", ["type"] = "quantitative", ["format"] = largest is >= 0.01 and < 1000 ? ".2f" : ".2~g" },
            ["color"] = new JsonObject
            {
                ["condition"] = new JsonObject { ["test"] = $"abs(datum.v) > {Json.Text(Deep * largest, 6)}", ["value"] = Palette.Page },
                ["value"] = Palette.Ink,
            },
            ["tooltip"] = Tooltips(text),
        },
    };
}
