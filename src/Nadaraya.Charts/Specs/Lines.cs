using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Lines and bands over x, and the checks every chart makes of its inputs.</summary>
internal static class Lines
{
    public static JsonArray Rows(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var rows = new JsonArray();
        for (var i = 0; i < x.Count; i++)
        {
            rows.Add((JsonNode)new JsonObject { ["x"] = Json.Number(x[i]), ["y"] = Json.Number(y[i]) });
        }

        return rows;
    }

    public static JsonObject Layer(JsonArray rows, JsonObject x, JsonObject y, JsonObject colour, int dash = 0, double width = 2.5) => new()
    {
        ["data"] = Spec.Values(rows),
        ["mark"] = Mark(dash, width),
        ["encoding"] = new JsonObject { ["x"] = x.DeepClone(), ["y"] = y.DeepClone(), ["color"] = colour },
    };

    public static JsonObject Mark(int dash = 0, double width = 2.5)
    {
        var mark = new JsonObject { ["type"] = "line", ["strokeWidth"] = width, ["strokeJoin"] = "round", ["strokeCap"] = dash == 0 ? "round" : "butt", ["interpolate"] = "linear" };
        if (dash > 0)
        {
            mark["strokeDash"] = Legend.Dash(dash);
        }

        return mark;
    }

    public static JsonObject BandLayer(IReadOnlyList<double> x, IReadOnlyList<double> lower, IReadOnlyList<double> upper, string xTitle, string yTitle, JsonObject colour, double opacity)
    {
        var rows = new JsonArray();
        for (var i = 0; i < x.Count; i++)
        {
            rows.Add((JsonNode)new JsonObject { ["x"] = Json.Number(x[i]), ["y"] = Json.Number(lower[i]), ["y2"] = Json.Number(upper[i]) });
        }

        return new JsonObject
        {
            ["data"] = Spec.Values(rows),
            ["mark"] = new JsonObject { ["type"] = "area", ["opacity"] = opacity, ["line"] = false },
            ["encoding"] = new JsonObject
            {
                ["x"] = Spec.Position("x", xTitle),
                ["y"] = Spec.Position("y", yTitle),
                ["y2"] = new JsonObject { ["field"] = "y2" },
                ["color"] = colour,
            },
        };
    }

    /// <summary>Throws where two lists that belong together differ in length.</summary>
    public static void SameLength(int count, int expected, string name, string other)
    {
        if (count != expected)
        {
            throw new ArgumentException($"{name} has {count} values but {other} has {expected}: value i of {name} belongs to value i of {other}; give as many of one as of the other.");
        }
    }
}
