using Nadaraya.Engines;
using Nadaraya.Tests.Numerics;

namespace Nadaraya.Tests;

/// <summary>Powers by polynomials of lower degree, against the powers in 31 digits.</summary>
public sealed class EconomizedPowersTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(20)]
    public void Item_AnyPowerAndPoint_IsWithinItsBound(int terms)
    {
        EconomizedPowers powers = EconomizedPowers.Of(terms);
        double[] left = powers.LeftOut();
        for (int n = 0; n < GaussianSeries.Orders; n++)
        {
            double lost = Lost(terms, n);
            Assert.True(n >= terms || (lost == 0 && left[n] == 0), "lower powers are themselves");
            Assert.True(n < terms || left[n] >= 2 * lost, "no less than a power of one factor alone");
            for (int k = -20; k <= 20; k++)
            {
                double x = k / 20.0;
                (DoubleDouble value, DoubleDouble power) = (0, 1);
                for (int j = terms - 1; j >= 0; j--)
                {
                    value = (value * x) + powers[n][j];
                }

                for (int j = 0; j < n; j++)
                {
                    power *= x;
                }

                double rounding = Math.ScaleB(powers.Size(n), -52);
                Assert.InRange((value - power).Abs().High, 0, lost + rounding);
                Assert.InRange(value.Abs().High, 0, 1 - lost + rounding);
            }
        }
    }

    [Fact]
    public void LeftOut_TheFirstOrder_IsTwoPowersOfTheChebyshevBound() => Assert.Equal(2 * Math.ScaleB(1, -7), EconomizedPowers.Of(8).LeftOut()[8]);

    /// <summary>The Chebyshev coefficients of xⁿ from some degree on: the share of n tosses of a coin that are so far from even.</summary>
    private static double Lost(int terms, int n)
    {
        double[] share = new double[n + 1];
        share[0] = 1;
        for (int toss = 0; toss < n; toss++)
        {
            for (int heads = toss + 1; heads >= 0; heads--)
            {
                share[heads] = ((heads > 0 ? share[heads - 1] : 0) + (heads <= toss ? share[heads] : 0)) / 2;
            }
        }

        return Enumerable.Range(0, n + 1).Where(heads => Math.Abs(n - (2 * heads)) >= terms).Sum(heads => share[heads]);
    }
}
