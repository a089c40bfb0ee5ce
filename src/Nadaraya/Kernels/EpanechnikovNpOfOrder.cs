using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nadaraya;

/// <summary>
/// Epanechnikov kernel of order 4, 6 or 8 on ±√5, <c>k(u) = (3/(4√5)) P(u²) (1 − u²/5)</c> for |u| &lt; √5 with P(v) = 15/8 − 7v/8,
/// 175/64 − 105v/32 + 231v²/320, or 3675/1024 − 8085v/1024 + 21021v²/5120 − 15015v³/25600; signed.
/// </summary>
/// <remarks>
/// Its moments below the order vanish, so the bias is of that order; the price is negative weights, which can cancel.
/// Source: Müller (1984), in the scale of R np.
/// </remarks>
public readonly struct EpanechnikovNpOfOrder : IKernel
{
    private const double Scale = 0.067082039324993690892; // 3/(20√5), the factor of 5 − u²

    private readonly EvenPolynomial polynomial;
    private readonly KernelConstants? facts;

    /// <summary>The kernel of order 4.</summary>
    public EpanechnikovNpOfOrder()
        : this(4)
    {
    }

    /// <summary>The kernel of the given order.</summary>
    /// <param name="order">4, 6 or 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is another number.</exception>
    public EpanechnikovNpOfOrder(int order)
    {
        double roughness;
        (polynomial, roughness) = order switch
        {
            4 => (new EvenPolynomial(1.875, -0.875, 0, 0), 1.0 / 4),
            6 => (new EvenPolynomial(175.0 / 64, -105.0 / 32, 231.0 / 320, 0), 315.0 / 832),
            8 => (new EvenPolynomial(3675.0 / 1024, -8085.0 / 1024, 21021.0 / 5120, -15015.0 / 25600), 2205.0 / 4352),
            _ => throw new ArgumentOutOfRangeException(
                nameof(order), order, "order of an epanechnikov-np kernel must be 4, 6 or 8; order 2 is Kernel.EpanechnikovNp."),
        };
        facts = new()
        {
            Support = Math.Sqrt(5),
            Closed = false,
            Signed = true,
            Order = order,
            SecondMoment = 0,
            Roughness = roughness * Math.Sqrt(5),
        };
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The kernel is <c>default</c>, which has no order.</exception>
    public KernelConstants Constants => facts ?? throw new InvalidOperationException(
        "default(EpanechnikovNpOfOrder) has no order: write new EpanechnikovNpOfOrder(4) instead.");

    /// <inheritdoc/>
    public double Weight(double u)
    {
        double t = Math.FusedMultiplyAdd(-u, u, 5);
        return t > 0 ? Scale * t * polynomial.At(u * u) : 0;
    }

    /// <inheritdoc/>
    public double LogWeight(double u) => Math.Log(Math.Abs(Weight(u)));

    /// <inheritdoc/>
    public double LogDerivative(double u)
    {
        double t = Math.FusedMultiplyAdd(-u, u, 5);
        double p = polynomial.At(u * u);
        return t > 0 && p != 0 ? 2 * u * ((polynomial.Slope(u * u) / p) - (1 / t)) : 0;
    }

    /// <inheritdoc/>
    public double Sign(double u) => Math.Sign(Weight(u));

    /// <inheritdoc/>
    public double LogRatio(double query, double key, double reference, double bandwidth) =>
        Tails.Plain(this, query, key, reference, bandwidth);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Weight(Vector512<double> u)
    {
        Vector512<double> t = Vector512.FusedMultiplyAdd(-u, u, Vector512.Create(5.0));
        return Vector512.GreaterThan(t, Vector512<double>.Zero) & (t * Scale * polynomial.At(u * u));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> LogDerivative(Vector512<double> u)
    {
        Vector512<double> t = Vector512.FusedMultiplyAdd(-u, u, Vector512.Create(5.0));
        Vector512<double> p = polynomial.At(u * u);
        return Vector512.GreaterThan(t, Vector512<double>.Zero)
            & ~Vector512.Equals(p, Vector512<double>.Zero)
            & (u * 2.0 * ((polynomial.Slope(u * u) / p) - (Vector512<double>.One / t)));
    }
}
