namespace Nadaraya.Engines;

/// <summary>How many terms an axis has and how wide its cells are: the cheapest pair that keeps a tolerance on evenly spread keys with room to spare.</summary>
/// <param name="Terms">P, a multiple of 4.</param>
/// <param name="Width">The most that δ may be.</param>
internal sealed record GridTerms(int Terms, double Width)
{
    /// <summary>
    /// Pairs in ascending order of what they prove on evenly spread keys: ((M + e)^d − M^d)/L^d with M, e, L the sums over all offsets of the most, the
    /// error and the least of an axis. They are listed for speed alone: what a cell keeps is computed anew, and shown, for every cell.
    /// </summary>
    private static readonly (int Terms, double Width, double Flat, double Solid)[] Pairs =
    [
        (8, 0.7, 5e-5, 4e-4),
        (8, 0.6, 2e-5, 8e-5),
        (8, 0.5, 8e-6, 8e-6),
        (12, 0.875, 3e-7, 2e-6),
        (12, 0.75, 2e-8, 9e-8),
        (12, 0.625, 2e-9, 4e-9),
        (16, 0.875, 3e-11, 2e-10),
        (16, 0.75, 2e-12, 9e-12),
        (16, 0.625, 2e-13, 5e-13),
    ];

    /// <summary>Terms and width for an allowed error η.</summary>
    public static GridTerms For(int dimensions, double allowed)
    {
        foreach ((int terms, double width, double flat, double solid) in Pairs)
        {
            if ((dimensions == 2 ? flat : solid) <= allowed / Room)
            {
                return new(terms, width);
            }
        }

        return new(Pairs[^1].Terms, Pairs[^1].Width);
    }

    /// <summary>κ: what n keys beyond κ bandwidths weigh is under η/100 of one key at the query.</summary>
    public static double Cut(int count, double allowed) => Math.Sqrt(2 * Math.Log(100.0 * Math.Max(count, 100) / allowed));

    /// <summary>Keys thin out towards the ends of the data: cells there keep less than evenly spread keys do.</summary>
    private const double Room = 4;
}
