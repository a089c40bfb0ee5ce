using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Draws the training loss by epoch.</summary>
/// <remarks>Losses that are not finite are gaps. Cost O(epochs).</remarks>
public sealed record EpochLossChart
{
    /// <summary>The title; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The loss of each epoch.</summary>
    public required IReadOnlyList<double> Loss { get; init; }

    /// <summary>The number of the first epoch: 1 where the loss was taken during the epoch, 0 where before training.</summary>
    public int First { get; init; } = 1;

    /// <summary>Draws the chart.</summary>
    /// <param name="text">The words, in one language.</param>
    /// <returns>The finished chart.</returns>
    public Chart Draw(ChartText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        double[] epochs = [.. Enumerable.Range(First, Loss.Count)];
        var mark = Lines.Mark();
        mark["color"] = Palette.Blue;
        if (Loss.Count <= 60)
        {
            mark["point"] = new JsonObject { ["size"] = 60, ["color"] = Palette.Blue };
        }

        var layer = new JsonObject
        {
            ["data"] = Spec.Values(Lines.Rows(epochs, Loss)),
            ["mark"] = mark,
            ["encoding"] = new JsonObject
            {
                ["x"] = Epochs(text),
                ["y"] = Spec.Position("y", text.Loss),
                ["tooltip"] = new JsonArray(Spec.Tooltip("x", text.Epoch), Spec.Tooltip("y", text.Loss)),
            },
        };
        var description = ChartText.Fill(text.EpochLossDescription, ("n", Json.Text(Loss.Count)));
        return Spec.Frame(Title, description, Loss.Count, Spec.Wide([layer], 260));
    }

    /// <summary>An axis of whole numbers.</summary>
    internal static JsonObject Epochs(ChartText text)
    {
        var x = Spec.Position("x", text.Epoch);
        x["axis"] = new JsonObject { ["title"] = text.Epoch, ["format"] = "d", ["tickMinStep"] = 1 };
        return x;
    }
}
