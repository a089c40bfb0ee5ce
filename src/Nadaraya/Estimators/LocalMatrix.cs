using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>(B'WB)⁻¹ of one query after another: a triangle where the matrix is definite, else its inverse. Not for two threads at once.</summary>
/// <remarks>
/// The constant comes last in the triangle, so that its pivot is what the other terms leave of it, 1/c₀: the hat matrix's diagonal is then a quotient of squares.
/// Source: Golub &amp; Van Loan (2013), ch. 3 and 4.
/// </remarks>
/// <param name="basis">The basis.</param>
internal sealed class LocalMatrix(Basis basis)
{
    private readonly int terms = basis.TargetTerms;
    private readonly int[] products = basis.Products;
    private readonly int[] moments = Moments(basis.Products, basis.TargetTerms); // of two places
    private readonly double[] scale = new double[basis.TargetTerms]; // of each place, so that the diagonal is 1
    private readonly double[] factor = new double[basis.TargetTerms * basis.TargetTerms]; // lower triangle of the scaled matrix
    private readonly double[] reciprocals = new double[basis.TargetTerms]; // of its diagonal: a product is done long before a quotient
    private readonly double[] half = new double[basis.TargetTerms];
    private double[,]? inverse;
    private bool isInverted;

    /// <summary>Cholesky of a query's moments with a ridge on their diagonal; false where pivots lose too many digits.</summary>
    /// <param name="sums">The moments, one column each.</param>
    /// <param name="query">The query.</param>
    /// <param name="ridge">What is added to the diagonal of a term.</param>
    /// <param name="trusted">The least pivot of a unit diagonal: what is under it has lost as many digits as it has zeros.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Factorise(double[][] sums, int query, ReadOnlySpan<double> ridge, double trusted)
    {
        isInverted = false;
        for (int a = 0; a < terms; a++)
        {
            int term = Place(a);
            double diagonal = sums[moments[(a * terms) + a]][query] + ridge[term];
            scale[a] = 1 / Math.Sqrt(diagonal);
            if (!(diagonal > 0) || !double.IsFinite(diagonal) || !double.IsFinite(scale[a]))
            {
                return false;
            }
        }

        ref double first = ref MemoryMarshal.GetArrayDataReference(factor); // every row is as long as the matrix: no index is out of it
        for (int a = 0; a < terms; a++)
        {
            ref double row = ref Unsafe.Add(ref first, a * terms);
            double own = scale[a];
            for (int b = 0; b < a; b++)
            {
                ref double other = ref Unsafe.Add(ref first, b * terms);
                double sum = sums[moments[(a * terms) + b]][query] * own * scale[b];
                for (int k = 0; k < b; k++)
                {
                    sum -= Unsafe.Add(ref row, k) * Unsafe.Add(ref other, k);
                }

                Unsafe.Add(ref row, b) = sum * reciprocals[b];
            }

            double pivot = 1;
            for (int k = 0; k < a; k++)
            {
                pivot -= Unsafe.Add(ref row, k) * Unsafe.Add(ref row, k);
            }

            if (!(pivot > trusted))
            {
                return false;
            }

            double root = Math.Sqrt(pivot);
            Unsafe.Add(ref row, a) = root;
            reciprocals[a] = 1 / root;
        }

        return true;
    }

    /// <summary>Takes the triangle of the rows themselves, or the pseudo-inverse where they leave slopes open; false where they leave the value open.</summary>
    /// <param name="rows">The rows of the query.</param>
    /// <param name="coefficients">Gets β, one row a target.</param>
    public bool Take(GradedRows rows, double[,] coefficients)
    {
        isInverted = false;
        if (rows.Triangle(factor, coefficients))
        {
            // w = unit²·(relative weight): the triangle is that of the matrix over unit².
            scale.AsSpan().Fill(1 / rows.Unit);
            for (int a = 0; a < terms; a++)
            {
                reciprocals[a] = 1 / factor[(a * terms) + a];
            }

            return true;
        }

        isInverted = rows.Shortest(inverse ??= new double[terms, terms], coefficients);
        return isInverted;
    }

    /// <summary>Inverts a matrix that signed weights leave indefinite, by Gauss–Jordan with the largest pivot of each column; false where one is 0.</summary>
    /// <param name="sums">The moments, one column each.</param>
    /// <param name="query">The query.</param>
    public bool Invert(double[][] sums, int query)
    {
        double[,] m = new double[terms, 2 * terms];
        for (int a = 0; a < terms; a++)
        {
            m[a, terms + a] = 1;
            for (int b = 0; b < terms; b++)
            {
                m[a, b] = sums[products[(a * terms) + b]][query];
            }
        }

        for (int a = 0; a < terms; a++)
        {
            int pivot = a;
            for (int r = a + 1; r < terms; r++)
            {
                pivot = Math.Abs(m[r, a]) > Math.Abs(m[pivot, a]) ? r : pivot;
            }

            if (m[pivot, a] == 0)
            {
                return false;
            }

            for (int b = 0; b < 2 * terms; b++)
            {
                (m[a, b], m[pivot, b]) = (m[pivot, b], m[a, b]);
            }

            for (int r = 0; r < terms; r++)
            {
                double times = r == a ? 0 : m[r, a] / m[a, a];
                for (int b = a; b < 2 * terms && times != 0; b++)
                {
                    m[r, b] -= times * m[a, b];
                }
            }
        }

        inverse ??= new double[terms, terms];
        for (int a = 0; a < terms; a++)
        {
            for (int b = 0; b < terms; b++)
            {
                inverse[a, b] = m[a, terms + b] / m[a, a];
            }
        }

        isInverted = true;
        return true;
    }

    /// <summary>x = (B'WB)⁻¹x, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Solve(Span<double> x)
    {
        if (isInverted)
        {
            x.CopyTo(half);
            for (int a = 0; a < terms; a++)
            {
                x[a] = 0;
                for (int b = 0; b < terms; b++)
                {
                    x[a] += inverse![a, b] * half[b];
                }
            }

            return;
        }

        ref double first = ref MemoryMarshal.GetArrayDataReference(factor);
        ref double to = ref MemoryMarshal.GetArrayDataReference(half);
        for (int a = 0; a < terms; a++)
        {
            ref double row = ref Unsafe.Add(ref first, a * terms);
            double sum = x[Place(a)] * scale[a];
            for (int b = 0; b < a; b++)
            {
                sum -= Unsafe.Add(ref row, b) * Unsafe.Add(ref to, b);
            }

            Unsafe.Add(ref to, a) = sum * reciprocals[a];
        }

        for (int a = terms - 1; a >= 0; a--)
        {
            double sum = Unsafe.Add(ref to, a);
            for (int b = a + 1; b < terms; b++)
            {
                sum -= Unsafe.Add(ref first, (b * terms) + a) * Unsafe.Add(ref to, b);
            }

            Unsafe.Add(ref to, a) = sum * reciprocals[a];
            x[Place(a)] = Unsafe.Add(ref to, a) * scale[a];
        }
    }

    /// <summary>The term at a place of the triangle.</summary>
    private int Place(int at) => Place(at, terms);

    private static int[] Moments(int[] products, int terms)
    {
        int[] moments = new int[products.Length];
        for (int k = 0; k < moments.Length; k++)
        {
            moments[k] = products[(Place(k / terms, terms) * terms) + Place(k % terms, terms)];
        }

        return moments;
    }

    private static int Place(int at, int terms) => at == terms - 1 ? 0 : at + 1;
}
