using System.Globalization;

namespace Nadaraya.Cli;

/// <summary>Numbers and names as a person reads them.</summary>
internal static class Human
{
    /// <summary>Five significant digits, and a dash for what is absent.</summary>
    public static string Number(double? value) => value is double v ? v.ToString("G5", CultureInfo.InvariantCulture) : "–";

    /// <summary>The bandwidth of a feature: h, a number of rows, a share of them, or λ.</summary>
    public static string Bandwidth(FeatureFit feature, FitOptions options) =>
        feature.Bandwidth is not double h ? Number(null)
        : feature.Type.IsDiscrete ? $"λ = {Number(h)}"
        : feature.Type.Kind != FeatureKind.Continuous ? Number(h)
        : options.BandwidthType switch
        {
            BandwidthType.Fixed => Number(h),
            BandwidthType.Span => Number(h) + " of the rows",
            _ => Count((long)h, "row"),
        };

    /// <summary>A count with its noun, in the plural where there are several.</summary>
    public static string Count(long count, string noun, string? plural = null) =>
        $"{count.ToString(CultureInfo.InvariantCulture)} {(count == 1 ? noun : plural ?? noun + "s")}";

    /// <summary>Cells in columns: text to the left, numbers to the right.</summary>
    /// <param name="rows">The rows, the heading first.</param>
    /// <param name="isNumber">Which columns hold numbers.</param>
    public static IEnumerable<string> Columns(IReadOnlyList<string[]> rows, params bool[] isNumber)
    {
        int[] widths = [.. isNumber.Select((_, c) => rows.Max(r => r[c].Length))];
        return rows.Select(row => string.Join(
            "  ",
            row.Select((cell, c) => isNumber[c] ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]))).TrimEnd());
    }
}
