using Nadaraya.Tests.Numerics;

namespace Nadaraya.Tests.Kernels;

/// <summary>Ratios of weights far from the query, against exact fractions of the very doubles.</summary>
public sealed class LogRatioTests
{
    private const int Seed = 20261122;

    /// <summary>Query, key, reference, bandwidth: far on one side, on opposite sides, nearly equidistant, at an offset.</summary>
    private static IEnumerable<(double Query, double Key, double Reference, double Bandwidth)> Cases()
    {
        var random = new Random(Seed);
        double Coordinate(double size) => ((random.NextDouble() * 2) - 1) * size;
        for (int i = 0; i < 300; i++)
        {
            double h = Math.Pow(10, (random.NextDouble() * 6) - 3);
            double far = Math.Pow(10, random.NextDouble() * 9);
            yield return (Coordinate(1), far + Coordinate(1), far + Coordinate(1), h);
            yield return (Coordinate(1), far + Coordinate(1), -far + Coordinate(1), h);
            yield return (1e9 + Coordinate(3), 1e9 + Coordinate(3), 1e9 + Coordinate(3), h);
            yield return (Coordinate(far), Coordinate(far), Coordinate(far), h);
        }

        yield return (0.1, 1e3, -1e3 + 0.2, 1e-3);
        yield return (1e308, -1e308, -1.2e308, 3e307);
        yield return (1e-320, 3e-320, 4e-320, 1e-321);
        yield return (0.3, 1e200, 2e200, 1e150);
    }

    [Fact]
    public void LogRatio_Gaussian_IsExact() => Check(default(Gaussian), c => Quadratic(c.Q, c.X, c.R, c.H).ToDouble(), 3e-15, 0);

    [Fact]
    public void AddLogRatio_Gaussian_AddsTheVeryBitsOfEach()
    {
        foreach ((double query, double key, double reference, double bandwidth) in Cases())
        {
            double[] keys = [key, reference, query, -key, key + bandwidth, 0, double.MaxValue, 1e-310, .. Enumerable.Repeat(key, 7), 1];
            var sums = new double[keys.Length];
            default(Gaussian).AddLogRatio(query, keys, reference, bandwidth, sums);
            Assert.Equal(keys.Select(k => 0 + default(Gaussian).LogRatio(query, k, reference, bandwidth)), sums);
        }
    }

    [Fact]
    public void AddLogRatio_WhereLeftOut_AddsEach()
    {
        double[] keys = [1, 2, 3, 4, 5, 6, 7, 8];
        var sums = new double[8];
        Array.Fill(sums, 0.5);
        AddLogRatio(default(Laplace), keys, sums);
        Assert.Equal(keys.Select(k => 0.5 + ((10 - k) / 2)), sums);

        static void AddLogRatio<TKernel>(TKernel kernel, double[] keys, double[] sums)
            where TKernel : struct, IKernel => kernel.AddLogRatio(0, keys, 10, 2, sums);
    }

    [Fact]
    public void LogRatio_Laplace_IsExact() => Check(default(Laplace), c => Linear(c.Q, c.X, c.R, c.H).ToDouble(), 1e-15, 0);

    [Theory]
    [InlineData(0.375)]
    [InlineData(1)]
    [InlineData(2.5)]
    public void LogRatio_RationalQuadratic_IsExact(double alpha) => Check(
        new RationalQuadratic(alpha),
        c =>
        {
            Exact ground = (Exact)2 * alpha * c.H * c.H;
            return -alpha * ((ground + ((c.Q - c.X) * (c.Q - c.X))) / (ground + ((c.Q - c.R) * (c.Q - c.R)))).Log();
        },
        3e-15,
        1e-15);

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(8)]
    public void LogRatio_GaussianOfOrder_IsExact(int order) => Check(
        new GaussianOfOrder(order),
        c =>
        {
            Exact u = (c.Q - c.X) / c.H;
            Exact r = (c.Q - c.R) / c.H;
            return (Polynomial(order, u * u) / Polynomial(order, r * r)).Abs().Log() + Quadratic(c.Q, c.X, c.R, c.H).ToDouble();
        },
        3e-15,
        2e-11);

    [Fact]
    public void LogRatio_Logistic_IsExact() => CheckAroundZero(default(Logistic), e => e / ((1 + e) * (1 + e)));

    [Fact]
    public void LogRatio_Sigmoid_IsExact() => CheckAroundZero(default(Sigmoid), e => e / (1 + (e * e)));

    [Fact]
    public void LogRatio_LogisticFarAway_IsThatOfLaplace()
    {
        Assert.Equal(default(Laplace).LogRatio(0, 1e12, 1e12 + 0.25, 1), default(Logistic).LogRatio(0, 1e12, 1e12 + 0.25, 1));
        Assert.Equal(0.25, default(Sigmoid).LogRatio(0, 1e12, 1e12 + 0.25, 1));
    }

    [Fact]
    public void LogRatio_Silverman_IsThatOfLaplaceTimesSines()
    {
        foreach ((double key, double reference) in new[] { (50.0, 49.0), (-300.5, 300.25), (700.1, 12.0), (3.0, 3.4) })
        {
            double expected = ((Math.Abs(reference) - Math.Abs(key)) / Math.Sqrt(2)) + LogSine(key) - LogSine(reference);
            Assert.Equal(expected, default(Silverman).LogRatio(0, key, reference, 1), 1e-11);
        }

        static double LogSine(double u) => Math.Log(Math.Abs(Math.Sin((Math.Abs(u) / Math.Sqrt(2)) + (Math.PI / 4))));
    }

    [Fact]
    public void LogRatio_SmallestBandwidth_StillComparesPowerLaws()
    {
        // Every u overflows here, but the weights still go like distance⁻²: (1e200/1e100)⁻².
        Assert.Equal(-200 * Math.Log(10), new RationalQuadratic().LogRatio(0, 1e200, 1e100, 1e-300), 1e-12);
        Assert.Equal(double.NegativeInfinity, default(Gaussian).LogRatio(0, 1e200, 1e100, 1e-300));
    }

    [Fact]
    public void LogRatio_GaussianOfOrderKeyAtAZero_IsMinusInfinity()
    {
        // P(v) = 35/16 − 35v/16 + … has no double as a zero; 15/8 − 7v/8 and 3/2 − v/2 may: √3 squared rounds just below 3.
        var kernel = new GaussianOfOrder(4);
        double zero = Math.Sqrt(3);
        bool vanishes = kernel.Weight(zero) == 0;
        Assert.Equal(vanishes, double.IsNegativeInfinity(kernel.LogRatio(0, zero, 1, 1)));
        Assert.True(Math.Abs(kernel.Weight(zero)) < 1e-15);
    }

    [Theory]
    [InlineData(38, 39)]
    [InlineData(1e5, 1e5 + 1)]
    [InlineData(-1e200, 1e200)]
    public void Sign_WhereTheWeightUnderflows_IsThatOfTheLeadingTerm(double near, double far)
    {
        foreach (double u in new[] { near, far })
        {
            Assert.Equal(-1.0, new GaussianOfOrder(4).Sign(u));
            Assert.Equal(1.0, new GaussianOfOrder(6).Sign(u));
            Assert.Equal(-1.0, new GaussianOfOrder(8).Sign(u));
        }
    }

    [Fact]
    public void Sign_SilvermanWhereTheWeightUnderflows_FollowsTheSine()
    {
        double turn = Math.Sqrt(2) * Math.PI;
        double positive = turn * 400; // sin(400π + π/4) > 0
        Assert.Equal(0.0, default(Silverman).Weight(positive));
        Assert.Equal(1.0, default(Silverman).Sign(positive));
        Assert.Equal(-1.0, default(Silverman).Sign(positive + turn));
    }

    private static void Check<TKernel>(
        TKernel kernel, Func<(Exact Q, Exact X, Exact R, Exact H), double> truth, double relative, double absolute)
        where TKernel : struct, IKernel
    {
        foreach ((double query, double key, double reference, double bandwidth) in Cases())
        {
            double expected = truth((query, key, reference, bandwidth));
            double found = kernel.LogRatio(query, key, reference, bandwidth);
            Assert.True(
                found == expected || Math.Abs(found - expected) <= (relative * Math.Abs(expected)) + absolute,
                $"LogRatio({query:R}, {key:R}, {reference:R}, {bandwidth:R}) = {found:R}, not {expected:R}");
        }
    }

    private static void CheckAroundZero<TKernel>(TKernel kernel, Func<Exact, Exact> shape)
        where TKernel : struct, IKernel
    {
        var random = new Random(Seed);
        for (int i = 0; i < 60; i++)
        {
            double key = random.NextDouble() * 50;
            double reference = -key * random.NextDouble();
            double expected = (shape(Exact.Exp(-key)) / shape(Exact.Exp(reference))).Log();
            Assert.Equal(expected, kernel.LogRatio(0, key, reference, 1), 1e-15 + (1e-15 * Math.Abs(expected)));
        }
    }

    private static Exact Quadratic(Exact q, Exact x, Exact r, Exact h) => (x - r) * (q - x + (q - r)) / (2 * h * h);

    private static Exact Linear(Exact q, Exact x, Exact r, Exact h) => ((q - r).Abs() - (q - x).Abs()) / h;

    private static Exact Polynomial(int order, Exact v) => order switch
    {
        4 => ((Exact)3 - v) / 2,
        6 => ((Exact)15 - (10 * v) + (v * v)) / 8,
        _ => ((Exact)105 - (105 * v) + (21 * v * v) - (v * v * v)) / 48,
    };
}
