namespace Nadaraya.Cli;

/// <summary>Where new observations fall: intervals of one width, and as wide as noise is.</summary>
internal sealed class IntervalSection(KernelRegression model, ReportText text, ChartText words, CancellationToken cancellation)
{
    private const int CurvePoints = 200;
    private const int FewestRows = 40; // halves of fewer say little
    private const int MostRows = 20_000; // the second chart takes a fit to half of the rows

    private static readonly PredictOptions Even = new() { Interval = 0.9 };
    private static readonly PredictOptions Scaled = Even with { Method = IntervalMethod.SplitScaled };

    private readonly int[] rows = CountedRows.Of(model.Data);

    /// <summary>Adds the charts; nothing where no number has a say, or rows are too few or too many.</summary>
    public void AddTo(HtmlReport page)
    {
        bool clustered = model.Data.ClusterName is not null && !model.Options.Estimator.IsConstant;
        if (!model.ContainsTrainingRows || clustered || rows.Length is < FewestRows or > MostRows || model.LeaveOneOutPredictions().IsEmpty || TellingFeatures.Of(model) is not [int along, ..])
        {
            return;
        }

        double[] places = FeatureRange.Places(model.Features[along], CurvePoints);
        double[][] columns = [.. Enumerable.Range(0, model.Features.Count).Select(j => Enumerable.Repeat(TypicalRow.Of(model, rows, j), places.Length).ToArray())];
        columns[along] = places;
        Queries queries = Queries.FromColumns(columns);
        _ = page.Section(text.Intervals).Paragraph(text.IntervalIntroduction);
        foreach ((PredictOptions how, string caption) in ((PredictOptions, string)[])[(Even, text.EvenIntervalCaption), (Scaled, text.ScaledIntervalCaption)])
        {
            Predictions predictions = model.PredictMany(queries, how, null, cancellation);
            for (int t = 0; t < model.Data.TargetNames.Count; t++)
            {
                Chart chart = new FitChart
                {
                    XTitle = model.Features[along].Name,
                    YTitle = model.Data.TargetNames[t],
                    X = CountedRows.Take(model.Data.Feature(along), rows),
                    Y = CountedRows.Take(model.Data.Target(t), rows),
                    CurveX = places,
                    Curve = [.. predictions.Values(t).Select(v => v ?? double.NaN)],
                    Lower = [.. places.Select((_, q) => predictions.Interval(q, t)?.Lower ?? double.NaN)],
                    Upper = [.. places.Select((_, q) => predictions.Interval(q, t)?.Upper ?? double.NaN)],
                    BandName = text.IntervalBand,
                }.Draw(words);
                _ = page.Chart(chart, caption + (model.Features.Count > 1 ? " " + text.AtlasHeld : string.Empty));
            }
        }
    }
}
