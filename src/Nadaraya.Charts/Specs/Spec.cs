using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>What all specifications share: the frame around the views, axes, and the choice of renderer.</summary>
internal static class Spec
{
    /// <summary>From about here on SVG's one element per mark costs more than it gives.</summary>
    public const int SvgMarks = 2_600;

    private const string Font = "system-ui, -apple-system, \"Segoe UI\", Roboto, \"Noto Sans\", \"Helvetica Neue\", Arial, \"Noto Sans CJK SC\", \"PingFang SC\", \"Microsoft YaHei\", sans-serif";

    /// <summary>A whole specification around <paramref name="view"/>, which brings its layers or its parts.</summary>
    public static Chart Frame(string title, string description, int marks, JsonObject view, bool fixedSize = false)
    {
        var spec = new JsonObject
        {
            ["$schema"] = "https://vega.github.io/schema/vega-lite/v6.json",
            ["description"] = description,
            ["title"] = title,
            ["background"] = Palette.Page,
            ["padding"] = 8,
            ["autosize"] = new JsonObject { ["type"] = fixedSize ? "pad" : "fit-x", ["contains"] = "padding" },
            ["usermeta"] = new JsonObject { ["embedOptions"] = new JsonObject { ["renderer"] = marks > SvgMarks ? "canvas" : "svg" } },
        };
        foreach (var (key, value) in view)
        {
            spec[key] = value?.DeepClone();
        }

        spec["config"] = Config();
        return new Chart(title, description, spec, fixedSize);
    }

    /// <summary>One view over the width of the page.</summary>
    public static JsonObject Wide(JsonArray layers, int height = 340) =>
        new() { ["width"] = "container", ["height"] = height, ["layer"] = layers };

    /// <summary>A quantitative position without zero and with a little air, so that points at the rim are whole.</summary>
    public static JsonObject Position(string field, string title, bool log = false) => new()
    {
        ["field"] = field,
        ["type"] = "quantitative",
        ["title"] = title,
        ["scale"] = log
            ? new JsonObject { ["type"] = "log", ["nice"] = false, ["padding"] = 12 }
            : new JsonObject { ["zero"] = false, ["nice"] = false, ["padding"] = 12 },
        // A log axis names every digit by default; these are few enough to stay apart over any number of decades.
        ["axis"] = log ? new JsonObject { ["format"] = "~g", ["labelOverlap"] = "greedy", ["labelSeparation"] = 6, ["tickCount"] = 8 } : new JsonObject(),
    };

    public static JsonObject Tooltip(string field, string title, bool number = true)
    {
        var tooltip = new JsonObject { ["field"] = field, ["type"] = number ? "quantitative" : "nominal", ["title"] = title };
        if (number)
        {
            tooltip["format"] = ".5~g";
        }

        return tooltip;
    }

    public static JsonObject Values(JsonArray rows) => new() { ["values"] = rows };

    private static JsonObject Config() => new()
    {
        ["font"] = Font,
        ["title"] = new JsonObject { ["anchor"] = "start", ["frame"] = "group", ["fontSize"] = 16, ["fontWeight"] = 600, ["color"] = Palette.Ink, ["offset"] = 12 },
        ["view"] = new JsonObject { ["stroke"] = null },
        ["axis"] = new JsonObject
        {
            ["labelFontSize"] = 12,
            ["titleFontSize"] = 13,
            ["titleFontWeight"] = 500,
            ["titlePadding"] = 10,
            ["labelColor"] = Palette.Soft,
            ["titleColor"] = Palette.Ink,
            ["gridColor"] = Palette.Grid,
            ["domainColor"] = Palette.Axis,
            ["tickColor"] = Palette.Axis,
            ["labelLimit"] = 140,
            ["titleLimit"] = 420,
        },
        ["axisX"] = new JsonObject { ["grid"] = false },
        ["axisY"] = new JsonObject { ["domain"] = false, ["ticks"] = false, ["labelPadding"] = 6 },
        ["legend"] = new JsonObject
        {
            ["labelFontSize"] = 12.5,
            ["titleFontSize"] = 12.5,
            ["titleFontWeight"] = 500,
            ["labelColor"] = Palette.Ink,
            ["titleColor"] = Palette.Ink,
            ["labelLimit"] = 320,
            ["titleLimit"] = 320,
        },
    };
}
