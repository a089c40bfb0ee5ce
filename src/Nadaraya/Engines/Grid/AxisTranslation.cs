using System.Runtime.CompilerServices;

namespace Nadaraya.Engines;

/// <summary>How moments along an axis become the local polynomial of another cell, and what that may cost: for every offset r between the cells a matrix and an error.</summary>
/// <remarks>
/// In units of h let g(z) = e^(−z²/2), query q = τ + a, key x = σ + b, |a|, |b| ≤ ρ = δ/2, Δ = τ − σ = rδ. Taylor's theorem gives
/// g(Δ + a − b) = Σ_jk g⁽ʲ⁺ᵏ⁾(Δ) aʲ(−b)ᵏ/(j!k!); powers from P on are replaced by <see cref="EconomizedPowers"/> of a/ρ and b/ρ. Proof of the error in docs/numerics.md.
/// </remarks>
internal sealed class AxisTranslation
{
    private const int Orders = GaussianSeries.Orders;
    private const double Safety = 1.01; // what rounding may do to the error itself, which is known to 1e-10 relative
    private readonly double[] matrices;
    private readonly double[] truncations;
    private readonly double[] absolutes;

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
        int size = terms * terms;
        matrices = new double[((2 * reach) + 1) * size];
        truncations = new double[reach + 1];
        absolutes = new double[reach + 1];
        EconomizedPowers powers = EconomizedPowers.Of(terms);
        double[] left = powers.LeftOut();
        double[] units = GaussianSeries.Powers(unit, 2 * terms);
        double[] rhos = GaussianSeries.Powers(delta / 2, Orders);
        double[] scaled = Scaled(powers, rhos);
        double[] series = new double[Orders * Orders];
        double[] half = new double[Orders * terms];
        double[] t = new double[Orders];
        for (int r = 0; r <= reach; r++)
        {
            GaussianSeries.Derivatives(r * delta, t);
            Series(t, series);
            Span<double> matrix = matrices.AsSpan((reach + r) * size, size);
            Fill(series, scaled, half, matrix);

            // The same but for the sign of odd orders, which are 0 where both are one.
            Span<double> opposite = matrices.AsSpan((reach - r) * size, size);
            for (int at = 0; at < size; at++)
            {
                int order = (at / terms) + (at % terms);
                matrix[at] *= units[order];
                opposite[at] = order % 2 == 0 ? matrix[at] : -matrix[at];
            }

            truncations[r] = Safety * (GaussianSeries.Truncation(t, rhos, left) + Tail(r * delta, delta));
            absolutes[r] = Safety * Absolute(series, rhos, powers);
        }

        Beyond = GaussianSeries.Weight(reach * delta) * Safety;
    }

    /// <summary>P.</summary>
    public int Terms { get; }

    /// <summary>R.</summary>
    public int Reach { get; }

    /// <summary>The largest weight between cells that are more than R apart.</summary>
    public double Beyond { get; }

    /// <summary>The matrix of offset r = target − source: entry [k·P + j] takes moment k to coefficient j.</summary>
    public ReadOnlySpan<double> Matrix(int offset) => matrices.AsSpan((offset + Reach) * Terms * Terms, Terms * Terms);

    /// <summary>The largest |K̂ − K| of a key and a query in cells |r| apart, in exact arithmetic.</summary>
    public double Truncation(int offset) => truncations[Math.Abs(offset)];

    /// <summary>What rounding errors are relative to in cells |r| apart: the sum of all terms' sizes.</summary>
    public double Absolute(int offset) => absolutes[Math.Abs(offset)];

    /// <summary>X_n's coefficients in a in place of a/ρ: times ρⁿ⁻ʲ.</summary>
    private static double[] Scaled(EconomizedPowers powers, double[] rhos)
    {
        double[] scaled = new double[Orders * powers.Terms];
        for (int n = 0; n < Orders; n++)
        {
            for (int j = 0; j < powers.Terms && j <= n; j++)
            {
                scaled[(n * powers.Terms) + j] = powers[n][j] * rhos[n - j];
            }
        }

        return scaled;
    }

    /// <summary>series[K, J] = (−1)ᴷ binomial(J + K, J)·t[J + K], 0 from order 48 on.</summary>
    private static void Series(double[] t, double[] series)
    {
        for (int k = 0; k < Orders; k++)
        {
            double binomial = k % 2 == 0 ? 1 : -1;
            for (int j = 0; j + k < Orders; j++)
            {
                series[(k * Orders) + j] = binomial * t[j + k];
                binomial = binomial * (j + k + 1) / (j + 1);
            }
        }
    }

    /// <summary>matrix[k, j] = Σ_KJ scaled[K, k]·series[K, J]·scaled[J, j].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(double[] series, double[] scaled, double[] half, Span<double> matrix)
    {
        for (int k = 0; k < Orders; k++)
        {
            for (int j = 0; j < Terms; j++)
            {
                half[(k * Terms) + j] = Economized(series.AsSpan(k * Orders, Orders - k), scaled, j, 1);
            }
        }

        for (int k = 0; k < Terms; k++)
        {
            for (int j = 0; j < Terms; j++)
            {
                matrix[(k * Terms) + j] = Economized(half.AsSpan(j), scaled, k, Terms);
            }
        }
    }

    /// <summary>Σ_n scaled[n, j]·of[n]: n = j itself and every second from P on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Economized(ReadOnlySpan<double> of, double[] scaled, int j, int step)
    {
        double sum = 0;
        for (int n = Terms + ((Terms + j) % 2); n * step < of.Length; n += 2)
        {
            sum += scaled[(n * Terms) + j] * of[n * step];
        }

        return sum + (j * step < of.Length ? of[j * step] : 0);
    }

    /// <summary>What the orders from 48 on may add, all of them left out.</summary>
    private static double Tail(double z, double delta)
    {
        double ratio = 2;
        for (int n = 1; n <= Orders; n++)
        {
            ratio *= delta / Math.Sqrt(n);
        }

        return ratio * Math.Exp(-z * z / 4);
    }

    /// <summary>Σ_JK |g⁽ᴶ⁺ᴷ⁾(Δ)| ρᴶ⁺ᴷ/(J!K!) times the sizes of X_J and X_K: what rounding errors are relative to.</summary>
    private static double Absolute(double[] series, double[] rhos, EconomizedPowers powers)
    {
        double sum = 0;
        for (int k = 0; k < Orders; k++)
        {
            for (int j = 0; j + k < Orders; j++)
            {
                sum += Math.Abs(series[(k * Orders) + j]) * rhos[j + k] * powers.Size(j) * powers.Size(k);
            }
        }

        return sum;
    }
}
