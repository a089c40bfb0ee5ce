using Nadaraya.Numerics;

namespace Nadaraya.Pooling;

/// <summary>The local basis b(x − q): monomials (xᵢ − q)ᵃ beside the weights (|a| ≤ 2p) and beside the targets (|a| ≤ p).</summary>
/// <remarks>The terms beside the targets come first, and term 0 is the constant 1.</remarks>
internal abstract class Basis
{
    /// <summary>Degree 0: the weighted average.</summary>
    public static Basis Constant { get; } = new ConstantBasis();

    /// <summary>How many monomials stand beside the weights.</summary>
    public abstract int WeightTerms { get; }

    /// <summary>How many monomials stand beside each target.</summary>
    public abstract int TargetTerms { get; }

    /// <summary>Which of the monomials beside the weights is the product of two beside the targets.</summary>
    public abstract int Product(int first, int second);

    /// <summary>All of <see cref="Product"/>, row by row.</summary>
    public int[] Products => field ??= [.. Enumerable.Range(0, TargetTerms * TargetTerms).Select(k => Product(k / TargetTerms, k % TargetTerms))];

    /// <summary>The powers of each column in a monomial.</summary>
    public abstract IReadOnlyList<int> Exponents(int term);

    /// <summary>What differences of a column are divided by in the monomials.</summary>
    public virtual double Scale(int column) => 1;

    /// <summary>The columns whose differences the monomials are made of.</summary>
    public virtual int Columns => 0;

    /// <summary>How many columns the basis is a line in: 1 and one difference a column, in their order; 0 where it is another.</summary>
    public virtual int LineColumns => 0;

    /// <summary>The earlier monomial and the column whose difference times each other it is; the first is 1.</summary>
    public virtual (int Term, int Column)[] Steps { get; } = [(0, 0)];

    /// <summary>values[i] = the difference of a column as the monomials have it, at key start + i.</summary>
    public virtual void Differences(int column, Points queries, Points keys, int query, int start, Span<double> values) =>
        TileDots.Differences(keys.Columns[column].AsSpan(start, values.Length), queries.Columns[column][query], 1, values);

    /// <summary>The differences of all columns over a tile, one after the other.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="query">Which query.</param>
    /// <param name="start">The first key.</param>
    /// <param name="length">The keys of the tile.</param>
    /// <param name="to">Room for them.</param>
    public ReadOnlySpan<double> AllDifferences(Points queries, Points keys, int query, int start, int length, double[] to)
    {
        Span<double> all = to.AsSpan(0, Columns * length);
        for (int j = 0; j < Columns; j++)
        {
            Differences(j, queries, keys, query, start, all.Slice(j * length, length));
        }

        return all;
    }

    /// <summary>The moments of a line in few columns, in the order of <see cref="TileLines.Sums"/>; −1 where there is no such column. Empty where it has more.</summary>
    public int[] FewLines => field ??= FewLineTable();

    /// <summary>values[i] = the monomial at key start + i. Never asked for term 0.</summary>
    public abstract void Evaluate(int term, Points queries, Points keys, int query, int start, Span<double> values);

    private int[] FewLineTable()
    {
        if (LineColumns is 0 or > TileLines.MostColumns)
        {
            return [];
        }

        int target = WeightTerms; // the first target's column
        int At(int j, int k) => Math.Max(j, k) < LineColumns ? Product(j + 1, k + 1) : -1;
        int Of(int j, int first) => j < LineColumns ? first + j + 1 : -1;
        return [0, target, Of(0, 0), Of(0, target), Of(1, 0), Of(1, target), Of(2, 0), Of(2, target), At(0, 0), At(0, 1), At(0, 2), At(1, 1), At(1, 2), At(2, 2)];
    }

    private sealed class ConstantBasis : Basis
    {
        public override int WeightTerms => 1;

        public override int TargetTerms => 1;

        public override int Product(int first, int second) => 0;

        public override IReadOnlyList<int> Exponents(int term) => [];

        public override void Evaluate(int term, Points queries, Points keys, int query, int start, Span<double> values) =>
            values.Fill(1);
    }
}
