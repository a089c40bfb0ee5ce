using System.Globalization;
using System.Runtime.Intrinsics;

namespace Nadaraya.Tests.Kernels;

public sealed class KernelTests
{
    /// <summary>The published table: name, R, δ₀, factor that moves a Gaussian bandwidth.</summary>
    [Theory]
    [InlineData("gaussian", 0.2820947918, 0.77639, 1)]
    [InlineData("epanechnikov-np", 0.2683281573, 0.76866, 0.99004)]
    [InlineData("epanechnikov", 0.6, 1.71877, 2.21380)]
    [InlineData("uniform", 0.5, 1.35096, 1.74006)]
    [InlineData("triangular", 0.6666666667, 1.88818, 2.43200)]
    [InlineData("biweight", 0.7142857143, 2.03617, 2.62262)]
    [InlineData("triweight", 0.8158508159, 2.31217, 2.97811)]
    [InlineData("tricube", 0.7085020243, 2.02621, 2.60978)]
    [InlineData("cosine", 0.6168502751, 1.76627, 2.27498)]
    [InlineData("logistic", 0.1666666667, 0.43401, 0.55901)]
    [InlineData("sigmoid", 0.2026423673, 0.50635, 0.65219)]
    [InlineData("laplace", 0.25, 0.57435, 0.73977)]
    public void Constants_SecondOrder_AreThePublishedOnes(string name, double roughness, double canonical, double factor)
    {
        KernelConstants constants = Kernel.Parse(name).Constants;
        Assert.Equal(roughness, constants.Roughness!.Value, 6e-11);
        Assert.Equal(canonical, constants.CanonicalBandwidth!.Value, 6e-6);
        Assert.Equal(factor, constants.CanonicalBandwidth.Value / Kernel.Gaussian.Constants.CanonicalBandwidth!.Value, 6e-6);
    }

    [Theory]
    [InlineData("gaussian:4", 4, 0.4760349611)]
    [InlineData("gaussian:6", 6, 0.6239694369)]
    [InlineData("gaussian:8", 8, 0.7478507862)]
    [InlineData("epanechnikov-np:4", 4, 0.5590169944)]
    [InlineData("epanechnikov-np:6", 6, 0.8465882367)]
    [InlineData("epanechnikov-np:8", 8, 1.1329342579)]
    [InlineData("silverman", 4, 0.2651650429)]
    public void Constants_HigherOrder_AreThePublishedOnes(string name, int order, double roughness)
    {
        KernelConstants constants = Kernel.Parse(name).Constants;
        Assert.Equal(order, constants.Order);
        Assert.True(constants.Signed);
        Assert.Equal(roughness, constants.Roughness!.Value, 6e-11);
        Assert.Equal(0.0, constants.SecondMoment);
        Assert.Null(constants.CanonicalBandwidth);
    }

    /// <summary>Weights written out by hand, so that a wrong factor or a swapped convention shows.</summary>
    [Theory]
    [InlineData("gaussian", 2, 0.1353352832366127)]
    [InlineData("epanechnikov", 0.5, 0.5625)]
    [InlineData("epanechnikov-np", 1, 0.26832815729997477)]
    [InlineData("uniform", 1, 0.5)]
    [InlineData("triangular", 0.25, 0.75)]
    [InlineData("biweight", 0.5, 0.52734375)]
    [InlineData("triweight", 0.5, 0.46142578125)]
    [InlineData("tricube", 0.5, 0.5789448302469136)]
    [InlineData("tricube", 1.5, 0)]
    [InlineData("cosine", 0.5, 0.5553603672697958)]
    [InlineData("logistic", 1, 0.19661193324148185)]
    [InlineData("sigmoid", 1, 0.20628208186544343)]
    [InlineData("silverman", 0, 0.35355339059327379)]
    [InlineData("laplace", 1, 0.18393972058572117)]
    [InlineData("rational-quadratic", 2, 0.33333333333333331)]
    [InlineData("rational-quadratic:2", 2, 0.25)]
    [InlineData("gaussian:4", 2, -0.06766764161830635)]
    [InlineData("gaussian:6", 2, -0.15225219364118928)]
    [InlineData("gaussian:8", 2, -0.121237857899466)]
    [InlineData("epanechnikov-np:4", 2, -0.10900831390123752)]
    [InlineData("epanechnikov-np:6", 2, 0.0777732393424146)]
    [InlineData("epanechnikov-np:8", 2, 0.0107305058998376)]
    public void Weight_ByHand_IsThat(string name, double u, double expected) =>
        Assert.Equal(expected, Kernel.Parse(name).Weight(u), 1e-9);

    [Fact]
    public void Weight_BothEpanechnikovs_AreTheSameCurveRootFiveApart()
    {
        for (double u = 0; u < 1; u += 0.1)
        {
            Assert.Equal(
                Kernel.Epanechnikov.Weight(u), Math.Sqrt(5) * Kernel.EpanechnikovNp.Weight(Math.Sqrt(5) * u), 1e-15);
        }
    }

    [Fact]
    public void Constants_RationalQuadratic_LackTheMomentsThatDoNotExist()
    {
        Assert.Null(Kernel.RationalQuadratic(0.5).Constants.Mass);
        Assert.Null(Kernel.RationalQuadratic(0.5).Constants.Roughness);
        Assert.NotNull(Kernel.RationalQuadratic(0.6).Constants.Mass);
        Assert.Null(Kernel.RationalQuadratic(1.5).Constants.SecondMoment);
        Assert.Equal(4, Kernel.RationalQuadratic(2).Constants.SecondMoment!.Value, 1e-14);
        Assert.Equal(Math.Sqrt(2) * Math.PI, Kernel.RationalQuadratic().Constants.Mass!.Value, 1e-13);
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(double.Epsilon)]
    [InlineData(1e6)]
    [InlineData(1e300)]
    [InlineData(double.MaxValue)]
    public void RationalQuadratic_ExtremeAlpha_StaysBetweenConstantAndGaussian(double alpha)
    {
        Kernel kernel = Kernel.RationalQuadratic(alpha);
        Assert.Equal(1.0, kernel.Weight(0));
        Assert.InRange(kernel.Weight(3), Math.Exp(-4.5) * (1 - 1e-9), 1);
        Assert.InRange(kernel.Weight(1e300), 0, 1);
        Assert.False(double.IsNaN(kernel.LogDerivative(1e300)));
        Assert.True(kernel.Constants.SecondMoment is null or >= 1 and < 1.00001);
    }

    [Fact]
    public void Names_EveryOne_ParsesToItself()
    {
        Assert.Equal(20, Kernel.Names.Count);
        Assert.Equal(Kernel.Names.Count, Kernel.Names.Distinct().Count());
        Assert.All(Kernel.Names, name => Assert.Equal(name, Kernel.Parse(name).ToString()));
    }

    [Theory]
    [InlineData("boxcar", "uniform")]
    [InlineData("exponential", "laplace")]
    [InlineData("d2l-epanechikov", "triangular")]
    [InlineData("rational-quadratic:1", "rational-quadratic")]
    [InlineData("rational-quadratic:2.50", "rational-quadratic:2.5")]
    [InlineData("rational-quadratic:1e-3", "rational-quadratic:0.001")]
    public void Parse_OtherSpelling_GivesTheCanonicalName(string text, string name) => Assert.Equal(name, Kernel.Parse(text).Name);

    [Fact]
    public void Parse_CultureWithDecimalComma_ReadsAndWritesThePoint()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        comma.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = comma;
        try
        {
            Assert.Equal("rational-quadratic:0.5", Kernel.Parse("rational-quadratic:0.5").Name);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Gaussian")]
    [InlineData(" gaussian")]
    [InlineData("gaussian:2")]
    [InlineData("gaussian:04")]
    [InlineData("epanechnikov:4")]
    [InlineData("epanechikov")]
    [InlineData("tricube:4")]
    public void Parse_UnknownName_NamesTheTextAndListsTheNames(string text)
    {
        Assert.False(Kernel.TryParse(text, out _));
        string message = Assert.Throws<FormatException>(() => Kernel.Parse(text)).Message;
        Assert.StartsWith($"kernel: \"{text}\" is not a kernel; write one of gaussian, epanechnikov, epanechnikov-np, uniform,", message, StringComparison.Ordinal);
        Assert.Contains("epanechnikov-np:8", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rational-quadratic:")]
    [InlineData("rational-quadratic:0")]
    [InlineData("rational-quadratic:-1")]
    [InlineData("rational-quadratic:NaN")]
    [InlineData("rational-quadratic:Infinity")]
    [InlineData("rational-quadratic:1e400")]
    [InlineData("rational-quadratic:1e-400")]
    [InlineData("rational-quadratic:1,5")]
    [InlineData("rational-quadratic: 2")]
    [InlineData("rational-quadratic:2\0")]
    [InlineData("rational-quadratic:2\n")]
    public void Parse_BadAlpha_SaysWhatItShouldBe(string text)
    {
        string message = Assert.Throws<FormatException>(() => Kernel.Parse(text)).Message;
        Assert.Contains("has no usable alpha after the colon; expected a positive number such as 2 or 0.5", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, char.IsControl);
    }

    [Fact]
    public void TryParse_Null_IsFalse() => Assert.False(Kernel.TryParse(null, out _));

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void RationalQuadratic_BadAlpha_IsRefused(double alpha) =>
        Assert.Contains("must be positive and finite", Assert.Throws<ArgumentOutOfRangeException>(() => Kernel.RationalQuadratic(alpha)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void OfOrder_OtherThanFourSixEight_IsRefused(int order)
    {
        Assert.Contains("must be 4, 6 or 8", Assert.Throws<ArgumentOutOfRangeException>(() => Kernel.GaussianOfOrder(order)).Message, StringComparison.Ordinal);
        Assert.Contains("must be 4, 6 or 8", Assert.Throws<ArgumentOutOfRangeException>(() => Kernel.EpanechnikovNpOfOrder(order)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_DefaultOfAKernelWithParameters_IsRefused()
    {
        Assert.Contains("write new RationalQuadratic(1)", Assert.Throws<InvalidOperationException>(() => Kernel.Of("mine", default(RationalQuadratic))).Message, StringComparison.Ordinal);
        Assert.Contains("write new GaussianOfOrder(4)", Assert.Throws<InvalidOperationException>(() => Kernel.Of("mine", default(GaussianOfOrder))).Message, StringComparison.Ordinal);
        Assert.Contains("write new EpanechnikovNpOfOrder(4)", Assert.Throws<InvalidOperationException>(() => Kernel.Of("mine", default(EpanechnikovNpOfOrder))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_UsersKernel_AnswersForIt()
    {
        Kernel kernel = Kernel.Of("parzen", default(Parzen));
        Assert.Equal("parzen", kernel.Name);
        Assert.Equal(1.0, kernel.Weight(0));
        Assert.Equal(Math.Log(0.25), kernel.LogWeight(0.5));
        Assert.Equal(-6.0, kernel.LogDerivative(0.5));
        Assert.Equal(1, kernel.Constants.Support);
        Assert.Equal(typeof(Parzen), kernel.Accept(new TypeOfKernel()));
    }

    [Fact]
    public void Lanes_UsersKernel_AreItsScalarFormsEightTimes()
    {
        double[] u = [-1.5, -0.75, -0.25, 0, 0.1, 0.5, 0.9, 1];
        Vector512<double> vector = Vector512.Create<double>(u);
        Assert.Equal(u.Select(x => default(Parzen).Weight(x)), Lanes(Nadaraya.Lanes.Weight(default(Parzen), vector)));
        Assert.Equal(u.Select(x => default(Parzen).LogDerivative(x)), Lanes(Nadaraya.Lanes.LogDerivative(default(Parzen), vector)));

        static IEnumerable<double> Lanes(Vector512<double> v) => Enumerable.Range(0, 8).Select(lane => v[lane]);
    }

    [Fact]
    public void Accept_EveryBuiltIn_HandsOverItsOwnType() => Assert.Equal(
        16, Kernel.All.Select(kernel => kernel.Accept(new TypeOfKernel())).Distinct().Count());

    private sealed class TypeOfKernel : IKernelVisitor<Type>
    {
        public Type Visit<TKernel>(TKernel kernel)
            where TKernel : struct, IKernel => typeof(TKernel);
    }
}
