using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>Sums over the keys near a query, key by key: where few keys are near, and where cells can't keep the tolerance.</summary>
/// <remarks>
/// Keys further than a cut weigh less than e^(−cut²/2) each. What they may add is compared with what the nearer ones did add, for every column; where that
/// is too much, the query is repaired: relative to its nearest key, over a window that grows until it is enough.
/// </remarks>
internal sealed class GaussianWindows
{
    private const double MostAbsolute = 15; // u under which weights stay absolute: e^(−15²/2) = 1e-49 is far from the smallest double
    private const int Tile = 512;
    private readonly AscendingKeys keys;
    private readonly double bandwidth;
    private readonly double scale;
    private readonly double allowed;
    private readonly double cut;
    private readonly double left;
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
        scale = 1 / bandwidth;
        cut = Math.Sqrt(2 * Math.Log(100.0 * keys.Count * Math.Pow(10, order) / allowed)); // n keys beyond it weigh a hundredth of what is allowed beside one at the query
        left = Math.Exp(-cut * cut / 2) * Math.Pow(cut, order);
        squares = [keys.Squares];
        totals = keys.Totals;
    }

    /// <summary>The sums at a query.</summary>
    /// <param name="query">q.</param>
    /// <param name="skip">The key that is left out, −1 for none.</param>
    /// <param name="near">A key near the query, where the search begins.</param>
    /// <param name="kept">The part of the key left out that stays.</param>
    /// <param name="terms">Which sums.</param>
    /// <param name="sums">Σ w vᵏ c_b at [k·columns + b].</param>
    /// <param name="result">What else is known.</param>
    public void Sum(double query, int skip, int near, double kept, MomentTerms terms, Span<double> sums, out WindowResult result)
    {
        int columns = totals.Length;
        Span<double> absolutes = stackalloc double[columns];
        int from = keys.FirstNotUnder(query - (cut * bandwidth), near);
        int to = keys.FirstNotUnder(query + (cut * bandwidth), near);
        GaussianWindow.Sum(keys.Keys, keys.Columns, from, to, skip, query, scale, terms.Wanted, sums, absolutes);
        double share = 0;
        for (int b = 0; b < columns; b++)
        {
            double own = kept > 0 ? kept * keys.Value(b, skip) : 0;
            sums[b] += own;
            absolutes[b] += Math.Abs(own);
            share = Math.Max(share, totals[b] == 0 ? 0 : left * totals[b] / absolutes[b]);
        }

        result = new(share, -1, 0, false);
        if (!(share <= allowed / 2))
        {
            Repair(query, skip, near, kept, terms, sums, out result);
        }
    }

    /// <summary>Σ w²·s at a query without one key, with the weights as they are.</summary>
    public double SumOfSquares(double query, int near, int skip)
    {
        Span<double> sum = stackalloc double[1];
        Span<double> absolute = stackalloc double[1];
        int from = keys.FirstNotUnder(query - (cut * bandwidth), near);
        int to = keys.FirstNotUnder(query + (cut * bandwidth), near);
        GaussianWindow.Sum(keys.Keys, squares, from, to, skip, query, scale * Math.Sqrt(2), [true], sum, absolute);
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

    private void Repair(double query, int skip, int near, double kept, MomentTerms terms, Span<double> sums, out WindowResult result)
    {
        int columns = totals.Length;
        Span<double> absolutes = stackalloc double[columns];
        int nearest = keys.Nearest(query, kept > 0 ? -1 : skip, near);
        if (nearest < 0)
        {
            sums.Clear();
            result = new(0, -1, 0, false);
            return;
        }

        double apart = Math.Abs(query - keys.Keys[nearest]) * scale;
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
            double powers = order * Math.Log(Math.Max(1, reach * scale)); // what is left aside is that far away
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
                    GaussianWindow.TimesOffsets(keys.Keys, start, start + count, query, scale, w);
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
