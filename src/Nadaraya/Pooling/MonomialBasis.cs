using Nadaraya.Numerics;

namespace Nadaraya.Pooling;

/// <summary>Monomials of several columns around the query: Π_j ((xᵢⱼ − qⱼ)/sⱼ)^aⱼ, those of the basis beside the targets, their products beside the weights.</summary>
internal sealed class MonomialBasis : Basis
{
    private readonly int[][] exponents; // the basis, then products that are not in it
    private readonly int[,] products;
    private readonly double[] scales;
    private readonly double[] periods;

    /// <param name="basis">The exponents of the basis, the constant first, one a column.</param>
    /// <param name="scales">sⱼ, powers of two near the spread of each column, so that no power overflows.</param>
    /// <param name="periods">The periods of columns on a circle, whose monomials are of the chord; 0 for those on a line.</param>
    public MonomialBasis(int[][] basis, double[] scales, double[] periods)
    {
        this.scales = scales;
        this.periods = periods;
        List<int[]> all = [.. basis];
        products = new int[basis.Length, basis.Length];
        for (int j = 0; j < basis.Length; j++)
        {
            for (int k = 0; k < basis.Length; k++)
            {
                int[] product = [.. basis[j].Zip(basis[k], (a, b) => a + b)];
                int at = all.FindIndex(e => e.SequenceEqual(product));
                if (at < 0)
                {
                    at = all.Count;
                    all.Add(product);
                }

                products[j, k] = at;
            }
        }

        exponents = [.. all];
        TargetTerms = basis.Length;
        Steps = [.. exponents.Select(Step)];
        LineColumns = basis.Length == scales.Length + 1 && basis.Select((e, k) => k == 0 || (e.Sum() == 1 && e[k - 1] == 1)).All(fits => fits) ? scales.Length : 0;
    }

    public override int WeightTerms => exponents.Length;

    public override int TargetTerms { get; }

    public override int Columns => scales.Length;

    public override int LineColumns { get; }

    public override (int Term, int Column)[] Steps { get; }

    public override int Product(int first, int second) => products[first, second];

    public override IReadOnlyList<int> Exponents(int term) => exponents[term];

    public override double Scale(int column) => scales[column];

    public override void Evaluate(int term, Points queries, Points keys, int query, int start, Span<double> values)
    {
        (int before, int column) = Steps[term];
        if (before == 0)
        {
            Differences(column, queries, keys, query, start, values);
            return;
        }

        Evaluate(before, queries, keys, query, start, values);
        Span<double> by = stackalloc double[values.Length];
        Differences(column, queries, keys, query, start, by);
        TileSums.Multiply(values, by);
    }

    public override void Differences(int column, Points queries, Points keys, int query, int start, Span<double> values)
    {
        double q = queries.Columns[column][query];
        ReadOnlySpan<double> x = keys.Columns[column].AsSpan(start, values.Length);
        if (periods[column] > 0)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = PeriodicGeometry.Chord(x[i] - q, periods[column]) / scales[column];
            }

            return;
        }

        TileDots.Differences(x, q, 1 / scales[column], values);
    }

    /// <summary>The earlier term and the column that a term is the product of.</summary>
    private (int Term, int Column) Step(int[] of)
    {
        if (of.Sum() == 0)
        {
            return (0, 0);
        }

        foreach (int column in Enumerable.Range(0, of.Length).Where(j => of[j] > 0))
        {
            int[] before = [.. of.Select((a, j) => j == column ? a - 1 : a)];
            int at = Array.FindIndex(exponents, e => e.SequenceEqual(before));
            if (at >= 0)
            {
                return (at, column);
            }
        }

        throw new InvalidOperationException("A basis holds the divisors of its monomials.");
    }
}
