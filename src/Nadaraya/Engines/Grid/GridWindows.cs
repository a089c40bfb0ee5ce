namespace Nadaraya.Engines;

/// <summary>Sums of single queries over the keys near them, where few keys are near or cells can't keep the tolerance.</summary>
/// <remarks>
/// Keys further than a cut weigh less than e^(−cut²/2) each. What they may add is compared with what the nearer ones did add, for every column; where that is too
/// much, the query is repaired: over keys so far beyond its nearest one that it is enough.
/// </remarks>
/// <param name="keys">The keys in their cells.</param>
/// <param name="allowed">η.</param>
/// <param name="withSquares">Whether Σ w² is wanted.</param>
internal sealed class GridWindows(GridKeys keys, double allowed, bool withSquares)
{
    private readonly double cut = GridTerms.Cut(keys.Count, allowed);
    private readonly GridNeighbours near = new(keys, withSquares);
    private readonly GridNeighbours wide = new(keys, withSquares);
    private readonly double[] absolutes = new double[keys.Columns.Length];

    /// <summary>What keys left aside may have added, as a share of Σ w|c|, at the last query.</summary>
    public double Share { get; private set; }

    /// <summary>Σ w² at the last query.</summary>
    public double Square { get; private set; }

    /// <summary>The least Σ u² at the last query.</summary>
    public double Nearest { get; private set; }

    /// <summary>Whether the last query had to be summed a second time.</summary>
    public bool Repaired { get; private set; }

    /// <summary>Turns to the queries of a cell.</summary>
    public void MoveTo(ulong cell) => near.MoveTo(cell, cut);

    /// <summary>The sums at a query of the cell; false where no window is enough.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="query">q, one an axis.</param>
    /// <param name="skip">The key that is left out; −1 for none.</param>
    /// <param name="kept">The part of it that stays.</param>
    /// <param name="sums">Σ w c_b.</param>
    /// <param name="slopes">Σ w u_j² c_b at [b·d + j], or empty.</param>
    public bool Sum(ulong cell, ReadOnlySpan<double> query, int skip, double kept, Span<double> sums, Span<double> slopes)
    {
        Repaired = false;
        if (IsEnough(near, query, skip, kept, cut, sums, slopes))
        {
            return true;
        }

        Repaired = true;
        if (!double.IsFinite(Nearest))
        {
            wide.MoveTo(cell, 2 * cut);
            if (IsEnough(wide, query, skip, kept, 2 * cut, sums, slopes))
            {
                return true;
            }
        }

        for (int drop = 1; drop <= 4 && double.IsFinite(Nearest); drop += 3)
        {
            double further = Math.Sqrt(Nearest + (drop * cut * cut));
            wide.MoveTo(cell, further);
            if (IsEnough(wide, query, skip, kept, further, sums, slopes))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Σ w² at a query of the cell.</summary>
    public double SquareAt(ReadOnlySpan<double> query)
    {
        Span<double> sums = stackalloc double[absolutes.Length];
        return near.Sum(query, -1, 0, sums, absolutes, []).Square;
    }

    private bool IsEnough(GridNeighbours among, ReadOnlySpan<double> query, int skip, double kept, double reach, Span<double> sums, Span<double> slopes)
    {
        (Square, Nearest) = among.Sum(query, skip, kept, sums, absolutes, slopes);
        Share = 0;
        bool all = among.Count == keys.Count;
        double left = all ? 0 : Math.Exp(-reach * reach / 2);
        for (int b = 0; b < absolutes.Length; b++)
        {
            Share = Math.Max(Share, keys.Totals[b] == 0 || all ? 0 : left * keys.Totals[b] / absolutes[b]);
        }

        return Share <= allowed / 2 && absolutes[0] >= DenseTiles.Trusted && (all || Nearest <= reach * reach);
    }
}
