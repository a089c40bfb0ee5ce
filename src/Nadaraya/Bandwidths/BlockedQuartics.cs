using System.Diagnostics;

namespace Nadaraya;

/// <summary>Quartic polynomials by least squares on blocks of ordered rows: what a plug-in bandwidth knows of noise and curvature before it smooths.</summary>
/// <remarks>Source: Ruppert, Sheather &amp; Wand (1995); the number of blocks by Mallows' Cp, as in Härdle &amp; Marron (1995).</remarks>
internal sealed class BlockedQuartics
{
    /// <summary>The parameters of one block.</summary>
    public const int Coefficients = 5;

    private const int MostBlocks = 5;
    private const int RowsPerBlock = 20;

    private BlockedQuartics(double noise, double fourthCurvature)
    {
        Noise = noise;
        FourthCurvature = fourthCurvature;
    }

    /// <summary>σ̂² = RSS/(n − 5N), of N blocks.</summary>
    public double Noise { get; }

    /// <summary>θ̂₂₄ = n⁻¹ Σ m″(xᵢ)·m⁗(xᵢ).</summary>
    public double FourthCurvature { get; }

    /// <summary>Chooses the number of blocks and fits them; null where not even one block has five different keys.</summary>
    /// <param name="x">The keys in order; more than five.</param>
    /// <param name="y">The values, those of equal keys replaced by their mean.</param>
    /// <param name="within">A row's share of the squares that its mean leaves out.</param>
    /// <remarks>
    /// At most max(min(⌊n/20⌋, 5), 1) blocks of ⌊n/N⌋ rows, the last with the rest; fewer where a block would have less than five
    /// different keys. Cp(N) = (n − 5N_max)·RSS(N)/RSS(N_max) + 10N, and of equals the fewest blocks.
    /// </remarks>
    public static BlockedQuartics? Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> within)
    {
        int n = x.Length;
        Debug.Assert(n > Coefficients, "A quartic leaves no degree of freedom.");
        int most = Math.Max(Math.Min(n / RowsPerBlock, MostBlocks), 1);
        List<(double Squares, double FourthCurvature)> fits = [];
        for (int blocks = 1; blocks <= most && Blocks(x, y, within, blocks) is (double, double) fit; blocks++)
        {
            fits.Add(fit);
        }

        if (fits.Count == 0)
        {
            return null;
        }

        int best = 0;
        double lowest = double.PositiveInfinity;
        for (int k = 0; k < fits.Count; k++)
        {
            double cp = ((n - (Coefficients * fits.Count)) * fits[k].Squares / fits[^1].Squares) + (2 * Coefficients * (k + 1));
            if (cp < lowest)
            {
                (best, lowest) = (k, cp);
            }
        }

        return new(fits[best].Squares / (n - (Coefficients * (best + 1))), fits[best].FourthCurvature / n);
    }

    private static (double Squares, double FourthCurvature)? Blocks(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> within, int blocks)
    {
        int size = x.Length / blocks;
        double squares = 0;
        double curvature = 0;
        for (int block = 0; block < blocks; block++)
        {
            int low = block * size;
            int count = (block == blocks - 1 ? x.Length : low + size) - low;
            if (Block(x.Slice(low, count), y.Slice(low, count)) is not (double, double) fit)
            {
                return null;
            }

            squares += fit.Squares;
            curvature += fit.FourthCurvature;
            foreach (double square in within.Slice(low, count))
            {
                squares += square;
            }
        }

        return (squares, curvature);
    }

    /// <summary>RSS and Σ m″·m⁗ of one block.</summary>
    private static (double Squares, double FourthCurvature)? Block(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (DistinctUpTo(x, Coefficients) < Coefficients)
        {
            return null;
        }

        double center = (x[0] + x[^1]) / 2;
        double half = (x[^1] - x[0]) / 2;
        Span<double> c = stackalloc double[Coefficients];
        Orthogonal(x, y, center, half, c);

        // Derivatives in x are those in v = (x − center)/half, over half for each order.
        double fourth = 24 * c[4] / (half * half * half * half);
        double squares = 0;
        double curvature = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double v = (x[i] - center) / half;
            double left = y[i] - (c[0] + (v * (c[1] + (v * (c[2] + (v * (c[3] + (v * c[4]))))))));
            squares += left * left;
            curvature += ((2 * c[2]) + (v * ((6 * c[3]) + (v * 12 * c[4])))) / (half * half) * fourth;
        }

        return (squares, curvature);
    }

    /// <summary>The coefficients of the quartic in powers of v, by polynomials that are orthogonal on the rows. Source: Forsythe (1957).</summary>
    private static void Orthogonal(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double center, double half, Span<double> c)
    {
        int n = x.Length;
        double[] now = new double[n];
        double[] before = new double[n];
        double[] left = y.ToArray();
        Array.Fill(now, 1);
        Span<double> p = stackalloc double[Coefficients];
        Span<double> last = stackalloc double[Coefficients];
        c.Clear();
        p.Clear();
        last.Clear();
        p[0] = 1;
        double normBefore = 1;
        for (int degree = 0; degree < Coefficients; degree++)
        {
            double norm = 0;
            double along = 0;
            double middle = 0;
            for (int i = 0; i < n; i++)
            {
                double square = now[i] * now[i];
                norm += square;
                along += now[i] * left[i];
                middle += square * ((x[i] - center) / half);
            }

            double share = along / norm;
            double alpha = middle / norm;
            double beta = degree == 0 ? 0 : norm / normBefore;
            for (int i = 0; i < n; i++)
            {
                left[i] -= share * now[i];
                (now[i], before[i]) = (((((x[i] - center) / half) - alpha) * now[i]) - (beta * before[i]), now[i]);
            }

            for (int k = Coefficients - 1; k >= 0; k--)
            {
                c[k] += share * p[k];
                double next = (k == 0 ? 0 : p[k - 1]) - (alpha * p[k]) - (beta * last[k]);
                last[k] = p[k];
                p[k] = next;
            }

            normBefore = norm;
        }
    }

    private static int DistinctUpTo(ReadOnlySpan<double> ordered, int enough)
    {
        int distinct = ordered.Length > 0 ? 1 : 0;
        for (int i = 1; i < ordered.Length && distinct < enough; i++)
        {
            distinct += ordered[i] > ordered[i - 1] ? 1 : 0;
        }

        return distinct;
    }
}
