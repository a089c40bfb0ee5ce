using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>Sums over the keys near a query, key by key: where few keys are near, and where cells can't keep the tolerance.</summary>
/// <remarks>
/// Keys further than a cut weigh less than e^(−cut²/2) each. What they may add is compared with what the nearer ones did add, for every column; where that
/// is too much, the query is repaired: relative to its nearest key, over a window that grows until it is enough.
/// </remarks>
internal sealed class GaussianWindows
{
    /// <summary>The most keys of a short window: so many additions in a row stay within what rounding may take (docs/numerics.md).</summary>
    public const int Short = 128;

    private const double MostAbsolute = 15; // u under which weights stay absolute: e^(−15²/2) = 1e-49 is far from the smallest double
    private const double Wider = 1 + 1e-9; // a window's ends lie beyond its reach, whichever way that is rounded
    private const int Tile = 512;
    private const int Few = 32; // keys that a query far from all of them is summed over one by one
    private readonly AscendingKeys keys;
    private readonly double bandwidth;
    private readonly double allowed;
    private readonly double drop;
    private readonly double least;
    private readonly int order;
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
        least = Math.Exp(-drop);
        squares = [keys.Squares];
        totals = keys.Totals;
    }

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
            if (!Alone(window, terms, sums, out result))
            {
                Repair(window, terms, sums, out result);
            }

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
            Repair(window, terms, sums, out result);
        }
    }

    /// <summary>Σ w²·s over a window without one key, with the weights as they are.</summary>
    public double SumOfSquares(in KeyWindow window)
    {
        Span<double> sum = stackalloc double[1];
        Span<double> absolute = stackalloc double[1];
        int skip = window.Kept > 0 ? -1 : window.Skip;
        GaussianWindow.Sum(keys.Keys, squares, window.From, window.To, skip, window.Query, Scale * Math.Sqrt(2), [true], sum, absolute);
        return sum[0];
    }

    /// <summary>What makes sums relative to a key's kernel absolute; those of far queries stay relative, to the key's whole weight.</summary>
    /// <param name="nearest">The key.</param>
    /// <param name="apart">|q − x|/h.</param>
    /// <param name="shift">Its log score; 0 where the sums are absolute.</param>
    public (double Factor, bool Relative) Absolute(int nearest, double apart, out double shift)
    {
        double log = -apart * apart / 2;
        if (apart <= MostAbsolute)
        {
            shift = 0;
            return (Math.Exp(log), false);
        }

        double v = keys.Value(0, nearest);
        shift = Math.Max(log + Math.Log(v), double.MinValue);
        return (1 / v, true);
    }

    /// <summary>Sums relative to the nearest key, over a window that grows until it is enough.</summary>
    public void Repair(in KeyWindow window, MomentTerms terms, Span<double> sums, out WindowResult result)
    {
        (double query, int skip, double kept, int nearest) = (window.Query, window.Skip, window.Kept, window.Nearest);
        int columns = totals.Length;
        Span<double> absolutes = stackalloc double[columns];
        if (nearest < 0)
        {
            sums.Clear();
            result = new(0, -1, 0, false);
            return;
        }

        double apart = window.Apart;
        double drop = Math.Log(1000 / allowed);
        while (true)
        {
            // Keys whose weight is e^(−drop) of the nearest one's or more: u² ≤ apart² + 2·drop.
            double reach = Math.Sqrt((apart * apart) + (2 * drop)) * bandwidth * (1 + 1e-9);
            bool all = !(reach < double.MaxValue) || drop > 1e5;
            int from = all ? 0 : keys.FirstNotUnder(query - reach, nearest);
            int to = all ? keys.Count : Math.Max(keys.FirstNotUnder(query + reach, nearest), nearest + 1);
            from = Math.Min(from, nearest);
            double square = Relative(query, nearest, from, to, skip, kept, terms, sums, absolutes);
            bool enough = all || (from == 0 && to == keys.Count);
            double powers = order * Math.Log(Math.Max(1, reach * Scale)); // what is left aside is that far away
            double needed = 0;
            for (int b = 0; b < columns && !enough; b++)
            {
                // Sums only grow with the window: what is enough beside this one is enough for good.
                needed = Math.Max(needed, totals[b] == 0 ? 0 : absolutes[b] > 0 ? powers + Math.Log(2 * totals[b] / (allowed * absolutes[b])) : 8 * drop);
            }

            if (!enough && needed > drop)
            {
                drop = needed + 0.01;
                continue;
            }

            (double factor, bool relative) = Absolute(nearest, apart, out double shift);
            foreach (ref double sum in sums)
            {
                sum *= factor;
            }

            result = new(enough ? 0 : Math.Exp(needed - drop) * allowed / 2, relative ? nearest : -1, shift, true) { Square = square * factor * factor };
            return;
        }
    }

    /// <summary>Sums of a query far from all keys relative to the nearest, one by one; false where they are many, or not enough.</summary>
    private bool Alone(in KeyWindow window, MomentTerms terms, Span<double> sums, out WindowResult result)
    {
        result = default;
        (double query, int nearest) = (window.Query, window.Nearest);
        double far = Math.Sqrt((window.Apart * window.Apart) + (2 * drop)) * bandwidth * Wider;
        if (nearest < 0 || !(far < double.MaxValue))
        {
            return false;
        }

        int from = keys.FirstNotUnder(query - far, nearest);
        int to = Math.Max(keys.FirstNotUnder(query + far, nearest), nearest + 1);
        if (to - from > Few)
        {
            return false;
        }

        int columns = totals.Length;
        Span<double> absolutes = stackalloc double[columns];
        absolutes.Clear();
        sums.Clear();
        double square = 0;
        for (int i = from; i < to; i++)
        {
            // A key that stays in part is at the query, which is then not far from all keys: what is left out here is left out whole.
            double w = i == window.Skip ? 0 : i == nearest ? 1 : VectorMath.Exp(Tails.Quadratic(query, keys.Keys[i], keys.Keys[nearest], bandwidth));
            square += w * w * (keys.Squares.Length == 0 ? 1 : keys.Squares[i]);
            double v = w == 0 ? 0 : (keys.Keys[i] - query) * Scale;
            for (int b = 0; b < columns; b++)
            {
                double term = w * keys.Value(b, i);
                absolutes[b] += Math.Abs(term);
                for (int k = b; k < sums.Length; k += columns, term *= v)
                {
                    sums[k] += term;
                }
            }
        }

        double left = least * (order == 0 ? 1 : Math.Pow(Math.Max(1, far * Scale), order));
        double share = 0;
        for (int b = 0; b < columns; b++)
        {
            share = Math.Max(share, totals[b] == 0 ? 0 : left * totals[b] / absolutes[b]);
        }

        if (!(share <= allowed / 2))
        {
            return false;
        }

        (double factor, bool relative) = Absolute(nearest, window.Apart, out double shift);
        foreach (ref double sum in sums)
        {
            sum *= factor;
        }

        result = new(share, relative ? nearest : -1, shift, true) { Square = square * factor * factor };
        return true;
    }

    /// <summary>Sums with w relative to the nearest key's kernel; returns Σ w²·s.</summary>
    private double Relative(double query, int nearest, int from, int to, int skip, double kept, MomentTerms terms, Span<double> sums, Span<double> absolutes)
    {
        sums.Clear();
        absolutes.Clear();
        int columns = totals.Length;
        double square = 0;
        Span<double> lost = stackalloc double[sums.Length];
        lost.Clear();
        Span<double> weights = stackalloc double[Tile];
        Span<double> others = stackalloc double[Tile];
        for (int start = from; start < to; start += Tile)
        {
            int count = Math.Min(Tile, to - start);
            Span<double> w = weights[..(((count + 7) / 8) * 8)];
            w.Clear();
            default(Gaussian).AddLogRatio(query, keys.Keys.AsSpan(start, w.Length), keys.Keys[nearest], bandwidth, w);
            TileSums.Exp(w, 0, w);
            w[count..].Clear();
            if ((uint)(skip - start) < (uint)count)
            {
                w[skip - start] *= kept;
            }

            Span<double> rest = others[..w.Length];
            w.CopyTo(rest);
            TileSums.Multiply(rest, w);
            square += GaussianWindow.Dot(rest, squares[0], start, start + count).Sum;
            for (int k = 0; k < sums.Length; k++)
            {
                int b = k % columns;
                if (k > 0 && b == 0)
                {
                    GaussianWindow.TimesOffsets(keys.Keys, start, start + count, query, Scale, w);
                }

                if (terms.Wanted[k])
                {
                    (double sum, double absolute) = GaussianWindow.Dot(w, keys.Columns[b], start, start + count);
                    sums[k] = GaussianWindow.Add(sums[k], sum, ref lost[k]);
                    absolutes[b] += k < columns ? absolute : 0;
                }
            }
        }

        TileSums.Add(sums, lost);
        return square;
    }
}
