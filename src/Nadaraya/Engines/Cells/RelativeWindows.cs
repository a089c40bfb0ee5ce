using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>Sums key by key with weights relative to the nearest key's: far from all keys, and where an absolute window was not enough.</summary>
/// <param name="keys">The keys.</param>
/// <param name="bandwidth">h.</param>
/// <param name="allowed">η.</param>
/// <param name="order">The largest power of (x − q)/h that is summed.</param>
/// <param name="drop">A key that weighs e^(−drop) of the nearest one is left aside.</param>
internal sealed class RelativeWindows(AscendingKeys keys, double bandwidth, double allowed, int order, double drop)
{
    private const int Tile = 512;
    private const int Few = 32; // keys that are summed one by one
    private const double Deepest = 760; // a weight of e^(−760) of the nearest key's is no double
    private readonly double scale = 1 / bandwidth;
    private readonly double least = Math.Exp(-drop);
    private readonly double[] totals = keys.Totals;
    private readonly double[][] squares = [keys.Squares];

    /// <summary>What makes sums relative to a key's kernel absolute; those of far queries stay relative, to the key's whole weight.</summary>
    /// <param name="nearest">The key.</param>
    /// <param name="apart">|q − x|/h.</param>
    /// <param name="shift">Its log score; 0 where the sums are absolute.</param>
    public (double Factor, bool Relative) Absolute(int nearest, double apart, out double shift)
    {
        double log = -apart * apart / 2;
        if (apart <= GaussianWindows.MostAbsolute)
        {
            shift = 0;
            return (Math.Exp(log), false);
        }

        double v = keys.Value(0, nearest);
        shift = Math.Max(log + Math.Log(v), double.MinValue);
        return (1 / v, true);
    }

    /// <summary>The sums at a query far from all keys.</summary>
    /// <param name="window">The query.</param>
    /// <param name="terms">Which sums.</param>
    /// <param name="sums">Σ w vᵏ c_b at [k·columns + b]; slopes of weights that stay relative are so too, Σ w (v² − v_r²) vᵏ c_b.</param>
    /// <param name="result">What else is known.</param>
    public void Sum(in KeyWindow window, MomentTerms terms, Span<double> sums, out WindowResult result)
    {
        if (!Alone(window, terms, sums, out result))
        {
            Repair(window, terms, sums, out result);
        }
    }

    /// <summary>The sums over a window that grows until it is enough.</summary>
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
        double depth = Math.Log(1000 / allowed);
        while (true)
        {
            // Keys whose weight is e^(−depth) of the nearest one's or more: u² ≤ apart² + 2·depth.
            double reach = Math.Sqrt((apart * apart) + (2 * depth)) * bandwidth * GaussianWindows.Wider;
            bool all = !(reach < double.MaxValue);
            int from = all ? 0 : keys.FirstNotUnder(query - reach, nearest);
            int to = all ? keys.Count : Math.Max(keys.FirstNotUnder(query + reach, nearest), nearest + 1);
            from = Math.Min(from, nearest);
            double square = Relative(query, nearest, from, to, skip, kept, terms, sums, absolutes);
            bool enough = all || depth >= Deepest || (from == 0 && to == keys.Count);
            double powers = order * Math.Log(Math.Max(1, reach * scale)); // what is left aside is that far away
            double needed = 0;
            for (int b = 0; b < columns && !enough; b++)
            {
                // Sums only grow with the window: what is enough beside this one is enough for good.
                needed = Math.Max(needed, totals[b] == 0 ? 0 : absolutes[b] > 0 ? powers + Math.Log(2 * totals[b] / (allowed * absolutes[b])) : 8 * depth);
            }

            if (!enough && needed > depth)
            {
                depth = Math.Min(needed + 0.01, Deepest);
                continue;
            }

            (double factor, bool relative) = Absolute(nearest, apart, out double shift);
            Finish(window, terms, sums, factor, relative);
            result = new(enough ? 0 : Math.Exp(needed - depth) * allowed / 2, relative ? nearest : -1, shift, true) { Square = square * factor * factor };
            return;
        }
    }

    /// <summary>Sums of a query far from all keys relative to the nearest, one by one; false where they are many, or not enough.</summary>
    private bool Alone(in KeyWindow window, MomentTerms terms, Span<double> sums, out WindowResult result)
    {
        result = default;
        (double query, int nearest) = (window.Query, window.Nearest);
        double far = Math.Sqrt((window.Apart * window.Apart) + (2 * drop)) * bandwidth * GaussianWindows.Wider;
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
        double origin = Origin(terms, query, nearest);
        for (int i = from; i < to; i++)
        {
            // A key that stays in part is at the query, which is then not far from all keys: what is left out here is left out whole.
            double w = i == window.Skip ? 0 : i == nearest ? 1 : VectorMath.Exp(Tails.Quadratic(query, keys.Keys[i], keys.Keys[nearest], bandwidth));
            square += w * w * (keys.Squares.Length == 0 ? 1 : keys.Squares[i]);
            double v = w == 0 ? 0 : (keys.Keys[i] - origin) * scale;
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

        double left = least * (order == 0 ? 1 : Math.Pow(Math.Max(1, far * scale), order));
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
        Finish(window, terms, sums, factor, relative);
        result = new(share, relative ? nearest : -1, shift, true) { Square = square * factor * factor };
        return true;
    }

    /// <summary>Whether powers are taken of (x − x_r)/h instead of (x − q)/h: far from all keys v² and v_r² have their digits in common, and slopes are in their difference.</summary>
    private static bool FromReference(MomentTerms terms) => terms is { Sloping: true, Degree: 0 };

    private double Origin(MomentTerms terms, double query, int nearest) => FromReference(terms) ? keys.Keys[nearest] : query;

    /// <summary>Makes sums absolute where they can be, and slopes what they are to be: v² − v_r² = (v − v_r)² + 2 v_r (v − v_r).</summary>
    private void Finish(in KeyWindow window, MomentTerms terms, Span<double> sums, double factor, bool relative)
    {
        int columns = terms.Columns;
        double v = (keys.Keys[window.Nearest] - window.Query) * scale;
        double common = v * v;
        for (int k = sums.Length - 1; k >= 2 * columns && terms.Sloping; k--)
        {
            double below = sums[k - (2 * columns)];
            if (FromReference(terms))
            {
                double first = sums[k - columns];
                sums[k] += (first == 0 ? 0 : 2 * v * first) + (relative || below == 0 ? 0 : common * below);
            }
            else
            {
                sums[k] -= relative && below != 0 ? common * below : 0;
            }
        }

        foreach (ref double sum in sums)
        {
            sum *= factor;
        }
    }

    /// <summary>Sums with w relative to the nearest key's kernel; returns Σ w²·s.</summary>
    private double Relative(double query, int nearest, int from, int to, int skip, double kept, MomentTerms terms, Span<double> sums, Span<double> absolutes)
    {
        sums.Clear();
        absolutes.Clear();
        int columns = totals.Length;
        double square = 0;
        double origin = Origin(terms, query, nearest);
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
                    GaussianWindow.TimesOffsets(keys.Keys, start, start + count, origin, scale, w);
                }

                if (terms.Wanted[k] || FromReference(terms))
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
