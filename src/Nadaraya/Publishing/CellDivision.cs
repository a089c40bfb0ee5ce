namespace Nadaraya;

/// <summary>
/// Halves cells of rows along the feature that is widest in bandwidths, at the median, until no half would stand for k people. Equal values stay together.
/// </summary>
/// <remarks>
/// O(n log² n) a feature. Sources: LeFevre, DeWitt &amp; Ramakrishnan (2006), the strict Mondrian of multidimensional k-anonymity, with widths in bandwidths instead of ranges, so that
/// what the kernel tells apart is parted first; means of such cells are the microaggregation of Domingo-Ferrer &amp; Mateo-Sanz (2002).
/// </remarks>
/// <param name="rows">The rows.</param>
/// <param name="axes">The numbers that have a say.</param>
/// <param name="anonymity">k.</param>
internal sealed class CellDivision(Individuals rows, IReadOnlyList<CellAxis> axes, int anonymity)
{
    /// <summary>The cells of a profile, each in the order of its keys; one after the other along the cuts.</summary>
    public IEnumerable<int[]> Cells(int[] keys, CancellationToken cancellation)
    {
        Stack<int[]> open = new([keys]);
        while (open.TryPop(out int[]? cell))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Halves(cell) is var (low, high))
            {
                open.Push(high);
                open.Push(low);
            }
            else
            {
                yield return [.. cell.Order()];
            }
        }
    }

    private (int[] Low, int[] High)? Halves(int[] cell)
    {
        if (rows.People(cell) < anonymity)
        {
            return null;
        }

        foreach (CellAxis axis in axes.OrderByDescending(a => a.Width(cell)))
        {
            int[] keys = [.. cell];
            if (Cut(axis.Sort(keys), keys) is int at)
            {
                return (keys[..at], keys[at..]);
            }
        }

        return null;
    }

    /// <summary>The place nearest to the middle of the rows that parts different values and leaves k people on both sides; null for none.</summary>
    private int? Cut(double[] along, int[] keys)
    {
        double[] below = new double[keys.Length];
        double[] above = new double[keys.Length];
        rows.CountUp(keys, below);
        Array.Reverse(keys);
        rows.CountUp(keys, above);
        Array.Reverse(keys);
        Array.Reverse(above);
        double all = rows.Rows(keys);
        double under = 0;
        int? best = null;
        double least = double.PositiveInfinity;
        for (int i = 1; i < keys.Length; i++)
        {
            under += rows.Rows(keys[i - 1]);
            double off = Math.Abs(all - (2 * under));
            if (along[i] > along[i - 1] && below[i - 1] >= anonymity && above[i] >= anonymity && off < least)
            {
                (best, least) = (i, off);
            }
        }

        return best;
    }
}
