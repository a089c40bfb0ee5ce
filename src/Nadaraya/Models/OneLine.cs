using System.Globalization;
using System.Text;

namespace Nadaraya.Models;

/// <summary>Text from outside as part of a one-line message.</summary>
internal static class OneLine
{
    /// <summary>The text with each control character as <c>\u</c> and its four hexadecimal digits.</summary>
    public static string Of(string text)
    {
        if (!text.Any(NeedsEscape))
        {
            return text;
        }

        StringBuilder line = new();
        foreach (char c in text)
        {
            _ = NeedsEscape(c) ? line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : line.Append(c);
        }

        return line.ToString();
    }

    private static bool NeedsEscape(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';
}
