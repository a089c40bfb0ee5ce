using System.Globalization;
using System.Text;

namespace Nadaraya.Cli;

/// <summary>Makes foreign text fit for a terminal: one line, and nothing in it that moves the cursor or changes colours.</summary>
internal static class OneLine
{
    /// <summary>The text with line breaks as spaces and other unseen characters as their code.</summary>
    public static string Of(string text)
    {
        StringBuilder shown = new(text.Length);
        bool afterBreak = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value is '\r' or '\n')
            {
                _ = afterBreak ? shown : shown.Append(' ');
                afterBreak = true;
                continue;
            }

            afterBreak = false;
            _ = IsUnseen(rune)
                ? shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}")
                : shown.Append(rune.ToString());
        }

        return shown.ToString().Trim();
    }

    /// <summary>A text from the command line between quotation marks, cut where it is long.</summary>
    public static string Quote(string text) => $"'{Of(text.Length > 60 ? text[..60] + "…" : text)}'";

    /// <summary>A text as a shell reads it back.</summary>
    public static string ShellWord(string text) =>
        text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '/' or '+' or ',' or '=')
            ? text
            : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
