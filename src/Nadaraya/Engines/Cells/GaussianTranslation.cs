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

    private const int Series = 48; // by Cramér's inequality what is beyond is under 2·δ⁴⁸/√48! < 1e-35 of g for δ ≤ 0.75: the safety factor covers it
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
        double[] t = new double[Series];
        double[][] left = [.. Enumerable.Range(0, order + 1).Select(i => LeftOut(terms, i))];
        double[] units = Powers(unit, 2 * terms);
        double[] rhos = Powers(delta / 2, Series);
        for (int r = 0; r <= reach; r++)
        {
            double z = r * delta;
            Derivatives(z, t);
            Fill(matrices.AsSpan(r * terms * terms, terms * terms), t, units);
            double[] bounds = [.. left.Select((l, i) => Truncation(t, rhos, l, i) + (Math.ScaleB(1, -53) * Rounding(t, rhos, Roundings + r + (4 * z * z) + (4 * i), i)))];
            errors[r] = Safety * Worst(bounds);
        }

        for (int r = 0; r <= reach + 1; r++)
        {
            least[r] = Weight((r + 1) * delta) / Safety;
            most[r] = Weight(Math.Max(r - 1, 0) * delta) * Safety;
        }

        // vᵏe^(−v²/2) falls from v = √k on, and what is out of reach is further.
        Beyond = Weight(reach * delta) * Math.Max(1, Math.Pow(reach * delta, order)) * Safety;
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

    private static double Weight(double z) => Math.Exp(-z * z / 2);

    /// <summary>t[n] = g⁽ⁿ⁾(z)/n!, from g′ = −z·g by Leibniz: (n+1)·t[n+1] = −(z·t[n] + t[n−1]).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Derivatives(double z, double[] t)
    {
        t[0] = Weight(z);
        t[1] = -z * t[0];
        for (int n = 1; n + 1 < t.Length; n++)
        {
            t[n + 1] = -((z * t[n]) + t[n - 1]) / (n + 1);
        }
    }

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

    /// <summary>For each n the sum of binomial(n, j)·j!/(j − i)! over the terms left out, j ≥ P or n − j ≥ P: those of the i-th derivative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double[] LeftOut(int terms, int derivative)
    {
        double[] left = new double[Series];
        double[] row = new double[Series]; // row n of Pascal's triangle
        for (int n = 0; n < Series; n++)
        {
            for (int j = n; j > 0; j--)
            {
                row[j] = j == n ? 1 : row[j] + row[j - 1];
            }

            row[0] = 1;
            for (int j = 0; j <= n; j++)
            {
                left[n] += j >= terms || n - j >= terms ? row[j] * Falling(j, derivative) : 0;
            }
        }

        return left;
    }

    /// <summary>j!/(j − i)!, 0 where j is less.</summary>
    private static double Falling(int j, int i)
    {
        double product = 1;
        for (int k = 0; k < i; k++)
        {
            product *= j - k;
        }

        return product;
    }

    /// <summary>The largest error of Σ w vᵏ from those of the derivatives: v²w = w″ + w, v³w = w‴ + 3w′, v⁴w = w⁗ + 6w″ + 3w.</summary>
    private static double Worst(double[] d) => Enumerable.Range(0, d.Length).Max(k => k switch
    {
        2 => d[2] + d[0],
        3 => d[3] + (3 * d[1]),
        4 => d[4] + (6 * d[2]) + (3 * d[0]),
        _ => d[k],
    });

    private static double[] Powers(double x, int count)
    {
        double[] powers = new double[count];
        powers[0] = 1;
        for (int n = 1; n < count; n++)
        {
            powers[n] = powers[n - 1] * x;
        }

        return powers;
    }

    /// <summary>Σ over n of |t[n]| ρⁿ⁻ⁱ times what is left out.</summary>
    private static double Truncation(double[] t, double[] rhos, double[] left, int derivative)
    {
        double sum = 0;
        for (int n = derivative; n < Series; n++)
        {
            sum += Math.Abs(t[n]) * rhos[n - derivative] * left[n];
        }

        return sum;
    }

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
                    : (count + (PowerRoundings * (j + k))) * binomial * Falling(j, derivative) * Math.Abs(t[j + k]) * rhos[j + k - derivative];
            }
        }

        return sum;
    }
}
