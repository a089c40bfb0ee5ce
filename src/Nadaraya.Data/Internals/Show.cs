using System.Globalization;
using System.Text;

namespace Nadaraya.Data;

/// <summary>Foreign text made fit for a one-line message: quoted, short, and with nothing that moves a terminal's cursor.</summary>
internal static class Show
{
    private const int LongestText = 40;
    private const int LongestName = 200;

    public static string Text(string text) => "'" + Escape(text, LongestText) + "'";

    /// <summary>Only the head is decoded: a cell may be a mebibyte long.</summary>
    public static string Text(ReadOnlySpan<byte> utf8) =>
        "'" + Escape(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 4 * (LongestText + 1))]), LongestText) + "'";

    public static string Name(string name) => "'" + Escape(name, LongestText) + "'";

    public static string Source(string source) => Escape(source, LongestName);

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Escape(string text, int longest)
    {
        StringBuilder shown = new();
        int count = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (count++ == longest)
            {
                return shown.Append('…').ToString();
            }

            _ = rune.Value switch
            {
                '\n' => shown.Append("\\n"),
                '\r' => shown.Append("\\r"),
                '\t' => shown.Append("\\t"),
                _ when IsUnseen(rune) => shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => shown.Append(rune.ToString()),
            };
        }

        return shown.ToString();
    }

    private static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
