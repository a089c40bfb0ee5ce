using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>
/// Gaussian kernel of order 4, 6 or 8, <c>k(u) = P(u²) exp(−u²/2)</c> with P(v) = 3/2 − v/2, 15/8 − 5v/4 + v²/8, or
/// 35/16 − 35v/16 + 7v²/16 − v³/48; not normalised, signed.
/// </summary>
/// <remarks>
/// Its moments below the order vanish, so the bias is of that order; the price is negative weights, which can cancel.
/// Source: Wand &amp; Schucany (1990). R np writes 1/48 as 0.02083333333.
/// </remarks>
public readonly struct GaussianOfOrder : IKernel
{
    // From here on P is its leading term to the last digit, and the quotient P′/P vanishes beside u.
    private const double Far = 1e9;

    // The square where exp(−u²/2) became 0.
    private const double LargestSquare = -2 * VectorMath.SmallestExponent;

    private readonly EvenPolynomial polynomial;
    private readonly double leading;
    private readonly int order;
    private readonly KernelConstants? facts;

    /// <summary>The kernel of order 4.</summary>
    public GaussianOfOrder()
        : this(4)
    {
    }

    /// <summary>The kernel of the given order.</summary>
    /// <param name="order">4, 6 or 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is another number.</exception>
    public GaussianOfOrder(int order)
    {
        double roughness;
        (polynomial, leading, roughness) = order switch
        {
            4 => (new EvenPolynomial(1.5, -0.5, 0, 0), -0.5, 27.0 / 32),
            6 => (new EvenPolynomial(1.875, -1.25, 0.125, 0), 0.125, 2265.0 / 2048),
            8 => (new EvenPolynomial(2.1875, -2.1875, 0.4375, -1.0 / 48), -1.0 / 48, 43435.0 / 32768),
            _ => throw new ArgumentOutOfRangeException(
                nameof(order), order, "order of a gaussian kernel must be 4, 6 or 8; order 2 is Kernel.Gaussian."),
        };
        this.order = order;
        facts = new()
        {
            Signed = true,
            Order = order,
            Mass = Math.Sqrt(2 * Math.PI),
            SecondMoment = 0,
            Roughness = roughness / Math.Sqrt(Math.PI),
        };
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The kernel is <c>default</c>, which has no order.</exception>
    public KernelConstants Constants => facts ?? throw new InvalidOperationException(
        "default(GaussianOfOrder) has no order: write new GaussianOfOrder(4) instead.");

    /// <inheritdoc/>
    public double Weight(double u)
    {
        double v = u * u;
        return v <= LargestSquare ? polynomial.At(v) * VectorMath.Exp(v * -0.5) : 0;
    }

    /// <inheritdoc/>
    public double LogWeight(double u) => double.IsFinite(u)
        ? LogPolynomial(Math.Abs(u), Math.Log(Math.Abs(u))) + Tails.KeepFinite(u * u * -0.5, u)
        : double.NegativeInfinity;

    /// <inheritdoc/>
    public double LogDerivative(double u)
    {
        double v = u * u;
        double p = polynomial.At(v);
        double bend = v <= Far * Far ? polynomial.Slope(v) * 2 / p : 0;
        return p != 0 && double.IsFinite(u) ? Math.FusedMultiplyAdd(u, bend, -u) : 0;
    }

    /// <inheritdoc/>
    public double Sign(double u) => Math.Abs(u) > Far ? Math.Sign(leading) : Math.Sign(polynomial.At(u * u));

    /// <inheritdoc/>
    public double LogRatio(double query, double key, double reference, double bandwidth)
    {
        if (key == reference)
        {
            return 0;
        }

        double toKey = Tails.Distance(query, key, bandwidth);
        double toReference = Tails.Distance(query, reference, bandwidth);
        double polynomials = Math.Min(toKey, toReference) > Far
            ? (order - 2) * Tails.LogQuotient(query, key, reference)
            : Tails.Difference(
                LogPolynomial(toKey, Tails.LogDistance(query, key, bandwidth)),
                LogPolynomial(toReference, Tails.LogDistance(query, reference, bandwidth)));

        // At a zero of P the exponential, which may be infinite the other way, has no say.
        return double.IsInfinity(polynomials)
            ? polynomials
            : polynomials + Tails.Quadratic(query, key, reference, bandwidth);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Weight(Vector512<double> u)
    {
        Vector512<double> v = u * u;
        return Vector512.LessThanOrEqual(v, Vector512.Create(LargestSquare))
            & (polynomial.At(v) * VectorMath.Exp(v * -0.5));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> LogDerivative(Vector512<double> u)
    {
        Vector512<double> v = u * u;
        Vector512<double> p = polynomial.At(v);
        Vector512<double> bend = Vector512.LessThanOrEqual(v, Vector512.Create(Far * Far)) & (polynomial.Slope(v) * 2.0 / p);
        return Vector512.IsFinite(u) & ~Vector512.Equals(p, Vector512<double>.Zero) & Vector512.FusedMultiplyAdd(u, bend, -u);
    }

    /// <summary>ln |P(u²)|, for a given ln |u|, from the leading term where the square could overflow.</summary>
    private double LogPolynomial(double distance, double logDistance) => distance > Far
        ? Math.Log(Math.Abs(leading)) + ((order - 2) * logDistance)
        : Math.Log(Math.Abs(polynomial.At(distance * distance)));
}
