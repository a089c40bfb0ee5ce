using System.Runtime.CompilerServices;
using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>
/// How a cell's Taylor moments become the local polynomial of another cell, and what that may cost: for every offset r between the cells a matrix, an
/// error, and the largest and the least weight.
/// </summary>
/// <remarks>
/// In units of h let g(z) = e^(−z²/2), query q = τ + a, key x = σ + b, |a|, |b| ≤ ρ = δ/2, Δ = τ − σ = rδ. Taylor's theorem gives
/// g(Δ + a − b) = Σ_jk g⁽ʲ⁺ᵏ⁾(Δ) aʲ(−b)ᵏ/(j!k!); terms with j, k &lt; P are kept. Proof of the error in docs/numerics.md.
/// </remarks>
internal sealed class GaussianTranslation
{
    /// <summary>Units of rounding (2⁻⁵³) that every part of a sum meets on its way through moments, translation and evaluation: counted in docs/numerics.md.</summary>
    private const double Roundings = 81;

    /// <summary>And those that it meets for each power of a or b.</summary>
    private const double PowerRoundings = 4;

    private const double Safety = 1.01; // what rounding may do to the error itself, which is known to 1e-10 relative
    private readonly double[] matrices;
    private readonly double[] errors;
    private readonly double[] least;
    private readonly double[] most;

    /// <param name="width">δ, the pitch over the bandwidth.</param>
    /// <param name="terms">P.</param>
    /// <param name="reach">R, the largest offset.</param>
    /// <param name="squared">Whether the kernel is g², a Gaussian of bandwidth h/√2 on the same cells and moments.</param>
    /// <param name="order">The largest power of v = (x − q)/h whose moment is taken from derivatives: at most 4.</param>
    public GaussianTranslation(double width, int terms, int reach, bool squared = false, int order = 0)
    {
        Terms = terms;
        Reach = reach;
        double unit = squared ? Math.Sqrt(2) : 1;
        double delta = width * unit;
        matrices = new double[(reach + 1) * terms * terms];
        errors = new double[reach + 2];
        least = new double[reach + 2];
        most = new double[reach + 2];
        double[] t = new double[GaussianSeries.Orders];
        double[][] left = [.. Enumerable.Range(0, order + 1).Select(i => GaussianSeries.LeftOut(terms, i))];
        double[] units = GaussianSeries.Powers(unit, 2 * terms);
        double[] rhos = GaussianSeries.Powers(delta / 2, GaussianSeries.Orders);
        for (int r = 0; r <= reach; r++)
        {
            double z = r * delta;
            GaussianSeries.Derivatives(z, t);
            Fill(matrices.AsSpan(r * terms * terms, terms * terms), t, units);
            double[] bounds = [.. left.Select((l, i) => GaussianSeries.Truncation(t, rhos, l, i) + (Math.ScaleB(1, -53) * Rounding(t, rhos, Roundings + r + (4 * z * z) + (4 * i), i)))];
            errors[r] = Safety * Worst(bounds);
        }

        for (int r = 0; r <= reach + 1; r++)
        {
            least[r] = GaussianSeries.Weight((r + 1) * delta) / Safety;
            most[r] = GaussianSeries.Weight(Math.Max(r - 1, 0) * delta) * Safety;
        }

        // vᵏe^(−v²/2) falls from v = √k on, and what is out of reach is further.
        Beyond = GaussianSeries.Weight(reach * delta) * Math.Max(1, Math.Pow(reach * delta, order)) * Safety;
    }

    /// <summary>P.</summary>
    public int Terms { get; }

    /// <summary>R.</summary>
    public int Reach { get; }

    /// <summary>The most that a key out of reach can add to a moment.</summary>
    public double Beyond { get; }

    /// <summary>The matrix of offset r = target − source ≥ 0 as <see cref="TaylorSums.Translate(ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double}, Span{double})"/> takes it.</summary>
    public ReadOnlySpan<double> Matrix(int offset) => matrices.AsSpan(offset * Terms * Terms, Terms * Terms);

    /// <summary>What takes moment k to coefficient j over an offset of either sign.</summary>
    public double Entry(int offset, int k, int j) =>
        (offset < 0 && (j + k) % 2 != 0 ? -1 : 1) * Matrix(Math.Abs(offset))[(TaylorSums.At(k) * Terms) + TaylorSums.At(j)];

    /// <summary>The largest |K̂ − K| of a key and a query in cells |r| apart, rounding included; with an order, of vᵏK for every k up to it.</summary>
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
                matrix[(TaylorSums.At(k) * Terms) + TaylorSums.At(j)] = (k % 2 == 0 ? 1 : -1) * binomial * t[j + k] * units[j + k];
            }
        }
    }

    /// <summary>The largest error of Σ w vᵏ from those of the derivatives: v²w = w″ + w, v³w = w‴ + 3w′, v⁴w = w⁗ + 6w″ + 3w.</summary>
    private static double Worst(double[] d) => Enumerable.Range(0, d.Length).Max(k => k switch
    {
        2 => d[2] + d[0],
        3 => d[3] + (3 * d[1]),
        4 => d[4] + (6 * d[2]) + (3 * d[0]),
        _ => d[k],
    });

    /// <summary>Σ_jk (count + 4(j + k))·|g⁽ʲ⁺ᵏ⁾(Δ)| ρʲ⁺ᵏ⁻ⁱ/((j − i)!k!) over the terms kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Rounding(double[] t, double[] rhos, double count, int derivative)
    {
        double sum = 0;
        for (int k = 0; k < Terms; k++)
        {
            double binomial = 1;
            for (int j = 0; j < Terms; j++)
            {
                binomial = j == 0 ? 1 : binomial * (j + k) / j;
                sum += j < derivative
                    ? 0
                    : (count + (PowerRoundings * (j + k))) * binomial * GaussianSeries.Falling(j, derivative) * Math.Abs(t[j + k]) * rhos[j + k - derivative];
            }
        }

        return sum;
    }
}
