namespace Nadaraya.Cli;

/// <summary>How the prediction changes: its slope along each feature, and its surface over two.</summary>
internal sealed class EffectSection(KernelRegression model, ReportText text, ChartText words, CancellationToken cancellation)
{
    private const int SlopePoints = 120;
    private const int LookPoints = 20;
    private const int Cells = 48;
    private const int MostRows = 20_000; // a standard error visits every row for every point
    private const int MostFeatures = 6;
    private const double Deviations = 1.959963984540054; // of a normal distribution, 95 % within

    private readonly int[] rows = CountedRows.Of(model.Data);

    /// <summary>Adds the section; nothing where no number has a say.</summary>
    public void AddTo(HtmlReport page)
    {
        int[] numbers = [.. Enumerable.Range(0, model.Features.Count).Where(j => model.Features[j] is { Type.IsDiscrete: false } f && TellingFeatures.HasSay(model, f) && f.Lowest < f.Highest)];
        if (numbers.Length == 0)
        {
            return;
        }

        _ = page.Section(text.Slopes);
        double[] typical = [.. Enumerable.Range(0, model.Features.Count).Select(j => TypicalRow.Of(model, rows, j))];
        foreach (int j in model.HasDerivatives ? numbers.Take(MostFeatures) : [])
        {
            Slope(page, j, typical);
        }

        int[] two = [.. numbers.Where(j => !model.Features[j].SmoothedOut || !model.Options.Estimator.IsConstant).OrderByDescending(j => Spread(j, typical)).Take(2).Order()];
        if (two.Length == 2)
        {
            for (int t = 0; t < model.Data.TargetNames.Count; t++)
            {
                _ = page.Chart(Surface(two[0], two[1], t, typical), ModelReport.Fill(text.SurfaceCaption, model.Data.TargetNames[t], model.Features[two[0]].Name, model.Features[two[1]].Name));
            }
        }
    }

    private void Slope(HtmlReport page, int feature, double[] typical)
    {
        FeatureFit along = model.Features[feature];
        double[] grid = FeatureRange.Places(along, SlopePoints);
        Queries queries = At(typical, (feature, grid));
        bool errors = model.ContainsTrainingRows && rows.Length is > 1 and <= MostRows;
        Predictions found = model.PredictMany(
            queries, new PredictOptions { Derivatives = true, StandardError = errors ? StandardErrorKind.Robust : null }, null, cancellation);
        for (int t = 0; t < model.Data.TargetNames.Count; t++)
        {
            double[] slope = [.. grid.Select((_, q) => found.Derivative(q, feature, t) ?? double.NaN)];
            double[] error = [.. grid.Select((_, q) => errors ? found.DerivativeStandardError(q, feature, t) ?? double.NaN : double.NaN)];
            bool isBanded = error.Any(double.IsFinite);
            Chart chart = new FitChart
            {
                XTitle = along.Name,
                YTitle = ModelReport.Fill(text.SlopeOf, model.Data.TargetNames[t], along.Name),
                X = [],
                Y = [],
                CurveX = grid,
                Curve = slope,
                CurveName = text.Slope,
                Lower = isBanded ? [.. slope.Zip(error, (d, e) => d - (Deviations * e))] : null,
                Upper = isBanded ? [.. slope.Zip(error, (d, e) => d + (Deviations * e))] : null,
                BandName = text.PointwiseBand,
            }.Draw(words);
            _ = page.Chart(chart, ModelReport.Fill(text.SlopeCaption, model.Data.TargetNames[t], along.Name));
        }
    }

    private Chart Surface(int first, int second, int target, double[] typical)
    {
        double[] x = FeatureRange.Places(model.Features[first], Cells + 1);
        double[] y = FeatureRange.Places(model.Features[second], Cells + 1);
        double[] across = [.. Enumerable.Repeat(FeatureRange.Middles(x), Cells).SelectMany(m => m)];
        double[] up = [.. FeatureRange.Middles(y).SelectMany(m => Enumerable.Repeat(m, Cells))];
        Predictions found = model.PredictMany(At(typical, (first, across), (second, up)), null, cancellation);
        return new SurfaceChart
        {
            XTitle = model.Features[first].Name,
            YTitle = model.Features[second].Name,
            ValueTitle = model.Data.TargetNames[target],
            X = x,
            Y = y,
            Values = [.. found.Values(target).Select(v => v ?? double.NaN)],
            RowX = CountedRows.Take(model.Data.Feature(first), rows),
            RowY = CountedRows.Take(model.Data.Feature(second), rows),
        }.Draw(words);
    }

    /// <summary>How far the prediction of the first target moves along a feature.</summary>
    private double Spread(int feature, double[] typical)
    {
        double[] grid = FeatureRange.Places(model.Features[feature], LookPoints);
        double[] values = [.. model.PredictMany(At(typical, (feature, grid)), null, cancellation).Values().OfType<double>()];
        return values.Length == 0 ? 0 : values.Max() - values.Min();
    }

    private static Queries At(double[] typical, params (int Feature, double[] Values)[] set)
    {
        int count = set[0].Values.Length;
        double[][] columns = [.. typical.Select(m => Enumerable.Repeat(m, count).ToArray())];
        foreach ((int feature, double[] values) in set)
        {
            columns[feature] = values;
        }

        return Queries.FromColumns(columns);
    }
}
