namespace Nadaraya.Engines;

/// <summary>How many terms an axis has and how wide its cells are: the cheapest pair that keeps a tolerance on evenly spread keys with room to spare.</summary>
/// <param name="Terms">P, a multiple of 4.</param>
/// <param name="Width">The most that δ may be.</param>
internal sealed record GridTerms(int Terms, double Width)
{
    /// <summary>
    /// Pairs in descending order of what they prove on evenly spread keys: ((M + e)^d − M^d)/L^d with M, e, L the sums over all offsets of the most, the
    /// error and the least of an axis, rounding included, for two and three axes. They are listed for speed alone: what a cell keeps is computed anew, and shown, for every cell.
    /// </summary>
    private static readonly (int Terms, double Width, double Flat, double Solid)[] Pairs =
    [
        (8, 1.25, 7.3e-5, 3e-4),
        (8, 1.125, 2.1e-5, 7.9e-5),
        (8, 1, 5.2e-6, 1.8e-5),
        (8, 0.875, 1.3e-6, 3.9e-6),
        (12, 1.5, 1.8e-7, 8.7e-7),
        (12, 1.375, 4e-8, 1.9e-7),
        (12, 1.25, 7.7e-9, 3.2e-8),
        (12, 1.125, 1.5e-9, 5.5e-9),
        (12, 1, 2.5e-10, 8.3e-10),
        (16, 1.5, 3.4e-11, 3e-10),
        (16, 1.375, 1.1e-11, 1.1e-10),
        (16, 1.25, 4.9e-12, 4.4e-11),
        (16, 1.125, 2.8e-12, 2.1e-11),
        (16, 1, 1.7e-12, 1e-11),
        (16, 0.875, 1.2e-12, 5.6e-12),
        (12, 0.625, 7.8e-13, 2.5e-12),
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

    /// <summary>R·δ: what n keys beyond it weigh together is under η/20 of one key at the query: enough beside the many keys of a cell that is expanded.</summary>
    public static double Reach(int count, double allowed) => Math.Sqrt(2 * Math.Log(0.05 * Math.Max(count, 2000) / allowed));

    /// <summary>Keys thin out towards the ends of the data: cells there keep less than evenly spread keys do.</summary>
    private const double Room = 3;
}
