using System.Globalization;

namespace Nadaraya.Cli;

/// <summary>The words of <c>--bandwidth</c> and <c>--fix</c>.</summary>
internal static class BandwidthText
{
    /// <summary>The rules by name.</summary>
    public const string Rules = "cv, aicc, gcv, cp, k-fold:K, plug-in, silverman, scott";

    private const string Expected = $"expected {Rules}, a number such as 2.5, or numbers by feature such as a=2,b=3";
    private const string Parts = "k-fold:";

    /// <summary>A rule, a number, or numbers by feature.</summary>
    public static Bandwidth Parse(IReadOnlyList<string> items, string option)
    {
        if (items.Any(i => i.Contains('=', StringComparison.Ordinal)))
        {
            return items.All(i => i.Contains('=', StringComparison.Ordinal))
                ? Bandwidth.Given(ByFeature(items, option))
                : throw new UsageException($"{option} mixes forms; {Expected}.");
        }

        if (items.Count > 1)
        {
            throw new UsageException($"{option} is given {items.Count} values; {Expected}.");
        }

        return items[0] switch
        {
            "cv" => Bandwidth.LeaveOneOut,
            "aicc" => Bandwidth.Aicc,
            "gcv" => Bandwidth.Gcv,
            "cp" => Bandwidth.Cp,
            "plug-in" => Bandwidth.PlugIn,
            string text when text.StartsWith(Parts, StringComparison.Ordinal) => Bandwidth.KFold(Folds(text, option)),
            "silverman" => Bandwidth.Silverman,
            "scott" => Bandwidth.Scott,
            string text when text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] is '.' or '+' or '-') =>
                Bandwidth.Given(Positive(ListText.Number(text, option), option)),
            string text => throw new UsageException($"{option} is {OneLine.Quote(text)}; {Expected}."),
        };
    }

    /// <summary>Whether it is a criterion that a search minimises.</summary>
    public static bool IsSearched(IReadOnlyList<string> items) =>
        items is ["cv" or "aicc" or "gcv" or "cp"] || (items is [string only] && only.StartsWith(Parts, StringComparison.Ordinal));

    /// <summary>Numbers by feature: positive, or 0, which a feature of levels may have.</summary>
    public static Dictionary<string, double> ByFeature(IReadOnlyList<string> items, string option)
    {
        Dictionary<string, double> numbers = ListText.Numbers(items, option);
        foreach ((string name, double value) in numbers)
        {
            _ = value == 0 ? 0 : Positive(value, $"{option} {OneLine.Of(name)}");
        }

        return numbers;
    }

    private static int Folds(string text, string option) =>
        int.TryParse(text.AsSpan(Parts.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int folds) && folds >= 2 && !text.Contains('\0', StringComparison.Ordinal)
            ? folds
            : throw new UsageException($"{option} is {OneLine.Quote(text)}; expected the number of parts from 2, such as {Parts}10.");

    private static double Positive(double value, string what) => value > 0
        ? value
        : throw new UsageException($"{what} is {NumberText.Format(value)}; expected a positive number in the unit of the feature.");
}
