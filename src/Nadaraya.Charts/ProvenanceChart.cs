using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Draws rows to click: a click lights up the training rows that the prediction of that row came from.</summary>
/// <remarks>
/// The middle query is picked when the chart opens, so that the reader sees what a click does. Lit rows are as large as their
/// share; those of negative weight have a colour of their own. More than 20,000 rows stand behind as counted cells. Cost
/// O(rows + queries × rows of each).
/// </remarks>
public sealed record ProvenanceChart
{
    /// <summary>The title; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The horizontal axis: a feature.</summary>
    public required string XTitle { get; init; }

    /// <summary>The vertical axis: the target.</summary>
    public required string YTitle { get; init; }

    /// <summary>The horizontal place of each training row.</summary>
    public required IReadOnlyList<double> X { get; init; }

    /// <summary>The target of each training row.</summary>
    public required IReadOnlyList<double> Y { get; init; }

    /// <summary>Where the curve was computed, ascending; empty for none.</summary>
    public IReadOnlyList<double> CurveX { get; init; } = [];

    /// <summary>The prediction at each <see cref="CurveX"/>; NaN where there is none.</summary>
    public IReadOnlyList<double> Curve { get; init; } = [];

    /// <summary>The rows that can be clicked, by ascending place; a browser stays quick with a few hundred.</summary>
    public required IReadOnlyList<ProvenanceQuery> Queries { get; init; }

    /// <summary>Draws the chart.</summary>
    /// <param name="text">The words, in one language.</param>
    /// <returns>The finished chart.</returns>
    /// <exception cref="ArgumentException">There is nothing to click, or lists that belong together differ in length.</exception>
    public Chart Draw(ChartText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Check();
        bool binned = X.Count > Scatter.MaximumPoints;
        List<LegendItem> items = Legends(text);
        JsonArray layers = [];
        int marks = 2 * Queries.Count;
        ProvenanceMarks picture = new(Queries, Place("x", XTitle, X.Concat(CurveX)), Place("y", YTitle, Y.Concat(Curve).Concat(Queries.Select(q => q.Prediction))), text, items);
        if (Queries.Count < X.Count)
        {
            (JsonObject all, int drawn) = Scatter.Layer(X, Y, XTitle, YTitle, text, null);
            _ = all["encoding"]!.AsObject().Remove("tooltip"); // without one a layer takes no clicks
            all["encoding"]!["x"]!["scale"] = picture.X["scale"]!.DeepClone();
            all["encoding"]!["y"]!["scale"] = picture.Y["scale"]!.DeepClone();
            all["mark"]!["opacity"] = binned ? 0.45 : 0.22;
            layers.Add((JsonNode)all);
            marks += drawn;
        }

        if (CurveX.Count > 0)
        {
            layers.Add((JsonNode)Lines.Layer(Lines.Rows(CurveX, Curve), picture.X, picture.Y, Legend.Colour(text.FittedCurve, items)));
        }

        layers.Add((JsonNode)picture.Points());
        layers.Add((JsonNode)picture.Ring(picked: false));
        layers.Add((JsonNode)picture.Ring(picked: true));
        layers.Add((JsonNode)picture.Lit());
        layers.Add((JsonNode)picture.Predicted());
        JsonObject view = Spec.Wide(layers, 380);
        view["datasets"] = picture.Datasets();
        view["title"] = Words(text);
        string description = ChartText.Fill(text.ProvenanceDescription, ("n", Json.Text(Queries.Count)), ("x", XTitle), ("y", YTitle));
        return Spec.Frame(Title, description, marks, view);
    }

    /// <summary>A place on an axis that is the same whatever is picked.</summary>
    private static JsonObject Place(string field, string title, IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite).DefaultIfEmpty(0)];
        JsonObject position = Spec.Position(field, title);
        (double low, double high) = (finite.Min(), finite.Max());
        position["scale"]!["domain"] = low < high ? new JsonArray(low, high) : new JsonArray(low - 0.5, high + 0.5);
        return position;
    }

    private List<LegendItem> Legends(ChartText text)
    {
        List<LegendItem> items = [new(text.Data, Palette.Data, LegendItem.Dot, Opacity: 0.8)];
        if (CurveX.Count > 0)
        {
            items.Add(new(text.FittedCurve, Palette.Blue));
        }

        items.Add(new(text.Prediction, Palette.Blue, LegendItem.Diamond));
        items.Add(new(text.RowsBehind, Palette.Vermillion, LegendItem.Dot));
        if (Queries.Any(q => q.Rows.Any(r => r.Weight < 0)))
        {
            items.Add(new(text.RowsAgainst, Palette.Purple, LegendItem.Dot));
        }

        return items;
    }

    /// <summary>The words above the picture, always as many lines, so that a click moves nothing.</summary>
    private JsonObject Words(ChartText text)
    {
        int lines = Queries.Max(q => q.Words.Count);
        bool named = Title.Length > 0;
        int first = named ? 0 : 1;
        JsonObject title = new()
        {
            ["text"] = named ? Title : new JsonObject { ["expr"] = ProvenanceWords.Of(Queries, text.ClickHint, 0, 1) },
            ["fontSize"] = named ? 16 : 14,
            ["limit"] = new JsonObject { ["expr"] = "width" },
            ["subtitleFontSize"] = 13,
            ["subtitleColor"] = Palette.Soft,
            ["subtitlePadding"] = 5,
        };
        if (lines > first)
        {
            title["subtitle"] = new JsonObject { ["expr"] = ProvenanceWords.Of(Queries, named ? text.ClickHint : string.Empty, first, lines) };
        }

        return title;
    }

    private void Check()
    {
        if (Queries.Count == 0)
        {
            throw new ArgumentException("Queries is empty; give at least one row to click.");
        }

        Lines.SameLength(Y.Count, X.Count, nameof(Y), nameof(X));
        Lines.SameLength(Curve.Count, CurveX.Count, nameof(Curve), nameof(CurveX));
    }
}
