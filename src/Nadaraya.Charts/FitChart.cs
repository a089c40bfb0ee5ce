using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Draws data and the curve fitted to them, with the truth where it is known and a band where there is one.</summary>
/// <remarks>
/// More than 20,000 rows are drawn as counted cells. Rows that are not finite are left out; a point of a curve that is not
/// finite (a query without support) is a gap. Cost O(rows + curve points).
/// </remarks>
public sealed record FitChart
{
    /// <summary>The title; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The feature's name, as the axis shows it.</summary>
    public required string XTitle { get; init; }

    /// <summary>The target's name, as the axis shows it.</summary>
    public required string YTitle { get; init; }

    /// <summary>The feature of each row.</summary>
    public required IReadOnlyList<double> X { get; init; }

    /// <summary>The target of each row.</summary>
    public required IReadOnlyList<double> Y { get; init; }

    /// <summary>Where the curve, the truth and the band were computed, ascending.</summary>
    public required IReadOnlyList<double> CurveX { get; init; }

    /// <summary>The prediction at each <see cref="CurveX"/>; NaN where there is none.</summary>
    public required IReadOnlyList<double> Curve { get; init; }

    /// <summary>The curve's name in the legend; by default <see cref="ChartText.FittedCurve"/>.</summary>
    public string? CurveName { get; init; }

    /// <summary>The noise-free target at each <see cref="CurveX"/>, where it is known.</summary>
    public IReadOnlyList<double>? Truth { get; init; }

    /// <summary>The band's lower edge at each <see cref="CurveX"/>; together with <see cref="Upper"/>.</summary>
    public IReadOnlyList<double>? Lower { get; init; }

    /// <summary>The band's upper edge at each <see cref="CurveX"/>; together with <see cref="Lower"/>.</summary>
    public IReadOnlyList<double>? Upper { get; init; }

    /// <summary>The band's name in the legend, with its level; by default <see cref="ChartText.Band"/>.</summary>
    public string? BandName { get; init; }

    /// <summary>Draws the chart.</summary>
    /// <param name="text">The words, in one language.</param>
    /// <returns>The finished chart.</returns>
    /// <exception cref="ArgumentException">Lists that belong together differ in length, or only one edge of the band is given.</exception>
    public Chart Draw(ChartText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Check();
        var band = Lower is not null && Upper is not null;
        var binned = X.Count > Scatter.MaximumPoints;
        var (curve, bandName) = (CurveName ?? text.FittedCurve, BandName ?? text.Band);
        var items = new List<LegendItem>();
        if (!binned && X.Count > 0)
        {
            items.Add(new(text.Data, Palette.Data, LegendItem.Dot, Opacity: 0.8));
        }

        items.Add(new(curve, binned ? Palette.Vermillion : Palette.Blue));
        if (Truth is not null)
        {
            items.Add(new(text.Truth, binned ? Palette.Black : Palette.Vermillion, Dash: 1));
        }

        if (band)
        {
            items.Add(new(bandName, Palette.Sky, LegendItem.Area, Opacity: 0.45));
        }

        var (scatter, marks) = Scatter.Layer(X, Y, XTitle, YTitle, text, binned || X.Count == 0 ? null : Legend.Colour(text.Data, items));
        JsonArray layers = [];
        if (band)
        {
            layers.Add((JsonNode)Lines.BandLayer(CurveX, Lower!, Upper!, XTitle, YTitle, Legend.Colour(bandName, items), 0.32));
        }

        if (X.Count > 0)
        {
            layers.Add((JsonNode)scatter);
        }

        if (Truth is not null)
        {
            layers.Add((JsonNode)Line(Truth, text.Truth, items, 1));
        }

        if (binned)
        {
            // Over dark and light cells alike a curve needs an edge of its own.
            var casing = Line(Curve, curve, items, 0);
            casing["encoding"]!.AsObject().Remove("color");
            casing["mark"]!["color"] = Palette.Page;
            casing["mark"]!["strokeWidth"] = 6;
            layers.Add((JsonNode)casing);
        }

        layers.Add((JsonNode)Line(Curve, curve, items, 0));
        var description = ChartText.Fill(text.FitDescription, ("y", YTitle), ("x", XTitle), ("n", Json.Text(X.Count)));
        return Spec.Frame(Title, description, marks, Spec.Wide(layers));
    }

    private JsonObject Line(IReadOnlyList<double> y, string name, List<LegendItem> items, int dash) =>
        Lines.Layer(Lines.Rows(CurveX, y), Spec.Position("x", XTitle), Spec.Position("y", YTitle), Legend.Colour(name, items), dash);

    private void Check()
    {
        Lines.SameLength(Y.Count, X.Count, nameof(Y), nameof(X));
        Lines.SameLength(Curve.Count, CurveX.Count, nameof(Curve), nameof(CurveX));
        Lines.SameLength(Truth?.Count ?? CurveX.Count, CurveX.Count, nameof(Truth), nameof(CurveX));
        Lines.SameLength(Lower?.Count ?? CurveX.Count, CurveX.Count, nameof(Lower), nameof(CurveX));
        Lines.SameLength(Upper?.Count ?? CurveX.Count, CurveX.Count, nameof(Upper), nameof(CurveX));
        if (Lower is null != Upper is null)
        {
            throw new ArgumentException("A band was given with one edge only; give both Lower and Upper, or neither.");
        }
    }
}
