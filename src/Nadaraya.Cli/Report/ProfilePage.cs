namespace Nadaraya.Cli;

/// <summary>The page that <c>profile --out FILE.html</c> writes.</summary>
internal static class ProfilePage
{
    /// <summary>The page.</summary>
    public static string Html(string source, IReadOnlyList<ProfileCurve> curves)
    {
        HtmlReport page = new($"Bandwidth profile: {source}", ChartText.English);
        foreach (ProfileCurve curve in curves)
        {
            _ = page.Chart(
                Draw(curve, ChartText.English, ReportText.English),
                curves.Count > 1 ? $"{curve.Feature}, the other bandwidths as they were chosen." : null);
        }

        return page.ToHtml();
    }

    /// <summary>One curve with the chosen bandwidth.</summary>
    public static Chart Draw(ProfileCurve curve, ChartText words, ReportText text)
    {
        int at = Array.IndexOf(curve.Bandwidths, curve.Chosen);
        return new ProfileChart
        {
            XTitle = string.Format(System.Globalization.CultureInfo.InvariantCulture, text.BandwidthOf, curve.Feature),
            Bandwidths = curve.Bandwidths,
            Criterion = curve.Criterion,
            Chosen = new(curve.Chosen, curve.Criterion[at], Human.Number(curve.Chosen)),
        }.Draw(words);
    }
}
