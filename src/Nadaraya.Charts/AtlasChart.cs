using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Draws where over two features a model knows what it says: the verdict on support of each cell, with the rows over it.</summary>
/// <remarks>Dragging moves the map, Ctrl with the wheel (or two fingers) zooms, a double click goes back. More than 20,000 rows are left out. Cost O(cells + rows).</remarks>
public sealed record AtlasChart
{
    /// <summary>The title; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The horizontal axis.</summary>
    public required string XTitle { get; init; }

    /// <summary>The vertical axis.</summary>
    public required string YTitle { get; init; }

    /// <summary>The target, as the tooltip names its prediction.</summary>
    public required string ValueTitle { get; init; }

    /// <summary>The borders of the cells along the horizontal axis, ascending: one more than there are columns.</summary>
    public required IReadOnlyList<double> X { get; init; }

    /// <summary>The borders along the vertical axis.</summary>
    public required IReadOnlyList<double> Y { get; init; }

    /// <summary>The verdict of each cell, row of cells by row of cells from the lowest Y.</summary>
    public required IReadOnlyList<Support> Supports { get; init; }

    /// <summary>The effective sample size of each cell; NaN where there is none.</summary>
    public required IReadOnlyList<double> EffectiveSampleSizes { get; init; }

    /// <summary>The prediction of each cell; NaN where there is none.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>The horizontal place of each training row; empty for none.</summary>
    public IReadOnlyList<double> RowX { get; init; } = [];

    /// <summary>The vertical place of each training row.</summary>
    public IReadOnlyList<double> RowY { get; init; } = [];

    /// <summary>Draws the chart.</summary>
    /// <param name="text">The words, in one language.</param>
    /// <returns>The finished chart.</returns>
    /// <exception cref="ArgumentException">The lists do not fit one another.</exception>
    public Chart Draw(ChartText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Check();
        JsonArray layers = [Map(text)];
        if (RowX.Count is > 0 and <= Scatter.MaximumPoints)
        {
            layers.Add((JsonNode)Points());
        }

        string description = ChartText.Fill(text.AtlasDescription, ("x", XTitle), ("y", YTitle));
        return Spec.Frame(Title, description, Supports.Count + RowX.Count, Spec.Wide(layers, 420));
    }

    private JsonObject Map(ChartText text)
    {
        LegendItem[] items = SupportColours.Items(Supports, text);
        return new JsonObject
        {
            ["data"] = Spec.Values(Cells()),
            ["transform"] = new JsonArray([new JsonObject { ["flatten"] = new JsonArray("x", "x2", "s", "n", "v") }, .. SupportColours.Steps(text)]),
            ["params"] = Zoom.Of("x", "y"),
            ["mark"] = SupportColours.Cell(),
            ["encoding"] = new JsonObject
            {
                ["x"] = Spec.Tight("x", XTitle),
                ["x2"] = new JsonObject { ["field"] = "x2" },
                ["y"] = Spec.Tight("y", YTitle),
                ["y2"] = new JsonObject { ["field"] = "y2" },
                ["fill"] = Legend.ColourBy("k", items),
                ["tooltip"] = new JsonArray([Spec.Tooltip("x", XTitle), Spec.Tooltip("y", YTitle), .. SupportColours.Tooltips(ValueTitle, text)]),
            },
        };
    }

    /// <summary>One record a row of cells, its cells as lists: a third of the size of a record for each.</summary>
    private JsonArray Cells()
    {
        int columns = X.Count - 1;
        JsonArray rows = [];
        for (int r = 0; r < Y.Count - 1; r++)
        {
            int from = r * columns;
            rows.Add((JsonNode)new JsonObject
            {
                ["y"] = Json.Number(Y[r]),
                ["y2"] = Json.Number(Y[r + 1]),
                ["x"] = Json.Numbers(X.Take(columns)),
                ["x2"] = Json.Numbers(X.Skip(1)),
                ["s"] = new JsonArray([.. Supports.Skip(from).Take(columns).Select(s => (JsonNode)(int)s)]),
                ["n"] = new JsonArray([.. EffectiveSampleSizes.Skip(from).Take(columns).Select(Json.Rounded)]),
                ["v"] = new JsonArray([.. Values.Skip(from).Take(columns).Select(Json.Rounded)]),
            });
        }

        return rows;
    }

    private JsonObject Points() => new()
    {
        ["data"] = Spec.Values(Lines.Rows(RowX, RowY)),
        ["mark"] = new JsonObject { ["type"] = "point", ["filled"] = true, ["size"] = 12, ["opacity"] = 0.55, ["color"] = Palette.Ink, ["clip"] = true },
        ["encoding"] = new JsonObject { ["x"] = Spec.Tight("x", XTitle), ["y"] = Spec.Tight("y", YTitle) },
    };

    private void Check()
    {
        int cells = (X.Count - 1) * (Y.Count - 1);
        if (X.Count < 2 || Y.Count < 2 || Supports.Count != cells)
        {
            throw new ArgumentException($"Supports has {Supports.Count} cells but X and Y make {X.Count - 1} columns of {Y.Count - 1}: give each cell one verdict.");
        }

        Lines.SameLength(EffectiveSampleSizes.Count, cells, nameof(EffectiveSampleSizes), nameof(Supports));
        Lines.SameLength(Values.Count, cells, nameof(Values), nameof(Supports));
        Lines.SameLength(RowY.Count, RowX.Count, nameof(RowY), nameof(RowX));
    }
}
