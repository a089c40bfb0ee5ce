namespace Nadaraya.Cli;

/// <summary>The words of <c>--bandwidth</c> and <c>--fix</c>.</summary>
internal static class BandwidthText
{
    private const string Expected = "expected cv, silverman, scott, a number such as 2.5, or numbers by feature such as a=2,b=3";

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
            "silverman" => Bandwidth.Silverman,
            "scott" => Bandwidth.Scott,
            string text when text.Length > 0 && (char.IsAsciiDigit(text[0]) || text[0] is '.' or '+' or '-') =>
                Bandwidth.Given(Positive(ListText.Number(text, option), option)),
            string text => throw new UsageException($"{option} is {OneLine.Quote(text)}; {Expected}."),
        };
    }

    /// <summary>Positive numbers by feature.</summary>
    public static Dictionary<string, double> ByFeature(IReadOnlyList<string> items, string option)
    {
        Dictionary<string, double> numbers = ListText.Numbers(items, option);
        foreach ((string name, double value) in numbers)
        {
            _ = Positive(value, $"{option} {OneLine.Of(name)}");
        }

        return numbers;
    }

    private static double Positive(double value, string what) => value > 0
        ? value
        : throw new UsageException($"{what} is {NumberText.Format(value)}; expected a positive number in the unit of the feature.");
}
