using System.Globalization;

namespace Nadaraya;

/// <summary>The built-in kernels.</summary>
public abstract partial class Kernel
{
    /// <summary>exp(−u²/2); the bandwidth is the standard deviation.</summary>
    public static Kernel Gaussian { get; } = Of("gaussian", default(Gaussian));

    /// <summary>(3/4)(1 − u²) on ±1, the textbook form; <see cref="EpanechnikovNp"/> is the same curve, √5 times as wide.</summary>
    public static Kernel Epanechnikov { get; } = Of("epanechnikov", default(Epanechnikov));

    /// <summary>(3/(4√5))(1 − u²/5) on ±√5, the form of unit variance in R np and Stata; <see cref="Epanechnikov"/> is that of textbooks.</summary>
    public static Kernel EpanechnikovNp { get; } = Of("epanechnikov-np", default(EpanechnikovNp));

    /// <summary>1/2 on ±1, the ends included.</summary>
    public static Kernel Uniform { get; } = Of("uniform", default(Uniform));

    /// <summary>1 − |u| on ±1.</summary>
    public static Kernel Triangular { get; } = Of("triangular", default(Triangular));

    /// <summary>(15/16)(1 − u²)² on ±1.</summary>
    public static Kernel Biweight { get; } = Of("biweight", default(Biweight));

    /// <summary>(35/32)(1 − u²)³ on ±1.</summary>
    public static Kernel Triweight { get; } = Of("triweight", default(Triweight));

    /// <summary>(70/81)(1 − |u|³)³ on ±1, LOESS's weight.</summary>
    public static Kernel Tricube { get; } = Of("tricube", default(Tricube));

    /// <summary>(π/4) cos(πu/2) on ±1.</summary>
    public static Kernel Cosine { get; } = Of("cosine", default(Cosine));

    /// <summary>1/(eᵘ + 2 + e⁻ᵘ).</summary>
    public static Kernel Logistic { get; } = Of("logistic", default(Logistic));

    /// <summary>(2/π)/(eᵘ + e⁻ᵘ).</summary>
    public static Kernel Sigmoid { get; } = Of("sigmoid", default(Sigmoid));

    /// <summary>(1/2) exp(−|u|/√2) sin(|u|/√2 + π/4); order 4, signed. Not the rule of thumb of that name.</summary>
    public static Kernel Silverman { get; } = Of("silverman", default(Silverman));

    /// <summary>(1/2) exp(−|u|).</summary>
    public static Kernel Laplace { get; } = Of("laplace", default(Laplace));

    /// <summary>The built-in kernels, rational-quadratic with α = 1 only, in the order of the documentation.</summary>
    public static IReadOnlyList<Kernel> All { get; } =
    [
        Gaussian, Epanechnikov, EpanechnikovNp, Uniform, Triangular, Biweight, Triweight, Tricube, Cosine,
        Logistic, Sigmoid, Silverman, Laplace, RationalQuadratic(),
        GaussianOfOrder(4), GaussianOfOrder(6), GaussianOfOrder(8),
        EpanechnikovNpOfOrder(4), EpanechnikovNpOfOrder(6), EpanechnikovNpOfOrder(8),
    ];

    /// <summary>The names of <see cref="All"/>, as <see cref="Parse"/> reads them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(kernel => kernel.Name)];

    /// <summary>(1 + u²/2α)^−α; as <c>rational-quadratic:α</c> by name.</summary>
    /// <param name="alpha">How light the tails are; positive and finite, 1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">α is not positive and finite.</exception>
    public static Kernel RationalQuadratic(double alpha = 1) =>
        Of(alpha == 1 ? KernelNames.RationalQuadratic : Invariant($"{KernelNames.RationalQuadratic}:{alpha:R}"), new RationalQuadratic(alpha));

    /// <summary>Gaussian times a polynomial, of a higher order and signed; as <c>gaussian:4</c> by name.</summary>
    /// <param name="order">4, 6 or 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is another number.</exception>
    public static Kernel GaussianOfOrder(int order) => Of(Invariant($"gaussian:{order}"), new GaussianOfOrder(order));

    /// <summary>Epanechnikov on ±√5 times a polynomial, of a higher order and signed; as <c>epanechnikov-np:4</c> by name.</summary>
    /// <param name="order">4, 6 or 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is another number.</exception>
    public static Kernel EpanechnikovNpOfOrder(int order) =>
        Of(Invariant($"epanechnikov-np:{order}"), new EpanechnikovNpOfOrder(order));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
