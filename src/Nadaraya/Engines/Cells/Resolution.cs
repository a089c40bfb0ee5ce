using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Whether a local polynomial fit can be solved from moments that carry an error: their determinant must stand out of it.</summary>
/// <remarks>
/// In units of h with every moment within x·S₀ of the truth, the determinant of the Hankel matrix S_{j+k} is off by at most x·S₀·Σ|cofactor| to first
/// order. A query where that may be more than a share x/η of it is summed key by key.
/// </remarks>
internal static class Resolution
{
    /// <summary>Whether the determinant at a query is at least so many times its error.</summary>
    /// <param name="moments">The sums.</param>
    /// <param name="query">Which query.</param>
    /// <param name="terms">Which sums they are.</param>
    /// <param name="ratio">x/η.</param>
    public static bool IsEnough(Moments moments, int query, MomentTerms terms, double ratio)
    {
        double S(int k) => moments.Sums[k][query] / terms.Unit(k);
        double s0 = S(0);
        double s1 = S(1);
        double s2 = S(2);
        if (terms.Degree == 1)
        {
            return (s0 * s2) - (s1 * s1) >= ratio * s0 * (s0 + (2 * Math.Abs(s1)) + s2);
        }

        double s3 = S(3);
        double s4 = S(4);
        double c0 = (s2 * s4) - (s3 * s3);
        double c1 = (s2 * s3) - (s1 * s4);
        double c2 = (s1 * s3) - (s2 * s2);
        double determinant = (s0 * c0) + (s1 * c1) + (s2 * c2);
        double cofactors = Math.Abs(c0) + (2 * Math.Abs(c1)) + (2 * Math.Abs(c2)) + Math.Abs((s0 * s4) - (s2 * s2))
            + (2 * Math.Abs((s1 * s2) - (s0 * s3))) + Math.Abs((s0 * s2) - (s1 * s1));
        return determinant >= ratio * s0 * cofactors;
    }
}
