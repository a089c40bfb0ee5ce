using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>Sums of one shape over windows of keys, Σ k·c_b, from moments: the cells that are whole as one polynomial, those that are cut by their part.</summary>
internal sealed class WindowLayer
{
    private const double Unit = 1.0 / (1L << 53);
    private const double Slack = 1 - 1e-9;
    private readonly WindowCells cells;
    private readonly AscendingKeys keys;
    private readonly double[][] columns;
    private readonly CompactLanes kernel;
    private readonly WindowShape[] shapes;
    private readonly WindowCuts cuts;
    private readonly WindowPieces pieces;
    private readonly WindowExpansions expansions;

    /// <param name="cells">The keys in cells.</param>
    /// <param name="columns">c_b in the order of the keys; an empty one stands for ones.</param>
    /// <param name="squared">Whether k² is summed in place of k and its slope.</param>
    /// <param name="run">Threads and cancellation.</param>
    public WindowLayer(WindowCells cells, double[][] columns, bool squared, Run run)
    {
        (this.cells, this.columns, keys, kernel) = (cells, columns, cells.Keys, cells.Kernel);
        shapes = squared
            ? [WindowShape.Square(kernel, cells.Width)]
            : [WindowShape.Weight(kernel, cells.Width), WindowShape.Slope(kernel, cells.Width)];
        WindowMoments moments = new(keys.Keys, keys.Count, columns, Terms, kernel.Scale);
        cuts = new(keys.Keys, columns, moments, kernel.Scale);
        pieces = new(cells, cuts);
        expansions = new(cells, columns, shapes, moments, run);
    }

    /// <summary>How many columns there are.</summary>
    public int Columns => columns.Length;

    /// <summary>Whether both sides of the query have the same polynomial.</summary>
    public bool IsEven => shapes[0].IsEven;

    private int Terms => shapes[0].Terms;

    /// <summary>The polynomial of the cell at a place; null where it has none.</summary>
    public WindowExpansion? Of(int place) => expansions.Of(place);

    /// <summary>The sums at queries of a cell that has a polynomial.</summary>
    /// <param name="expansion">The polynomial.</param>
    /// <param name="place">The cell's place.</param>
    /// <param name="q">The queries, ascending.</param>
    /// <param name="windows">Their windows.</param>
    /// <param name="sums">Σ k·c_b of all queries, column by column, and behind them where there is room Σ −u·k′·c_b.</param>
    public void Sum(WindowExpansion expansion, int place, ReadOnlySpan<double> q, WindowBatch windows, Span<double> sums)
    {
        int stride = columns.Length * q.Length;
        for (int s = 0; s * stride < sums.Length; s++)
        {
            for (int b = 0; b < columns.Length; b += 2)
            {
                int other = Math.Min(b + 1, columns.Length - 1);
                int series = s * columns.Length;
                Span<double> ofFirst = sums.Slice((series + b) * q.Length, q.Length);
                Span<double> ofOther = sums.Slice((series + other) * q.Length, q.Length);
                WindowWhole whole = new(
                    expansion.Centre, expansion.Local.AsSpan((series + b) * Terms, Terms), expansion.Local.AsSpan((series + other) * Terms, Terms));
                if (IsEven && Ends(expansion, windows, out WindowCut left, out WindowCut right))
                {
                    cuts.Sum(
                        left, Series(s, left, whole.Centre), right, Series(s, right, whole.Centre), whole, q, windows.From, windows.To, b, other, ofFirst, ofOther);
                }
                else
                {
                    InPieces(expansion, place, shapes[s], whole, q, windows, b, other, ofFirst, ofOther);
                }
            }
        }
    }

    /// <summary>The sums at any query, cell by cell, both sides apart; returns what is proven of them.</summary>
    /// <param name="place">The place of a cell at the query or beside it.</param>
    /// <param name="q">The query.</param>
    /// <param name="window">Its window.</param>
    /// <param name="sums">Σ k·c_b, and behind them where there is room Σ −u·k′·c_b.</param>
    public double Sum(int place, double q, Window window, Span<double> sums)
    {
        Span<Vector256<double>> lanes = stackalloc Vector256<double>[2];
        Span<int> at = stackalloc int[1];
        for (int s = 0; s * columns.Length < sums.Length; s++)
        {
            for (int b = 0; b < columns.Length; b++)
            {
                lanes.Clear();
                if (window.From < window.Below)
                {
                    int last = place;
                    while (cells.Occupied.Start(last) >= window.Below)
                    {
                        last--;
                    }

                    // The cell of the query is cut by the query, the one where the window begins by the window; none by both.
                    int start = cells.Occupied.Start(last);
                    int end = cells.Occupied.Start(last + 1);
                    if (window.From >= start && window.Below < end)
                    {
                        return double.PositiveInfinity;
                    }

                    if (window.From < start)
                    {
                        pieces.Cut(shapes[s], new(start, end, cells.Centre(last), true, false), pieces.Distance(last, q), [q], [window.Below], at, b, b, lanes);
                        last--;
                    }

                    pieces.Left(shapes[s], [window.From], window.Below, last, q, [q], at, b, b, lanes);
                }

                if (window.Above < window.To)
                {
                    int next = Math.Max(place - 1, 0);
                    while (cells.Occupied.Start(next + 1) <= window.Above)
                    {
                        next++;
                    }

                    int start = cells.Occupied.Start(next);
                    int end = cells.Occupied.Start(next + 1);
                    if (window.To < end && window.Above > start)
                    {
                        return double.PositiveInfinity;
                    }

                    if (window.To >= end)
                    {
                        pieces.Cut(shapes[s], new(start, end, cells.Centre(next), false, true), pieces.Distance(next, q), [q], [window.Above], at, b, b, lanes);
                        next++;
                    }

                    pieces.Right(shapes[s], 0, [window.To], next, q, [q], at, b, b, lanes);
                }

                sums[(s * columns.Length) + b] = WindowCuts.Total(lanes[0]);
            }
        }

        return Share(place, q, window);
    }

    private WindowSeries Series(int shape, WindowCut cut, double centre) => shapes[shape].Series(Math.Abs(cut.Centre - centre) * kernel.Scale, cut.IsLeft);

    /// <summary>Whether all windows begin in the cell below what is whole in them and end in the one above; an empty cut stands for a cell that is not there.</summary>
    private bool Ends(WindowExpansion expansion, WindowBatch windows, out WindowCut left, out WindowCut right)
    {
        OccupiedCells occupied = cells.Occupied;
        (int below, int above) = (expansion.FirstPlace - 1, expansion.EndPlace);
        left = below < 0
            ? new(expansion.From, expansion.From, expansion.Centre, true, true)
            : new(occupied.Start(below), expansion.From, cells.Centre(below), true, true);
        right = above == occupied.Count
            ? new(expansion.To, expansion.To, expansion.Centre, false, false)
            : new(expansion.To, occupied.Start(above + 1), cells.Centre(above), false, false);
        return windows.From[0] >= left.Start && windows.To[^1] <= right.End;
    }

    /// <summary>The same sums piece by piece, where the ends of windows are in several cells or the query cuts its own.</summary>
    private void InPieces(
        WindowExpansion expansion, int place, WindowShape shape, in WindowWhole whole, ReadOnlySpan<double> q, WindowBatch windows, int b, int other, Span<double> ofFirst, Span<double> ofOther)
    {
        Span<Vector256<double>> lanes = stackalloc Vector256<double>[2 * q.Length];
        Span<int> at = stackalloc int[q.Length];
        lanes.Clear();
        pieces.Left(shape, windows.From, expansion.From, expansion.FirstPlace - 1, expansion.Centre, q, at, b, other, lanes);
        pieces.Right(shape, expansion.To, windows.To, expansion.EndPlace, expansion.Centre, q, at, b, other, lanes);
        if (!IsEven)
        {
            (int start, int end) = (cells.Occupied.Start(place), cells.Occupied.Start(place + 1));
            pieces.Cut(shape, new(start, end, expansion.Centre, true, false), 0, q, windows.Below, at, b, other, lanes);
            pieces.Cut(shape, new(start, end, expansion.Centre, false, true), 0, q, windows.Above, at, b, other, lanes);
        }

        Finish(whole.Centre, whole.First, q, lanes, ofFirst);
        Finish(whole.Centre, whole.Second, q, lanes[1..], ofOther);
    }

    /// <summary>What the lanes hold and the polynomial.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Finish(double centre, ReadOnlySpan<double> c, ReadOnlySpan<double> q, ReadOnlySpan<Vector256<double>> lanes, Span<double> sums)
    {
        for (int i = 0; i < q.Length; i++)
        {
            double a = (q[i] - centre) * kernel.Scale;
            double value = c[^1];
            for (int j = c.Length - 2; j >= 0; j--)
            {
                value = Math.FusedMultiplyAdd(value, a, c[j]);
            }

            sums[i] = value + WindowCuts.Total(lanes[2 * i]);
        }
    }

    /// <summary>Lost/Least of a query, the worst column, from the cells of its window.</summary>
    private double Share(int place, double q, Window window)
    {
        OccupiedCells occupied = cells.Occupied;
        while (place > 0 && occupied.Start(place) > window.From)
        {
            place--;
        }

        Span<double> lost = stackalloc double[columns.Length];
        Span<double> least = stackalloc double[columns.Length];
        lost.Clear();
        least.Clear();
        for (; place < occupied.Count && occupied.Start(place) < window.To; place++)
        {
            (int start, int end) = (occupied.Start(place), occupied.Start(place + 1));
            double rounding = shapes[0].Rounding(Math.Abs(cells.Centre(place) - q) * kernel.Scale) * Unit;
            bool whole = start >= window.From && end <= window.To;
            double farthest = Math.Max(Math.Abs(q - keys.Keys[start]), Math.Abs(keys.Keys[end - 1] - q)) * kernel.Scale;
            double weight = whole && farthest < 1 ? shapes[0].At(farthest) * Slack : 0;
            bool holds = window.Below < window.Above && start <= window.Below && window.Below < end;
            for (int b = 0; b < columns.Length; b++)
            {
                double sum = expansions.Absolute(b, place);
                lost[b] += rounding * sum;
                double others = holds ? (sum * Slack) - Math.Abs(columns[b].Length == 0 ? 1 : columns[b][window.Below]) : sum;
                least[b] += weight * Math.Max(others, 0);
            }
        }

        return WindowExpansion.Worst(lost, least);
    }
}
