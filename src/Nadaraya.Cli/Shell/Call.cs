using System.CommandLine;
using System.Globalization;

namespace Nadaraya.Cli;

/// <summary>One call of a verb: what was asked for, and the terminal it was asked from.</summary>
internal sealed class Call(ParseResult parsed, Terminal terminal, Interruption interruption, bool isQuiet)
{
    /// <summary>Where input comes from and output goes.</summary>
    public Terminal Terminal => terminal;

    /// <summary>Whether progress is not to be told.</summary>
    public bool IsQuiet => isQuiet;

    /// <summary>Cancelled by a signal.</summary>
    public CancellationToken Token => interruption.Token;

    /// <summary>Whether an option is there.</summary>
    public bool Has(Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>The text of an option, null where it is absent.</summary>
    public string? Text(Option<string> option) => Has(option) ? parsed.GetValue(option) : null;

    /// <summary>The items of an option that repeats and splits at commas; null where it is absent.</summary>
    public List<string>? Items(Option<string[]> option) =>
        Has(option) ? [.. parsed.GetValue(option)!.SelectMany(text => ListText.Split(text, option.Name))] : null;

    /// <summary>The texts of an option that repeats, as they are; none where it is absent.</summary>
    public IReadOnlyList<string> Texts(Option<string[]> option) => Has(option) ? parsed.GetValue(option)! : [];

    /// <summary>The text of an argument, null where it is absent.</summary>
    public string? Maybe(Argument<string?> argument) => parsed.GetValue(argument);

    /// <summary>The text of an argument that must be there.</summary>
    public string Text(Argument<string> argument) => parsed.GetValue(argument)!;

    /// <summary>The texts of an argument that repeats.</summary>
    public string[] All(Argument<string[]> argument) => parsed.GetValue(argument) ?? [];

    /// <summary>A whole number that an option gives, null where it is absent.</summary>
    public long? Whole(Option<string> option, long lowest, long highest)
    {
        if (Text(option) is not string text)
        {
            return null;
        }

        bool isWhole = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && !text.Contains('\0', StringComparison.Ordinal);
        return isWhole && value >= lowest && value <= highest
            ? value
            : throw new UsageException(highest == long.MaxValue
                ? $"{option.Name} is {OneLine.Quote(text)}; expected a whole number of at least {lowest.ToString(CultureInfo.InvariantCulture)}."
                : $"{option.Name} is {OneLine.Quote(text)}; expected a whole number from {lowest.ToString(CultureInfo.InvariantCulture)} to {highest.ToString(CultureInfo.InvariantCulture)}.");
    }

    /// <summary>Tells the user something that changes how a result is read.</summary>
    public void Warn(string message) => terminal.Say($"warning: {message}");

    /// <summary>A progress bar for one piece of work.</summary>
    public ProgressBar Watch(string label) => new(terminal, isQuiet, label);
}
