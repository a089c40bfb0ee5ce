using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Draws the leave-one-out criterion along a bandwidth on a logarithmic axis, its minima and the chosen one marked.</summary>
/// <remarks>A criterion that is not finite is a gap. Cost O(points).</remarks>
public sealed record ProfileChart
{
    /// <summary>The title; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The bandwidth axis, with the feature's name and unit; by default <see cref="ChartText.Bandwidth"/>.</summary>
    public string? XTitle { get; init; }

    /// <summary>The criterion axis; by default <see cref="ChartText.LeaveOneOutCriterion"/>.</summary>
    public string? YTitle { get; init; }

    /// <summary>A linear bandwidth axis, for bandwidths that begin at 0.</summary>
    public bool Linear { get; init; }

    /// <summary>Bandwidths, ascending; positive, or on a linear axis 0 or more.</summary>
    public required IReadOnlyList<double> Bandwidths { get; init; }

    /// <summary>The criterion at each bandwidth.</summary>
    public required IReadOnlyList<double> Criterion { get; init; }

    /// <summary>Local minima that were found; one at the chosen bandwidth is not marked twice.</summary>
    public IReadOnlyList<ChartPoint> Minima { get; init; } = [];

    /// <summary>The bandwidth that was taken; its label stands beside the line, by default the number.</summary>
    public ChartPoint? Chosen { get; init; }

    /// <summary>Draws the chart.</summary>
    /// <param name="text">The words, in one language.</param>
    /// <returns>The finished chart.</returns>
    /// <exception cref="ArgumentException">The lists differ in length, or a bandwidth is not positive.</exception>
    public Chart Draw(ChartText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Check();
        var (xTitle, yTitle) = (XTitle ?? text.Bandwidth, YTitle ?? text.LeaveOneOutCriterion);
        // A minimum under the chosen one's own mark would be a legend entry for something nobody sees.
        var minima = Minima.Where(m => Chosen is not { } c || Math.Abs(Linear ? m.X - c.X : Math.Log(m.X / c.X)) > 0.005).ToArray();
        List<LegendItem> items = [new(yTitle, Palette.Blue)];
        if (minima.Length > 0)
        {
            items.Add(new(text.LocalMinimum, Palette.Orange, LegendItem.Dot));
        }

        var chosenName = "";
        if (Chosen is { } taken)
        {
            chosenName = $"{text.Chosen}: {taken.Label ?? Json.Text(taken.X)}";
            items.Add(new(chosenName, Palette.Vermillion, LegendItem.Diamond));
        }

        var (x, y) = (Linear ? Spec.Position("x", xTitle) : Spec.LogPosition("x", xTitle, Bandwidths), Spec.Position("y", yTitle));
        JsonArray layers = [];
        if (Chosen is { } chosen)
        {
            var rule = new JsonObject { ["type"] = "rule", ["strokeWidth"] = 1.5, ["strokeDash"] = Legend.Dash(1), ["opacity"] = 0.8 };
            var layer = Marks.Layer([chosen], x, y, rule, Legend.Colour(chosenName, items));
            layer["encoding"]!.AsObject().Remove("y");
            layers.Add((JsonNode)layer);
        }

        layers.Add((JsonNode)Lines.Layer(Lines.Rows(Bandwidths, Criterion), x, y, Legend.Colour(yTitle, items)));
        if (minima.Length > 0)
        {
            var dot = new JsonObject { ["type"] = "point", ["filled"] = true, ["size"] = 110, ["opacity"] = 1, ["stroke"] = Palette.Page, ["strokeWidth"] = 1.5 };
            layers.Add((JsonNode)Marks.Layer(minima, x, y, dot, Legend.Colour(text.LocalMinimum, items)));
        }

        if (Chosen is { } diamond)
        {
            layers.Add((JsonNode)Marks.Diamond([diamond], x, y, Legend.Colour(chosenName, items)));
        }

        var description = ChartText.Fill(text.ProfileDescription, ("x", xTitle), ("chosen", Chosen is { } c ? Json.Text(c.X) : "–"));
        return Spec.Frame(Title, description, minima.Length, Spec.Wide(layers, 300));
    }

    private void Check()
    {
        Lines.SameLength(Criterion.Count, Bandwidths.Count, nameof(Criterion), nameof(Bandwidths));
        foreach (var bandwidth in Bandwidths)
        {
            if (!(Linear ? bandwidth >= 0 : bandwidth > 0))
            {
                throw new ArgumentException($"Bandwidths holds {bandwidth}; a logarithmic axis needs positive bandwidths. Leave the others out.");
            }
        }
    }
}
