namespace Nadaraya.Cli;

/// <summary>The page that <c>effects --out FILE.html</c> writes: along each feature the average prediction, all rows set to its value and else as they are.</summary>
internal static class EffectPage
{
    private const int Steps = 60;
    private const int Most = 12;

    /// <summary>The page.</summary>
    public static string Html(KernelRegression model, EffectOptions options, IProgress<double> progress, CancellationToken cancellation)
    {
        FeatureFit[] features = [.. model.Features.Where(f => f.Bandwidth is not null && (options.Features is not { Count: > 0 } named || named.Contains(f.Name))).Take(Most)];
        string target = model.Data.TargetNames[0];
        HtmlReport page = new($"Effects on {target}", ChartText.English)
        {
            Subtitle = "The average prediction over all rows, each set to the value on the axis and else as it is.",
        };
        int done = 0;
        foreach (FeatureFit feature in features)
        {
            double[] grid = Grid(feature);
            IReadOnlyList<Effect> along = model.AverageEffects(
                options with
                {
                    Features = null,
                    Predictions = true,
                    Contrast = false,
                    By = null,
                    Groups = null,
                    At = [.. options.At.Where(p => p.Values.Count == 1 && p.Feature != feature.Name), new(feature.Name, grid)],
                },
                null,
                cancellation);
            Effect[] own = [.. along.Where(e => e.Target == target)];
            _ = feature.Type.IsDiscrete
                ? page.Table(Levels(feature, own, options))
                : page.Chart(Draw(model, feature, grid, own, options.Confidence), Caption(feature, options));
            progress.Report((double)++done / features.Length);
        }

        return page.ToHtml();
    }

    private static Chart Draw(KernelRegression model, FeatureFit feature, double[] grid, Effect[] along, double confidence)
    {
        int at = model.Data.FeatureNames.ToList().IndexOf(feature.Name);
        double[] Values(Func<Effect, double?> of) => [.. along.Select(e => of(e) ?? double.NaN)];
        return new FitChart
        {
            XTitle = feature.Name,
            YTitle = model.Data.TargetNames[0],
            X = model.Data.Feature(at).ToArray(),
            Y = model.Data.Target().ToArray(),
            CurveX = grid,
            Curve = Values(e => e.Value),
            CurveName = "average prediction",
            Lower = Values(e => e.Lower),
            Upper = Values(e => e.Upper),
            BandName = $"{Human.Number(100 * confidence)} % interval",
        }.Draw(ChartText.English);
    }

    /// <summary>Levels stand at no distance from one another, so no line joins them.</summary>
    private static ReportTable Levels(FeatureFit feature, Effect[] along, EffectOptions options) => new()
    {
        Caption = $"Average prediction by level of {feature.Name}. {Caption(feature, options)}",
        Columns = [new(feature.Name), new("average prediction", true), new($"{Human.Number(100 * options.Confidence)} % from", true), new("to", true)],
        Rows = [.. feature.Type.Levels.Zip(along, (level, e) => new[] { level, Human.Number(e.Value), Human.Number(e.Lower), Human.Number(e.Upper) })],
    };

    private static string Caption(FeatureFit feature, EffectOptions options)
    {
        string held = string.Join(", ", options.At.Where(p => p.Values.Count == 1 && p.Feature != feature.Name).Select(p => $"{p.Feature} set as in --at"));
        return $"The interval is pointwise.{(held.Length > 0 ? $" {held}." : string.Empty)}";
    }

    private static double[] Grid(FeatureFit feature) => feature.Type.IsDiscrete
        ? [.. Enumerable.Range(0, feature.Type.Levels.Count).Select(level => (double)level)]
        : FeatureRange.Places(feature, Steps + 1);
}
