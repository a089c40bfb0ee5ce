using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Queries that no good cell holds: each is summed over the keys that matter to it, those with short windows side by side.</summary>
/// <remarks>
/// How a query is summed follows from the keys and itself: far from all keys relative to the nearest, over a long window eight keys at a time, else as one of
/// eight queries whose windows overlap. What is found goes to the sums at the latest with <see cref="Flush"/>.
/// </remarks>
/// <param name="state">The keys in their cells.</param>
/// <param name="terms">Which sums.</param>
/// <param name="moments">Where they go.</param>
/// <param name="leave">What goes of each row at its own query; null where nobody is left out.</param>
/// <param name="slopes">Take what a query adds to the gradient; null where no loss is differentiated.</param>
/// <param name="allowed">η.</param>
/// <param name="cancellation">Stops it before any query.</param>
internal sealed class KeyByKey(
    CellState state, MomentTerms terms, Moments moments, LeftOut? leave, Slopes? slopes, double allowed, CancellationToken cancellation)
{
    private readonly bool withSquares = moments.SquaredWeights.Length > 0;
    private readonly double[] sums = new double[terms.Powers * terms.Columns];
    private readonly double[] bent = new double[moments.Sums.Length];
    private AscendingKeys? keys;
    private GaussianWindows? windows;
    private WindowGroup? group;
    private KeyWindow last;
    private int near;

    /// <summary>The largest share of Σ w|c| that keys left aside may have.</summary>
    public double Share { get; private set; }

    /// <summary>How many queries were summed relative to their nearest key.</summary>
    public int Repaired { get; private set; }

    /// <summary>Takes a query.</summary>
    /// <param name="query">q.</param>
    /// <param name="row">Where its sums go.</param>
    /// <param name="hint">A key that may be near; −1 for the one near the query before.</param>
    public void Add(double query, int row, int hint)
    {
        cancellation.ThrowIfCancellationRequested();
        windows ??= state.Windows;
        keys ??= state.Ascending;
        group ??= new(keys, windows, terms, withSquares);
        near = Math.Min(keys.FirstNotUnder(query, Math.Min(hint >= 0 ? hint : near, keys.Count - 1)), keys.Count - 1);
        int skip = leave is null ? -1 : keys.PlaceOf(row, query, near);
        KeyWindow window = windows.Find(query, row, skip, leave?.Kept(row) ?? 0, near, last);
        last = window;
        if (GaussianWindows.IsShort(window))
        {
            if (!group.Takes(window))
            {
                Flush();
            }

            group.Add(window);
            return;
        }

        windows.Sum(window, terms, withSquares, sums, out WindowResult result);
        Put(window, sums, 0, 1, result);
    }

    /// <summary>Sums what is waiting.</summary>
    public void Flush()
    {
        if (group is null || group.Count == 0)
        {
            return;
        }

        group.Sum();
        for (int lane = 0; lane < group.Count; lane++)
        {
            KeyWindow window = group[lane];
            double share = group.Share(lane);
            cancellation.ThrowIfCancellationRequested();
            if (share <= allowed / 2)
            {
                Put(window, group.Sums, lane, QueriesAbreast.Lanes, new(share, -1, 0, false) { Square = group.Square(lane) });
            }
            else
            {
                windows!.Relative.Repair(window, terms, sums, out WindowResult result);
                Put(window, sums, 0, 1, result);
            }
        }

        group.Clear();
    }

    /// <summary>Puts a query's sums, found at [stride·(k·columns + b) + at], where they belong.</summary>
    private void Put(in KeyWindow window, ReadOnlySpan<double> found, int at, int stride, in WindowResult result)
    {
        int query = window.Row;
        for (int b = 0; b < terms.Columns; b++)
        {
            for (int k = 0; k < terms.Count(b); k++)
            {
                moments.Sums[terms.Index(b, k)][query] = terms.Unit(k) * found[(stride * ((k * terms.Columns) + b)) + at];
                bent[terms.Index(b, k)] = slopes is null ? 0 : terms.Unit(k) * found[(stride * (((k + 2) * terms.Columns) + b)) + at];
            }
        }

        Share = Math.Max(Share, result.Share);
        if (result.Repaired)
        {
            Repaired++;
            if (result.Reference >= 0)
            {
                moments.RelativeTo(query, keys!.Rows[result.Reference], result.Shift);
            }
        }

        if (withSquares)
        {
            moments.SquaredWeights[query] = result.Square;
        }

        if (moments.LogNearest.Length > 0)
        {
            moments.LogNearest[query] = window.Nearest < 0 ? double.NegativeInfinity : Math.Max(-window.Apart * window.Apart / 2, double.MinValue);
        }

        slopes?.Take(query, bent, 1);
    }
}
