using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya.Tests.Numerics;

public sealed class VectorMathTests
{
    private const int Seed = 20261122;

    private static readonly double[] ExpEdges =
    [
        0.0, -0.0, double.Epsilon, -double.Epsilon, 1e-300, -1e-17, 1e-17, 1, -1, 0.34657359027997264, -0.34657359027997264, 0.34657359027997270,
        -707.9999999999999, -708, -708.0000000000001, -709, -745, -1e4, -1e308, double.NegativeInfinity, 707, 708, 709,
    ];

    [Fact]
    public void Exp_MillionArguments_HasSameBitsInEveryLane() => SameBits(
        Arguments(1_000_000, random => (random.NextDouble() * 1417) - 708, ExpEdges), VectorMath.Exp, VectorMath.Exp);

    [Fact]
    public void Exp_MillionArguments_IsWithinAnUlpAndABitOfThePlatform()
    {
        double worst = 0;
        foreach (double x in Arguments(1_000_000, random => (random.NextDouble() * 1417.7) - 708, []))
        {
            double expected = Math.Exp(x);
            worst = Math.Max(worst, Math.Abs(VectorMath.Exp(x) - expected) / (Math.BitIncrement(expected) - expected));
        }

        Assert.InRange(worst, 0, 1);
    }

    [Fact]
    public void Exp_AgainstExactArithmetic_IsWithinAnUlp()
    {
        double worst = 0;
        foreach (double x in Arguments(400, random => (random.NextDouble() * 1417) - 708, [-708, 709.78, 1e-9, -0.3465]))
        {
            worst = Math.Max(worst, Exact.Ulps(VectorMath.Exp(x), Exact.Exp(x)));
        }

        Assert.InRange(worst, 0, 1);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-708.0000000000001, 0)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(709.79, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NaN, double.NaN)]
    public void Exp_Edges_AreAsDocumented(double x, double expected) => Assert.Equal(expected, VectorMath.Exp(x));

    [Fact]
    public void Exp_SmallestExponent_IsNormalAndNotZero() => Assert.True(double.IsNormal(VectorMath.Exp(VectorMath.SmallestExponent)));

    [Fact]
    public void Log1P_AllMagnitudes_HasSameBitsInEveryLane() => SameBits(
        Arguments(200_000, random => Math.Pow(10, (random.NextDouble() * 616) - 308), [0, double.Epsilon, 1, double.MaxValue]),
        VectorMath.Log1P,
        VectorMath.Log1P);

    [Fact]
    public void Log1P_AgainstExactArithmetic_IsWithinTwoUlps()
    {
        double worst = 0;
        foreach (double z in Arguments(4_000, random => Math.Pow(10, (random.NextDouble() * 36) - 18), [1, 0.5, 0.41421356237309515, 3, 1e300]))
        {
            worst = Math.Max(worst, Exact.Ulps(VectorMath.Log1P(z), ((Exact)z + 1).Log()));
        }

        Assert.InRange(worst, 0, 2);
    }

    [Fact]
    public void Log1P_Zero_IsZero() => Assert.Equal(0.0, VectorMath.Log1P(0));

    [Theory]
    [InlineData(0)]
    [InlineData(Math.PI / 4)]
    public void Sin_UpToTheLargestAngle_HasSameBitsInEveryLane(double phase) => SameBits(
        Arguments(200_000, random => random.NextDouble() * 800, [0, Math.PI, Math.PI / 4, 1e-300, 12345.6, VectorMath.LargestAngle]),
        x => VectorMath.Sin(x, phase),
        x => VectorMath.Sin(x, phase));

    [Fact]
    public void Sin_AgainstExactArithmetic_IsWithinTwoUlpsOfItselfOrAnUlpOfOne()
    {
        foreach (double x in Arguments(300, random => random.NextDouble() * 710, [Math.PI, 2 * Math.PI, 354.3, 1e-20]))
        {
            double sine = VectorMath.Sin(x, 0);
            Exact truth = Exact.Sin(x);
            double error = (sine - truth).Abs().ToDouble();
            Assert.InRange(error, 0, 4e-16 * Math.Abs(sine) + 3e-30);
        }
    }

    [Fact]
    public void Sin_BeyondTheLargestAngle_IsThePlatforms() => Assert.Equal(Math.Sin(1e20), VectorMath.Sin(1e20, 0));

    [Fact]
    public void Sin_WithPhase_IsTheSineOfTheSum()
    {
        foreach (double x in Arguments(2_000, random => random.NextDouble() * 30, []))
        {
            Assert.Equal(Math.Sin(x + (Math.PI / 4)), VectorMath.Sin(x, Math.PI / 4), 8e-15);
        }
    }

    [Fact]
    public void SinOfQuarterTurns_WholeTurn_HasSameBitsInEveryLaneAndFewUlps()
    {
        double[] arguments = Arguments(50_000, random => random.NextDouble(), [0, 1, 0.5, 1e-16, double.Epsilon]);
        SameBits(arguments, VectorMath.SinOfQuarterTurns, VectorMath.SinOfQuarterTurns);
        foreach (double v in arguments)
        {
            Assert.Equal(Math.Sin(v * (Math.PI / 2)), VectorMath.SinOfQuarterTurns(v), 4e-16);
        }
    }

    [Fact]
    public void Difference_OfDoubles_LeavesNothingOut()
    {
        foreach (double a in Arguments(500, random => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 20)), []))
        {
            double b = (a * 1e-7) + 0.1;
            double difference = VectorMath.Difference(a, b, out double error);
            Assert.Equal(0, ((Exact)a - b - difference - error).Sign);
        }
    }

    [Theory]
    [InlineData(0.5, 1.772453850905516)]
    [InlineData(1, 1.1283791670955126)]
    [InlineData(2.5, 0.6646701940895685)]
    [InlineData(100, 0.10012507763609312)]
    public void GammaRatio_KnownArgument_IsKnownValue(double x, double expected) =>
        Assert.Equal(1, GammaRatio.HalfStep(x) / Math.Sqrt(x) / expected, 4e-15);

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e300)]
    public void GammaRatio_Extremes_TendToTheirLimits(double x)
    {
        // √x·Γ(x)/Γ(x+½) → 1 for large x and → 1/√(πx) for small x.
        double limit = x > 1 ? 1 : 1 / Math.Sqrt(Math.PI * x);
        Assert.Equal(1, GammaRatio.HalfStep(x) / limit, 1e-14);
    }

    private static double[] Arguments(int count, Func<Random, double> draw, double[] edges)
    {
        var random = new Random(Seed);
        var arguments = new double[count + edges.Length];
        edges.CopyTo(arguments, 0);
        for (int i = edges.Length; i < arguments.Length; i++)
        {
            arguments[i] = draw(random);
        }

        return arguments;
    }

    private static void SameBits(
        double[] arguments, Func<double, double> scalar, Func<Vector512<double>, Vector512<double>> vector)
    {
        for (int start = 0; start < arguments.Length; start += 8)
        {
            // The last eight overlap the ones before, so that every length is covered.
            int at = Math.Min(start, arguments.Length - 8);
            Vector512<double> lanes = vector(Vector512.Create<double>(arguments.AsSpan(at, 8)));
            for (int lane = 0; lane < 8; lane++)
            {
                double expected = scalar(arguments[at + lane]);
                Assert.True(
                    BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(lanes[lane]),
                    $"at {arguments[at + lane]:R}: {expected:R} alone but {lanes[lane]:R} in a lane");
            }
        }
    }
}
