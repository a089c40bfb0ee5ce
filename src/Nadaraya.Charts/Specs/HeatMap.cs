using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>A grid of weights as coloured cells, alone or one grid per epoch behind a slider.</summary>
/// <remarks>Cells are whole pixels, so that no seams show; each row of weights travels as one list, a quarter of the size of a record per cell.</remarks>
internal static class HeatMap
{
    private const int Ticks = 6;

    /// <summary>The view.</summary>
    /// <param name="grids">One grid, or one an epoch.</param>
    /// <param name="bySlider">Whether the signal "epoch" chooses among them.</param>
    /// <param name="target">How wide and high it should be, about.</param>
    /// <param name="xTitle">The axis of the keys.</param>
    /// <param name="yTitle">The axis of the queries.</param>
    /// <param name="text">The words.</param>
    /// <param name="beside">Other grids that share its colours, and what tells its name from theirs.</param>
    public static JsonObject View(
        IReadOnlyList<(int Epoch, AttentionGrid Grid)> grids, bool bySlider, int target, string xTitle, string yTitle, ChartText text, (AttentionGrid[] Grids, string Name)? beside = null)
    {
        var first = grids[0].Grid;
        var (cellWidth, cellHeight) = (Cell(first.Columns, target), Cell(first.Rows, target));
        var height = cellHeight * first.Rows;
        return new JsonObject
        {
            // The report reads the numbers of cells back when it has to fit the map into a narrow page.
            ["name"] = $"cells_{first.Columns}_{first.Rows}{beside?.Name}",
            ["width"] = cellWidth * first.Columns,
            ["height"] = height,
            ["view"] = new JsonObject { ["fill"] = Palette.Empty },
            ["data"] = Spec.Values(Weights(grids, bySlider)),
            ["transform"] = Transform(first, bySlider),
            ["mark"] = new JsonObject { ["type"] = "rect" },
            ["encoding"] = new JsonObject
            {
                ["x"] = Axis("c", xTitle, first.SortedKeys, first.Columns, reverse: false),
                ["x2"] = new JsonObject { ["field"] = "c2" },
                ["y"] = Axis("r", yTitle, first.SortedQueries, first.Rows, reverse: true),
                ["y2"] = new JsonObject { ["field"] = "r2" },
                ["fill"] = Fill([.. grids.Select(g => g.Grid), .. beside?.Grids ?? []], bySlider ? cellWidth * first.Columns : Math.Min(height, 220), bySlider, text),
                ["tooltip"] = new JsonArray(Spec.Tooltip("q", text.Query, number: false), Spec.Tooltip("k", text.Key, number: false), Spec.Tooltip("w", text.AttentionWeight)),
            },
        };
    }

    private static int Cell(int count, int target) => Math.Clamp((int)Math.Round((double)target / count), 1, 60);

    private static JsonArray Weights(IReadOnlyList<(int Epoch, AttentionGrid Grid)> grids, bool bySlider)
    {
        var rows = new JsonArray();
        foreach (var (epoch, grid) in grids)
        {
            for (var r = 0; r < grid.Rows; r++)
            {
                var weights = new JsonArray();
                for (var c = 0; c < grid.Columns; c++)
                {
                    weights.Add(Json.Rounded(grid[r, c]));
                }

                var row = bySlider ? new JsonObject { ["e"] = epoch } : [];
                row["r"] = r;
                row["w"] = weights;
                rows.Add((JsonNode)row);
            }
        }

        return rows;
    }

    private static JsonArray Transform(AttentionGrid grid, bool bySlider)
    {
        JsonArray steps = [];
        if (bySlider)
        {
            steps.Add((JsonNode)new JsonObject { ["filter"] = "datum.e == epoch" });
        }

        steps.Add((JsonNode)new JsonObject { ["flatten"] = new JsonArray("w") });
        steps.Add((JsonNode)new JsonObject
        {
            ["window"] = new JsonArray(new JsonObject { ["op"] = "row_number", ["as"] = "c2" }),
            ["groupby"] = new JsonArray("r"),
        });
        steps.Add((JsonNode)new JsonObject { ["calculate"] = "datum.c2 - 1", ["as"] = "c" });
        steps.Add((JsonNode)new JsonObject { ["calculate"] = "datum.r + 1", ["as"] = "r2" });
        steps.Add((JsonNode)new JsonObject { ["filter"] = "isValid(datum.w)" });
        steps.Add((JsonNode)Lookup("c", "k", grid.SortedKeys, grid.Columns));
        steps.Add((JsonNode)Lookup("r", "q", grid.SortedQueries, grid.Rows));
        return steps;
    }

    private static JsonObject Lookup(string index, string name, IReadOnlyList<double> inputs, int blocks)
    {
        var rows = new JsonArray();
        for (var b = 0; b < blocks; b++)
        {
            var (from, to) = AttentionGrid.Block(b, blocks, inputs.Count);
            var label = to - from == 1 ? Json.Text(inputs[from]) : $"{Json.Text(inputs[from])} … {Json.Text(inputs[to - 1])}";
            rows.Add((JsonNode)new JsonObject { [index] = b, [name] = label });
        }

        return new JsonObject
        {
            ["lookup"] = index,
            ["from"] = new JsonObject { ["data"] = Spec.Values(rows), ["key"] = index, ["fields"] = new JsonArray(name) },
        };
    }

    // Explicit ticks at the middle of evenly spaced cells, labelled with the input that stands there.
    private static JsonObject Axis(string field, string title, IReadOnlyList<double> inputs, int blocks, bool reverse)
    {
        var ticks = Enumerable.Range(0, Math.Min(Ticks, blocks)).Select(t => blocks <= Ticks ? t : (int)Math.Round((double)t * (blocks - 1) / (Ticks - 1))).ToArray();
        var labels = ticks.Select(t => Json.Literal(Json.Text(inputs[AttentionGrid.Block(t, blocks, inputs.Count).From], 3)));
        var positions = string.Join(",", ticks.Select(t => Json.Text(t + 0.5, 6)));
        return new JsonObject
        {
            ["field"] = field,
            ["type"] = "quantitative",
            ["title"] = Spec.Quotable(title),
            ["scale"] = new JsonObject { ["domain"] = new JsonArray(0, blocks), ["nice"] = false, ["zero"] = false, ["reverse"] = reverse },
            ["axis"] = new JsonObject
            {
                ["title"] = title,
                ["values"] = Json.Numbers(ticks.Select(t => t + 0.5)),
                ["labelExpr"] = $"[{string.Join(",", labels)}][indexof([{positions}], datum.value)]",
                ["grid"] = false,
                ["domain"] = false,
                ["ticks"] = true,
                ["labelOverlap"] = false,
                ["labelFlush"] = false,
            },
        };
    }

    // One domain for all epochs, from zero: the same weight has the same colour wherever the slider stands. Signed weights
    // (higher-order kernels) get room below zero.
    private static JsonObject Fill(IReadOnlyList<AttentionGrid> grids, int length, bool above, ChartText text)
    {
        var (low, high) = (Math.Min(0, grids.Min(g => g.Minimum)), grids.Max(g => g.Maximum));
        return new JsonObject
        {
            ["field"] = "w",
            ["type"] = "quantitative",
            ["title"] = Spec.Quotable(text.AttentionWeight),
            ["scale"] = new JsonObject { ["domain"] = new JsonArray(Json.Rounded(low), Json.Rounded(high > low ? high : low + 1)), ["range"] = Json.Strings(Palette.Heat), ["nice"] = false },
            ["legend"] = new JsonObject { ["title"] = text.AttentionWeight, ["orient"] = above ? "top" : "right", ["gradientLength"] = length, ["tickCount"] = 5, ["offset"] = 14 },
        };
    }
}
