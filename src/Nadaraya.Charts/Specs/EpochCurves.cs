using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>The rows with the curve of one epoch out of several, which a signal of the view above picks.</summary>
internal sealed record EpochCurves
{
    public required string XTitle { get; init; }

    public required string YTitle { get; init; }

    public required IReadOnlyList<double> X { get; init; }

    public required IReadOnlyList<double> Y { get; init; }

    public required IReadOnlyList<double> CurveX { get; init; }

    public IReadOnlyList<double>? Truth { get; init; }

    /// <summary>The curve of each epoch, at each <see cref="CurveX"/>.</summary>
    public required IReadOnlyList<(int Epoch, IReadOnlyList<double> Curve)> Curves { get; init; }

    /// <summary>The view.</summary>
    /// <param name="signal">The name of the signal that holds the epoch to show.</param>
    /// <param name="caption">An expression for the words above it.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    /// <param name="text">The words.</param>
    public JsonObject View(string signal, string caption, int width, int height, ChartText text)
    {
        List<LegendItem> items = [new(text.Data, Palette.Data, LegendItem.Dot, Opacity: 0.8), new(text.FittedCurve, Palette.Blue)];
        if (Truth is not null)
        {
            items.Add(new(text.Truth, Palette.Vermillion, Dash: 1));
        }

        var rows = new JsonArray();
        foreach (var (epoch, heights) in Curves)
        {
            for (var i = 0; i < CurveX.Count; i++)
            {
                rows.Add((JsonNode)new JsonObject { ["e"] = epoch, ["x"] = Json.Number(CurveX[i]), ["y"] = Json.Number(heights[i]) });
            }
        }

        JsonArray layers = [Scatter.Layer(X, Y, XTitle, YTitle, text, Legend.Colour(text.Data, items)).Layer];
        if (Truth is not null)
        {
            layers.Add((JsonNode)Lines.Layer(Lines.Rows(CurveX, Truth), Spec.Position("x", XTitle), Fixed(), Legend.Colour(text.Truth, items), 1));
        }

        var curve = Lines.Layer(rows, Spec.Position("x", XTitle), Fixed(), Legend.Colour(text.FittedCurve, items));
        curve["transform"] = new JsonArray(new JsonObject { ["filter"] = $"datum.e == {signal}" });
        layers.Add((JsonNode)curve);
        var view = new JsonObject { ["width"] = width, ["height"] = height, ["layer"] = layers };
        view["title"] = new JsonObject { ["text"] = new JsonObject { ["expr"] = caption }, ["fontSize"] = 13, ["fontWeight"] = 500 };
        return view;
    }

    // The same axis in every epoch: what moves is the curve, not the ground it stands on.
    private JsonObject Fixed()
    {
        var y = Spec.Position("y", YTitle);
        var all = Curves.SelectMany(e => e.Curve).Concat(Y).Concat(Truth ?? []).Where(double.IsFinite).DefaultIfEmpty(0).ToArray();
        y["scale"]!["domain"] = new JsonArray(all.Min(), all.Max() > all.Min() ? all.Max() : all.Min() + 1);
        return y;
    }
}
