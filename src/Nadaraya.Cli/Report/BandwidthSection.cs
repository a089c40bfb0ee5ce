namespace Nadaraya.Cli;

/// <summary>The bandwidths, how they were chosen, and the criterion along them.</summary>
internal sealed class BandwidthSection(KernelRegression model, ReportText text, ChartText words, CancellationToken cancellation)
{
    /// <summary>A profile takes a hundred fits or so of this many rows squared: seconds, not minutes.</summary>
    private const int MostRows = 2000;
    private const int MostFeatures = 4;

    /// <summary>Adds the section.</summary>
    public void AddTo(HtmlReport page)
    {
        _ = page.Section(text.BandwidthSection);
        string search = model.Trace is SearchTrace trace
            ? " " + ModelReport.Fill(text.Search, trace.Steps.Count, trace.Minima.Count)
            : string.Empty;
        _ = page.Paragraph(ModelReport.Fill(text.ChosenBy, model.CriterionName) + search);
        _ = page.Table(new()
        {
            Columns = [new(text.Feature), new(text.Bandwidth, true), new(text.ScaleFactor, true), new(text.Range, true), new(text.Remark)],
            Rows = [.. model.Features.Select(Row)],
        });
        Profiles(page);
    }

    private void Profiles(HtmlReport page)
    {
        if (model.Data.Rows > MostRows)
        {
            _ = page.Paragraph(ModelReport.Fill(text.ProfileLeftOut, MostRows));
            return;
        }

        if (model.Features.Count > MostFeatures || model.Summaries.Count == 0)
        {
            return;
        }

        foreach (ProfileCurve curve in ProfileCurve.All(model, model.Options.Threads, new Progress<double>(), cancellation))
        {
            _ = page.Chart(ProfilePage.Draw(curve, words, text, model.Trace), text.ProfileCaption);
        }
    }

    private string[] Row(FeatureFit feature) =>
    [
        feature.Name,
        Human.Number(feature.Bandwidth),
        Human.Number(feature.ScaleFactor),
        $"{Human.Number(feature.Lowest)} … {Human.Number(feature.Highest)}",
        feature.SmoothedOut ? text.SmoothedOut : feature.AtBound ? text.AtBound : feature.Bandwidth is null ? text.NoSay : string.Empty,
    ];
}
