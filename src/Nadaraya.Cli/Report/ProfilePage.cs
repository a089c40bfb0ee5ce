namespace Nadaraya.Cli;

/// <summary>The page that <c>profile --out FILE.html</c> writes.</summary>
internal static class ProfilePage
{
    /// <summary>The page.</summary>
    public static string Html(string source, IReadOnlyList<ProfileCurve> curves, SearchTrace? trace)
    {
        HtmlReport page = new($"Bandwidth profile: {source}", ChartText.English);
        foreach (ProfileCurve curve in curves)
        {
            _ = page.Chart(
                Draw(curve, ChartText.English, ReportText.English, trace),
                curves.Count > 1 ? $"{curve.Feature}, the other bandwidths as they were chosen." : null);
        }

        return page.ToHtml();
    }

    /// <summary>One curve with the chosen bandwidth.</summary>
    public static Chart Draw(ProfileCurve curve, ChartText words, ReportText text, SearchTrace? trace)
    {
        int at = Array.IndexOf(curve.Bandwidths, curve.Chosen);
        return new ProfileChart
        {
            Linear = curve.IsLevels,
            YTitle = curve.CriterionName == "leave-one-out" ? null : ModelWord.OfCriterion(curve.CriterionName),
            XTitle = string.Format(System.Globalization.CultureInfo.InvariantCulture, text.BandwidthOf, curve.Feature),
            Bandwidths = curve.Bandwidths,
            Criterion = curve.Criterion,
            Minima = [.. Minima(curve, trace)],
            Chosen = new(curve.Chosen, curve.Criterion[at], Human.Number(curve.Chosen)),
        }.Draw(words);
    }

    /// <summary>The minima that the search found, where they lie on this curve: it follows one bandwidth.</summary>
    private static IEnumerable<ChartPoint> Minima(ProfileCurve curve, SearchTrace? trace) =>
        trace is not { Features.Count: 1 }
            ? []
            : trace.Minima
                .Where(m => m.Bandwidths[0] >= curve.Bandwidths[0] && m.Bandwidths[0] <= curve.Bandwidths[^1])
                .Select(m => new ChartPoint(m.Bandwidths[0], m.Criterion, Human.Number(m.Bandwidths[0])));
}
