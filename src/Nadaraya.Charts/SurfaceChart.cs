using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Draws a function of two features as coloured cells, with the rows that it rests on.</summary>
/// <remarks>Cells without a value (a query without support) stay empty. Cost O(cells + rows); more than 20,000 rows are left out.</remarks>
public sealed record SurfaceChart
{
    /// <summary>The title; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The horizontal axis.</summary>
    public required string XTitle { get; init; }

    /// <summary>The vertical axis.</summary>
    public required string YTitle { get; init; }

    /// <summary>What the colour is.</summary>
    public required string ValueTitle { get; init; }

    /// <summary>The borders of the cells along the horizontal axis, ascending: one more than there are columns.</summary>
    public required IReadOnlyList<double> X { get; init; }

    /// <summary>The borders along the vertical axis.</summary>
    public required IReadOnlyList<double> Y { get; init; }

    /// <summary>The value of each cell, row of cells by row of cells from the lowest Y; NaN for none.</summary>
    public required IReadOnlyList<double> Values { get; init; }

    /// <summary>The horizontal place of each row; empty for none.</summary>
    public IReadOnlyList<double> RowX { get; init; } = [];

    /// <summary>The vertical place of each row.</summary>
    public IReadOnlyList<double> RowY { get; init; } = [];

    /// <summary>Draws the chart.</summary>
    /// <param name="text">The words, in one language.</param>
    /// <returns>The finished chart.</returns>
    /// <exception cref="ArgumentException">The lists do not fit one another.</exception>
    public Chart Draw(ChartText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int columns = X.Count - 1;
        int rows = Y.Count - 1;
        if (columns < 1 || rows < 1 || Values.Count != columns * rows)
        {
            throw new ArgumentException($"Values has {Values.Count} cells but X and Y make {columns} columns of {rows}: give each cell one value.");
        }

        Lines.SameLength(RowY.Count, RowX.Count, nameof(RowY), nameof(RowX));
        JsonArray cells = [];
        for (int k = 0; k < Values.Count; k++)
        {
            if (double.IsFinite(Values[k]))
            {
                cells.Add((JsonNode)new JsonObject
                {
                    ["x"] = Json.Rounded(X[k % columns]),
                    ["x2"] = Json.Rounded(X[(k % columns) + 1]),
                    ["y"] = Json.Rounded(Y[k / columns]),
                    ["y2"] = Json.Rounded(Y[(k / columns) + 1]),
                    ["v"] = Json.Rounded(Values[k]),
                });
            }
        }

        JsonObject surface = new()
        {
            ["data"] = Spec.Values(cells),
            ["mark"] = new JsonObject { ["type"] = "rect" },
            ["encoding"] = new JsonObject
            {
                ["x"] = Spec.Tight("x", XTitle),
                ["x2"] = new JsonObject { ["field"] = "x2" },
                ["y"] = Spec.Tight("y", YTitle),
                ["y2"] = new JsonObject { ["field"] = "y2" },
                ["fill"] = Colour(),
                ["tooltip"] = new JsonArray(Spec.Tooltip("x", XTitle), Spec.Tooltip("y", YTitle), Spec.Tooltip("v", ValueTitle)),
            },
        };
        JsonArray layers = [surface];
        if (RowX.Count is > 0 and <= Scatter.MaximumPoints)
        {
            layers.Add((JsonNode)Points());
        }

        string description = ChartText.Fill(text.SurfaceDescription, ("v", ValueTitle), ("x", XTitle), ("y", YTitle));
        return Spec.Frame(Title, description, cells.Count + RowX.Count, Spec.Wide(layers, 420));
    }

    private JsonObject Colour() => new()
    {
        ["field"] = "v",
        ["type"] = "quantitative",
        ["title"] = Spec.Quotable(ValueTitle),
        ["scale"] = new JsonObject { ["range"] = Json.Strings(Palette.Heat), ["nice"] = false, ["zero"] = false },
        ["legend"] = new JsonObject { ["title"] = ValueTitle, ["orient"] = "right", ["type"] = "gradient", ["gradientLength"] = 220, ["tickCount"] = 5 },
    };

    private JsonObject Points()
    {
        JsonArray rows = [];
        for (int i = 0; i < RowX.Count; i++)
        {
            rows.Add((JsonNode)new JsonObject { ["x"] = Json.Rounded(RowX[i]), ["y"] = Json.Rounded(RowY[i]) });
        }

        return new JsonObject
        {
            ["data"] = Spec.Values(rows),
            ["mark"] = new JsonObject { ["type"] = "point", ["filled"] = true, ["size"] = 14, ["opacity"] = 0.55, ["color"] = Palette.Vermillion, ["clip"] = true },
            ["encoding"] = new JsonObject { ["x"] = Spec.Tight("x", XTitle), ["y"] = Spec.Tight("y", YTitle) },
        };
    }
}
