using System.Runtime.CompilerServices;
using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Solves the least squares around one query after another, B'WB β = B'Wc, from the moments of a call. Not for two threads at once.</summary>
/// <remarks>
/// The moments are solved where their pivots keep the digits (<see cref="LocalMatrix"/>); else the rows themselves are visited and rotated (<see cref="GradedRows"/>), which keeps
/// them. A window whose rows do not determine the polynomial but do determine its value has
/// the shortest coefficients; one that leaves the value open gets a ridge on everything but the constant, in steps of 1/n, and says so: Cheng, Hall &amp;
/// Titterington (1997). Degree 0 is N/D. Sources: Fan &amp; Gijbels (1996), ch. 3; Golub &amp; Van Loan (2013), ch. 5.
/// </remarks>
internal sealed class LocalFit
{
    private const int MostRidges = 20;

    /// <summary>The least pivot of a unit diagonal for an answer, whose hat row is to sum to one within 1e-12 of Σ|ℓ|; and for a look, whose sums have six digits.</summary>
    private const double Trusted = 1e-2;

    /// <summary>The least pivot of a search, which half of the digits will do for.</summary>
    private const double TrustedOfASearch = 1e-7;

    private const double Unity = 1e-12; // of Σ|ℓ|

    private readonly PreparedEngine engine;
    private readonly Points queries;
    private readonly Leave leave;
    private readonly Moments moments;
    private readonly Basis basis;
    private readonly int terms;
    private readonly int targets;
    private readonly double stability;
    private readonly double trusted;
    private readonly bool isSearch;
    private readonly int[] products;
    private readonly double[] ridge; // on the diagonal of each term
    private readonly LocalMatrix matrix;
    private int solved; // the query of the last At

    /// <param name="engine">What gave the moments: it visits the rows of a query again where that is needed.</param>
    /// <param name="queries">The queries of the moments.</param>
    /// <param name="leave">Who was left out.</param>
    /// <param name="moments">The moments.</param>
    /// <param name="stability">Where signed weights count as cancelled.</param>
    /// <param name="isSearch">Whether the answer is a step of a search.</param>
    public LocalFit(PreparedEngine engine, Points queries, Leave leave, Moments moments, double stability, bool isSearch = false)
    {
        this.isSearch = isSearch;
        trusted = isSearch ? TrustedOfASearch : Trusted;
        this.engine = engine;
        this.queries = queries;
        this.leave = leave;
        this.moments = moments;
        this.stability = stability;
        basis = engine.Request.Basis;
        terms = basis.TargetTerms;
        targets = moments.Targets;
        products = basis.Products;
        ridge = new double[terms];
        matrix = new(basis);
        Coefficients = new double[targets, terms];
        Row = new double[terms];
    }

    /// <summary>β, one row a target, of centred and scaled targets and of the basis as it is scaled.</summary>
    public double[,] Coefficients { get; }

    /// <summary>c(q) = (B'WB)⁻¹e₀: the hat row is ℓᵢ = wᵢ·c(q)·b(xᵢ − q).</summary>
    public double[] Row { get; }

    /// <summary>ℓ of every key where wᵢ·c·b loses digits, as where weights are many powers of ten apart: by the rotations that turned the rows into a triangle. Null elsewhere.</summary>
    public double[]? Hat { get; private set; }

    /// <summary>The ridge that was needed, as a share of the total weight; 0 for none.</summary>
    public double Ridge { get; private set; }

    /// <summary>Solves at a query; false where it has no weight at all, or signed weights that cancel, or no finite answer.</summary>
    /// <param name="query">Which.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool At(int query)
    {
        Ridge = 0;
        Hat = null;
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

        bool isSolved = engine.Request.Score.Signed ? matrix.Invert(moments.Sums, query) : matrix.Factorise(moments.Sums, query, Ridged(0), engine.Request.IsLook ? Trusted : trusted);
        if (!isSolved && engine.Request.IsLook && !engine.Request.Score.Signed)
        {
            _ = engine.SumAgain(queries, query, leave, moments);
            isSolved = matrix.Factorise(moments.Sums, query, Ridged(0), trusted);
        }

        if (!isSolved && engine.Request.Score.Signed)
        {
            return false;
        }

        if (!isSolved)
        {
            GradedRows rows = new(engine.Request, queries, query);
            engine.Visit(queries, query, leave, moments, rows.Take);
            if (matrix.Take(rows, Coefficients))
            {
                SolveRow();
                Hat = isSearch ? null : rows.Hat();
                return IsFinite();
            }

            if (!TryRidges(query))
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

            matrix.Solve(right);
            for (int a = 0; a < terms; a++)
            {
                Coefficients[t, a] = right[a];
            }
        }

        SolveRow();
        if (!engine.Request.Score.Signed)
        {
            return IsFinite();
        }

        return TakeByRows(query) && IsFinite();
    }

    /// <summary>
    /// Signed weights can leave a matrix of any condition, and its inverse any errors: the values are taken by the rows themselves, and there is none where ℓ does not sum to one, as where
    /// rows leave the polynomial open.
    /// </summary>
    private bool TakeByRows(int query)
    {
        (double sum, double size) = (0, 0);
        double[] values = new double[targets];
        new HatRows(engine, queries, leave, moments).Visit(this, query, (start, ell) =>
        {
            for (int i = 0; i < ell.Length; i++)
            {
                sum += ell[i];
                size += Math.Abs(ell[i]);
                for (int t = 0; t < targets; t++)
                {
                    values[t] += ell[i] * engine.Request.Payload.Columns[t][start + i];
                }
            }
        });
        for (int t = 0; t < targets; t++)
        {
            Coefficients[t, 0] = values[t];
        }

        return Math.Abs(sum - 1) <= Unity * size;
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

    /// <summary>c = (B'WB)⁻¹e₀.</summary>
    private void SolveRow()
    {
        Row.AsSpan().Clear();
        Row[0] = 1;
        Solve(Row);
    }

    /// <summary>(B'WB)⁻¹ applied to a vector, in place, at the query of the last <see cref="At"/>.</summary>
    public void Solve(Span<double> x)
    {
        if (terms == 1)
        {
            x[0] *= Row[0];
        }
        else
        {
            matrix.Solve(x);
        }
    }

    /// <summary>Adds ∂L/∂M for ∂L/∂β₀ of each target and ∂L/∂c₀: β = S⁻¹T, so ∂β₀ = c'(∂T − ∂S β), and ∂c₀ = −c'∂S c.</summary>
    /// <param name="row">c of the query.</param>
    /// <param name="coefficients">β, one target after the other.</param>
    /// <param name="ofValues">∂L/∂β₀, one a target.</param>
    /// <param name="ofRow">∂L/∂c₀.</param>
    /// <param name="adjoint">∂L/∂M, one a moment. With a ridge it is right for the query of the last <see cref="At"/> alone.</param>
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

        double total = Ridge > 0 ? moments.Weight(solved) : 1;
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

            if (Ridge > 0)
            {
                // The ridge is a share of the total weight.
                adjoint[products[0]] -= row[a] * by * ridge[a] / total;
            }
        }
    }

    /// <summary>Steps of 1/n, doubled: the first ridge that gives a matrix whose digits can be trusted.</summary>
    private bool TryRidges(int query)
    {
        double total = moments.Weight(query);
        double step = 1.0 / engine.Request.Keys.Count;
        for (int k = 0; k < MostRidges; k++)
        {
            Ridge = step * Math.Pow(2, k);
            if (matrix.Factorise(moments.Sums, query, Ridged(Ridge * total), TrustedOfASearch))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A ridge on everything but the constant.</summary>
    private double[] Ridged(double size)
    {
        for (int term = 1; term < terms; term++)
        {
            ridge[term] = size == 0 ? 0 : size * Spread(term);
        }

        return ridge;
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
