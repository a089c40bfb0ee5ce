using System.Numerics;

namespace Nadaraya.Tests.Numerics;

/// <summary>An exact fraction: what doubles are, and what careful code is compared with.</summary>
internal readonly struct Exact
{
    private readonly BigInteger numerator;
    private readonly BigInteger denominator;

    private Exact(BigInteger numerator, BigInteger denominator)
    {
        BigInteger common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        this.numerator = numerator / common;
        this.denominator = denominator / common;
    }

    public int Sign => numerator.Sign;

    public static implicit operator Exact(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long mantissa = bits & 0xFFFFFFFFFFFFF;
        mantissa = exponent == 0 ? mantissa : mantissa | (1L << 52);
        int power = Math.Max(exponent, 1) - 1075;
        BigInteger signed = bits < 0 ? -mantissa : mantissa;
        return power >= 0 ? new(signed << power, 1) : new(signed, BigInteger.One << -power);
    }

    public static Exact operator +(Exact a, Exact b) =>
        new((a.numerator * b.denominator) + (b.numerator * a.denominator), a.denominator * b.denominator);

    public static Exact operator -(Exact a) => new(-a.numerator, a.denominator);

    public static Exact operator -(Exact a, Exact b) => a + -b;

    public static Exact operator *(Exact a, Exact b) => new(a.numerator * b.numerator, a.denominator * b.denominator);

    public static Exact operator /(Exact a, Exact b) => new(
        a.numerator * b.denominator * b.numerator.Sign, a.denominator * BigInteger.Abs(b.numerator));

    public Exact Abs() => new(BigInteger.Abs(numerator), denominator);

    /// <summary>The nearest double but for the last bit or so, from 64 or more significant bits.</summary>
    public double ToDouble()
    {
        int shift = (int)(numerator.GetBitLength() - denominator.GetBitLength()) - 66;
        BigInteger quotient = shift > 0 ? numerator / (denominator << shift) : (numerator << -shift) / denominator;
        return Math.ScaleB((double)quotient, shift);
    }

    /// <summary>ln of a positive fraction; up to 3 from 1 by 2 artanh((x − 1)/(x + 1)), of which the argument is exact.</summary>
    public double Log()
    {
        if ((this - 2).Abs().ToDouble() <= 1.75)
        {
            double s = ((this - 1) / (this + 1)).ToDouble();
            double sum = 0;
            for (int k = 60; k >= 1; k--)
            {
                sum = (sum + (1.0 / ((2 * k) + 1))) * s * s;
            }

            return 2 * (s + (s * sum));
        }

        int shift = (int)(numerator.GetBitLength() - denominator.GetBitLength());
        Exact scaled = shift >= 0
            ? new(numerator, denominator << shift)
            : new(numerator << -shift, denominator);
        return Math.Log(scaled.ToDouble()) + (shift * Math.Log(2));
    }

    /// <summary>x as an integer number of 2⁻ᵇⁱᵗˢ, rounded down.</summary>
    public BigInteger Fixed(int bits) => (numerator << bits) / denominator;

    /// <summary>An integer number of 2⁻ᵇⁱᵗˢ as a fraction.</summary>
    public static Exact FromFixed(BigInteger value, int bits) => new(value, BigInteger.One << bits);

    /// <summary>eˣ, by the Taylor series in integers of 1,200 bits after the point.</summary>
    public static Exact Exp(double x)
    {
        const int Bits = 1200;
        BigInteger argument = ((Exact)Math.Abs(x)).Fixed(Bits);
        BigInteger term = BigInteger.One << Bits;
        BigInteger sum = term;
        for (int k = 1; !term.IsZero; k++)
        {
            term = (term * argument >> Bits) / k;
            sum += term;
        }

        Exact result = FromFixed(sum, Bits);
        return x < 0 ? 1 / result : result;
    }

    /// <summary>sin x, by the Taylor series in integers of 1,200 bits after the point.</summary>
    public static Exact Sin(double x)
    {
        const int Bits = 1200;
        BigInteger argument = ((Exact)x).Fixed(Bits);
        BigInteger square = argument * argument >> Bits;
        BigInteger term = argument;
        BigInteger sum = term;
        for (int k = 1; !term.IsZero && !(term == BigInteger.MinusOne); k++)
        {
            term = -(term * square >> Bits) / (2 * k * ((2 * k) + 1));
            sum += term;
        }

        return FromFixed(sum, Bits);
    }

    /// <summary>How many units in the last place x is from the truth.</summary>
    public static double Ulps(double x, Exact truth)
    {
        double ulp = Math.BitIncrement(Math.Abs(x)) - Math.Abs(x);
        return ((x - truth) / ulp).Abs().ToDouble();
    }
}
