using System.Globalization;
using System.Text;

namespace Nadaraya;

/// <summary>
/// The one grammar of numbers, for every entrance: <c>[+-]?(d+(.d*)?|.d+)([eE][+-]?d+)?</c>, without spaces, grouping, hexadecimal
/// digits or words, in every culture.
/// </summary>
public static class NumberText
{
    private const double LargestExact = 1L << 53;

    /// <summary>Reads a finite number to the nearest double.</summary>
    /// <param name="text">The text, such as <c>-12.5</c> or <c>3e-4</c>.</param>
    /// <param name="what">What the text is, to begin the message with, such as <c>--bandwidth</c>.</param>
    /// <param name="decimalComma">Whether the decimal mark is a comma instead of a point.</param>
    /// <param name="allowRounding">Whether a whole number above 2⁵³ may be rounded to the nearest double.</param>
    /// <exception cref="DataException">
    /// The text is no number, is too large for a double, is not zero but rounds to zero, or is a whole number above 2⁵³ that no double holds exactly.
    /// </exception>
    public static double Parse(string text, string what, bool decimalComma = false, bool allowRounding = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(what);
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Data.NumberFault fault = Data.NumberScan.Parse(utf8, decimalComma, allowRounding, out double value);
        return fault == Data.NumberFault.None
            ? value
            : throw new DataException($"{what}: {Data.NumberMessages.Describe(fault, utf8, "mend it")}");
    }

    /// <summary>The shortest text that reads back as the same double, in every culture.</summary>
    /// <param name="value">A finite number.</param>
    /// <remarks>
    /// The platform's "R", except where that pads the digits of a whole number above 2⁵³ with zeros: 3.021422268694843E+16 and not
    /// 30214222686948430, which is another whole number and would be refused by <see cref="Parse"/>.
    /// </remarks>
    public static string Format(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        if (Math.Abs(value) <= LargestExact || !double.IsFinite(value) || text.Contains('E', StringComparison.Ordinal))
        {
            return text;
        }

        string sign = value < 0 ? "-" : string.Empty;
        string whole = text[sign.Length..];
        string digits = whole.TrimEnd('0');
        return UInt128.Parse(whole, CultureInfo.InvariantCulture) == (UInt128)Math.Abs(value)
            ? text
            : string.Create(CultureInfo.InvariantCulture, $"{sign}{digits[0]}{(digits.Length > 1 ? "." : string.Empty)}{digits[1..]}E+{whole.Length - 1}");
    }
}
