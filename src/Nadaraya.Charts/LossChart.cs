using System.Globalization;
using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Draws the loss as a curve over one parameter, the optimiser's steps on it numbered from 0, the optimum marked.</summary>
/// <remarks>Losses that are not finite are gaps. Cost O(points).</remarks>
public sealed record LossChart
{
    /// <summary>The title; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The parameter's name, as the axis shows it.</summary>
    public string XTitle { get; init; } = "w";

    /// <summary>The loss axis; by default <see cref="ChartText.Loss"/>.</summary>
    public string? YTitle { get; init; }

    /// <summary>Parameter values, ascending.</summary>
    public required IReadOnlyList<double> X { get; init; }

    /// <summary>The loss at each <see cref="X"/>.</summary>
    public required IReadOnlyList<double> Loss { get; init; }

    /// <summary>Where training stood, the start first; labels are 0, 1, 2 … unless given.</summary>
    public IReadOnlyList<ChartPoint> Steps { get; init; } = [];

    /// <summary>The smallest loss, where it is known.</summary>
    public ChartPoint? Optimum { get; init; }

    /// <summary>Draws the chart.</summary>
    /// <param name="text">The words, in one language.</param>
    /// <returns>The finished chart.</returns>
    /// <exception cref="ArgumentException"><see cref="X"/> and <see cref="Loss"/> differ in length.</exception>
    public Chart Draw(ChartText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Lines.SameLength(Loss.Count, X.Count, nameof(Loss), nameof(X));
        var yTitle = YTitle ?? text.Loss;
        List<LegendItem> items = [new(yTitle, Palette.Blue)];
        if (Steps.Count > 0)
        {
            items.Add(new(text.TrainingSteps, Palette.Vermillion, LegendItem.Dot));
        }

        if (Optimum is not null)
        {
            items.Add(new(text.Optimum, Palette.Green, LegendItem.Diamond));
        }

        var (x, y) = (Spec.Position("x", XTitle), Spec.Position("y", yTitle));
        JsonArray layers = [Lines.Layer(Lines.Rows(X, Loss), x, y, Legend.Colour(yTitle, items))];
        if (Optimum is { } optimum)
        {
            layers.Add((JsonNode)Marks.Diamond([optimum], x, y, Legend.Colour(text.Optimum, items)));
        }

        if (Steps.Count > 0)
        {
            var numbered = Steps.Select((s, i) => s with { Label = s.Label ?? i.ToString(CultureInfo.InvariantCulture) }).ToArray();
            layers.Add((JsonNode)Marks.Path(numbered, x, y, Legend.Colour(text.TrainingSteps, items)));
            layers.Add((JsonNode)Marks.Discs(numbered, x, y, Legend.Colour(text.TrainingSteps, items)));
            layers.Add((JsonNode)Marks.Numbers(numbered, x, y));
        }

        var description = ChartText.Fill(text.LossDescription, ("x", XTitle), ("n", Json.Text(Steps.Count)));
        return Spec.Frame(Title, description, Steps.Count, Spec.Wide(layers));
    }
}
