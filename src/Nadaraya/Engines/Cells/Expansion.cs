using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>A cell's local polynomials, one a column, and what is known of their errors.</summary>
/// <param name="Local">Sixteen coefficients a column.</param>
/// <param name="Lost">E, the most that any query in the cell is off, one a column.</param>
/// <param name="Least">L, the least that Σ w|c| can be anywhere in the cell.</param>
/// <param name="Largest">max|c| of the keys in the cell.</param>
internal sealed record Expansion(double[] Local, double[] Lost, double[] Least, double[] Largest)
{
    /// <summary>The largest E/L over the columns: a bound of δ for every query of the cell where nobody is left out.</summary>
    public double Share { get; } = Worst(Lost, Least);

    /// <summary>The polynomial of a column.</summary>
    public ReadOnlySpan<double> Polynomial(int column) => Local.AsSpan(column * TaylorSums.Terms, TaylorSums.Terms);

    /// <summary>The largest |c| that a row left out may have so that its query keeps a relative error; negative where none does.</summary>
    public double Slack(int column, double allowed) => Least[column] - (Lost[column] / allowed);

    /// <summary>The largest E/(L − own), own the largest row's part: a bound of δ for every row of the cell that is left out at its own query.</summary>
    public double ShareOfOthers { get; } = Worst(Lost, [.. Least.Zip(Largest, (l, own) => l - own)]);

    private static double Worst(double[] lost, double[] least)
    {
        double share = 0;
        for (int b = 0; b < lost.Length; b++)
        {
            share = Math.Max(share, lost[b] == 0 ? 0 : least[b] > 0 ? lost[b] / least[b] : double.PositiveInfinity);
        }

        return share;
    }
}
