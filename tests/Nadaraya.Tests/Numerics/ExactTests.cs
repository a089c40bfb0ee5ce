namespace Nadaraya.Tests.Numerics;

/// <summary>The yardstick itself, against values known from elsewhere.</summary>
public sealed class ExactTests
{
    [Theory]
    [InlineData(1, 2.718281828459045)]
    [InlineData(-1, 0.36787944117144233)]
    [InlineData(20, 485165195.4097903)]
    public void Exp_KnownArgument_IsKnownValue(double x, double expected) =>
        Assert.InRange(Exact.Ulps(expected, Exact.Exp(x)), 0, 0.51);

    [Theory]
    [InlineData(1, 0.8414709848078965)]
    [InlineData(100, -0.5063656411097588)]
    [InlineData(3.141592653589793, 1.2246467991473532e-16)]
    public void Sin_KnownArgument_IsKnownValue(double x, double expected) =>
        Assert.InRange(Exact.Ulps(expected, Exact.Sin(x)), 0, 0.51);

    [Theory]
    [InlineData(0.1)]
    [InlineData(-12345.678)]
    [InlineData(5e-324)]
    [InlineData(double.MaxValue)]
    public void ToDouble_AnyDouble_IsItself(double x) => Assert.Equal(x, ((Exact)x).ToDouble());

    [Fact]
    public void Arithmetic_OfThirds_IsExact()
    {
        Exact third = (Exact)1 / 3;
        Assert.Equal(0, (third + third + third - 1).Sign);
        Assert.Equal(Math.Log(3), -third.Log(), 1e-15);
    }
}
