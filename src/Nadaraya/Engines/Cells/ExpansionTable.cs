using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>Local polynomials of cells, one a column, and what is known of their errors.</summary>
/// <param name="local">Room for sixteen coefficients a cell and column.</param>
/// <param name="slack">Room for one a cell and column.</param>
/// <param name="shares">Room for two a cell.</param>
/// <param name="columns">The number of columns.</param>
internal sealed class ExpansionTable(double[] local, double[] slack, double[] shares, int columns)
{
    /// <summary>A table of its own.</summary>
    public ExpansionTable(int cells, int columns)
        : this(new double[cells * columns * TaylorSums.Terms], new double[cells * columns], new double[2 * cells], columns)
    {
    }

    /// <summary>The polynomials of a cell, column by column.</summary>
    public Span<double> Polynomials(int cell) => local.AsSpan(cell * columns * TaylorSums.Terms, columns * TaylorSums.Terms);

    /// <summary>The polynomial of a column.</summary>
    public Span<double> Polynomial(int cell, int column) => local.AsSpan(((cell * columns) + column) * TaylorSums.Terms, TaylorSums.Terms);

    /// <summary>The largest E/L over the columns: a bound of δ for every query of the cell where nobody is left out.</summary>
    public double Share(int cell) => shares[2 * cell];

    /// <summary>The largest E/(L − own), own the largest row's part: a bound of δ for every row of the cell that is left out at its own query.</summary>
    public double ShareOfOthers(int cell) => shares[(2 * cell) + 1];

    /// <summary>The largest |c| that a row left out may have so that its query keeps the tolerance; negative where none does.</summary>
    public double Slack(int cell, int column) => slack[(cell * columns) + column];

    /// <summary>Keeps what is known of a cell's errors.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="lost">E, the most that any query in the cell is off, one a column.</param>
    /// <param name="least">L, the least that Σ w|c| can be anywhere in the cell.</param>
    /// <param name="largest">max|c| of the keys in the cell.</param>
    /// <param name="allowed">η.</param>
    public void Judge(int cell, ReadOnlySpan<double> lost, ReadOnlySpan<double> least, ReadOnlySpan<double> largest, double allowed)
    {
        double share = 0;
        double others = 0;
        for (int b = 0; b < columns; b++)
        {
            share = Math.Max(share, Ratio(lost[b], least[b]));
            others = Math.Max(others, Ratio(lost[b], least[b] - largest[b]));
            slack[(cell * columns) + b] = least[b] - (lost[b] / allowed);
        }

        (shares[2 * cell], shares[(2 * cell) + 1]) = (share, others);
    }

    private static double Ratio(double lost, double least) => lost == 0 ? 0 : least > 0 ? lost / least : double.PositiveInfinity;
}
