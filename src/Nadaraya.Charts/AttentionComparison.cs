using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Draws which keys each query looks at, before and after training: two heat maps over the same rows and with the same colours.</summary>
/// <remarks>Above 200 rows or columns the grids hold means of blocks. Cost O(cells).</remarks>
public sealed record AttentionComparison
{
    /// <summary>The title; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The weights before.</summary>
    public required AttentionGrid Before { get; init; }

    /// <summary>The weights after, of the same size.</summary>
    public required AttentionGrid After { get; init; }

    /// <summary>The key axis; by default <see cref="ChartText.SortedTrainingInputs"/>.</summary>
    public string? XTitle { get; init; }

    /// <summary>The query axis; by default <see cref="ChartText.SortedTestingInputs"/>.</summary>
    public string? YTitle { get; init; }

    /// <summary>Draws the chart.</summary>
    /// <param name="text">The words, in one language.</param>
    /// <returns>The finished chart.</returns>
    /// <exception cref="ArgumentException">The grids differ in size.</exception>
    public Chart Draw(ChartText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Lines.SameLength(After.Rows, Before.Rows, "Rows of After", "Before");
        Lines.SameLength(After.Columns, Before.Columns, "Columns of After", "Before");
        var view = new JsonObject { ["spacing"] = 30, ["hconcat"] = new JsonArray(View(Before, After, text.BeforeTraining, "_before", text), View(After, Before, text.AfterTraining, "_after", text)) };
        var description = ChartText.Fill(text.ComparisonDescription, ("rows", Json.Text(Before.Rows)), ("columns", Json.Text(Before.Columns)));
        return Spec.Frame(Title, description, 2 * Before.Rows * Before.Columns, view, fixedSize: true);
    }

    private JsonObject View(AttentionGrid grid, AttentionGrid other, string title, string name, ChartText text)
    {
        var view = HeatMap.View([(0, grid)], bySlider: false, 280, XTitle ?? text.SortedTrainingInputs, YTitle ?? text.SortedTestingInputs, text, ([other], name));
        view["title"] = new JsonObject { ["text"] = title, ["fontSize"] = 13, ["fontWeight"] = 500 };
        return view;
    }
}
