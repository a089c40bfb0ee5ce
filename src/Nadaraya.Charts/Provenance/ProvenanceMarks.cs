using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>The layers of a <see cref="ProvenanceChart"/> that answer a click.</summary>
internal sealed class ProvenanceMarks(IReadOnlyList<ProvenanceQuery> queries, JsonObject x, JsonObject y, ChartText text, IReadOnlyList<LegendItem> items)
{
    /// <summary>The selection's name in the specification.</summary>
    public const string Pick = "pick";

    /// <summary>An expression: whether a row is picked.</summary>
    public const string IsPicked = "isArray(pick.q) && isValid(pick.q[0])";

    private const string Near = "near";
    private const string Rows = "rows";
    private const string Links = "links";

    /// <summary>The horizontal place of a row, and of all that belongs to it.</summary>
    public JsonObject X => x;

    /// <summary>The vertical one.</summary>
    public JsonObject Y => y;

    /// <summary>The data of all layers, each under its name.</summary>
    public JsonObject Datasets() => new() { [Rows] = ProvenanceData.Points(queries), [Links] = ProvenanceData.Links(queries) };

    /// <summary>The rows to click.</summary>
    /// <remarks>
    /// The nearest row lies under the pointer everywhere, so that nobody has to hit a dot of five pixels. Two selections, since one that
    /// takes the nearest would be deaf to clicks on lit rows.
    /// </remarks>
    public JsonObject Points()
    {
        JsonObject layer = Layer(
            Rows,
            new() { ["type"] = "point", ["filled"] = true, ["size"] = Scatter.Size(queries.Count), ["opacity"] = new JsonObject { ["expr"] = $"{IsPicked} ? 0.3 : 0.75" } },
            Legend.Colour(text.Data, items));
        layer["params"] = new JsonArray(
            Selection(Near, new() { ["nearest"] = true, ["on"] = "pointerover", ["clear"] = "pointerout" }),
            Selection(Pick, new() { ["toggle"] = false, ["clear"] = false }));
        layer["params"]![1]!["value"] = new JsonArray(new JsonObject { ["q"] = queries.Count / 2 });
        layer["encoding"]!["tooltip"] = new JsonArray(
            Spec.Tooltip("l", text.Row, number: false), Tooltip(x), Tooltip(y), Spec.Tooltip("pt", text.Prediction, number: false));
        // A format would show null as 0, which is a number.
        layer["transform"] = new JsonArray(new JsonObject { ["calculate"] = "isValid(datum.p) ? format(datum.p, '.5~g') : '–'", ["as"] = "pt" });
        return layer;
    }

    /// <summary>A ring around the picked row, or a thin one around the row that a click would take.</summary>
    public JsonObject Ring(bool picked)
    {
        JsonObject layer = Layer(
            Rows,
            new() { ["type"] = "point", ["filled"] = false, ["size"] = picked ? 420 : 200, ["opacity"] = 1, ["strokeWidth"] = picked ? 2 : 1, ["color"] = picked ? Palette.Ink : Palette.Soft },
            null);
        layer["transform"] = new JsonArray(Of(picked ? Pick : Near));
        return layer;
    }

    /// <summary>The rows behind the picked one, the heaviest at the bottom, so that none hides another. A click on one goes on to it.</summary>
    public JsonObject Lit()
    {
        JsonObject layer = Layer(
            Links,
            new() { ["type"] = "point", ["filled"] = true, ["stroke"] = Palette.Page, ["strokeWidth"] = 1, ["cursor"] = "pointer" },
            Legend.ColourBy("k", items));
        layer["transform"] = new JsonArray(
            Of(Pick),
            new JsonObject { ["flatten"] = Json.Strings(ProvenanceData.Lists) },
            new JsonObject { ["calculate"] = "isValid(datum.j) ? datum.j : datum.q", ["as"] = "q" },
            new JsonObject { ["calculate"] = "abs(datum.w)", ["as"] = "b" },
            new JsonObject { ["joinaggregate"] = new JsonArray(new JsonObject { ["op"] = "max", ["field"] = "b", ["as"] = "m" }) },
            new JsonObject { ["calculate"] = "datum.m > 0 ? datum.b / datum.m : 0", ["as"] = "a" },
            new JsonObject { ["calculate"] = $"datum.w < 0 ? {Json.Literal(text.RowsAgainst)} : {Json.Literal(text.RowsBehind)}", ["as"] = "k" });
        layer["encoding"]!["size"] = Share(Scatter.Size(queries.Count) + 8, 360);
        layer["encoding"]!["opacity"] = Share(0.55, 1);
        layer["encoding"]!["tooltip"] = new JsonArray(
            Spec.Tooltip("l", text.Row, number: false), Tooltip(x), Spec.Tooltip("w", text.AttentionWeight), Tooltip(y),
            Spec.Tooltip("c", text.Contribution), Spec.Tooltip("s", text.WeightSoFar));
        return layer;
    }

    /// <summary>The prediction of the picked row, above or below it.</summary>
    public JsonObject Predicted()
    {
        JsonObject layer = Layer(
            Rows,
            new() { ["type"] = "point", ["shape"] = "diamond", ["filled"] = true, ["size"] = 190, ["opacity"] = 1, ["stroke"] = Palette.Page, ["strokeWidth"] = 1.5 },
            Legend.Colour(text.Prediction, items));
        layer["transform"] = new JsonArray(Of(Pick), new JsonObject { ["filter"] = "isValid(datum.p)" });
        layer["encoding"]!["y"]!["field"] = "p";
        return layer;
    }

    private static JsonObject Of(string selection) => new() { ["filter"] = new JsonObject { ["param"] = selection, ["empty"] = false } };

    private static JsonObject Selection(string name, JsonObject how)
    {
        how["type"] = "point";
        how["fields"] = new JsonArray("q");
        return new() { ["name"] = name, ["select"] = how };
    }

    /// <summary>A length or an opacity by the share of the heaviest row.</summary>
    private static JsonObject Share(double from, double to) => new()
    {
        ["field"] = "a",
        ["type"] = "quantitative",
        ["scale"] = new JsonObject { ["range"] = Json.Numbers([from, to]), ["domain"] = Json.Numbers([0, 1]) },
        ["legend"] = null,
    };

    private static JsonObject Tooltip(JsonObject position) => Spec.Tooltip(position["field"]!.GetValue<string>(), position["axis"]!["title"]!.GetValue<string>());

    private JsonObject Layer(string data, JsonObject mark, JsonObject? colour)
    {
        JsonObject encoding = new() { ["x"] = x.DeepClone(), ["y"] = y.DeepClone() };
        if (colour is not null)
        {
            encoding["color"] = colour;
        }

        return new() { ["data"] = new JsonObject { ["name"] = data }, ["mark"] = mark, ["encoding"] = encoding };
    }
}
