using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>
/// The local polynomials of a cell beyond all keys, relative to the last key e: Σ c·e^(−((q−x)² − (q−e)²)/2h²) as a polynomial in a = (q − τ)/h.
/// </summary>
/// <remarks>
/// With z = |e − x|/h and s = ±1 for a cell above or below, the exponent is that at the centre τ less s·a·z, exactly. So weights are taken once at the
/// centre, and e^(−saz) by Taylor: Σ_k (−sa)ᵏ/k!·Σ c w zᵏ. Proof of the error in docs/numerics.md.
/// </remarks>
internal sealed class TiltedCell
{
    /// <summary>The key that weights are relative to, in ascending order.</summary>
    public required int Reference { get; init; }

    /// <summary>A bound of δ for every query of the cell; infinite where nothing could be shown.</summary>
    public required double Share { get; init; }

    /// <summary>s.</summary>
    public required int Side { get; init; }

    /// <summary>τ.</summary>
    public required double Centre { get; init; }

    /// <summary>The polynomials of the columns, and that of Σ w² behind them where it is wanted.</summary>
    public required double[] Polynomials { get; init; }

    /// <summary>The polynomial of a column.</summary>
    public ReadOnlySpan<double> Polynomial(int column) => Polynomials.AsSpan(column * TaylorSums.Terms, TaylorSums.Terms);

    /// <summary>Σ w c at a query, relative to the last key.</summary>
    /// <param name="column">Which.</param>
    /// <param name="a">(q − τ)/h.</param>
    public double Value(int column, double a) => TaylorSums.Evaluate(Polynomial(column), a);

    /// <summary>Σ w (u² − d²) c at a query, relative to the last key as the weights are: u = d + z, Σ w z c and Σ w z² c from the derivatives.</summary>
    /// <param name="column">Which.</param>
    /// <param name="a">(q − τ)/h.</param>
    /// <param name="apart">d = |q − e|/h.</param>
    public double Bend(int column, double a, double apart)
    {
        Span<double> first = stackalloc double[TaylorSums.Terms];
        Span<double> second = stackalloc double[TaylorSums.Terms];
        TaylorSums.Derivative(Polynomial(column), first);
        TaylorSums.Derivative(first, second);
        return TaylorSums.Evaluate(second, a) - (2 * apart * Side * TaylorSums.Evaluate(first, a));
    }
}
