using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>From degrees to the monomials of a local polynomial.</summary>
internal static class LocalTerms
{
    private const int MostTerms = 200;

    /// <summary>The exponents of the basis, one a column, the constant first and lower degrees before higher ones.</summary>
    /// <param name="degrees">dⱼ, one a column.</param>
    /// <param name="terms">Which products there are.</param>
    /// <exception cref="DataException">So many that no sample fits them.</exception>
    public static int[][] Exponents(int[] degrees, PolynomialTerms terms)
    {
        int most = degrees.DefaultIfEmpty(0).Max();
        long count = terms == PolynomialTerms.Additive ? 1 + degrees.Sum(d => (long)d) : Count(degrees, terms == PolynomialTerms.Tensor ? degrees.Sum() : most);
        if (count > MostTerms)
        {
            throw new DataException(string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"A local polynomial of degrees {string.Join(", ", degrees)} has {count} terms, more than the {MostTerms} that are fitted around a query: take lower degrees, or additive terms."));
        }

        List<int[]> all = [];
        Add(new int[degrees.Length], 0);
        return [.. all.OrderBy(e => e.Sum()).ThenByDescending(e => e, Comparer<int[]>.Create(Compare))];

        void Add(int[] exponents, int column)
        {
            if (column == degrees.Length)
            {
                all.Add([.. exponents]);
                return;
            }

            for (int a = 0; a <= degrees[column]; a++)
            {
                exponents[column] = a;
                if (IsIn(exponents))
                {
                    Add(exponents, column + 1);
                }
            }

            exponents[column] = 0;
        }

        bool IsIn(int[] exponents) => terms switch
        {
            PolynomialTerms.Additive => exponents.Count(a => a > 0) <= 1,
            PolynomialTerms.Generalized => exponents.Sum() <= most,
            _ => true,
        };
    }

    /// <summary>The basis of a request over columns of continuous features; the constant one where every degree is 0.</summary>
    /// <param name="points">The keys; the columns of the polynomial come first.</param>
    /// <param name="degrees">One a column.</param>
    /// <param name="periods">Periods of columns on a circle, else 0.</param>
    /// <param name="terms">Which products there are.</param>
    public static Basis Of(Points points, int[] degrees, double[] periods, PolynomialTerms terms)
    {
        if (degrees.All(d => d == 0))
        {
            return Basis.Constant;
        }

        bool plain = degrees.Length == 1 && points.Dimensions == 1 && periods[0] == 0 && points.Largest < 1e50 && points.Range(0) is 0 or > 1e-50;
        return plain
            ? new PolynomialBasis(degrees[0])
            : new MonomialBasis(Exponents(degrees, terms), [.. degrees.Select((_, j) => periods[j] > 0 ? Unit(periods[j]) : Unit(points.Range(j)))], periods);
    }

    private static double Unit(double spread) => spread > 0 && double.IsFinite(spread) ? Math.ScaleB(1, Math.Clamp(Math.ILogB(spread), -1000, 1000)) : 1;

    private static long Count(int[] degrees, int total)
    {
        long[] ways = new long[total + 1];
        ways[0] = 1;
        foreach (int degree in degrees)
        {
            long[] next = new long[total + 1];
            for (int t = 0; t <= total; t++)
            {
                for (int a = 0; a <= Math.Min(degree, t); a++)
                {
                    next[t] = Math.Min(next[t] + ways[t - a], long.MaxValue / 4);
                }
            }

            ways = next;
        }

        return ways.Aggregate(0L, (sum, w) => Math.Min(sum + w, long.MaxValue / 4));
    }

    private static int Compare(int[] a, int[] b)
    {
        for (int j = 0; j < a.Length; j++)
        {
            if (a[j] != b[j])
            {
                return a[j].CompareTo(b[j]);
            }
        }

        return 0;
    }
}
