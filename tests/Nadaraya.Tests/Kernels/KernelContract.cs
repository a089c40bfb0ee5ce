using System.Runtime.Intrinsics;

namespace Nadaraya.Tests.Kernels;

/// <summary>What every kernel keeps; one line per kernel names it.</summary>
public abstract class KernelContract<TKernel>
    where TKernel : struct, IKernel
{
    private const int Seed = 20261122;

    private static readonly double[] Edges =
    [
        0.0, double.Epsilon, 1e-300, 1e-17, 1e-8, 0.25, 0.5, Math.BitDecrement(1), 1, Math.BitIncrement(1), Math.Sqrt(3),
        Math.BitDecrement(Math.Sqrt(5)), Math.Sqrt(5), Math.BitIncrement(Math.Sqrt(5)), 37.6, 37.7, 38.6, 707, 708, 709, 1001.2, 1001.3, 1e5,
        1e8, 1e9, 2e9, 1e16, 1e60, 1e150, 1e153, 1e154, 1e155, 1e200, 1e300, double.MaxValue, double.PositiveInfinity,
    ];

    private protected virtual TKernel Kernel { get; } = new();

    private KernelConstants Constants => Kernel.Constants;

    /// <summary>Arguments on both sides: edges, then the inside of the support (or the bulk), then the tail.</summary>
    private IEnumerable<double> Arguments(int count)
    {
        var random = new Random(Seed);
        foreach (double edge in Edges)
        {
            yield return edge;
            yield return -edge;
        }

        double bulk = Constants.Compact ? Constants.Support * 1.1 : 6;
        for (int i = 0; i < count; i++)
        {
            yield return ((random.NextDouble() * 2) - 1) * bulk;
            yield return ((random.NextDouble() * 2) - 1) * 1100;
        }
    }

    /// <summary>Arguments where the weight is far from 0 and from a kink.</summary>
    private IEnumerable<double> Smooth(int count) =>
        Arguments(count).Where(u => Math.Abs(u) is > 1e-3 and < 30 && Math.Abs(Math.Abs(u) - Constants.Support) > 1e-3);

    [Fact]
    public void Weight_OppositeArguments_AreTheSame()
    {
        foreach (double u in Arguments(2_000))
        {
            Assert.Equal(Kernel.Weight(u), Kernel.Weight(-u));
            Assert.Equal(Kernel.LogWeight(u), Kernel.LogWeight(-u));
            Assert.Equal(Kernel.LogDerivative(u), -Kernel.LogDerivative(-u));
            Assert.Equal(Kernel.Sign(u), Kernel.Sign(-u));
        }
    }

    [Fact]
    public void Weight_AnyArgument_IsFiniteAndNegativeOnlyWhereSigned()
    {
        foreach (double u in Arguments(2_000))
        {
            Assert.True(double.IsFinite(Kernel.Weight(u)), $"k({u:R}) = {Kernel.Weight(u):R}");
            Assert.True(Constants.Signed || Kernel.Weight(u) >= 0, $"k({u:R}) = {Kernel.Weight(u):R}");
        }
    }

    [Fact]
    public void Weight_SignedKernel_IsNegativeSomewhere() =>
        Assert.Equal(Constants.Signed, Arguments(2_000).Any(u => Kernel.Weight(u) < 0));

    [Fact]
    public void Weight_OutsideTheSupportAndAtInfinity_IsZero()
    {
        foreach (double u in Arguments(2_000).Where(u => Math.Abs(u) > Constants.Support || double.IsInfinity(u)))
        {
            Assert.Equal(0.0, Kernel.Weight(u));
            Assert.Equal(double.NegativeInfinity, Kernel.LogWeight(u));
            Assert.Equal(0.0, Kernel.Weight(u) * Kernel.LogDerivative(u));
        }
    }

    [Fact]
    public void Weight_AtTheEdge_CountsWhereClosedAndNotZeroThere()
    {
        if (Constants.Compact)
        {
            bool counts = Kernel.Weight(Constants.Support) != 0;
            Assert.True(Constants.Closed || !counts);
            Assert.NotEqual(0.0, Kernel.Weight(Math.BitDecrement(Constants.Support)));
        }
        else
        {
            Assert.Equal(double.PositiveInfinity, Constants.Support);
        }
    }

    [Fact]
    public void Constants_Mass_IsTheIntegral() => AssertMoment(0, Constants.Mass);

    [Fact]
    public void Constants_SecondMoment_IsTheIntegral() =>
        AssertMoment(2, Constants.SecondMoment is double m && Constants.Mass is double mass ? m * mass : null);

    [Fact]
    public void Constants_Roughness_IsTheIntegral()
    {
        if (Constants.Roughness is double r && Constants.Mass is double mass)
        {
            double integral = Quadrature.Even(u => Kernel.Weight(u) * Kernel.Weight(u), Constants.Support) / (mass * mass);
            Assert.Equal(1, integral / r, 1e-12);
        }
        else
        {
            Assert.Null(Constants.Mass);
        }
    }

    [Fact]
    public void Constants_Order_IsTheFirstMomentThatDoesNotVanish()
    {
        for (int p = 2; p < Constants.Order; p += 2)
        {
            AssertMoment(p, 0);
        }

        if (Constants.Order > 2)
        {
            double moment = Quadrature.Even(u => Times(Math.Pow(u, Constants.Order), Kernel.Weight(u)), Constants.Support);
            Assert.True(Math.Abs(moment) > 0.1, $"the moment of order {Constants.Order} is {moment:R}");
        }
        else
        {
            Assert.True(Constants.SecondMoment is null or > 0);
        }
    }

    [Fact]
    public void LogWeight_WhereTheWeightIsNormal_IsItsLogarithm()
    {
        foreach (double u in Arguments(2_000).Where(u => Math.Abs(Kernel.Weight(u)) > 1e-300))
        {
            double expected = Math.Log(Math.Abs(Kernel.Weight(u)));

            // A weight is as good as its logarithm's absolute error, and a signed one loses digits beside its zeros.
            double lost = Constants.Signed ? 1e-15 * Math.Abs(u * Kernel.LogDerivative(u)) : 0;
            Assert.Equal(expected, Kernel.LogWeight(u), 4e-15 + (4e-16 * Math.Abs(expected)) + lost);
        }
    }

    [Fact]
    public void LogWeight_UnboundedAtFiniteArgument_IsFinite()
    {
        foreach (double u in Arguments(2_000).Where(u => double.IsFinite(u) && Math.Abs(u) < Constants.Support))
        {
            Assert.True(double.IsFinite(Kernel.LogWeight(u)), $"ln k({u:R}) = {Kernel.LogWeight(u):R}");
        }
    }

    [Fact]
    public void Sign_AnyArgument_IsThatOfTheWeight()
    {
        foreach (double u in Arguments(2_000).Where(u => double.IsFinite(u)))
        {
            double weight = Kernel.Weight(u);
            Assert.True(weight == 0 || Math.Sign(weight) == Kernel.Sign(u), $"sign at {u:R}");
            Assert.True(Math.Abs(u) >= Constants.Support || Math.Abs(Kernel.Sign(u)) == 1, $"no sign at {u:R}");
        }
    }

    [Fact]
    public void LogDerivative_SmoothPart_IsThatOfFiniteDifferences()
    {
        const double Step = 1e-5;
        foreach (double u in Smooth(1_000).Where(u => Math.Abs(Kernel.Weight(u)) > 1e-250))
        {
            // Fourth-order differences of the weight itself: a logarithm would blow up beside the zeros of a signed kernel.
            double slope = ((8 * (Kernel.Weight(u + Step) - Kernel.Weight(u - Step)))
                - (Kernel.Weight(u + (2 * Step)) - Kernel.Weight(u - (2 * Step)))) / (12 * Step);
            double scale = Math.Exp(-Math.Abs(u)) + Math.Abs(Kernel.Weight(u));
            Assert.Equal(slope / scale, Kernel.Weight(u) * Kernel.LogDerivative(u) / scale, 1e-8);
        }
    }

    [Fact]
    public void LogDerivative_AnyArgument_IsFinite()
    {
        foreach (double u in Arguments(2_000))
        {
            Assert.True(double.IsFinite(Kernel.LogDerivative(u)), $"at {u:R}: {Kernel.LogDerivative(u):R}");
            Assert.True(double.IsFinite(Kernel.Weight(u) * Kernel.LogDerivative(u)), $"at {u:R}");
        }
    }

    [Fact]
    public void LogDerivative_AtZero_IsZero() => Assert.Equal(0.0, Math.Abs(Kernel.LogDerivative(0)));

    [Fact]
    public void Vectors_AnyArgument_HaveTheBitsOfScalars()
    {
        double[] arguments = [.. Arguments(20_000)];
        for (int start = 0; start < arguments.Length; start += 8)
        {
            Span<double> eight = arguments.AsSpan(Math.Min(start, arguments.Length - 8), 8);
            Vector512<double> weights = Kernel.Weight(Vector512.Create<double>(eight));
            Vector512<double> slopes = Kernel.LogDerivative(Vector512.Create<double>(eight));
            for (int lane = 0; lane < 8; lane++)
            {
                AssertSameBits(eight[lane], Kernel.Weight(eight[lane]), weights[lane]);
                AssertSameBits(eight[lane], Kernel.LogDerivative(eight[lane]), slopes[lane]);
            }
        }
    }

    [Fact]
    public void LogRatio_NearTheQuery_IsThePlainDifference()
    {
        var random = new Random(Seed);
        double reach = Math.Min(Constants.Support, 4);
        for (int i = 0; i < 2_000; i++)
        {
            double key = ((random.NextDouble() * 2) - 1) * reach;
            double reference = ((random.NextDouble() * 2) - 1) * reach * 0.3;
            double expected = Kernel.LogWeight(-key / 1.5) - Kernel.LogWeight(-reference / 1.5);
            double lost = Constants.Signed ? 1e-14 * (Math.Abs(Kernel.LogDerivative(key / 1.5)) + Math.Abs(Kernel.LogDerivative(reference / 1.5))) : 0;
            Assert.Equal(expected, Kernel.LogRatio(0, key, reference, 1.5), 1e-13 + lost);
        }
    }

    [Fact]
    public void LogRatio_SwappedKeys_IsTheOpposite()
    {
        var random = new Random(Seed);
        foreach (double distance in new[] { 0.1, 3.0, 1e3, 1e9, 1e160 })
        {
            double key = distance * (1 + random.NextDouble());
            double reference = -distance * (1 + random.NextDouble());
            double ratio = Kernel.LogRatio(0.01, key, reference, 1);
            double swapped = Kernel.LogRatio(0.01, reference, key, 1);
            bool opposite = swapped == -ratio || Math.Abs(swapped + ratio) <= 1e-15 * Math.Abs(ratio);
            Assert.True(opposite || (Constants.Compact && double.IsNegativeInfinity(ratio)), $"{ratio:R} and {swapped:R}");
        }
    }

    [Fact]
    public void LogRatio_SameKey_IsZero()
    {
        foreach (double key in Edges.Where(double.IsFinite))
        {
            Assert.Equal(0.0, Kernel.LogRatio(0.3, key, key, 0.1));
        }
    }

    [Fact]
    public void LogRatio_FiniteArguments_IsNeverNotANumber()
    {
        double[] coordinates =
        [
            0, double.Epsilon, -1e-323, 1e-300, 1, -1, Math.BitIncrement(1), Math.Sqrt(3), 3.1, -1e10, 1e150, -1e200, 1e300, double.MaxValue, -double.MaxValue,
        ];
        foreach (double bandwidth in new[] { double.Epsilon, 1e-310, 1e-200, 1e-9, 1, 1e200, double.MaxValue })
        {
            foreach (double query in coordinates)
            {
                foreach (double key in coordinates)
                {
                    foreach (double reference in coordinates)
                    {
                        Assert.False(
                            double.IsNaN(Kernel.LogRatio(query, key, reference, bandwidth)),
                            $"LogRatio({query:R}, {key:R}, {reference:R}, {bandwidth:R})");
                    }
                }
            }
        }
    }

    [Fact]
    public void LogRatio_KeyWithoutWeight_IsMinusInfinity()
    {
        if (Constants.Compact)
        {
            Assert.Equal(double.NegativeInfinity, Kernel.LogRatio(0, 10, 0.1, 1));
            Assert.Equal(double.NegativeInfinity, Kernel.LogRatio(0, 10, 11, 1));
            Assert.Equal(double.PositiveInfinity, Kernel.LogRatio(0, 0.1, 10, 1));
        }
        else
        {
            Assert.True(double.IsFinite(Kernel.LogRatio(0, 10, 0.1, 1)));
        }
    }

    private void AssertMoment(int power, double? expected)
    {
        if (expected is not double value)
        {
            // Growing without end: the integral to a larger bound is larger by far.
            double near = Quadrature.Even(u => Times(Math.Pow(u, power), Kernel.Weight(u)), 1e4);
            double far = Quadrature.Even(u => Times(Math.Pow(u, power), Kernel.Weight(u)), 1e8);
            Assert.True(far > near * 1.5, $"{near:R} and {far:R}");
            return;
        }

        double size = Quadrature.Even(u => Times(Math.Pow(u, power), Math.Abs(Kernel.Weight(u))), Constants.Support);
        double moment = Quadrature.Even(u => Times(Math.Pow(u, power), Kernel.Weight(u)), Constants.Support);
        Assert.Equal(value / size, moment / size, 1e-12);
    }

    // A power overflows where the weight vanished long before.
    private static double Times(double power, double weight) => weight == 0 ? 0 : power * weight;

    private static void AssertSameBits(double u, double alone, double lane) => Assert.True(
        BitConverter.DoubleToInt64Bits(alone) == BitConverter.DoubleToInt64Bits(lane), $"at {u:R}: {alone:R} alone but {lane:R} in a lane");
}
