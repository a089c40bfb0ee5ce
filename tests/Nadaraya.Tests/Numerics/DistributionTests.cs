using Nadaraya.Numerics;

namespace Nadaraya.Tests.Numerics;

/// <summary>The distributions of tests and intervals, against R 4.2.2 to 15 digits, and by their laws.</summary>
public sealed class DistributionTests
{
    private const double Digits = 1e-13;

    public static TheoryData<double, double> Normal => new()
    {
        { -37, 5.72557122252458e-300 }, // pnorm(-37)
        { -8.1, 2.74795939239823e-16 }, // pnorm(-8.1)
        { -2, 0.0227501319481792 }, // pnorm(-2)
        { -0.3, 0.382088577811047 }, // pnorm(-0.3)
        { 1e-05, 0.500003989422804 }, // pnorm(1e-05)
        { 1.5, 0.933192798731142 }, // pnorm(1.5)
        { 6, 0.999999999013412 }, // pnorm(6)
    };

    public static TheoryData<double, double> NormalQuantiles => new()
    {
        { 1e-300, -37.0470962993612 }, // qnorm(1e-300)
        { 1e-20, -9.26234008979841 }, // qnorm(1e-20)
        { 0.001, -3.09023230616781 }, // qnorm(0.001)
        { 0.025, -1.95996398454005 }, // qnorm(0.025)
        { 0.3, -0.524400512708041 }, // qnorm(0.3)
        { 0.5001, 0.000250662830088008 }, // qnorm(0.5001)
        { 0.975, 1.95996398454005 }, // qnorm(0.975)
        { 0.999999, 4.75342430881709 }, // qnorm(0.999999)
    };

    public static TheoryData<double, double> LogGammas => new()
    {
        { 0.001, 6.90717888538385 }, // lgamma(0.001)
        { 0.3, 1.09579799481808 }, // lgamma(0.3)
        { 1.25, -0.0982718364218132 }, // lgamma(1.25)
        { 1.5, -0.120782237635245 }, // lgamma(1.5)
        { 2.1, 0.0454377385444851 }, // lgamma(2.1)
        { 3, 0.693147180559945 }, // lgamma(3)
        { 14.9, 24.9241320022173 }, // lgamma(14.9)
        { 100, 359.134205369575 }, // lgamma(100)
        { 1e10, 220258509288.811 }, // lgamma(1e10)
    };

    public static TheoryData<double, double, double> Student => new()
    {
        { 0.1, 1, 0.531725517430554 }, // pt(0.1,1)
        { -1.3, 0.7, 0.23916265103959 }, // pt(-1.3,0.7)
        { -2, 2.5, 0.078695747878983 }, // pt(-2,2.5)
        { -2, 5, 0.0509697394149291 }, // pt(-2,5)
        { 3, 7.3, 0.990509724488433 }, // pt(3,7.3)
        { -10, 30, 2.2876257041148e-11 }, // pt(-10,30)
        { -3, 1000, 0.00138335452211909 }, // pt(-3,1000)
        { -1e20, 3, 1.10265779084358e-60 }, // pt(-1e20,3)
        { -2, 100000, 0.0227514817287532 }, // pt(-2,100000)
    };

    public static TheoryData<double, double, double> StudentQuantiles => new()
    {
        { 0.975, 1, 12.7062047361747 }, // qt(0.975,1)
        { 0.975, 2.5, 3.57465484200369 }, // qt(0.975,2.5)
        { 0.95, 10, 1.81246112281168 }, // qt(0.95,10)
        { 0.6, 3, 0.27667066233269 }, // qt(0.6,3)
        { 0.999, 7.3, 4.68886599353837 }, // qt(0.999,7.3)
        { 0.025, 97.4, -1.98462025554895 }, // qt(0.025,97.4)
        { 1e-10, 4, -416.175140329604 }, // qt(1e-10,4)
        { 1e-100, 12, -622225003.265149 }, // qt(1e-100,12)
        { 0.501, 5, 0.00263430918033669 }, // qt(0.501,5)
        { 0.975, 123456, 1.95998320024519 }, // qt(0.975,123456)
    };

    public static TheoryData<double, double, double> ChiSquares => new()
    {
        { 3.84, 1, 0.0500435212487052 }, // pchisq(3.84,1, lower.tail = FALSE)
        { 0.01, 1, 0.920344325445942 }, // pchisq(0.01,1, lower.tail = FALSE)
        { 10, 3, 0.0185661354630432 }, // pchisq(10,3, lower.tail = FALSE)
        { 12.3, 7.5, 0.113241709694888 }, // pchisq(12.3,7.5, lower.tail = FALSE)
        { 1200, 1000, 1.22559423306229e-05 }, // pchisq(1200,1000, lower.tail = FALSE)
        { 300, 10, 1.55467475438032e-58 }, // pchisq(300,10, lower.tail = FALSE)
        { 1e9+1e5, 1e9, 0.0126756119949356 }, // pchisq(1e9+1e5,1e9, lower.tail = FALSE)
        { 4e9, 4e9, 0.499997026459806 }, // pchisq(4e9,4e9, lower.tail = FALSE)
    };

    public static TheoryData<double, double, double, double> Fs => new()
    {
        { 4, 1, 10, 0.0733880347707404 }, // pf(4,1,10, lower.tail = FALSE)
        { 0.5, 3, 7.5, 0.693285502185457 }, // pf(0.5,3,7.5, lower.tail = FALSE)
        { 2.3, 5.5, 20.1, 0.0787865713078036 }, // pf(2.3,5.5,20.1, lower.tail = FALSE)
        { 30, 4, 100, 2.13911268328871e-16 }, // pf(30,4,100, lower.tail = FALSE)
        { 1.2, 1000, 1500, 0.000740788752965278 }, // pf(1.2,1000,1500, lower.tail = FALSE)
        { 3, 2, 1e9, 0.0497870688159476 }, // pf(3,2,1e9, lower.tail = FALSE)
        { 1e30, 3, 2, 1e-30 }, // pf(1e30,3,2, lower.tail = FALSE)
    };

    [Theory]
    [MemberData(nameof(Normal))]
    public void Cdf_NormalValues_AreThoseOfR(double x, double expected) => Tolerance.Near(expected, NormalDistribution.Cdf(x), Digits);

    [Theory]
    [MemberData(nameof(NormalQuantiles))]
    public void Quantile_NormalProbabilities_AreThoseOfR(double p, double expected) => Tolerance.Near(expected, NormalDistribution.Quantile(p), Digits);

    [Theory]
    [MemberData(nameof(LogGammas))]
    public void LogGamma_Values_AreThoseOfR(double x, double expected) => Tolerance.Near(expected, GammaFunctions.LogGamma(x), Digits);

    [Theory]
    [MemberData(nameof(Student))]
    public void Cdf_StudentValues_AreThoseOfR(double t, double df, double expected) => Tolerance.Near(expected, StudentT.Cdf(t, df), Digits);

    [Theory]
    [MemberData(nameof(StudentQuantiles))]
    public void Quantile_StudentProbabilities_AreThoseOfR(double p, double df, double expected) => Tolerance.Near(expected, StudentT.Quantile(p, df), Digits);

    [Theory]
    [MemberData(nameof(ChiSquares))]
    public void UpperTail_ChiSquaredValues_AreThoseOfR(double x, double df, double expected) => Tolerance.Near(expected, ChiSquared.UpperTail(x, df), Digits);

    [Theory]
    [MemberData(nameof(Fs))]
    public void UpperTail_FValues_AreThoseOfR(double f, double d1, double d2, double expected) => Tolerance.Near(expected, FDistribution.UpperTail(f, d1, d2), Digits);

    // pf(1.00005, 1e9, 2e9, lower.tail = FALSE); the last digit of such an f moves the probability by 10⁻¹².
    [Fact]
    public void UpperTail_FOfHugeDegrees_IsThatOfR() => Tolerance.Near(0.180658948812474, FDistribution.UpperTail(1.00005, 1e9, 2e9), 1e-11);

    [Fact]
    public void Quantile_OfCdf_IsTheValue()
    {
        Random random = new(1);
        for (int i = 0; i < 2000; i++)
        {
            double df = Math.Exp((random.NextDouble() * 16) - 2);
            double t = -Math.Exp((random.NextDouble() * 8) - 4);
            double p = StudentT.Cdf(t, df);
            double q = NormalDistribution.Cdf(t / 4);

            // Under 10⁻³⁰⁰ a double has fewer digits than t.
            Tolerance.Near(t, p < 1e-300 ? t : StudentT.Quantile(p, df), 1e-12, what: $"t({df}) at {t}");
            Tolerance.Near(t / 4, NormalDistribution.Quantile(q), 1e-12, what: $"normal at {t / 4}");
        }
    }

    [Fact]
    public void Cdf_OfQuantile_IsTheProbability()
    {
        Random random = new(2);
        for (int i = 0; i < 2000; i++)
        {
            double p = Math.Exp(-random.NextDouble() * 600);
            double df = Math.Exp((random.NextDouble() * 16) + 0.8);
            Tolerance.Near(p, StudentT.Cdf(StudentT.Quantile(p, df), df), 1e-11, what: $"t({df}) at {p}");
            Tolerance.Near(p, NormalDistribution.Cdf(NormalDistribution.Quantile(p)), 1e-12, what: $"normal at {p}");
        }
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(6.5)]
    [InlineData(1e4)]
    [InlineData(double.PositiveInfinity)]
    public void Student_BothSides_AreSymmetric(double df)
    {
        Random random = new(3);
        for (int i = 0; i < 200; i++)
        {
            double t = random.NextDouble() * 5;
            double p = 1 - (random.NextDouble() / 2);
            Tolerance.Near(1, StudentT.Cdf(t, df) + StudentT.Cdf(-t, df), 1e-15);
            Assert.Equal(-StudentT.Quantile(1 - p, df), StudentT.Quantile(p, df));
        }

        Assert.Equal(0, StudentT.Quantile(0.5, df));
        Assert.Equal(0.5, StudentT.Cdf(0, df));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(3)]
    [InlineData(25.5)]
    [InlineData(1e6)]
    [InlineData(1e9)]
    public void EveryDistribution_LargerValues_AreNotMoreLikely(double df)
    {
        double[] last = [0, 0, 0, 1, 1];
        for (double z = -9; z <= 9; z += 0.0625)
        {
            double x = Math.Max(df + (z * Math.Sqrt(2 * df)), 0);
            double[] now =
            [
                NormalDistribution.Cdf(z), StudentT.Cdf(z, df), StudentT.Quantile(NormalDistribution.Cdf(z), df) + 1e300,
                ChiSquared.UpperTail(x, df), FDistribution.UpperTail(x / df, df, 2 * df),
            ];
            const double Rounding = 1e-12;
            Assert.True(now[0] >= last[0] && now[1] >= last[1] && now[2] >= last[2], $"at {z}: {string.Join(", ", now)} after {string.Join(", ", last)}");
            Assert.True(now[3] <= last[3] * (1 + Rounding) && now[4] <= last[4] * (1 + Rounding), $"at {z}: {now[3]} after {last[3]}, {now[4]} after {last[4]}");
            last = now;
        }
    }

    [Fact]
    public void Gamma_BothTails_AddToOne()
    {
        for (double a = 0.01; a < 1e10; a *= 3)
        {
            foreach (double share in (double[])[1e-9, 0.3, 0.9, 1, 1.1, 2, 50])
            {
                Tolerance.Near(1, GammaFunctions.LowerRegularized(a, a * share) + GammaFunctions.UpperRegularized(a, a * share), 1e-14);
            }
        }
    }

    [Fact]
    public void Regularized_BetaSwapped_IsTheOtherShare()
    {
        Random random = new(4);
        for (int i = 0; i < 1000; i++)
        {
            double a = Math.Exp((random.NextDouble() * 30) - 5);
            double b = Math.Exp((random.NextDouble() * 30) - 5);
            double x = random.NextDouble();
            Tolerance.Near(1, BetaFunctions.Regularized(a, b, x) + BetaFunctions.Regularized(b, a, 1 - x), 1e-12, what: $"I({a}, {b}) at {x}");
        }
    }

    [Fact]
    public void EveryDistribution_ValidInput_IsNeverNaN()
    {
        double[] sizes = [double.Epsilon, 1e-300, 1e-20, 1e-3, 0.5, 1, 2.5, 40, 1e5, 1e8, 3e8, 1e16, 1e100, 1e300, double.MaxValue, double.PositiveInfinity];
        double[] degrees = [0.01, 0.5, 1, 2, 7.7, 1e3, 1e8, 3e8, 1e12, 1e20, double.PositiveInfinity];
        double[] shares = [0, double.Epsilon, 1e-300, 1e-10, 0.2, 0.25, 0.4999999, 0.5, 0.5000001, 0.9, 1 - 1e-16, 1];
        foreach (double df in degrees)
        {
            foreach (double x in sizes)
            {
                Assert.InRange(StudentT.Cdf(x, df), 0.5, 1);
                Assert.InRange(StudentT.Cdf(-x, df), 0, 0.5);
                Assert.All(degrees, d => Assert.True(FDistribution.UpperTail(x, df, d) is >= 0 and <= 1, $"F({df}, {d}) at {x}"));
                if (double.IsFinite(df))
                {
                    double tail = ChiSquared.UpperTail(x, df);
                    Assert.True(tail is >= 0 and <= 1, $"chi-squared({df}) at {x}: {tail}");
                }
            }

            Assert.All(shares, p => Assert.False(double.IsNaN(StudentT.Quantile(p, df)), $"t({df}) at {p}"));
        }

        Assert.All(sizes, x => Assert.InRange(NormalDistribution.Cdf(x), 0.5, 1));
        Assert.All(sizes, x => Assert.InRange(NormalDistribution.Cdf(-x), 0, 0.5));
        Assert.All(shares, p => Assert.False(double.IsNaN(NormalDistribution.Quantile(p))));
        Assert.All(sizes, x => Assert.False(double.IsNaN(GammaFunctions.LogGamma(x))));
    }
}
