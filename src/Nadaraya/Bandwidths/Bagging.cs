using System.Globalization;

namespace Nadaraya;

/// <summary>Bandwidths searched for in several small parts of the rows and carried over to all of them: for data on which one evaluation of the criterion is dear.</summary>
/// <remarks>
/// Each bag is drawn by the seed, without replacement. Its bandwidths are carried over by the rate at which they shrink with the rows, (r/n)^(1/(4+q)) for a local constant or a
/// line in q numbers, and averaged. The average varies less than the bandwidth of all rows does. Source: Barreiro-Ures, Cao &amp; Francisco-Fernández (2021), arXiv 2105.04134.
/// </remarks>
public sealed record Bagging
{
    /// <summary>The fewest rows of a bag.</summary>
    public const int FewestRows = 10;

    /// <param name="bags">How many bags, from 1.</param>
    /// <param name="rows">The rows of each, from <see cref="FewestRows"/> to fewer than the data has.</param>
    public Bagging(int bags, int rows)
    {
        Bags = bags is >= 1 and <= 100_000 ? bags : throw new ArgumentOutOfRangeException(nameof(bags), bags, "The number of bags lies between 1 and 100000.");
        Rows = rows >= FewestRows
            ? rows
            : throw new ArgumentOutOfRangeException(nameof(rows), rows, string.Create(CultureInfo.InvariantCulture, $"A bag has at least {FewestRows} rows."));
    }

    /// <summary>How many bags.</summary>
    public int Bags { get; }

    /// <summary>The rows of each.</summary>
    public int Rows { get; }
}
