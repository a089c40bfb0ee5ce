namespace Nadaraya.Cli;

/// <summary>The pictures of a learned score: its training, what it weighs, and whom rows look at before and after.</summary>
internal sealed class LearningPictures(KernelRegression model, LearnedScore learned, ReportText text, ChartText words, CancellationToken cancellation)
{
    private const int CurvePoints = 200;
    private const int MostCurves = 30;
    private const int MostCurveRows = 20_000; // each curve is a model of its own
    private const int MostBars = 24;
    private const int MostDirections = 10;
    private const double FaintDirection = 0.01; // of the largest
    private const int MostAttentionRows = 20_000;
    private const int CellsOfOne = 150; // two maps beside each other have half of a page
    private const int CellsOfSeveral = 60; // along one feature of several weights are scattered: means of wider blocks show them

    private readonly int[] rows = CountedRows.Of(model.Data);

    /// <summary>The loss by epoch; for one number with the curve of each.</summary>
    public void AddTraining(HtmlReport page)
    {
        if (learned.Epochs.Count == 0)
        {
            return;
        }

        double[] weights = model.Data.Weights.ToArray();
        double total = weights.Length == 0 ? rows.Length : rows.Sum(row => weights[row]);
        TrainingChart chart = new() { Epochs = learned.Epochs, BestEpoch = learned.BestEpoch, Divisor = total * (1 - (model.Options.Learning?.HoldOut ?? 0)) };
        bool drawn = model.Features is [{ Type.IsDiscrete: false } only] && only.Lowest < only.Highest && rows.Length <= MostCurveRows;
        if (drawn && TrainedEpochs.Of(learned, MostCurves) is { Length: > 0 } epochs)
        {
            double[] places = FeatureRange.Places(model.Features[0], CurvePoints);
            Queries queries = Queries.FromColumns(places);
            chart = chart with
            {
                CurveX = places,
                Curves = [.. epochs.Select(e => new TrainingCurve(e, [.. (e == learned.BestEpoch && e > 0 ? model : model.AtEpoch(e)).PredictMany(queries, null, cancellation).Values().Select(v => v ?? double.NaN)]))],
                X = CountedRows.Take(model.Data.Feature(0), rows),
                Y = CountedRows.Take(model.Data.Target(), rows),
                XTitle = model.Features[0].Name,
                YTitle = model.Data.TargetNames[0],
            };
        }

        string[] caption = [text.TrainingCaption, learned.Epochs.Any(e => e.HeldOutLoss is not null) ? text.TrainingHeldOut : string.Empty, chart.Curves.Count > 0 ? text.TrainingSlider : string.Empty];
        _ = page.Chart(chart.Draw(words), string.Join(' ', caption.Where(part => part.Length > 0)));
    }

    /// <summary>Which coordinates matter, and of a map in which combinations.</summary>
    public void AddMetric(HtmlReport page)
    {
        if (learned.Importance.Count < 2)
        {
            return;
        }

        int[] most = [.. Enumerable.Range(0, learned.Importance.Count).OrderByDescending(c => learned.Importance[c]).Take(MostBars)];
        string some = most.Length < learned.Importance.Count ? " " + ModelReport.Fill(text.MostImportant, most.Length, learned.Importance.Count) : string.Empty;
        BarChart bars = new() { ValueTitle = text.ImportanceShare, Names = [.. most.Select(c => learned.Coordinates[c])], Values = [.. most.Select(c => learned.Importance[c])] };
        _ = page.Chart(bars.Draw(words), text.ImportanceCaption + some);
        if (learned.Score.Kind is "scale" or "diagonal" || model.LearnedDirections is not { Count: > 0 } directions)
        {
            return;
        }

        int[] shown = [.. most.Order()];
        double least = FaintDirection * Size(directions[0]);
        DirectionChart chart = new()
        {
            Names = [.. shown.Select(c => learned.Coordinates[c])],
            Directions = [.. directions.TakeWhile(d => Size(d) >= least).Take(MostDirections).Select(d => shown.Select(c => d[c]).ToArray())],
        };
        _ = page.Chart(chart.Draw(words), text.DirectionCaption + some);
    }

    private static double Size(IReadOnlyList<double> direction) => Math.Sqrt(direction.Sum(v => v * v));

    /// <summary>The attention of rows on rows, by the bandwidths that the fit would have had and as it was learned.</summary>
    public void AddAttention(HtmlReport page)
    {
        if (!model.ContainsTrainingRows || rows.Length is < 3 or > MostAttentionRows || Baseline() is not KernelRegression baseline)
        {
            return;
        }

        (string by, double[] places) = Order();
        int cells = model.Features.Count == 1 ? CellsOfOne : CellsOfSeveral;
        AttentionComparison chart = new()
        {
            Before = RowAttention.Of(baseline, places, rows, cancellation, cells),
            After = RowAttention.Of(model, places, rows, cancellation, cells),
            XTitle = ModelReport.Fill(text.KeysSortedBy, by),
            YTitle = ModelReport.Fill(text.QueriesSortedBy, by),
        };
        _ = page.Chart(chart.Draw(words), ModelReport.Fill(text.AttentionBeforeAfter, by));
    }

    /// <summary>The fit as it would be without learning; null where it has no bandwidths.</summary>
    private KernelRegression? Baseline()
    {
        Dictionary<string, double> given = model.Features.Zip(learned.BaselineBandwidths)
            .Where(p => p.Second is not null).ToDictionary(p => p.First.Name, p => p.Second!.Value);
        return given.Count == 0
            ? null
            : KernelRegression.Fit(model.Data, model.Options with { Learning = null, Bandwidth = Bandwidth.Given(given), SummaryRows = 0 }, null, cancellation);
    }

    /// <summary>By the number that matters most; where that is a level, by the target.</summary>
    private (string Name, double[] Places) Order()
    {
        int feature = learned.Importance.Count == 0 ? 0 : FeatureOf(Enumerable.Range(0, learned.Importance.Count).MaxBy(c => learned.Importance[c]));
        return feature >= 0 && !model.Features[feature].Type.IsDiscrete
            ? (model.Features[feature].Name, model.Data.Feature(feature).ToArray())
            : (model.Data.TargetNames[0], model.Data.Target().ToArray());
    }

    /// <summary>The feature of that name; −1 for a level or a side of a circle.</summary>
    private int FeatureOf(int coordinate) => model.Features.Select(f => f.Name).ToList().IndexOf(learned.Coordinates[coordinate]);
}
