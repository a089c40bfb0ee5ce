using System.Globalization;

namespace Nadaraya.Cli.Demo;

/// <summary>Numbers as a lesson shows them: four digits, the same in every culture; the files hold all digits.</summary>
internal static class Number
{
    public static string Text(double? value) => value is double number ? number.ToString("G4", CultureInfo.InvariantCulture) : "–";

    public static string Text(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    public static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture);

    /// <summary>All digits, as C# reads them.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Fills places such as <c>{w}</c>; an unknown place stays, so that a slip is seen.</summary>
    public static string Fill(string text, params ReadOnlySpan<(string Place, string Value)> values)
    {
        foreach ((string place, string value) in values)
        {
            text = text.Replace("{" + place + "}", value, StringComparison.Ordinal);
        }

        return text;
    }
}
