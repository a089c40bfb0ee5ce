using System.Runtime.CompilerServices;

namespace Nadaraya.Engines;

/// <summary>
/// How a cell's Taylor moments become the local polynomial of another cell, and what that may cost: for every offset r between the cells a matrix, an
/// error, and the largest and the least weight.
/// </summary>
/// <remarks>
/// In units of h let g(z) = e^(−z²/2), query q = τ + a, key x = σ + b, |a|, |b| ≤ ρ = δ/2, Δ = τ − σ = rδ. Taylor's theorem gives
/// g(Δ + a − b) = Σ_jk g⁽ʲ⁺ᵏ⁾(Δ) aʲ(−b)ᵏ/(j!k!); terms with j, k &lt; P are kept. Proof of the error in docs/numerics.md.
/// </remarks>
internal sealed class AxisTranslation
{
    /// <summary>Units of rounding (2⁻⁵³) that moments, translation and evaluation lose together, in the worst case: counted in docs/numerics.md.</summary>
    private const double Roundings = 400;

    private const double Safety = 1.01; // what rounding may do to the error itself, which is known to 1e-10 relative
    private readonly double[] matrices;
    private readonly double[] truncations;
    private readonly double[] absolutes;
    private readonly double[] errors;
    private readonly double[] least;
    private readonly double[] most;

    /// <param name="width">δ, the pitch over the bandwidth.</param>
    /// <param name="terms">P.</param>
    /// <param name="reach">R, the largest offset.</param>
    /// <param name="squared">Whether the kernel is g², a Gaussian of bandwidth h/√2 on the same cells and moments.</param>
    public AxisTranslation(double width, int terms, int reach, bool squared = false)
    {
        Terms = terms;
        Reach = reach;
        double unit = squared ? Math.Sqrt(2) : 1;
        double delta = width * unit;
        matrices = new double[((2 * reach) + 1) * terms * terms];
        truncations = new double[reach + 1];
        absolutes = new double[reach + 1];
        errors = new double[reach + 1];
        least = new double[reach + 2];
        most = new double[reach + 2];
        double[] t = new double[GaussianSeries.Orders];
        double[] left = GaussianSeries.LeftOut(terms);
        double[] units = GaussianSeries.Powers(unit, 2 * terms);
        double[] rhos = GaussianSeries.Powers(delta / 2, GaussianSeries.Orders);
        for (int r = -reach; r <= reach; r++)
        {
            GaussianSeries.Derivatives(r * delta, t);
            Fill(matrices.AsSpan((r + reach) * terms * terms, terms * terms), t, units);
            if (r >= 0)
            {
                truncations[r] = Safety * (GaussianSeries.Truncation(t, rhos, left) + Beyond(r * delta, delta));
                absolutes[r] = Safety * Absolute(t, rhos);
                errors[r] = truncations[r] + (Roundings * Math.ScaleB(1, -53) * absolutes[r]);
            }
        }

        for (int r = 0; r <= reach + 1; r++)
        {
            least[r] = GaussianSeries.Weight((r + 1) * delta) / Safety;
            most[r] = GaussianSeries.Weight(Math.Max(r - 1, 0) * delta) * Safety;
        }
    }

    /// <summary>P.</summary>
    public int Terms { get; }

    /// <summary>R.</summary>
    public int Reach { get; }

    /// <summary>The matrix of offset r = target − source: entry [k·P + j] takes moment k to coefficient j.</summary>
    public ReadOnlySpan<double> Matrix(int offset) => matrices.AsSpan((offset + Reach) * Terms * Terms, Terms * Terms);

    /// <summary>All matrices, from offset −R on.</summary>
    public double[] Matrices => matrices;

    /// <summary>The largest |K̂ − K| of a key and a query in cells |r| apart, in exact arithmetic.</summary>
    public double Truncation(int offset) => truncations[Math.Abs(offset)];

    /// <summary>What rounding errors are relative to in cells |r| apart: the sum of all terms' sizes.</summary>
    public double Absolute(int offset) => absolutes[Math.Abs(offset)];

    /// <summary>The largest |K̂ − K| of a key and a query in cells |r| apart, rounding included.</summary>
    public double Error(int offset) => errors[Math.Abs(offset)];

    /// <summary>The least weight between cells |r| apart.</summary>
    public double Least(int offset) => least[Math.Abs(offset)];

    /// <summary>The largest weight between cells |r| apart; R + 1 is allowed.</summary>
    public double Most(int offset) => most[Math.Abs(offset)];

    /// <summary>Entry [k, j] = (j+k)!/(j!·k!)·(−1)ᵏ t[j+k]·k!/k! with moments Σ v bᵏ: binomial(j+k, j)·(−1)ᵏ·t[j+k], in the unit of the moments.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(Span<double> matrix, double[] t, double[] units)
    {
        for (int k = 0; k < Terms; k++)
        {
            double binomial = 1;
            for (int j = 0; j < Terms; j++)
            {
                // binomial(j + k, k), by the ratio (j + k)/j from the one before.
                binomial = j == 0 ? 1 : binomial * (j + k) / j;
                matrix[(k * Terms) + j] = (k % 2 == 0 ? 1 : -1) * binomial * t[j + k] * units[j + k];
            }
        }
    }

    /// <summary>What the orders from 48 on may add, all of them left out.</summary>
    private static double Beyond(double z, double delta)
    {
        double ratio = 2;
        for (int n = 1; n <= GaussianSeries.Orders; n++)
        {
            ratio *= delta / Math.Sqrt(n);
        }

        return ratio * Math.Exp(-z * z / 4);
    }

    /// <summary>Σ_jk |g⁽ʲ⁺ᵏ⁾(Δ)| ρʲ⁺ᵏ/(j!k!) over the terms kept: what rounding errors are relative to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Absolute(double[] t, double[] rhos)
    {
        double sum = 0;
        for (int k = 0; k < Terms; k++)
        {
            double binomial = 1;
            for (int j = 0; j < Terms; j++)
            {
                binomial = j == 0 ? 1 : binomial * (j + k) / j;
                sum += binomial * Math.Abs(t[j + k]) * rhos[j + k];
            }
        }

        return sum;
    }
}
