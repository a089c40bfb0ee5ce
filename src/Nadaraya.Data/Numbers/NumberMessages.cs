using System.Globalization;
using System.Text;

namespace Nadaraya.Data;

/// <summary>What was found, what was expected and the repair, for a text that is not taken as a number.</summary>
internal static class NumberMessages
{
    private static readonly HashSet<string> OftenMissing = new(StringComparer.OrdinalIgnoreCase)
    {
        "NA", "N/A", "NaN", "null", "nil", "none", "missing", "?", "-", "--", ".", "#N/A", "\\N", "(null)",
    };

    public static string Describe(NumberFault fault, ReadOnlySpan<byte> text, string repair)
    {
        string shown = Show.Text(text);
        return fault switch
        {
            NumberFault.DecimalComma => $"{shown} has a comma; expected a decimal point and no grouping; add --decimal-comma if the comma is the decimal mark, or mend it.",
            NumberFault.DecimalPoint => $"{shown} has a decimal point; expected a decimal comma; leave --decimal-comma out, or mend it.",
            NumberFault.Underflow => $"{shown} is not zero but rounds to zero; expected 0 or a size of at least 4.9e-324; rescale the column or write 0.",
            NumberFault.Overflow => $"{shown} is beyond the largest double; expected a size of at most 1.797e308; rescale the column or mend it.",
            NumberFault.Inexact => $"{shown} is a whole number above 2^53 that no double holds exactly; expected one that is held exactly; add --allow-rounding to take the nearest double ({Nearest(text)}).",
            NumberFault.Text => $"{shown} is text in quotes; expected a number without quotes; {(repair == "mend it" ? repair : $"mend it, or {repair}")}.",
            NumberFault.Missing when text.IsEmpty => "there is no value; expected a number; fill it in, or drop such rows with --missing drop.",
            NumberFault.Missing => $"{shown} stands for a missing value; expected a number; fill it in, or drop such rows with --missing drop.",
            _ => $"{shown} is not a number; expected a form such as -12.5 or 3e-4; {(repair == "mend it" ? repair : $"mend it, or {repair}")}{MissingHint(text)}.",
        };
    }

    private static string MissingHint(ReadOnlySpan<byte> text)
    {
        if (text.Length > 16)
        {
            return string.Empty;
        }

        string word = Encoding.UTF8.GetString(text);
        return OftenMissing.Contains(word) ? $"; if it stands for a missing value, add --missing-text '{word}'" : string.Empty;
    }

    private static string Nearest(ReadOnlySpan<byte> text)
    {
        int mark = text.IndexOfAny((byte)'.', (byte)',');
        _ = NumberScan.Parse(mark < 0 ? text : text[..mark], decimalComma: false, allowRounding: true, out double value);
        return value.ToString("R", CultureInfo.InvariantCulture);
    }
}
