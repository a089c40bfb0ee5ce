using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Draws where along one feature a model knows what it says: the effective sample size as a line over the verdicts, the rows as ticks.</summary>
/// <remarks>Where no place has an effective sample size (a signed kernel) the strip has no line. More than 20,000 rows are left out. Cost O(cells + rows).</remarks>
public sealed record AtlasStrip
{
    /// <summary>The title; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The feature.</summary>
    public required string XTitle { get; init; }

    /// <summary>The target, as the tooltip names its prediction.</summary>
    public required string ValueTitle { get; init; }

    /// <summary>The borders of the cells along the feature, ascending: one more than there are cells.</summary>
    public required IReadOnlyList<double> X { get; init; }

    /// <summary>The verdict of each cell.</summary>
    public required IReadOnlyList<Support> Supports { get; init; }

    /// <summary>The effective sample size of each cell; NaN where there is none.</summary>
    public required IReadOnlyList<double> EffectiveSampleSizes { get; init; }

    /// <summary>The prediction of each cell; NaN where there is none.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>The place of each training row; empty for none.</summary>
    public IReadOnlyList<double> RowX { get; init; } = [];

    /// <summary>Draws the chart.</summary>
    /// <param name="text">The words, in one language.</param>
    /// <returns>The finished chart.</returns>
    /// <exception cref="ArgumentException">The lists do not fit one another.</exception>
    public Chart Draw(ChartText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Check();
        JsonArray layers = [Strip(text)];
        bool sized = EffectiveSampleSizes.Any(double.IsFinite);
        if (sized)
        {
            layers.Add((JsonNode)Line(text));
        }

        if (RowX.Count is > 0 and <= Scatter.MaximumPoints)
        {
            layers.Add((JsonNode)Ticks(sized ? 240 : 90));
        }

        string description = ChartText.Fill(text.AtlasStripDescription, ("x", XTitle));
        return Spec.Frame(Title, description, Supports.Count + RowX.Count, Spec.Wide(layers, sized ? 240 : 90));
    }

    private JsonObject Strip(ChartText text)
    {
        LegendItem[] items = SupportColours.Items(Supports, text);
        JsonArray cells = [];
        for (int i = 0; i < Supports.Count; i++)
        {
            cells.Add((JsonNode)new JsonObject
            {
                ["x"] = Json.Number(X[i]),
                ["x2"] = Json.Number(X[i + 1]),
                ["s"] = (int)Supports[i],
                ["n"] = Json.Rounded(EffectiveSampleSizes[i]),
                ["v"] = Json.Rounded(Values[i]),
            });
        }

        return new JsonObject
        {
            ["data"] = Spec.Values(cells),
            ["transform"] = new JsonArray([.. SupportColours.Steps(text)]),
            ["params"] = Zoom.Of("x"),
            ["mark"] = SupportColours.Cell(),
            ["encoding"] = new JsonObject
            {
                ["x"] = Spec.Tight("x", XTitle),
                ["x2"] = new JsonObject { ["field"] = "x2" },
                ["fill"] = Legend.ColourBy("k", items),
                ["tooltip"] = new JsonArray([Spec.Tooltip("x", XTitle), .. SupportColours.Tooltips(ValueTitle, text)]),
            },
        };
    }

    private JsonObject Line(ChartText text)
    {
        double[] middles = [.. X.Zip(X.Skip(1), (a, b) => (a / 2) + (b / 2))];
        JsonObject mark = Lines.Mark();
        mark["color"] = Palette.Blue;
        mark["clip"] = true;
        JsonObject y = Spec.Position("y", text.EffectiveSampleSize);
        double most = EffectiveSampleSizes.Where(double.IsFinite).Max();
        y["scale"] = new JsonObject { ["domain"] = new JsonArray(0, Json.Rounded(most > 0 ? 1.08 * most : 1)), ["nice"] = false };
        y["axis"]!["tickCount"] = 5;
        return new JsonObject
        {
            ["data"] = Spec.Values(Lines.Rows(middles, EffectiveSampleSizes)),
            ["mark"] = mark,
            ["encoding"] = new JsonObject { ["x"] = Spec.Tight("x", XTitle), ["y"] = y },
        };
    }

    private JsonObject Ticks(int height) => new()
    {
        ["data"] = Spec.Values(new([.. RowX.Select(x => (JsonNode)new JsonObject { ["x"] = Json.Number(x) })])),
        ["mark"] = new JsonObject { ["type"] = "tick", ["size"] = 12, ["thickness"] = 1, ["opacity"] = 0.45, ["color"] = Palette.Ink, ["clip"] = true },
        ["encoding"] = new JsonObject { ["x"] = Spec.Tight("x", XTitle), ["y"] = new JsonObject { ["value"] = height - 7 } },
    };

    private void Check()
    {
        if (X.Count < 2 || Supports.Count != X.Count - 1)
        {
            throw new ArgumentException($"Supports has {Supports.Count} cells but X makes {X.Count - 1}: give each cell one verdict.");
        }

        Lines.SameLength(EffectiveSampleSizes.Count, Supports.Count, nameof(EffectiveSampleSizes), nameof(Supports));
        Lines.SameLength(Values.Count, Supports.Count, nameof(Values), nameof(Supports));
    }
}
