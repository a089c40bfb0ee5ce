using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Draws training as a slider through its epochs: the curve, the loss so far and the attention heat map of each.</summary>
/// <remarks>All epochs share one scale of weights, so that sharpening shows. Cost O(epochs × (curve points + cells)).</remarks>
public sealed record EpochSlider
{
    /// <summary>The title; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The feature's name.</summary>
    public required string XTitle { get; init; }

    /// <summary>The target's name.</summary>
    public required string YTitle { get; init; }

    /// <summary>The feature of each row.</summary>
    public required IReadOnlyList<double> X { get; init; }

    /// <summary>The target of each row.</summary>
    public required IReadOnlyList<double> Y { get; init; }

    /// <summary>Where the curves were computed, ascending.</summary>
    public required IReadOnlyList<double> CurveX { get; init; }

    /// <summary>The noise-free target at each <see cref="CurveX"/>, where it is known.</summary>
    public IReadOnlyList<double>? Truth { get; init; }

    /// <summary>The learned parameter's name.</summary>
    public string ParameterName { get; init; } = "w";

    /// <summary>The epochs, ascending and evenly spaced.</summary>
    public required IReadOnlyList<EpochPicture> Epochs { get; init; }

    /// <summary>Draws the chart, the slider at the last epoch.</summary>
    /// <param name="text">The words, in one language.</param>
    /// <returns>The finished chart.</returns>
    /// <exception cref="ArgumentException">There is no epoch, epochs are not evenly spaced, or sizes don't fit.</exception>
    public Chart Draw(ChartText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Check();
        var step = Epochs.Count > 1 ? Epochs[1].Epoch - Epochs[0].Epoch : 1;
        var view = new JsonObject
        {
            ["params"] = new JsonArray(new JsonObject
            {
                ["name"] = "epoch",
                ["value"] = Epochs[^1].Epoch,
                ["bind"] = new JsonObject { ["input"] = "range", ["min"] = Epochs[0].Epoch, ["max"] = Epochs[^1].Epoch, ["step"] = step, ["name"] = text.Epoch },
            }),
            ["resolve"] = Independent(),
            ["spacing"] = 36,
            ["hconcat"] = new JsonArray(
                new JsonObject { ["resolve"] = Independent(), ["spacing"] = 26, ["vconcat"] = new JsonArray(Fit(text), Loss(text)) },
                HeatMap.View([.. Epochs.Select(e => (e.Epoch, e.Attention))], bySlider: true, 340, text.SortedTrainingInputs, text.SortedTestingInputs, text)),
        };
        var cells = Epochs[0].Attention.Rows * Epochs[0].Attention.Columns;
        var description = ChartText.Fill(text.SliderDescription, ("n", Json.Text(Epochs.Count)));
        return Spec.Frame(Title, description, X.Count + cells, view, fixedSize: true);
    }

    private JsonObject Fit(ChartText text) => new EpochCurves
    {
        XTitle = XTitle,
        YTitle = YTitle,
        X = X,
        Y = Y,
        CurveX = CurveX,
        Truth = Truth,
        Curves = [.. Epochs.Select(e => (e.Epoch, e.Curve))],
    }.View("epoch", Caption(text), 380, 232, text);

    // Each view keeps its legend; by default views beside each other share one place for all.
    private static JsonObject Independent() =>
        new() { ["scale"] = new JsonObject { ["color"] = "independent", ["fill"] = "independent" }, ["legend"] = new JsonObject { ["color"] = "independent", ["fill"] = "independent" } };

    private JsonObject Loss(ChartText text)
    {
        var rows = Lines.Rows([.. Epochs.Select(e => (double)e.Epoch)], [.. Epochs.Select(e => e.Loss)]);
        var line = Lines.Mark(width: 2);
        line["color"] = Palette.Axis;
        var encoding = new JsonObject { ["x"] = EpochLossChart.Epochs(text), ["y"] = Spec.Position("y", text.Loss) };
        encoding["y"]!["axis"]!["tickCount"] = 3;
        var here = new JsonObject
        {
            ["transform"] = new JsonArray(new JsonObject { ["filter"] = "datum.x == epoch" }),
            ["mark"] = new JsonObject { ["type"] = "point", ["filled"] = true, ["size"] = 130, ["opacity"] = 1, ["color"] = Palette.Vermillion },
        };
        return new JsonObject
        {
            ["width"] = 380,
            ["height"] = 74,
            ["data"] = Spec.Values(rows),
            ["encoding"] = encoding,
            ["layer"] = new JsonArray(new JsonObject { ["mark"] = line }, new JsonObject { ["mark"] = new JsonObject { ["type"] = "point", ["filled"] = true, ["size"] = 36, ["opacity"] = 1, ["color"] = Palette.Axis } }, here),
        };
    }

    // One line per epoch, written here, so that the browser only picks.
    private string Caption(ChartText text)
    {
        var captions = Epochs.Select(e => Json.Literal(
            $"{text.Epoch} {Json.Text(e.Epoch)}" + (e.Parameter is { } w ? $" · {ParameterName} = {Json.Text(w)}" : "") + $" · {text.Loss} = {Json.Text(e.Loss)}"));
        return $"[{string.Join(",", captions)}][indexof([{string.Join(",", Epochs.Select(e => Json.Text((double)e.Epoch, 15)))}], epoch)]";
    }

    private void Check()
    {
        if (Epochs.Count == 0)
        {
            throw new ArgumentException("Epochs is empty; a slider needs at least one epoch.");
        }

        Lines.SameLength(Y.Count, X.Count, nameof(Y), nameof(X));
        Lines.SameLength(Truth?.Count ?? CurveX.Count, CurveX.Count, nameof(Truth), nameof(CurveX));
        for (var i = 0; i < Epochs.Count; i++)
        {
            var epoch = Epochs[i];
            Lines.SameLength(epoch.Curve.Count, CurveX.Count, $"Curve of epoch {epoch.Epoch}", nameof(CurveX));
            Lines.SameLength(epoch.Attention.Rows, Epochs[0].Attention.Rows, $"Attention rows of epoch {epoch.Epoch}", "the first epoch's");
            Lines.SameLength(epoch.Attention.Columns, Epochs[0].Attention.Columns, $"Attention columns of epoch {epoch.Epoch}", "the first epoch's");
            if (i > 0 && (epoch.Epoch <= Epochs[i - 1].Epoch || epoch.Epoch - Epochs[i - 1].Epoch != Epochs[1].Epoch - Epochs[0].Epoch))
            {
                throw new ArgumentException($"Epoch {epoch.Epoch} follows {Epochs[i - 1].Epoch}; a slider needs ascending, evenly spaced epochs. Take every k-th one.");
            }
        }
    }
}
