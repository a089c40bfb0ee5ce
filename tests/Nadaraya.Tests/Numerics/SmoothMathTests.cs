using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya.Tests;

public sealed class SmoothMathTests
{
    [Fact]
    public void Exp_Singles_IsRightToTwoUnits()
    {
        for (float x = -87; x <= 80; x += 0.0137f)
        {
            Tolerance.Near(Math.Exp(x), SmoothMath.Exp(Vector256.Create(x))[3], 2.4e-7);
        }

        Assert.Equal(0, SmoothMath.Exp(Vector256.Create(-88f))[0]);
        Assert.Equal(0, SmoothMath.Exp(Vector256.Create(-1e30f))[0]);
        Assert.Equal(1, SmoothMath.Exp(Vector256<float>.Zero)[0]);
    }

    [Fact]
    public void OfTurns_AnyTurn_IsSineAndCosine()
    {
        for (double t = -37; t < 37; t += 0.00917)
        {
            float single = (float)t;
            (Vector256<float> sine, Vector256<float> cosine) = SmoothMath.OfTurns(Vector256.Create(single));
            Tolerance.Near(Math.Sin(2 * Math.PI * Math.IEEERemainder(single, 1)), sine[1], 4e-7, 1);
            Tolerance.Near(Math.Cos(2 * Math.PI * Math.IEEERemainder(single, 1)), cosine[1], 4e-7, 1);
            (Vector256<double> exact, Vector256<double> other) = SmoothMath.OfTurns(Vector256.Create(t));
            Tolerance.Near(Math.Sin(2 * Math.PI * Math.IEEERemainder(t, 1)), exact[1], 1e-15, 1);
            Tolerance.Near(Math.Cos(2 * Math.PI * Math.IEEERemainder(t, 1)), other[1], 1e-15, 1);
        }
    }

    [Theory]
    [InlineData(-1000)]
    [InlineData(-3.5)]
    [InlineData(0)]
    [InlineData(2.25)]
    [InlineData(1000)]
    public void Logistic_AnyNumber_IsBetweenZeroAndOne(double x)
    {
        double expected = 1 / (1 + Math.Exp(-x));
        Tolerance.Near(expected, SmoothMath.Logistic(Vector256.Create(x))[2], 1e-15, 1);
        Tolerance.Near(expected, SmoothMath.Logistic(Vector256.Create((float)x))[2], 3e-7, 1);
    }
}
