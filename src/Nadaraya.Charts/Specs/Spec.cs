using System.Globalization;
using System.Text;
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
    public static JsonObject Position(string field, string title) => new()
    {
        ["field"] = field,
        ["type"] = "quantitative",
        ["title"] = Quotable(title),
        ["scale"] = new JsonObject { ["zero"] = false, ["nice"] = false, ["padding"] = 12 },
        ["axis"] = new JsonObject { ["title"] = title, ["tickCount"] = 8 },
    };

    /// <summary>A quantitative position without any air, for cells that fill the view.</summary>
    public static JsonObject Tight(string field, string title)
    {
        JsonObject position = Position(field, title);
        position["scale"] = new JsonObject { ["zero"] = false, ["nice"] = false };
        return position;
    }

    /// <summary>A position by name, in the order of the rows.</summary>
    public static JsonObject Names(string field, double paddingInner) => new()
    {
        ["field"] = field,
        ["type"] = "nominal",
        ["sort"] = null,
        ["scale"] = new JsonObject { ["paddingInner"] = paddingInner, ["paddingOuter"] = paddingInner / 2 },
        ["axis"] = new JsonObject { ["title"] = null, ["grid"] = false, ["ticks"] = false, ["domain"] = false, ["labelOverlap"] = false, ["labelLimit"] = 180 },
    };

    /// <summary>A logarithmic position with explicit ticks: those of a log scale crowd in one decade and are sparse over many.</summary>
    public static JsonObject LogPosition(string field, string title, IEnumerable<double> values) => new()
    {
        ["field"] = field,
        ["type"] = "quantitative",
        ["title"] = Quotable(title),
        ["scale"] = new JsonObject { ["type"] = "log", ["nice"] = false, ["padding"] = 12 },
        ["axis"] = new JsonObject { ["title"] = title, ["values"] = Json.Numbers(LogTicks(values)), ["format"] = "~g" },
    };

    public static JsonObject Tooltip(string field, string title, bool number = true)
    {
        var tooltip = new JsonObject { ["field"] = field, ["type"] = number ? "quantitative" : "nominal", ["title"] = Quotable(title) };
        if (number)
        {
            tooltip["format"] = ".5~g";
        }

        return tooltip;
    }

    /// <summary>A title as Vega-Lite needs it where it builds tooltips and descriptions.</summary>
    /// <remarks>
    /// Vega-Lite 6.4 writes such titles into an expression and escapes only quotation marks, so that a column named <c>a\</c>
    /// would break the chart. Axes show the title as it is, from a place of their own.
    /// </remarks>
    public static string Quotable(string title)
    {
        var safe = new StringBuilder(title.Length);
        foreach (var c in title)
        {
            safe.Append(c == '\\' ? "\\\\" : char.IsControl(c) || c is '\u2028' or '\u2029' ? " " : c.ToString());
        }

        return safe.ToString();
    }

    public static JsonObject Values(JsonArray rows) => new() { ["values"] = rows };

    /// <summary>1, 2, 5 in each decade where they are few; every power of ten, or every k-th, where they are many.</summary>
    internal static IEnumerable<double> LogTicks(IEnumerable<double> values)
    {
        var positive = values.Where(v => v > 0 && double.IsFinite(v)).DefaultIfEmpty(1).ToArray();
        var (low, high) = (positive.Min(), positive.Max());
        var (from, to) = ((int)Math.Floor(Math.Log10(low)), (int)Math.Ceiling(Math.Log10(high)));
        var decades = to - from;
        double[] digits = decades <= 1 ? [1, 1.5, 2, 3, 4, 5, 7] : decades <= 4 ? [1, 2, 5] : [1];
        var step = Math.Max(1, decades / 8);
        for (var decade = from; decade <= to; decade += step)
        {
            foreach (var digit in digits)
            {
                // Parsed, so that the tick is the double nearest 0.2 and not a product beside it.
                var tick = double.Parse($"{digit.ToString(CultureInfo.InvariantCulture)}e{decade.ToString(CultureInfo.InvariantCulture)}", CultureInfo.InvariantCulture);
                if (tick >= low && tick <= high)
                {
                    yield return tick;
                }
            }
        }
    }

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
