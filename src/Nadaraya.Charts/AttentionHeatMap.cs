namespace Nadaraya;

/// <summary>Draws which keys each query looks at: one row per query, one column per key, both sorted by input.</summary>
/// <remarks>Above 200 rows or columns the grid holds means of blocks. Queries without weights are left empty. Cost O(cells).</remarks>
public sealed record AttentionHeatMap
{
    /// <summary>The title; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The weights, sorted and binned.</summary>
    public required AttentionGrid Grid { get; init; }

    /// <summary>The key axis; by default <see cref="ChartText.SortedTrainingInputs"/>.</summary>
    public string? XTitle { get; init; }

    /// <summary>The query axis; by default <see cref="ChartText.SortedTestingInputs"/>.</summary>
    public string? YTitle { get; init; }

    /// <summary>Draws the chart.</summary>
    /// <param name="text">The words, in one language.</param>
    /// <returns>The finished chart.</returns>
    public Chart Draw(ChartText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var view = HeatMap.View([(0, Grid)], bySlider: false, 440, XTitle ?? text.SortedTrainingInputs, YTitle ?? text.SortedTestingInputs, text);
        var description = ChartText.Fill(text.HeatMapDescription, ("rows", Json.Text(Grid.Rows)), ("columns", Json.Text(Grid.Columns)));
        return Spec.Frame(Title, description, Grid.Rows * Grid.Columns, view, fixedSize: true);
    }
}
