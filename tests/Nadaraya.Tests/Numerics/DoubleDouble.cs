namespace Nadaraya.Tests.Numerics;

/// <summary>A number as the unevaluated sum of two doubles: about 31 digits, for references. Source: Dekker (1971).</summary>
internal readonly struct DoubleDouble(double high, double low = 0)
{
    // ln 2 to 32 digits: its double, and what that leaves out.
    private static readonly DoubleDouble Ln2 = new(0.6931471805599453, 2.3190468138462996e-17);

    public double High => high;

    public double Low => low;

    public static implicit operator DoubleDouble(double x) => new(x);

    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        double sum = a.High + b.High;
        double part = sum - a.High;
        double error = (a.High - (sum - part)) + (b.High - part) + a.Low + b.Low;
        return Quick(sum, error);
    }

    public static DoubleDouble operator -(DoubleDouble a) => new(-a.High, -a.Low);

    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + -b;

    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        double product = a.High * b.High;
        double error = Math.FusedMultiplyAdd(a.High, b.High, -product) + (a.High * b.Low) + (a.Low * b.High);
        return Quick(product, error);
    }

    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        double first = a.High / b.High;
        DoubleDouble rest = a - (first * b);
        double second = rest.High / b.High;
        rest -= second * b;
        return Quick(first, second) + (rest.High / b.High);
    }

    public DoubleDouble Abs() => High < 0 ? -this : this;

    /// <summary>eˣ for x from −700 to 700: x = k ln 2 + 512 r, Taylor's series of r, nine squarings.</summary>
    public DoubleDouble Exp()
    {
        double k = Math.Round(High / 0.6931471805599453);
        DoubleDouble r = this - (k * Ln2);
        r = new(r.High / 512, r.Low / 512);
        DoubleDouble term = r;
        DoubleDouble sum = r;
        for (int n = 2; n < 11; n++)
        {
            term = term * r / n;
            sum += term;
        }

        // e^2r − 1 = (e^r − 1)·(e^r − 1 + 2): no digit is lost to the 1.
        for (int n = 0; n < 9; n++)
        {
            sum *= sum + 2.0;
        }

        sum += 1.0;
        return new(Math.ScaleB(sum.High, (int)k), Math.ScaleB(sum.Low, (int)k));
    }

    private static DoubleDouble Quick(double high, double low)
    {
        double sum = high + low;
        return new(sum, low - (sum - high));
    }
}
