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
            ? " " + (trace.Bags is BagTrace bags
                ? ModelReport.Fill(text.SearchInBags, bags.Found.Count, bags.Rows, bags.Evaluations)
                : ModelReport.Fill(text.Search, trace.Steps.Count, trace.Minima.Count))
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

        foreach (ProfileCurve curve in ProfileCurve.All(model, new Progress<double>(), cancellation))
        {
            _ = page.Chart(ProfilePage.Draw(curve, words, text, model.Trace), curve.CriterionName == "leave-one-out" ? text.ProfileCaption : text.CriterionCaption);
        }
    }

    private string[] Row(FeatureFit feature) =>
    [
        feature.Name,
        Human.Bandwidth(feature, model.Options),
        Human.Number(feature.ScaleFactor),
        feature.Type.IsDiscrete
            ? ModelReport.Fill(text.Levels, feature.Type.Levels.Count)
            : $"{Human.Number(feature.Lowest)} … {Human.Number(feature.Highest)}",
        Remark(feature),
    ];

    private string Remark(FeatureFit feature) =>
        feature.Bandwidth is null ? text.NoSay
        : feature.SmoothedOut ? (feature.Type.IsDiscrete ? text.EveryLevelAlike : text.SmoothedOut)
        : feature.Type.IsDiscrete && feature.Bandwidth == 0 ? text.OwnLevelAlone
        : feature.AtBound ? text.AtBound
        : string.Empty;
}
