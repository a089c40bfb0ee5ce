using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Local polynomials with the Gaussian kernel, cut at four bandwidths, on rows that stand binned on a grid over [0, 1].</summary>
/// <remarks>Source: Wand (1994), Fast computation of multivariate kernel estimators; Fan &amp; Marron (1994); the sums are exact, not by Fourier transforms.</remarks>
internal sealed class GridFit
{
    private const int MostTerms = 4;
    private const double Cut = 4;

    // Of what a power has left beside the lower ones; below it the rows within reach don't tell the polynomial.
    private const double Independent = 1e-13;

    private readonly double[] counts;
    private readonly double[] sums;

    /// <summary>Each row in proportion on the two points beside it.</summary>
    /// <param name="points">The number of points.</param>
    /// <param name="x">The keys, in [0, 1].</param>
    /// <param name="y">The values.</param>
    public GridFit(int points, ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        counts = new double[points];
        sums = new double[points];
        for (int i = 0; i < x.Length; i++)
        {
            double at = x[i] * (points - 1);
            int low = Math.Min((int)at, points - 2);
            double share = at - low;
            counts[low] += 1 - share;
            counts[low + 1] += share;
            sums[low] += (1 - share) * y[i];
            sums[low + 1] += share * y[i];
        }
    }

    /// <summary>Rows at each point.</summary>
    public ReadOnlySpan<double> Counts => counts;

    /// <summary>Sums of the values at each point.</summary>
    public ReadOnlySpan<double> Sums => sums;

    /// <summary>The local polynomial at a point; null where the rows within four bandwidths don't determine it.</summary>
    /// <param name="point">The point.</param>
    /// <param name="degree">The degree, up to 3.</param>
    /// <param name="bandwidth">The bandwidth, in units of the grid's length.</param>
    public GridPolynomial? At(int point, int degree, double bandwidth)
    {
        int terms = degree + 1;
        double step = 1.0 / (counts.Length - 1);
        int reach = (int)Math.Min(Cut * bandwidth / step, counts.Length);

        // Powers of the distance over this: over the bandwidth, they would vanish where that is far wider than the grid.
        double unit = Math.Min(bandwidth, 1);
        Span<double> s = stackalloc double[(2 * MostTerms) - 1];
        Span<double> squared = stackalloc double[(2 * MostTerms) - 1];
        Span<double> t = stackalloc double[MostTerms];
        s.Clear();
        squared.Clear();
        t.Clear();
        int last = Math.Min(counts.Length - 1, point + reach);
        for (int k = Math.Max(0, point - reach); k <= last; k++)
        {
            if (counts[k] == 0)
            {
                continue;
            }

            double apart = (k - point) * step;
            double u = apart / bandwidth;
            double weight = VectorMath.Exp(-u * u / 2);
            double power = weight;
            for (int j = 0; j < (2 * terms) - 1; j++)
            {
                s[j] += power * counts[k];
                squared[j] += weight * power * counts[k];
                if (j < terms)
                {
                    t[j] += power * sums[k];
                }

                power *= apart / unit;
            }
        }

        return Solve(terms, s, squared, t, unit);
    }

    /// <summary>Cholesky's factor of S, S[i, j] = s[i + j], and what follows from it.</summary>
    private static GridPolynomial? Solve(int terms, ReadOnlySpan<double> s, ReadOnlySpan<double> squared, ReadOnlySpan<double> t, double unit)
    {
        Span<double> factor = stackalloc double[MostTerms * MostTerms];
        for (int i = 0; i < terms; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rest = s[i + j];
                for (int k = 0; k < j; k++)
                {
                    rest -= factor[(i * MostTerms) + k] * factor[(j * MostTerms) + k];
                }

                if (i > j)
                {
                    factor[(i * MostTerms) + j] = rest / factor[(j * MostTerms) + j];
                }
                else if (rest > Independent * s[2 * i])
                {
                    factor[(i * MostTerms) + i] = Math.Sqrt(rest);
                }
                else
                {
                    return null;
                }
            }
        }

        Span<double> fit = stackalloc double[MostTerms];
        Span<double> first = stackalloc double[MostTerms];
        t[..terms].CopyTo(fit);
        first.Clear();
        first[0] = 1;
        Divide(factor, terms, fit);
        Divide(factor, terms, first);
        double spread = 0;
        for (int i = 0; i < terms; i++)
        {
            for (int j = 0; j < terms; j++)
            {
                spread += first[i] * first[j] * squared[i + j];
            }
        }

        return new(fit[0], terms > 2 ? 2 * fit[2] / (unit * unit) : 0, first[0], spread);
    }

    /// <summary>v ← (LLᵀ)⁻¹v.</summary>
    private static void Divide(ReadOnlySpan<double> factor, int terms, Span<double> v)
    {
        for (int i = 0; i < terms; i++)
        {
            for (int k = 0; k < i; k++)
            {
                v[i] -= factor[(i * MostTerms) + k] * v[k];
            }

            v[i] /= factor[(i * MostTerms) + i];
        }

        for (int i = terms - 1; i >= 0; i--)
        {
            for (int k = i + 1; k < terms; k++)
            {
                v[i] -= factor[(k * MostTerms) + i] * v[k];
            }

            v[i] /= factor[(i * MostTerms) + i];
        }
    }
}
