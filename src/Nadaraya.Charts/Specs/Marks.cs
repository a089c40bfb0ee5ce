using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Marked points on a curve: a diamond for an optimum, discs with numbers in them for the steps of a search.</summary>
internal static class Marks
{
    public static JsonObject Diamond(IEnumerable<ChartPoint> points, JsonObject x, JsonObject y, JsonObject colour) =>
        Layer(points, x, y, new JsonObject { ["type"] = "point", ["shape"] = "diamond", ["filled"] = true, ["size"] = 190, ["opacity"] = 1, ["stroke"] = Palette.Page, ["strokeWidth"] = 1.5 }, colour);

    public static JsonObject Discs(IEnumerable<ChartPoint> points, JsonObject x, JsonObject y, JsonObject colour) =>
        Layer(points, x, y, new JsonObject { ["type"] = "point", ["shape"] = "circle", ["filled"] = true, ["size"] = 330, ["opacity"] = 1, ["stroke"] = Palette.Page, ["strokeWidth"] = 1.5 }, colour);

    public static JsonObject Path(IReadOnlyList<ChartPoint> points, JsonObject x, JsonObject y, JsonObject colour)
    {
        var mark = Lines.Mark(dash: 2, width: 1.5);
        mark["opacity"] = 0.8;
        var layer = Layer(points, x, y, mark, colour);
        // The order of the steps, not of the axis: the path jumps back and forth.
        layer["encoding"]!["order"] = new JsonObject { ["field"] = "i", ["type"] = "quantitative" };
        return layer;
    }

    /// <summary>The label of each point, in the page's colour on top of its disc.</summary>
    public static JsonObject Numbers(IEnumerable<ChartPoint> points, JsonObject x, JsonObject y)
    {
        var layer = Layer(points, x, y, new JsonObject { ["type"] = "text", ["fontSize"] = 11, ["fontWeight"] = 700, ["color"] = Palette.Page, ["baseline"] = "middle" }, null);
        layer["encoding"]!["text"] = new JsonObject { ["field"] = "label", ["type"] = "nominal" };
        return layer;
    }

    public static JsonObject Layer(IEnumerable<ChartPoint> points, JsonObject x, JsonObject y, JsonObject mark, JsonObject? colour)
    {
        var rows = new JsonArray();
        foreach (var (point, i) in points.Select((p, i) => (p, i)))
        {
            rows.Add((JsonNode)new JsonObject { ["i"] = i, ["x"] = Json.Number(point.X), ["y"] = Json.Number(point.Y), ["label"] = point.Label });
        }

        var encoding = new JsonObject
        {
            ["x"] = x.DeepClone(),
            ["y"] = y.DeepClone(),
            ["tooltip"] = new JsonArray(Spec.Tooltip("x", x["axis"]!["title"]!.GetValue<string>()), Spec.Tooltip("y", y["axis"]!["title"]!.GetValue<string>())),
        };
        if (colour is not null)
        {
            encoding["color"] = colour;
        }

        return new JsonObject { ["data"] = Spec.Values(rows), ["mark"] = mark, ["encoding"] = encoding };
    }
}
