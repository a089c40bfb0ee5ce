using System.Runtime.CompilerServices;
using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Solves the least squares around one query after another, B'WB β = B'Wc, from the moments of a call. Not for two threads at once.</summary>
/// <remarks>
/// The matrix is brought to a unit diagonal and factorised by Cholesky. Where its pivots say that digits are lost, the rows themselves are visited and solved by orthogonal
/// rotations, which keep them. A window whose rows do not determine the polynomial but do determine its value has
/// the shortest coefficients; one that leaves the value open gets a ridge on everything but the constant, in steps of 1/n, and says so: Cheng, Hall &amp;
/// Titterington (1997). Degree 0 is N/D. Sources: Fan &amp; Gijbels (1996), ch. 3; Golub &amp; Van Loan (2013), ch. 5.
/// </remarks>
internal sealed class LocalFit
{
    /// <summary>Pivots of a unit diagonal under this have lost more than half of the digits.</summary>
    private const double Trusted = 1e-7;

    private const int MostRidges = 20;

    private readonly PreparedEngine engine;
    private readonly Points queries;
    private readonly Leave leave;
    private readonly Moments moments;
    private readonly Basis basis;
    private readonly int terms;
    private readonly int targets;
    private readonly double stability;
    private readonly double[] scale; // of each place, so that the diagonal is 1
    private readonly double[] factor; // lower triangle, of the scaled matrix
    private readonly int[] products;
    private readonly double[] right;
    private readonly double[] half;
    private readonly double[][] sums;
    private double[,]? inverse;
    private bool isShortest; // then the inverse is that of what the rows do determine
    private int solved; // the query of the last At

    /// <param name="engine">What gave the moments: it visits the rows of a query again where that is needed.</param>
    /// <param name="queries">The queries of the moments.</param>
    /// <param name="leave">Who was left out.</param>
    /// <param name="moments">The moments.</param>
    /// <param name="stability">Where signed weights count as cancelled.</param>
    public LocalFit(PreparedEngine engine, Points queries, Leave leave, Moments moments, double stability)
    {
        this.engine = engine;
        this.queries = queries;
        this.leave = leave;
        this.moments = moments;
        this.stability = stability;
        sums = moments.Sums;
        basis = engine.Request.Basis;
        terms = basis.TargetTerms;
        targets = moments.Targets;
        scale = new double[terms];
        factor = new double[terms * terms];
        products = basis.ProductTable();
        right = new double[terms];
        half = new double[terms];
        Coefficients = new double[targets, terms];
        Row = new double[terms];
    }

    /// <summary>β, one row a target, of centred and scaled targets and of the basis as it is scaled.</summary>
    public double[,] Coefficients { get; }

    /// <summary>c(q) = (B'WB)⁻¹e₀: the hat row is ℓᵢ = wᵢ·c(q)·b(xᵢ − q).</summary>
    public double[] Row { get; }

    /// <summary>The ridge that was needed, as a share of the total weight; 0 for none.</summary>
    public double Ridge { get; private set; }

    /// <summary>Solves at a query; false where it has no weight at all, or signed weights that cancel, or no finite answer.</summary>
    /// <param name="query">Which.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool At(int query)
    {
        Ridge = 0;
        isShortest = false;
        solved = query;
        double total = moments.Weight(query);
        if (!moments.HasWeight(query) || Math.Abs(total) < stability * moments.AbsoluteWeights[query])
        {
            return false;
        }

        if (terms == 1)
        {
            Row[0] = 1 / total;
            for (int t = 0; t < targets; t++)
            {
                Coefficients[t, 0] = moments.Target(query, t) / total;
            }

            return IsFinite();
        }

        if (engine.Request.Score.Signed)
        {
            return SolveSigned(query) && IsFinite();
        }

        if (!Factorise(query, 0))
        {
            if (Rotated(query))
            {
                return IsFinite();
            }

            // Steps of 1/n, doubled: the first that gives a matrix whose digits can be trusted.
            double step = 1.0 / engine.Request.Keys.Count;
            for (int k = 0; k < MostRidges && !Factorise(query, Ridge); k++)
            {
                Ridge = step * Math.Pow(2, k);
            }

            if (Ridge > 0 && !Factorise(query, Ridge))
            {
                return false;
            }
        }

        Span<double> right = stackalloc double[terms];
        for (int t = 0; t < targets; t++)
        {
            for (int a = 0; a < terms; a++)
            {
                right[a] = moments.Target(query, t, a);
            }

            Solve(right);
            for (int a = 0; a < terms; a++)
            {
                Coefficients[t, a] = right[a];
            }
        }

        SolveRow();
        return IsFinite();
    }

    /// <summary>Whether Σ|ℓ| of the hat row at the query of the last <see cref="At"/> stays under a limit. By Cauchy it is at most √(Σw·c₀); only where that says nothing are rows visited.</summary>
    /// <param name="query">The query.</param>
    /// <param name="limit">The limit.</param>
    public bool IsSteady(int query, double limit)
    {
        if (terms == 1 || Math.Sqrt(Math.Abs(moments.Weight(query) * Row[0])) <= limit)
        {
            return true;
        }

        double size = 0;
        new HatRows(engine, queries, leave, moments).Visit(this, query, (_, ell) =>
        {
            foreach (double value in ell)
            {
                size += Math.Abs(value);
            }
        });
        return size <= limit;
    }

    /// <summary>The term at a place of the triangle: the constant comes last, so that its pivot is what the others leave of it, 1/c₀.</summary>
    private int Place(int at) => at == terms - 1 ? 0 : at + 1;

    /// <summary>c = (B'WB)⁻¹e₀.</summary>
    private void SolveRow()
    {
        Row.AsSpan().Clear();
        Row[0] = 1;
        Solve(Row);
    }

    /// <summary>(B'WB)⁻¹ applied to a vector, in place, at the query of the last <see cref="At"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Solve(Span<double> x)
    {
        if (terms == 1)
        {
            x[0] *= Row[0];
            return;
        }

        if (engine.Request.Score.Signed)
        {
            SolveSigned(solved, x);
            return;
        }

        if (isShortest)
        {
            Span<double> scaled = stackalloc double[terms];
            for (int a = 0; a < terms; a++)
            {
                scaled[a] = x[Place(a)] * scale[a] * scale[a];
            }

            for (int a = 0; a < terms; a++)
            {
                double sum = 0;
                for (int b = 0; b < terms; b++)
                {
                    sum += inverse![a, b] * scaled[b];
                }

                x[Place(a)] = sum;
            }

            return;
        }

        double[] y = half;
        for (int a = 0; a < terms; a++)
        {
            double sum = x[Place(a)] * scale[a];
            for (int b = 0; b < a; b++)
            {
                sum -= factor[(a * terms) + b] * y[b];
            }

            y[a] = sum / factor[(a * terms) + a];
        }

        for (int a = terms - 1; a >= 0; a--)
        {
            double sum = y[a];
            for (int b = a + 1; b < terms; b++)
            {
                sum -= factor[(b * terms) + a] * y[b];
            }

            y[a] = sum / factor[(a * terms) + a];
        }

        for (int a = 0; a < terms; a++)
        {
            x[Place(a)] = y[a] * scale[a];
        }
    }

    /// <summary>Adds ∂L/∂M for ∂L/∂β₀ of each target and ∂L/∂c₀: β = S⁻¹T, so ∂β₀ = c'(∂T − ∂S β), and ∂c₀ = −c'∂S c.</summary>
    /// <param name="row">c of the query.</param>
    /// <param name="coefficients">β, one target after the other.</param>
    /// <param name="ofValues">∂L/∂β₀, one a target.</param>
    /// <param name="ofRow">∂L/∂c₀.</param>
    /// <param name="adjoint">∂L/∂M, one a moment.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Adjoin(ReadOnlySpan<double> row, ReadOnlySpan<double> coefficients, ReadOnlySpan<double> ofValues, double ofRow, Span<double> adjoint)
    {
        for (int t = 0; t < targets; t++)
        {
            int column = moments.Column(t);
            for (int a = 0; a < terms; a++)
            {
                adjoint[column + a] += ofValues[t] * row[a];
            }
        }

        for (int a = 0; a < terms; a++)
        {
            double by = ofRow * row[a];
            for (int t = 0; t < targets; t++)
            {
                by += ofValues[t] * coefficients[(t * terms) + a];
            }

            for (int b = 0; b < terms; b++)
            {
                adjoint[products[(b * terms) + a]] -= row[b] * by;
            }
        }
    }

    /// <summary>Cholesky of the matrix with a ridge on all but the constant; false where pivots lose too many digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Factorise(int query, double ridge)
    {
        double total = moments.Weight(query);
        for (int a = 0; a < terms; a++)
        {
            int term = Place(a);
            double diagonal = sums[products[(term * terms) + term]][query] + (term > 0 && ridge > 0 ? ridge * total * Spread(term) : 0);
            if (!(diagonal > 0) || !double.IsFinite(diagonal))
            {
                return false;
            }

            scale[a] = 1 / Math.Sqrt(diagonal);
            if (!double.IsFinite(scale[a]))
            {
                return false;
            }
        }

        for (int a = 0; a < terms; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double sum = a == b ? 1 : sums[products[(Place(a) * terms) + Place(b)]][query] * scale[a] * scale[b];
                for (int k = 0; k < b; k++)
                {
                    sum -= factor[(a * terms) + k] * factor[(b * terms) + k];
                }

                if (a != b)
                {
                    factor[(a * terms) + b] = sum / factor[(b * terms) + b];
                    continue;
                }

                if (!(sum > Trusted))
                {
                    return false;
                }

                factor[(a * terms) + a] = Math.Sqrt(sum);
            }
        }

        return true;
    }

    /// <summary>Solves from the rows of the query themselves; false where they do not determine the polynomial.</summary>
    private bool Rotated(int query)
    {
        GradedRows rows = new(engine.Request, queries, query);
        engine.Visit(queries, query, leave, moments, rows.Take);
        isShortest = false;
        if (!rows.Triangle(factor, Coefficients))
        {
            isShortest = rows.Shortest(inverse ??= new double[terms, terms], Coefficients);
            if (!isShortest)
            {
                return false;
            }
        }

        // w = unit² · (relative weight): the triangle is that of the matrix over unit².
        for (int a = 0; a < terms; a++)
        {
            scale[a] = 1 / rows.Unit;
        }

        SolveRow();
        return true;
    }

    /// <summary>Signed weights make no definite matrix: elimination with the largest pivot.</summary>
    private bool SolveSigned(int query)
    {
        int width = terms + targets + 1;
        double[,] m = SignedMatrix(query, width);
        for (int a = 0; a < terms; a++)
        {
            for (int t = 0; t < targets; t++)
            {
                m[a, terms + t] = moments.Target(query, t, a);
            }
        }

        m[0, width - 1] = 1;
        if (!Eliminate(m))
        {
            return false;
        }

        for (int a = 0; a < terms; a++)
        {
            Row[a] = m[a, width - 1] / m[a, a];
            for (int t = 0; t < targets; t++)
            {
                Coefficients[t, a] = m[a, terms + t] / m[a, a];
            }
        }

        return true;
    }

    private void SolveSigned(int query, Span<double> x)
    {
        double[,] m = SignedMatrix(query, terms + 1);
        for (int a = 0; a < terms; a++)
        {
            m[a, terms] = x[a];
        }

        _ = Eliminate(m);
        for (int a = 0; a < terms; a++)
        {
            x[a] = m[a, terms] / m[a, a];
        }
    }

    private double[,] SignedMatrix(int query, int width)
    {
        double[,] m = new double[terms, width];
        for (int a = 0; a < terms; a++)
        {
            for (int b = 0; b < terms; b++)
            {
                m[a, b] = sums[products[(a * terms) + b]][query];
            }
        }

        return m;
    }

    /// <summary>Gauss–Jordan with the largest pivot of each column; false where one is 0.</summary>
    private bool Eliminate(double[,] m)
    {
        int width = m.GetLength(1);
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

            for (int b = 0; b < width; b++)
            {
                (m[a, b], m[pivot, b]) = (m[pivot, b], m[a, b]);
            }

            for (int r = 0; r < terms; r++)
            {
                double times = r == a ? 0 : m[r, a] / m[a, a];
                for (int b = a; b < width && times != 0; b++)
                {
                    m[r, b] -= times * m[a, b];
                }
            }
        }

        return true;
    }

    /// <summary>How large a monomial's square is on average over all keys, as a unit for its ridge: 1 in the scale of the basis.</summary>
    private double Spread(int term)
    {
        double spread = 1;
        IReadOnlyList<int> exponents = basis.Exponents(term);
        for (int j = 0; j < exponents.Count; j++)
        {
            spread *= Math.Pow(engine.Request.Keys.Range(j) / basis.Scale(j), 2 * exponents[j]);
        }

        return spread;
    }

    private bool IsFinite()
    {
        foreach (double value in Row)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        for (int t = 0; t < targets; t++)
        {
            if (!double.IsFinite(engine.Request.Payload.Restore(t, Coefficients[t, 0])))
            {
                return false;
            }
        }

        return true;
    }
}
