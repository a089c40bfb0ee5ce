using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>A cell's local polynomials, one a column, and what is known of their errors.</summary>
/// <param name="Local">Sixteen coefficients a column.</param>
/// <param name="Lost">E, the most that any query in the cell is off, one a column.</param>
/// <param name="Least">L, the least that Σ w|c| can be anywhere in the cell.</param>
/// <param name="Largest">max|c| of the keys in the cell.</param>
internal sealed record Expansion(double[] Local, double[] Lost, double[] Least, double[] Largest)
{
    /// <summary>The polynomial of a column.</summary>
    public ReadOnlySpan<double> Polynomial(int column) => Local.AsSpan(column * TaylorSums.Terms, TaylorSums.Terms);

    /// <summary>The largest |c| that a row left out may have so that its query keeps a relative error; negative where none does.</summary>
    public double Slack(int column, double allowed) => Least[column] - (Lost[column] / allowed);

    /// <summary>The largest E/(L − own) over the columns, own the largest row's part or 0: a bound of δ for every query of the cell.</summary>
    /// <param name="leaving">Whether rows are left out.</param>
    public double Share(bool leaving)
    {
        double share = 0;
        for (int b = 0; b < Lost.Length; b++)
        {
            double others = Least[b] - (leaving ? Largest[b] : 0);
            share = Math.Max(share, Lost[b] == 0 ? 0 : others > 0 ? Lost[b] / others : double.PositiveInfinity);
        }

        return share;
    }
}
