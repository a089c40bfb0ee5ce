using System.Globalization;
using System.Text.Json.Nodes;

namespace Nadaraya;

/// <summary>Draws how a score was trained: the loss by epoch, starts told apart, that of the rows held out beside it, and behind a slider the curve of single epochs.</summary>
/// <remarks>
/// A loss stands where its epoch began, a held-out loss where its epoch ended: both at the number of epochs made by then. Losses that are not finite are gaps. Cost O(epochs + curves × points).
/// </remarks>
public sealed record TrainingChart
{
    private const int MostPoints = 80; // marked one by one
    private const int MostNamed = 4; // starts with a colour of their own
    private const int Width = 640;
    private const double Alike = 1e-6; // of the loss

    /// <summary>The title; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The epochs, in order, of all starts: <see cref="LearnedScore.Epochs"/>.</summary>
    public required IReadOnlyList<TrainingEpoch> Epochs { get; init; }

    /// <summary>The epoch whose parameters were taken; 0 for the start.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>What the losses are divided by: the total weight of the rows trained on makes means of sums, which stand beside the held-out means. Default 1.</summary>
    public double Divisor { get; init; } = 1;

    /// <summary>The curves of single epochs, ascending; empty for none.</summary>
    public IReadOnlyList<TrainingCurve> Curves { get; init; } = [];

    /// <summary>Where the curves were computed, ascending.</summary>
    public IReadOnlyList<double> CurveX { get; init; } = [];

    /// <summary>The feature of each row; for curves.</summary>
    public IReadOnlyList<double> X { get; init; } = [];

    /// <summary>The target of each row; for curves.</summary>
    public IReadOnlyList<double> Y { get; init; } = [];

    /// <summary>The feature's name; for curves.</summary>
    public string XTitle { get; init; } = "";

    /// <summary>The target's name; for curves.</summary>
    public string YTitle { get; init; } = "";

    /// <summary>Draws the chart; its slider stands at the epoch that was taken, where that has a curve.</summary>
    /// <param name="text">The words, in one language.</param>
    /// <returns>The finished chart.</returns>
    /// <exception cref="ArgumentException">There is no epoch, curves are not in order, or sizes don't fit.</exception>
    public Chart Draw(ChartText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Check();
        var description = ChartText.Fill(text.TrainingDescription, ("n", Json.Text(Epochs.Count)), ("best", Json.Text(BestEpoch)));
        var marks = Epochs.Count + X.Count;
        if (Curves.Count == 0)
        {
            return Spec.Frame(Title, description, marks, Spec.Wide(Loss(text), 260));
        }

        JsonArray loss = [.. Loss(text).Select(layer => layer!.DeepClone()), Here()];
        var view = new JsonObject
        {
            ["params"] = new JsonArray(Slider(text), new JsonObject { ["name"] = "shown", ["expr"] = Shown() }),
            ["resolve"] = new JsonObject { ["scale"] = new JsonObject { ["color"] = "independent" }, ["legend"] = new JsonObject { ["color"] = "independent" } },
            ["spacing"] = 26,
            ["vconcat"] = new JsonArray(
                new EpochCurves { XTitle = XTitle, YTitle = YTitle, X = X, Y = Y, CurveX = CurveX, Curves = [.. Curves.Select(c => (c.Epoch, c.Curve))] }
                    .View("shown", $"{Json.Literal(text.Epoch + " ")} + shown", Width, 260, text),
                new JsonObject { ["width"] = Width, ["height"] = 130, ["layer"] = loss }),
        };
        return Spec.Frame(Title, description, marks, view, fixedSize: true);
    }

    private int Kept => Epochs.FirstOrDefault(e => e.Number == BestEpoch)?.Start ?? Epochs[0].Start;

    private int Starts => Epochs.Max(e => e.Start);

    private JsonArray Loss(ChartText text)
    {
        bool held = Epochs.Any(e => e.HeldOutLoss is not null);
        string chosen = $"{text.Chosen}: {text.Epoch} {Json.Text(BestEpoch)}";
        List<LegendItem> items = [.. Enumerable.Range(1, Starts).Select(s => new LegendItem(Name(s, text), Colour(s))).Distinct()];
        if (held)
        {
            items.Add(new(text.HeldOutLoss, Palette.Purple, Dash: 1));
        }

        items.Add(new(chosen, Palette.Vermillion, LegendItem.Line, Dash: 2));
        JsonArray layers = [Rule(Json.Text(BestEpoch, 15), 2, Legend.Colour(chosen, items))];
        foreach (var start in Epochs.GroupBy(e => e.Start).OrderBy(g => g.Key == Kept))
        {
            TrainingEpoch[] own = [.. start];
            layers.Add((JsonNode)Line([.. own.Select(e => (e.Number - 1.0, e.Loss / Divisor))], Legend.Colour(Name(start.Key, text), items), 0, text));
            if (held)
            {
                layers.Add((JsonNode)Line([.. own.Select(e => ((double)e.Number, e.HeldOutLoss ?? double.NaN))], Legend.Colour(text.HeldOutLoss, items), 1, text));
            }
        }

        return layers;
    }

    private string Name(int start, ChartText text) =>
        Starts == 1 ? text.Loss
        : Starts <= MostNamed || start == Kept ? ChartText.Fill(text.Start, ("n", Json.Text(start)))
        : text.OtherStarts;

    private string Colour(int start)
    {
        string[] others = [Palette.Orange, Palette.Green, Palette.Sky];
        return start == Kept ? Palette.Blue : Starts > MostNamed ? Palette.Axis : others[(start < Kept ? start - 1 : start - 2) % others.Length];
    }

    private JsonObject Line((double Epoch, double Loss)[] points, JsonObject colour, int dash, ChartText text)
    {
        var layer = Lines.Layer(Lines.Rows([.. points.Select(p => p.Epoch)], [.. points.Select(p => p.Loss)]), EpochLossChart.Epochs(text), Height(text), colour, dash, 2);
        layer["encoding"]!["tooltip"] = new JsonArray(Spec.Tooltip("x", text.Epoch), Spec.Tooltip("y", text.Loss));
        if (Epochs.Count <= MostPoints)
        {
            layer["mark"]!["point"] = new JsonObject { ["size"] = 40, ["filled"] = true, ["opacity"] = 1 };
        }

        return layer;
    }

    /// <summary>An axis for the losses; where they are all alike with one percent on either side, so that rounding is not drawn as a landscape.</summary>
    private JsonObject Height(ChartText text)
    {
        JsonObject height = Spec.Position("y", text.Loss);
        double[] all = [.. Epochs.SelectMany(e => new[] { e.Loss / Divisor, e.HeldOutLoss ?? double.NaN }).Where(double.IsFinite)];
        if (all.Length > 0 && all.Max() - all.Min() <= Alike * Math.Abs(all.Max()))
        {
            double room = Math.Max(0.01 * Math.Abs(all.Min()), 0.01);
            height["scale"]!["domain"] = new JsonArray(all.Min() - room, all.Max() + room);
        }

        return height;
    }

    private static JsonObject Rule(string at, int dash, JsonObject colour) => new()
    {
        ["data"] = Spec.Values([new JsonObject()]),
        ["mark"] = new JsonObject { ["type"] = "rule", ["strokeWidth"] = 2, ["strokeDash"] = Legend.Dash(dash) },
        ["encoding"] = new JsonObject { ["x"] = new JsonObject { ["datum"] = double.Parse(at, CultureInfo.InvariantCulture) }, ["color"] = colour },
    };

    /// <summary>Where the slider stands.</summary>
    private static JsonObject Here() => new()
    {
        ["data"] = Spec.Values([new JsonObject()]),
        ["transform"] = new JsonArray(new JsonObject { ["calculate"] = "shown", ["as"] = "x" }),
        ["mark"] = new JsonObject { ["type"] = "rule", ["strokeWidth"] = 2.5, ["color"] = Palette.Vermillion },
        ["encoding"] = new JsonObject { ["x"] = new JsonObject { ["field"] = "x", ["type"] = "quantitative" } },
    };

    private JsonObject Slider(ChartText text)
    {
        int at = Curves.Any(c => c.Epoch == BestEpoch) ? BestEpoch : Curves[^1].Epoch;
        return new JsonObject
        {
            ["name"] = "epoch",
            ["value"] = at,
            ["bind"] = new JsonObject { ["input"] = "range", ["min"] = Curves[0].Epoch, ["max"] = Curves[^1].Epoch, ["step"] = 1, ["name"] = text.Epoch },
        };
    }

    /// <summary>The last epoch with a curve up to where the slider stands: each adds its distance from the one before once it is reached.</summary>
    private string Shown() => string.Join(" + ", Curves.Select((c, i) => i == 0
        ? c.Epoch.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"(epoch >= {c.Epoch} ? {c.Epoch - Curves[i - 1].Epoch} : 0)")));

    private void Check()
    {
        if (Epochs.Count == 0)
        {
            throw new ArgumentException("Epochs is empty; a training chart needs at least one epoch.");
        }

        if (!(Divisor > 0) || !double.IsFinite(Divisor))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Divisor is {Divisor}; it is a positive finite number, such as the number of rows trained on."));
        }

        Lines.SameLength(Y.Count, X.Count, nameof(Y), nameof(X));
        for (var i = 0; i < Curves.Count; i++)
        {
            Lines.SameLength(Curves[i].Curve.Count, CurveX.Count, $"Curve of epoch {Curves[i].Epoch}", nameof(CurveX));
            if (i > 0 && Curves[i].Epoch <= Curves[i - 1].Epoch)
            {
                throw new ArgumentException($"Epoch {Curves[i].Epoch} follows {Curves[i - 1].Epoch}; curves are in the order of their epochs, each once.");
            }
        }
    }
}
