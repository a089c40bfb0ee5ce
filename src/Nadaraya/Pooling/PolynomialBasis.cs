namespace Nadaraya.Pooling;

/// <summary>Monomials (xᵢ − q)ᵃ in one column: powers to 2p beside the weights, to p beside the targets.</summary>
/// <param name="degree">p, 1 or more.</param>
internal sealed class PolynomialBasis(int degree) : Basis
{
    /// <summary>p.</summary>
    public int Degree => degree;

    public override int WeightTerms => (2 * degree) + 1;

    public override int TargetTerms => degree + 1;

    public override int Columns => 1;

    public override (int Term, int Column)[] Steps { get; } = [.. Enumerable.Range(0, (2 * degree) + 1).Select(term => (Math.Max(term - 1, 0), 0))];

    public override int LineColumns => degree == 1 ? 1 : 0;

    public override int Product(int first, int second) => first + second;

    public override IReadOnlyList<int> Exponents(int term) => [term];

    public override void Evaluate(int term, Points queries, Points keys, int query, int start, Span<double> values)
    {
        double q = queries.Columns[0][query];
        ReadOnlySpan<double> x = keys.Columns[0].AsSpan(start, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            double apart = x[i] - q;
            double power = apart;
            for (int k = 1; k < term; k++)
            {
                power *= apart;
            }

            values[i] = power;
        }
    }
}
