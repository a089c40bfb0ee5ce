using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Nadaraya.Data;

/// <summary>Reads <c>[+-]?(d+(.d*)?|.d+)([eE][+-]?d+)?</c> to the nearest double, or says why not.</summary>
/// <remarks>
/// Up to 19 significant digits m and a decimal exponent e are gathered in one pass. Where m ≤ 2⁵³ and |e| ≤ 22, m and 10^|e| are
/// both doubles, so that one multiplication or division rounds once and correctly (Clinger 1990, section 3); all else goes to the
/// platform's parser, which is correctly rounded for any number of digits.
/// </remarks>
internal static class NumberScan
{
    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
    private const int DigitsHeld = 19;
    private const ulong LargestExact = 1UL << 53;

    private static readonly double[] Powers =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    public static NumberFault Parse(ReadOnlySpan<byte> text, bool decimalComma, bool allowRounding, out double value)
    {
        byte mark = decimalComma ? (byte)',' : (byte)'.';
        value = 0;
        if (!TryScan(text, mark, out Digits digits))
        {
            return !TryScan(text, decimalComma ? (byte)'.' : (byte)',', out _) ? NumberFault.NotANumber
                : decimalComma ? NumberFault.DecimalPoint
                : NumberFault.DecimalComma;
        }

        if (digits.Significant <= DigitsHeld && digits.Mantissa <= LargestExact && digits.Exponent is >= -22 and <= 22)
        {
            value = digits.Exponent < 0 ? digits.Mantissa / Powers[-digits.Exponent] : digits.Mantissa * Powers[digits.Exponent];
            value = digits.Negative ? -value : value;
            return NumberFault.None;
        }

        value = ParseFully(text, decimalComma);
        if (value == 0 && digits.Significant > 0)
        {
            return NumberFault.Underflow;
        }

        return double.IsInfinity(value) ? NumberFault.Overflow
            : digits.IsWhole && !allowRounding && !IsExact(text, digits, value) ? NumberFault.Inexact
            : NumberFault.None;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryScan(ReadOnlySpan<byte> text, byte mark, out Digits digits)
    {
        digits = new() { IsWhole = true };
        int i = 0;
        if (i < text.Length && text[i] is (byte)'+' or (byte)'-')
        {
            digits.Negative = text[i++] == '-';
        }

        int start = i;
        for (; i < text.Length && char.IsAsciiDigit((char)text[i]); i++)
        {
            digits.Add(text[i]);
        }

        int count = i - start;
        digits.WholeEnd = i;
        if (i < text.Length && text[i] == mark)
        {
            start = ++i;
            for (; i < text.Length && char.IsAsciiDigit((char)text[i]); i++)
            {
                digits.Add(text[i]);
                digits.Exponent--;
                digits.IsWhole &= text[i] == '0';
            }

            count += i - start;
        }

        return count > 0 && (i == text.Length || TryScanExponent(text[i..], ref digits));
    }

    private static bool TryScanExponent(ReadOnlySpan<byte> text, ref Digits digits)
    {
        if (text[0] is not ((byte)'e' or (byte)'E'))
        {
            return false;
        }

        int i = text.Length > 1 && text[1] is (byte)'+' or (byte)'-' ? 2 : 1;
        bool negative = i == 2 && text[1] == '-';
        int exponent = 0;
        int start = i;
        for (; i < text.Length && char.IsAsciiDigit((char)text[i]); i++)
        {
            exponent = Math.Min((exponent * 10) + (text[i] - '0'), 100_000_000);
        }

        digits.Exponent += negative ? -exponent : exponent;
        digits.IsWhole = false;
        return i > start && i == text.Length;
    }

    private static double ParseFully(ReadOnlySpan<byte> text, bool decimalComma)
    {
        if (!decimalComma)
        {
            return double.Parse(text, Plain, CultureInfo.InvariantCulture);
        }

        byte[] copy = text.ToArray();
        copy.AsSpan().Replace((byte)',', (byte)'.');
        return double.Parse(copy, Plain, CultureInfo.InvariantCulture);
    }

    /// <summary>Whether a whole number is its nearest double. Its digits are few here: more than 309 overflow.</summary>
    private static bool IsExact(ReadOnlySpan<byte> text, Digits digits, double value)
    {
        if (value == 0)
        {
            return true;
        }

        ReadOnlySpan<byte> whole = text[..digits.WholeEnd].TrimStart("+-"u8).TrimStart((byte)'0');
        return BigInteger.Parse(Encoding.ASCII.GetString(whole), NumberStyles.None, CultureInfo.InvariantCulture) == new BigInteger(Math.Abs(value));
    }

    private struct Digits
    {
        /// <summary>The first 19 significant digits.</summary>
        public ulong Mantissa;

        /// <summary>How many digits follow the leading zeros.</summary>
        public int Significant;

        /// <summary>The power of ten the gathered digits stand before.</summary>
        public int Exponent;

        /// <summary>Where the digits before the decimal mark end.</summary>
        public int WholeEnd;

        public bool Negative;

        /// <summary>No exponent, and no digit but 0 after the decimal mark.</summary>
        public bool IsWhole;

        public void Add(byte digit)
        {
            if (Significant == 0 && digit == '0')
            {
                return;
            }

            if (Significant < DigitsHeld)
            {
                Mantissa = (Mantissa * 10) + (uint)(digit - '0');
            }

            Significant++;
        }
    }
}
