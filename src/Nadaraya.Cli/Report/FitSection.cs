namespace Nadaraya.Cli;

/// <summary>The fitted curve with the data; with several features, predicted against actual and a curve along each feature.</summary>
internal sealed class FitSection(KernelRegression model, ReportText text, ChartText words, CancellationToken cancellation)
{
    private const int CurvePoints = 400;
    private const int MostForBands = 20_000; // an interval visits every row for every point

    /// <summary>Pages with more curves than this are not read.</summary>
    private const int MostFeatures = 8;

    private readonly int[] rows = CountedRows.Of(model.Data);

    /// <summary>Adds the section.</summary>
    public void AddTo(HtmlReport page)
    {
        _ = page.Section(text.Fit);
        for (int t = 0; t < model.Data.TargetNames.Count; t++)
        {
            if (model.Features.Count > 1 && !model.LeaveOneOutPredictions(t).IsEmpty)
            {
                _ = page.Chart(Actual(t), text.ActualCaption);
            }
        }

        double[] medians = [.. Enumerable.Range(0, model.Features.Count).Select(j => TypicalRow.Of(model, rows, j))];
        for (int j = 0; j < Math.Min(model.Features.Count, MostFeatures); j++)
        {
            Curves(page, j, medians);
        }
    }

    private void Curves(HtmlReport page, int feature, double[] medians)
    {
        FeatureFit along = model.Features[feature];
        double[] grid = along.Type.IsDiscrete ? LevelTable.Most(model.Data.Feature(feature), rows, along)
            : along.Lowest == along.Highest ? [along.Lowest]
            : FeatureRange.Places(along, CurvePoints);
        double[][] columns = [.. medians.Select(m => Enumerable.Repeat(m, grid.Length).ToArray())];
        columns[feature] = grid;
        bool banded = model.ContainsTrainingRows && rows.Length is > 2 and <= MostForBands && !model.Kernel.Constants.Signed;
        PredictOptions how = new() { Confidence = banded && !along.Type.IsDiscrete ? 0.95 : null };
        Predictions predictions = model.PredictMany(Queries.FromColumns(columns), how, null, cancellation);
        for (int t = 0; t < model.Data.TargetNames.Count; t++)
        {
            string target = model.Data.TargetNames[t];
            if (along.Type.IsDiscrete)
            {
                _ = page.Table(LevelTable.Of(model, rows, feature, t, grid, predictions, text));
                continue;
            }

            Chart chart = new FitChart
            {
                XTitle = along.Name,
                YTitle = target,
                X = CountedRows.Take(model.Data.Feature(feature), rows),
                Y = CountedRows.Take(model.Data.Target(t), rows),
                CurveX = grid,
                Curve = [.. predictions.Values(t).Select(v => v ?? double.NaN)],
                Lower = banded ? [.. grid.Select((_, q) => predictions.MeanInterval(q, t)?.Lower ?? double.NaN)] : null,
                Upper = banded ? [.. grid.Select((_, q) => predictions.MeanInterval(q, t)?.Upper ?? double.NaN)] : null,
                BandName = text.PointwiseBand,
            }.Draw(words);
            string held = model.Features.Where((f, j) => j != feature && f.Type.IsDiscrete).Any() ? " " + text.PartialLevels : string.Empty;
            _ = page.Chart(chart, ModelReport.Fill(model.Features.Count > 1 ? text.PartialCaption : text.FitCaption, target, along.Name) + held);
        }
    }

    private Chart Actual(int target)
    {
        double[] fitted = model.LeaveOneOutPredictions(target).ToArray();
        double[] actual = CountedRows.Take(model.Data.Target(target), rows);
        double[] ends = [fitted.Min(), fitted.Max()];
        return new FitChart
        {
            XTitle = words.LeaveOneOutPrediction,
            YTitle = ModelReport.Fill(text.Actual, model.Data.TargetNames[target]),
            X = fitted,
            Y = actual,
            CurveX = ends,
            Curve = ends,
            CurveName = text.Perfect,
        }.Draw(words);
    }
}
