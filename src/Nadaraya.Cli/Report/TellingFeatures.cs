namespace Nadaraya.Cli;

/// <summary>The features of numbers in the order of their say: the smaller the bandwidth beside the range, the more telling.</summary>
internal static class TellingFeatures
{
    /// <summary>Their positions; those that are smoothed out come last, constant ones not at all.</summary>
    public static int[] Of(KernelRegression model) =>
    [
        .. Enumerable.Range(0, model.Features.Count)
            .Where(j => model.Features[j] is { Type.IsDiscrete: false } f && HasSay(model, f) && f.Lowest < f.Highest)
            .OrderBy(j => model.Features[j].SmoothedOut)
            .ThenBy(j => Width(model, model.Features[j])),
    ];

    /// <summary>Whether a feature has a say: it has a bandwidth, or a learned score that knows none sees it.</summary>
    public static bool HasSay(KernelRegression model, FeatureFit feature) =>
        feature.Bandwidth is not null || (model.Learned is not null && model.Features.All(f => f.Bandwidth is null));

    /// <summary>A bandwidth in ranges; neighbours are counted in rows already. Halves, so that the widest range does not overflow.</summary>
    private static double Width(KernelRegression model, FeatureFit feature) => feature.Bandwidth is null ? 0 : model.Options.BandwidthType == BandwidthType.Fixed
        ? feature.Bandwidth.Value / 2 / ((feature.Highest / 2) - (feature.Lowest / 2))
        : feature.Bandwidth.Value;
}
