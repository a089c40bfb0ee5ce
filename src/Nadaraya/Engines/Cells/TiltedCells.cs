using System.Collections.Concurrent;
using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>Polynomials for cells beyond all keys, built when the first query comes and kept: one walk over the keys that matter there serves all its queries.</summary>
/// <param name="keys">The keys.</param>
/// <param name="grid">The grid.</param>
/// <param name="allowed">η.</param>
/// <param name="withSquares">Whether Σ w² is wanted.</param>
internal sealed class TiltedCells(AscendingKeys keys, CellGrid grid, double allowed, bool withSquares)
{
    private const int P = TaylorSums.Terms;
    private const int L = TaylorSums.Length;
    private const int Tile = 512;
    private const int MostKept = 1 << 14;
    private const long Furthest = 1L << 40; // beyond, a centre of twelve bits more is no double

    /// <summary>Units of rounding (2⁻⁵³) that a term may meet: counted in docs/numerics.md.</summary>
    private const double Roundings = 400;
    private static readonly double[] Factorials = [.. Enumerable.Range(0, P + 1).Select(k => Enumerable.Range(1, k).Aggregate(1.0, (f, i) => f * i))];
    private readonly ConcurrentDictionary<long, TiltedCell> kept = new();
    private readonly double scale = 1 / grid.Bandwidth;
    private readonly int columns = keys.Columns.Length;

    /// <summary>Whether Σ w² is there.</summary>
    public bool WithSquares => withSquares;

    /// <summary>The polynomials of a cell beyond all keys; null for another.</summary>
    public TiltedCell? Of(long cell)
    {
        bool above = cell > grid.Of(keys.Keys[keys.Count - 1]);
        if (Math.Abs(cell) > Furthest || !(above || cell < grid.Of(keys.Keys[0])))
        {
            return null;
        }

        if (!kept.TryGetValue(cell, out TiltedCell? tilted))
        {
            tilted = Build(cell, above);
            if (kept.Count < MostKept)
            {
                _ = kept.TryAdd(cell, tilted);
            }
        }

        return tilted;
    }

    /// <summary>Walks from the last key inwards until what is left cannot matter.</summary>
    private TiltedCell Build(long cell, bool above)
    {
        double centre = grid.Centre(cell);
        int reference = above ? keys.Count - 1 : 0;
        double end = keys.Keys[reference];
        double apart = Math.Abs(centre - end) * scale;
        double[] signed = new double[(columns + 1) * L];
        double[] absolute = new double[columns * L];
        double reach = grid.Width / 2;
        double left = double.PositiveInfinity;
        double deepest = 0;
        for (int taken = 0; taken < keys.Count && left > allowed / 4; taken += Tile)
        {
            int count = Math.Min(Tile, keys.Count - taken);
            int from = above ? keys.Count - taken - count : taken;
            AddTile(from, count, centre, end, above ? -scale : scale, signed, absolute);
            deepest = Math.Abs(keys.Keys[above ? from : from + count - 1] - end) * scale;

            // Keys further in weigh at most this much of the last one's weight, anywhere in the cell.
            double most = taken + count == keys.Count ? 0 : Math.Exp(-((apart - reach) * deepest) - (deepest * deepest / 2)) * 1.01;
            left = 0;
            for (int b = 0; b < columns; b++)
            {
                left = Math.Max(left, Ratio(most * keys.Totals[b], Least(absolute, b, reach)));
            }
        }

        double share = 0;
        for (int b = 0; b < columns; b++)
        {
            share = Math.Max(share, Ratio(Lost(absolute, b, reach, deepest), Least(absolute, b, reach)));
        }

        share = keys.Value(0, reference) > 0 ? share + left : double.PositiveInfinity;
        int side = above ? 1 : -1;
        double[] polynomials = new double[(columns + 1) * P];
        for (int b = 0; b <= columns; b++)
        {
            double rate = b < columns ? -side : -2 * side;
            double power = 1;
            for (int k = 0; k < P; k++, power *= rate)
            {
                polynomials[(b * P) + TaylorSums.At(k)] = power / Factorials[k] * Moment(signed, b, k);
            }
        }

        return new() { Reference = reference, Share = share, Side = side, Centre = centre, Polynomials = polynomials };
    }

    private void AddTile(int from, int count, double centre, double end, double rate, double[] signed, double[] absolute)
    {
        Span<double> w = stackalloc double[Tile];
        Span<double> part = stackalloc double[Tile];
        int whole = (count + 7) / 8 * 8;
        ReadOnlySpan<double> x = keys.Keys.AsSpan(from, count);
        w.Clear();
        default(Gaussian).AddLogRatio(centre, keys.Keys.AsSpan(from, whole), end, grid.Bandwidth, w[..whole]);
        TileSums.Exp(w[..whole], 0, w[..whole]);
        for (int b = 0; b < columns; b++)
        {
            Fill(keys.Columns[b], w, part, from, count);
            TaylorSums.AddMoments(x, part[..count], end, rate, signed.AsSpan(b * L, L));
            foreach (ref double value in part[..count])
            {
                value = Math.Abs(value);
            }

            TaylorSums.AddMoments(x, part[..count], end, rate, absolute.AsSpan(b * L, L));
        }

        if (withSquares)
        {
            Fill(keys.Squares, w, part, from, count);
            TileSums.Multiply(part[..whole], w[..whole]);
            TaylorSums.AddMoments(x, part[..count], end, rate, signed.AsSpan(columns * L, L));
        }
    }

    private static void Fill(double[] column, ReadOnlySpan<double> w, Span<double> part, int from, int count)
    {
        w.CopyTo(part);
        for (int i = 0; i < count && column.Length > 0; i++)
        {
            part[i] *= column[from + i];
        }
    }

    private static double Moment(double[] moments, int column, int k) =>
        moments[(column * L) + TaylorSums.At(k)] + moments[(column * L) + P + 2 + TaylorSums.At(k)];

    /// <summary>The least that Σ w|c| can be in the cell: at its far side, by Jensen's inequality.</summary>
    private static double Least(double[] absolute, int column, double reach)
    {
        double total = Moment(absolute, column, 0);
        return total > 0 ? total * Math.Exp(-reach * Moment(absolute, column, 1) / total) / 1.01 : 0;
    }

    /// <summary>What Taylor's series leaves out, and what rounding may take.</summary>
    private static double Lost(double[] absolute, int column, double reach, double deepest)
    {
        double power = 1;
        double rounding = 0;
        for (int k = 0; k < P; k++, power *= reach)
        {
            rounding += (Roundings + (8 * k)) * power / Factorials[k] * Moment(absolute, column, k);
        }

        double truncation = power / Factorials[P] * deepest * Moment(absolute, column, P - 1) * Math.Exp(reach * deepest);
        return 1.01 * (truncation + (Math.ScaleB(1, -53) * rounding));
    }

    private static double Ratio(double lost, double least) => lost == 0 ? 0 : least > 0 ? lost / least : double.PositiveInfinity;
}
