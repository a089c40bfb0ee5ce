using System.Globalization;
using System.Text;

namespace Nadaraya.Data.Tests;

public class NumberScanTests
{
    private static NumberFault Scan(string text, out double value, bool comma = false, bool rounding = false) =>
        NumberScan.Parse(Encoding.UTF8.GetBytes(text), comma, rounding, out value);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", -0.0)]
    [InlineData("+1", 1)]
    [InlineData("1.", 1)]
    [InlineData(".5", 0.5)]
    [InlineData("-.5e1", -5)]
    [InlineData("1.e2", 100)]
    [InlineData("1E+2", 100)]
    [InlineData("1e-2", 0.01)]
    [InlineData("007", 7)]
    [InlineData("0.1", 0.1)]
    [InlineData("123456789012345678e-5", 1234567890123.45678)]
    [InlineData("1e23", 1e23)]
    [InlineData("8.5e22", 8.5e22)]
    [InlineData("9007199254740992", 9007199254740992)]
    [InlineData("9007199254740994", 9007199254740994)]
    [InlineData("-100000000000000000000", -1e20)]
    [InlineData("1.2345678901234568E+17", 1.2345678901234568E+17)]
    [InlineData("0.12345678901234567890123", 0.12345678901234567890123)]
    [InlineData("5e-324", double.Epsilon)]
    [InlineData("1.7976931348623157E+308", double.MaxValue)]
    [InlineData("0e99999999999999999999", 0)]
    [InlineData("0.000e-99999999999", 0)]
    [InlineData("0.00000000000000000000000000000000", 0)]
    public void Parse_NumbersOfTheGrammar_GivesTheNearestDouble(string text, double expected)
    {
        Assert.Equal(NumberFault.None, Scan(text, out double value));
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("\u00a01")]
    [InlineData("1_000")]
    [InlineData("1 000")]
    [InlineData("1'000")]
    [InlineData("1,000,000")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("nan")]
    [InlineData("Infinity")]
    [InlineData("inf")]
    [InlineData("-∞")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("+")]
    [InlineData("e5")]
    [InlineData(".e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e5.0")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("+-1")]
    [InlineData("1-")]
    [InlineData("(1)")]
    [InlineData("$1")]
    [InlineData("1%")]
    [InlineData("1d")]
    [InlineData("1f")]
    [InlineData("١٢")]
    [InlineData("１")]
    [InlineData("−1")]
    [InlineData("1\0\0")]
    [InlineData("true")]
    [InlineData("2020-01-01")]
    public void Parse_AnythingElse_IsNoNumber(string text) => Assert.Equal(NumberFault.NotANumber, Scan(text, out _));

    [Theory]
    [InlineData("1,5", (int)NumberFault.DecimalComma)]
    [InlineData("3,14e2", (int)NumberFault.DecimalComma)]
    [InlineData(",5", (int)NumberFault.DecimalComma)]
    [InlineData("1,000", (int)NumberFault.DecimalComma)]
    [InlineData("1e-400", (int)NumberFault.Underflow)]
    [InlineData("-0.0000000000001e-320", (int)NumberFault.Underflow)]
    [InlineData("2.4703282292062327e-324", (int)NumberFault.Underflow)]
    [InlineData("1e-99999999999999999999", (int)NumberFault.Underflow)]
    [InlineData("1e309", (int)NumberFault.Overflow)]
    [InlineData("-1e309", (int)NumberFault.Overflow)]
    [InlineData("1e99999999999999999999", (int)NumberFault.Overflow)]
    [InlineData("1.7976931348623159e308", (int)NumberFault.Overflow)]
    [InlineData("9007199254740993", (int)NumberFault.Inexact)]
    [InlineData("-9007199254740993", (int)NumberFault.Inexact)]
    [InlineData("+0009007199254740993", (int)NumberFault.Inexact)]
    [InlineData("9007199254740993.", (int)NumberFault.Inexact)]
    [InlineData("9007199254740993.000", (int)NumberFault.Inexact)]
    [InlineData("18446744073709551615", (int)NumberFault.Inexact)]
    [InlineData("100000000000000000000001", (int)NumberFault.Inexact)]
    public void Parse_TextsADoubleCannotHold_SaysWhy(string text, int fault) => Assert.Equal((NumberFault)fault, Scan(text, out _));

    [Fact]
    public void Parse_WithDecimalComma_RefusesThePoint()
    {
        Assert.Equal(NumberFault.None, Scan("-1,25e1", out double value, comma: true));
        Assert.Equal(-12.5, value);
        Assert.Equal(NumberFault.DecimalPoint, Scan("1.5", out _, comma: true));
        Assert.Equal(NumberFault.NotANumber, Scan("1.234,5", out _, comma: true));
        Assert.Equal(NumberFault.None, Scan("0,12345678901234567890", out value, comma: true));
        Assert.Equal(0.12345678901234567890, value);
    }

    [Fact]
    public void Parse_AllowRounding_TakesTheNearestDouble()
    {
        Assert.Equal(NumberFault.None, Scan("9007199254740993", out double value, rounding: true));
        Assert.Equal(9007199254740992, value);
        Assert.Equal(NumberFault.Overflow, Scan("1e400", out _, rounding: true));
        Assert.Equal(NumberFault.Underflow, Scan("1e-400", out _, rounding: true));
    }

    [Fact]
    public void Parse_VeryLongTexts_AreRoundedCorrectly()
    {
        string zeros = new('0', 20_000);
        Assert.Equal(NumberFault.None, Scan("0." + zeros + "1e20001", out double one));
        Assert.Equal(1, one);
        Assert.Equal(NumberFault.None, Scan("1" + zeros + "e-20000", out one));
        Assert.Equal(1, one);
        Assert.Equal(NumberFault.Inexact, Scan("-" + zeros + "9007199254740993", out _));
        Assert.Equal(NumberFault.Overflow, Scan("9" + zeros, out _));

        // Just above the middle between two doubles: one digit far to the right decides.
        Assert.Equal(NumberFault.None, Scan("9007199254740993." + new string('0', 900) + "1", out double above));
        Assert.Equal(9007199254740994, above);
    }

    [Fact]
    public void Parse_RoundTripText_GivesTheSameBits()
    {
        Random random = new(20260701);
        byte[] bits = new byte[8];
        for (int i = 0; i < 200_000; i++)
        {
            random.NextBytes(bits);
            double number = i % 2 == 0 ? BitConverter.ToDouble(bits) : Math.Round(random.NextDouble() * 1e6, random.Next(10)) * Math.Pow(10, random.Next(-20, 20));
            if (double.IsFinite(number))
            {
                string text = NumberText.Format(number);
                Assert.Equal((text, NumberFault.None), (text, Scan(text, out double back)));
                Assert.Equal(BitConverter.DoubleToInt64Bits(number), BitConverter.DoubleToInt64Bits(back));
            }
        }
    }

    [Fact]
    public void Parse_ShortDecimals_AgreesWithThePlatform()
    {
        Random random = new(7);
        for (int i = 0; i < 100_000; i++)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"{random.NextInt64(1L << random.Next(1, 53))}.{random.Next(1000)}e{random.Next(-30, 30)}");
            Assert.Equal(NumberFault.None, Scan(text, out double value));
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), value);
        }
    }

    [Theory]
    [InlineData(30214222686948430d, "3.021422268694843E+16")]
    [InlineData(-30214222686948432d, "-3.021422268694843E+16")]
    [InlineData(9007199254740994, "9007199254740994")]
    [InlineData(1e16, "10000000000000000")]
    [InlineData(1e22, "1E+22")]
    [InlineData(0.1, "0.1")]
    [InlineData(-0.0, "-0")]
    public void Format_EveryDouble_IsReadBack(double value, string expected)
    {
        Assert.Equal(expected, NumberText.Format(value));
        Assert.Equal(value, NumberText.Parse(expected, "x"));
    }

    [Fact]
    public void NumberText_BadText_IsOneLineThatNamesWhatItIs()
    {
        Assert.Equal(1.5, NumberText.Parse("1.5", "--bandwidth"));
        string message = Given.Refusal(() => NumberText.Parse("1,5", "--bandwidth"));
        Assert.StartsWith("--bandwidth: '1,5'", message, StringComparison.Ordinal);
        Assert.Contains("'∞' is not a number", Given.Refusal(() => NumberText.Parse("∞", "--bandwidth")), StringComparison.Ordinal);
        Assert.Contains("(9007199254740992)", Given.Refusal(() => NumberText.Parse("9007199254740993,0", "w", decimalComma: true)), StringComparison.Ordinal);
    }
}
