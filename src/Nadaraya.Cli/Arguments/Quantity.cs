using System.Globalization;

namespace Nadaraya.Cli;

/// <summary>Sizes of memory and spans of time on the command line.</summary>
internal static class Quantity
{
    private static readonly (string Unit, double Bytes)[] Units =
    [
        ("KiB", 1024), ("MiB", 1024 * 1024), ("GiB", 1024L * 1024 * 1024), ("TiB", 1024L * 1024 * 1024 * 1024),
        ("kB", 1e3), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1),
    ];

    /// <summary>Bytes: a number and a unit, such as 500MB (10⁶) or 2GiB (2³⁰); without a unit, bytes.</summary>
    public static long Bytes(string text, string option)
    {
        (string unit, double factor) = Units.FirstOrDefault(u => text.EndsWith(u.Unit, StringComparison.Ordinal), (string.Empty, 1));
        double bytes = Positive(text[..^unit.Length].TrimEnd(' '), text, option, "a size such as 500MB, 2GB or 1.5GiB") * factor;
        return bytes is >= 1 and < long.MaxValue
            ? (long)bytes
            : throw new UsageException($"{option} is {OneLine.Quote(text)}; expected a size from 1B to 9000000TB, such as 2GB.");
    }

    /// <summary>Seconds, at most a year's worth.</summary>
    public static TimeSpan Seconds(string text, string option)
    {
        const double Most = 31_536_000;
        double seconds = Positive(text, text, option, "seconds such as 30 or 0.5");
        return seconds is >= 0.001 and <= Most
            ? TimeSpan.FromSeconds(seconds)
            : throw new UsageException(string.Create(
                CultureInfo.InvariantCulture, $"{option} is {OneLine.Quote(text)}; expected 0.001 to {Most} seconds."));
    }

    private static double Positive(string number, string text, string option, string expected)
    {
        try
        {
            double value = NumberText.Parse(number, option);
            return value > 0 ? value : throw new UsageException($"{option} is {OneLine.Quote(text)}; expected more than 0: {expected}.");
        }
        catch (DataException)
        {
            throw new UsageException($"{option} is {OneLine.Quote(text)}; expected {expected}.");
        }
    }
}
