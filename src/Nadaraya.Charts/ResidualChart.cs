using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Draws residuals against predictions, with a line at zero.</summary>
/// <remarks>More than 20,000 rows are drawn as counted cells; rows that are not finite are left out. Cost O(rows).</remarks>
public sealed record ResidualChart
{
    /// <summary>The title; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The prediction of each row.</summary>
    public required IReadOnlyList<double> Fitted { get; init; }

    /// <summary>Target minus prediction of each row.</summary>
    public required IReadOnlyList<double> Residuals { get; init; }

    /// <summary>True where each prediction was made without its own row; names the axis accordingly.</summary>
    public bool LeaveOneOut { get; init; }

    /// <summary>The prediction axis; by default the chart's own words for fitted or leave-one-out values.</summary>
    public string? XTitle { get; init; }

    /// <summary>The residual axis; by default <see cref="ChartText.Residual"/>.</summary>
    public string? YTitle { get; init; }

    /// <summary>Draws the chart.</summary>
    /// <param name="text">The words, in one language.</param>
    /// <returns>The finished chart.</returns>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public Chart Draw(ChartText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Lines.SameLength(Residuals.Count, Fitted.Count, nameof(Residuals), nameof(Fitted));
        var xTitle = XTitle ?? (LeaveOneOut ? text.LeaveOneOutPrediction : text.FittedValue);
        var (scatter, marks) = Scatter.Layer(Fitted, Residuals, xTitle, YTitle ?? text.Residual, text, null);
        if (Fitted.Count <= Scatter.MaximumPoints)
        {
            scatter["mark"]!["color"] = Palette.Blue;
        }

        var zero = new JsonObject
        {
            ["data"] = Spec.Values([new JsonObject { ["y"] = 0 }]),
            ["mark"] = new JsonObject { ["type"] = "rule", ["color"] = Palette.Vermillion, ["strokeWidth"] = 2 },
            ["encoding"] = new JsonObject { ["y"] = Spec.Position("y", YTitle ?? text.Residual) },
        };
        var description = ChartText.Fill(text.ResidualDescription, ("n", Json.Text(Fitted.Count)), ("x", xTitle));
        return Spec.Frame(Title, description, marks, Spec.Wide([scatter, zero], 300));
    }
}
