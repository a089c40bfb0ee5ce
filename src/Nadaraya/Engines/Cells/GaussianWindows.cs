using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>Sums over the keys near a query, key by key: where few keys are near, and where cells can't keep the tolerance.</summary>
/// <remarks>
/// Keys out of reach weigh less than e^(−drop) of the nearest one each. What they may add is compared with what the nearer ones did add, for every column;
/// where that is too much, the query is repaired: relative to its nearest key, over a window that grows until it is enough.
/// </remarks>
internal sealed class GaussianWindows
{
    /// <summary>The most keys that are added in a row: so many additions stay within what rounding may take (docs/numerics.md).</summary>
    public const int Block = 128;

    /// <summary>The most keys of a short window: nine blocks at most.</summary>
    public const int Short = 8 * Block;

    /// <summary>u under which weights stay absolute: e^(−15²/2) = 1e-49 is far from the smallest double.</summary>
    public const double MostAbsolute = 15;

    /// <summary>A window's ends lie beyond its reach, whichever way that is rounded.</summary>
    public const double Wider = 1 + 1e-9;

    private readonly AscendingKeys keys;
    private readonly double bandwidth;
    private readonly double allowed;
    private readonly double drop;
    private readonly int order;
    private readonly RelativeWindows relative;
    private readonly double[] totals;
    private readonly double[][] squares;

    /// <param name="keys">The keys.</param>
    /// <param name="bandwidth">h.</param>
    /// <param name="allowed">η.</param>
    /// <param name="order">The largest power of (x − q)/h that is summed.</param>
    public GaussianWindows(AscendingKeys keys, double bandwidth, double allowed, int order)
    {
        (this.keys, this.bandwidth, this.allowed) = (keys, bandwidth, allowed);
        this.order = order;
        Scale = 1 / bandwidth;
        Rate = Scale / Math.Sqrt(2 * Math.Log(2));
        drop = Math.Log(1000.0 * keys.Count * Math.Pow(10, order) / allowed); // n keys beyond weigh a thousandth of what is allowed beside the nearest
        relative = new(keys, bandwidth, allowed, order, drop);
        squares = [keys.Squares];
        totals = keys.Totals;
    }

    /// <summary>Sums relative to the nearest key.</summary>
    public RelativeWindows Relative => relative;

    /// <summary>1/h.</summary>
    public double Scale { get; }

    /// <summary>κ: the weight at q is 2^−((q − x)·κ)².</summary>
    public double Rate { get; }

    /// <summary>Whether a window is summed side by side with others.</summary>
    public static bool IsShort(in KeyWindow window) => window.Apart <= MostAbsolute && window.Length <= Short;

    /// <summary>How often a weight is halved on its way to a key so many bandwidths away.</summary>
    public static double Halvings(double apart) => apart * apart / (2 * Math.Log(2));

    /// <summary>The window of a query: keys weigh e^(−drop) of its nearest one's or more, u² ≤ apart² + 2·drop.</summary>
    /// <param name="query">q.</param>
    /// <param name="row">Where its sums go.</param>
    /// <param name="skip">The key that is left out, −1 for none.</param>
    /// <param name="kept">The part of the key left out that stays.</param>
    /// <param name="near">The first key that is not under the query, or the last.</param>
    /// <param name="before">A window that may lie close by, where the search for the ends begins.</param>
    public KeyWindow Find(double query, int row, int skip, double kept, int near, in KeyWindow before)
    {
        int nearest = keys.Nearest(query, kept > 0 ? -1 : skip, near);
        double apart = nearest < 0 ? double.PositiveInfinity : Math.Abs(query - keys.Keys[nearest]) * Scale;
        if (!(apart <= MostAbsolute))
        {
            return new(query, row, skip, kept, nearest, apart, 0, before.From, before.To);
        }

        double reach = Math.Sqrt((apart * apart) + (2 * drop));
        double far = reach * bandwidth * Wider;
        return new(query, row, skip, kept, nearest, apart, reach, keys.FirstNotUnder(query - far, before.From), keys.FirstNotUnder(query + far, before.To));
    }

    /// <summary>What the keys outside a window may have added to a query's sums, as a share of Σ w|c|.</summary>
    /// <param name="window">The window.</param>
    /// <param name="absolutes">Σ w|c_b| at [stride·b].</param>
    /// <param name="stride">How far apart they stand.</param>
    public double Share(in KeyWindow window, ReadOnlySpan<double> absolutes, int stride)
    {
        double left = Math.Exp(-window.Reach * window.Reach / 2) * (order == 0 ? 1 : Math.Pow(window.Reach, order));
        double share = 0;
        for (int b = 0; b < totals.Length; b++)
        {
            share = Math.Max(share, totals[b] == 0 ? 0 : left * totals[b] / absolutes[b * stride]);
        }

        return share;
    }

    /// <summary>The sums at a query whose window is long, or that is far from all keys.</summary>
    /// <param name="window">The query.</param>
    /// <param name="terms">Which sums.</param>
    /// <param name="withSquares">Whether Σ w² is wanted.</param>
    /// <param name="sums">Σ w vᵏ c_b at [k·columns + b].</param>
    /// <param name="result">What else is known.</param>
    public void Sum(in KeyWindow window, MomentTerms terms, bool withSquares, Span<double> sums, out WindowResult result)
    {
        if (!(window.Apart <= MostAbsolute))
        {
            relative.Sum(window, terms, sums, out result);
            return;
        }

        int columns = totals.Length;
        Span<double> absolutes = stackalloc double[columns];
        GaussianWindow.Sum(keys.Keys, keys.Columns, window.From, window.To, window.Skip, window.Query, Scale, terms.Wanted, sums, absolutes);
        for (int b = 0; b < columns && window.Kept > 0; b++)
        {
            double own = window.Kept * keys.Value(b, window.Skip);
            sums[b] += own;
            absolutes[b] += Math.Abs(own);
        }

        double share = Share(window, absolutes, 1);
        if (share <= allowed / 2)
        {
            result = new(share, -1, 0, false) { Square = withSquares ? SumOfSquares(window) : 0 };
        }
        else
        {
            relative.Repair(window, terms, sums, out result);
        }
    }

    /// <summary>Σ w²·s over a window, of a key that stays in part its part.</summary>
    public double SumOfSquares(in KeyWindow window)
    {
        Span<double> sum = stackalloc double[1];
        Span<double> absolute = stackalloc double[1];
        GaussianWindow.Sum(keys.Keys, squares, window.From, window.To, window.Skip, window.Query, Scale * Math.Sqrt(2), [true], sum, absolute);
        return window.Kept > 0 ? sum[0] + (window.Kept * window.Kept * (squares[0].Length == 0 ? 1 : squares[0][window.Skip])) : sum[0];
    }
}
