using System.Globalization;

namespace Nadaraya.Cli;

/// <summary>A model as one page: how good, how it looks, which rows, how it was tuned, what is left over.</summary>
internal sealed class ModelReport(KernelRegression model, Language language, IProgress<double> progress, CancellationToken cancellation)
{
    private const int FewestForQuantiles = 8;
    private const int MostForQuantiles = 20_000;

    private readonly ReportText text = ReportText.For(language);
    private readonly ChartText words = ChartText.For(language);

    /// <summary>The page.</summary>
    public string Html()
    {
        HtmlReport page = new(Fill(text.Title, string.Join(", ", model.Data.TargetNames)), words)
        {
            Subtitle = Fill(
                text.Subtitle, string.Join(", ", model.Data.TargetNames), string.Join(", ", model.Data.FeatureNames), model.Data.Rows, model.Kernel.Name),
        };
        LearningSection learning = new(model, text, words, cancellation);
        Summary(page, learning);
        progress.Report(0.1);
        learning.AddTo(page);
        FitSection fit = new(model, text, words, cancellation);
        fit.AddTo(page);
        progress.Report(0.25);
        new EffectSection(model, text, words, cancellation).AddTo(page);
        progress.Report(0.35);
        new IntervalSection(model, text, words, cancellation).AddTo(page);
        progress.Report(0.4);
        new AttentionSection(model, text, words, cancellation).AddTo(page);
        new InfluenceSection(model, text, cancellation).AddTo(page);
        progress.Report(0.45);
        new AtlasSection(model, text, words, cancellation).AddTo(page);
        progress.Report(0.5);
        if (model.Learned is null)
        {
            new BandwidthSection(model, text, words, cancellation).AddTo(page);
        }

        progress.Report(0.9);
        Residuals(page);
        _ = page.Section(text.Privacy).Paragraph(model.ContainsTrainingRows ? text.PrivacyNote : text.PublishedNote);
        return page.ToHtml();
    }

    /// <summary>Fills the places of a text.</summary>
    public static string Fill(string place, params object[] values) => string.Format(CultureInfo.InvariantCulture, place, values);

    private void Summary(HtmlReport page, LearningSection learning)
    {
        List<KeyFigure> cards =
        [
            new(text.Rows, model.Data.Rows.ToString(CultureInfo.InvariantCulture)),
            new(text.Kernel, model.Kernel.Name, Estimator()),
        ];
        cards.AddRange(learning.Cards());
        if (model.Learned is null or { Score.Kind: "scale" or "diagonal" })
        {
            cards.AddRange(model.Features.Take(3).Select(f => new KeyFigure(Fill(text.BandwidthOf, f.Name), Human.Bandwidth(f, model.Options))));
        }

        foreach (FitSummary summary in model.Summaries)
        {
            string? of = model.Summaries.Count > 1 ? summary.Target : null;
            cards.Add(new(text.LeaveOneOutRmse, Human.Number(summary.LeaveOneOutRmse), of ?? text.LeaveOneOutNote));
            cards.Add(new(text.LeaveOneOutR2, Human.Number(summary.R2LeaveOneOut), of));
            cards.Add(new(text.FitR2, Human.Number(summary.R2), of));
        }

        if (model.Summaries.Count > 0)
        {
            cards.Add(new(text.Freedom, Human.Number(model.Summaries[0].EffectiveDegreesOfFreedom), text.FreedomNote));
        }

        _ = page.Cards(cards);
        foreach (string warning in model.Warnings)
        {
            _ = page.Warning(warning);
        }

        if (model.LeansAtTheEnds())
        {
            _ = page.Paragraph(text.BoundaryBias);
        }
    }

    private string Estimator() => model.Options.Estimator switch
    {
        { IsConstant: true } => text.LocalConstant,
        { Degree: 1 } => text.LocalLinear,
        Estimator polynomial => Fill(text.LocalPolynomial, polynomial.Degree),
    };

    private void Residuals(HtmlReport page)
    {
        if (model.LeaveOneOutPredictions().IsEmpty)
        {
            return;
        }

        _ = page.Section(text.Residuals);
        int[] rows = CountedRows.Of(model.Data);
        for (int t = 0; t < model.Data.TargetNames.Count; t++)
        {
            double[] fitted = model.LeaveOneOutPredictions(t).ToArray();
            double[] actual = CountedRows.Take(model.Data.Target(t), rows);
            _ = page.Chart(
                new ResidualChart
                {
                    Fitted = fitted,
                    Residuals = [.. actual.Zip(fitted, (y, m) => y - m)],
                    LeaveOneOut = true,
                }.Draw(words),
                Fill(text.ResidualCaption, model.Data.TargetNames[t]));
            if (actual.Length is >= FewestForQuantiles and <= MostForQuantiles)
            {
                _ = page.Chart(Quantiles([.. actual.Zip(fitted, (y, m) => y - m)]), Fill(text.NormalCaption, model.Data.TargetNames[t]));
            }
        }
    }

    private Chart Quantiles(double[] residuals)
    {
        double[] sorted = [.. residuals.Order()];
        double[] normal = NormalScores.Of(sorted.Length);
        double center = sorted[sorted.Length / 2];
        double spread = (sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4]) / (2 * NormalScores.Quartile);
        double[] ends = [normal[0], normal[^1]];
        return new FitChart
        {
            XTitle = text.NormalQuantile,
            YTitle = words.Residual,
            X = normal,
            Y = sorted,
            CurveX = ends,
            Curve = [.. ends.Select(z => center + (spread * z))],
            CurveName = text.NormalLine,
        }.Draw(words);
    }
}
