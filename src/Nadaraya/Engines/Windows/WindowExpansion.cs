namespace Nadaraya.Engines;

/// <summary>What all queries of a cell share: the keys that every one of their windows holds whole, as one polynomial a column, and a proof for the rest.</summary>
/// <param name="Centre">The centre of the cell.</param>
/// <param name="From">The first key of the cells that are whole in every window.</param>
/// <param name="To">Their end.</param>
/// <param name="FirstPlace">The place of the first of those cells.</param>
/// <param name="EndPlace">The place after the last one.</param>
/// <param name="Local">Coefficients in (q − centre)/reach, for each shape and each column.</param>
/// <param name="Lost">What rounding may take of a column's sum at any query of the cell.</param>
/// <param name="Least">What Σ k|c| is at least at any query of the cell.</param>
/// <param name="Own">The least weight of a row of the cell at a query of the cell.</param>
/// <param name="Largest">The largest |c| of the cell's keys, one a column.</param>
internal sealed record WindowExpansion(
    double Centre, int From, int To, int FirstPlace, int EndPlace, double[] Local, double[] Lost, double[] Least, double Own, double[] Largest)
{
    /// <summary>The largest Lost/Least over the columns.</summary>
    public double Share { get; } = Worst(Lost, Least);

    /// <summary>The same where any one row of the cell is left out.</summary>
    public double ShareOfOthers { get; } = Worst(Lost, [.. Least.Select((least, b) => least - (Own * Largest[b]))]);

    /// <summary>Whether a column keeps a relative error without a row of the cell that had |c| = part.</summary>
    public bool Keeps(int column, double part, double allowed) => Lost[column] <= allowed * (Least[column] - (Own * part));

    /// <summary>The largest of some shares.</summary>
    public static double Worst(ReadOnlySpan<double> lost, ReadOnlySpan<double> least)
    {
        double share = 0;
        for (int b = 0; b < lost.Length; b++)
        {
            share = Math.Max(share, lost[b] == 0 ? 0 : least[b] > 0 ? lost[b] / least[b] : double.PositiveInfinity);
        }

        return share;
    }
}
