using Nadaraya.Engines;
using Nadaraya.Tests.Numerics;

namespace Nadaraya.Tests;

/// <summary>The bounds between two cells, against the kernel itself in 31 digits on a grid of points that has the corners.</summary>
public sealed class GaussianTranslationTests
{
    private const int P = 16;

    [Theory]
    [InlineData(0.5, false)]
    [InlineData(0.46, false)]
    [InlineData(0.5, true)]
    public void Error_AnyPairOfPoints_IsNeverLessThanTheTruth(double width, bool squared)
    {
        GaussianTranslation translation = new(width, P, 19, squared);
        for (int r = -19; r <= 19; r++)
        {
            for (int s = 0; s <= 8; s++)
            {
                for (int t = 0; t <= 8; t++)
                {
                    double a = width * ((s / 8.0) - 0.5), b = width * ((t / 8.0) - 0.5);
                    DoubleDouble sum = 0;
                    for (int k = 0; k < P; k++)
                    {
                        for (int j = 0; j < P; j++)
                        {
                            sum += (DoubleDouble)translation.Entry(r, k, j) * Power(a, j) * Power(b, k);
                        }
                    }

                    DoubleDouble z = ((DoubleDouble)r * width) + a - b;
                    DoubleDouble exact = (z * z * (squared ? -1.0 : -0.5)).Exp();
                    Assert.InRange((sum - exact).Abs().High, 0, translation.Error(r));
                    Assert.InRange(exact.High, translation.Least(r), translation.Most(r));
                }
            }
        }
    }

    private static DoubleDouble Power(double x, int n)
    {
        DoubleDouble power = 1;
        for (int k = 0; k < n; k++)
        {
            power *= x;
        }

        return power;
    }
}
