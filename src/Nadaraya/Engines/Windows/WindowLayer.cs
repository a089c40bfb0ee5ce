using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>Sums of one shape over windows of keys, Σ k·c_b, from moments: the cells that are whole as one polynomial, those that are cut by their part.</summary>
internal sealed class WindowLayer
{
    /// <summary>A cell's polynomial is made where so many keys are near; under that, the cells are added one by one.</summary>
    private const int Worthwhile = 128;

    private const double Unit = 1.0 / (1L << 53);
    private const double Slack = 1 - 1e-9;
    private readonly WindowCells cells;
    private readonly AscendingKeys keys;
    private readonly double[][] columns;
    private readonly CompactLanes kernel;
    private readonly WindowShape[] shapes;
    private readonly WindowMoments moments;
    private readonly WindowPieces pieces;
    private readonly double[] absolutes;
    private readonly WindowExpansion?[] expansions;

    /// <param name="cells">The keys in cells.</param>
    /// <param name="columns">c_b in the order of the keys; an empty one stands for ones.</param>
    /// <param name="squared">Whether k² is summed in place of k and its slope.</param>
    /// <param name="run">Threads and cancellation.</param>
    public WindowLayer(WindowCells cells, double[][] columns, bool squared, Run run)
    {
        (this.cells, this.columns, keys, kernel) = (cells, columns, cells.Keys, cells.Kernel);
        shapes = squared ? [WindowShape.Square(kernel)] : [WindowShape.Weight(kernel), WindowShape.Slope(kernel)];
        moments = new(keys.Keys, keys.Count, columns, Terms, kernel.Scale);
        pieces = new(cells, moments);
        int boundaries = WindowMoments.BoundaryFrom(keys.Count) + 1;
        absolutes = GC.AllocateUninitializedArray<double>(boundaries * columns.Length);
        expansions = new WindowExpansion?[boundaries];
        OccupiedCells occupied = cells.Occupied;
        run.ForBlocks(occupied.Count, 64, (first, end) =>
        {
            for (int place = first; place < end; place++)
            {
                moments.Fill(occupied.Start(place), occupied.Start(place + 1), cells.Centre(place));
                if (IsThick(place))
                {
                    for (int b = 0; b < columns.Length; b++)
                    {
                        absolutes[(Slot(place) * columns.Length) + b] = AbsoluteOf(b, place);
                    }
                }
            }
        });
        run.ForBlocks(occupied.Count, 64, (first, end) =>
        {
            for (int place = first; place < end; place++)
            {
                if (IsThick(place))
                {
                    expansions[Slot(place)] = Expand(place);
                }
            }
        });
    }

    /// <summary>How many columns there are.</summary>
    public int Columns => columns.Length;

    /// <summary>Whether both sides of the query have the same polynomial.</summary>
    public bool IsEven => shapes[0].IsEven;

    private int Terms => shapes[0].Terms;

    /// <summary>The polynomial of the cell at a place; null where it has none.</summary>
    public WindowExpansion? Of(int place) => IsThick(place) ? expansions[Slot(place)] : null;

    /// <summary>The sums at queries of a cell that has a polynomial.</summary>
    /// <param name="expansion">The polynomial.</param>
    /// <param name="place">The cell's place.</param>
    /// <param name="q">The queries.</param>
    /// <param name="windows">Their windows.</param>
    /// <param name="sums">Σ k·c_b of all queries, column by column, and behind them where there is room Σ −u·k′·c_b.</param>
    public void Sum(WindowExpansion expansion, int place, ReadOnlySpan<double> q, WindowBatch windows, Span<double> sums)
    {
        Span<Vector256<double>> lanes = stackalloc Vector256<double>[2 * q.Length];
        Span<int> at = stackalloc int[q.Length];
        int stride = columns.Length * q.Length;
        for (int s = 0; s * stride < sums.Length; s++)
        {
            for (int b = 0; b < columns.Length; b += 2)
            {
                int other = Math.Min(b + 1, columns.Length - 1);
                lanes.Clear();
                pieces.Left(shapes[s], windows.From, expansion.From, expansion.FirstPlace - 1, expansion.Centre, q, at, b, other, lanes);
                pieces.Right(shapes[s], expansion.To, windows.To, expansion.EndPlace, expansion.Centre, q, at, b, other, lanes);
                if (!IsEven)
                {
                    (int start, int end) = (cells.Occupied.Start(place), cells.Occupied.Start(place + 1));
                    pieces.Cut(shapes[s], new(start, end, expansion.Centre, true, false), 0, q, windows.Below, at, b, other, lanes);
                    pieces.Cut(shapes[s], new(start, end, expansion.Centre, false, true), 0, q, windows.Above, at, b, other, lanes);
                }

                for (int c = b; c <= other; c++)
                {
                    int series = (s * columns.Length) + c;
                    Finish(expansion, series, q, lanes[(c - b)..], sums.Slice(series * q.Length, q.Length));
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

                sums[(s * columns.Length) + b] = Total(lanes[0]);
            }
        }

        return Share(place, q, window);
    }

    private static double Total(Vector256<double> v)
    {
        Vector128<double> halves = v.GetLower() + v.GetUpper();
        return halves[0] + halves[1];
    }

    /// <summary>What the lanes hold and the polynomial.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Finish(WindowExpansion expansion, int series, ReadOnlySpan<double> q, ReadOnlySpan<Vector256<double>> lanes, Span<double> sums)
    {
        ReadOnlySpan<double> c = expansion.Local.AsSpan(series * Terms, Terms);
        (double centre, double scale) = (expansion.Centre, kernel.Scale);
        for (int i = 0; i < q.Length; i++)
        {
            double a = (q[i] - centre) * scale;
            double value = c[^1];
            for (int j = c.Length - 2; j >= 0; j--)
            {
                value = Math.FusedMultiplyAdd(value, a, c[j]);
            }

            sums[i] = value + Total(lanes[2 * i]);
        }
    }

    private int Slot(int place) => WindowMoments.BoundaryFrom(cells.Occupied.Start(place));

    private bool IsThick(int place) => (uint)place < (uint)cells.Occupied.Count && Slot(place) * WindowMoments.Block < cells.Occupied.Start(place + 1);

    private double AbsoluteOf(int column, int place)
    {
        int start = cells.Occupied.Start(place);
        int end = cells.Occupied.Start(place + 1);
        if (columns[column].Length == 0)
        {
            return end - start;
        }

        double sum = 0;
        foreach (double c in columns[column].AsSpan(start, end - start))
        {
            sum += Math.Abs(c);
        }

        return sum;
    }

    /// <summary>Σ|c_b| of a cell.</summary>
    private double Absolute(int column, int place) =>
        IsThick(place) ? absolutes[(Slot(place) * columns.Length) + column] : AbsoluteOf(column, place);

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
            double rounding = shapes[0].Rounding(Math.Abs(cells.Centre(place) - q) * kernel.Scale, cells.Width) * Unit;
            bool whole = start >= window.From && end <= window.To;
            double farthest = Math.Max(Math.Abs(q - keys.Keys[start]), Math.Abs(keys.Keys[end - 1] - q)) * kernel.Scale;
            double weight = whole && farthest < 1 ? shapes[0].At(farthest) * Slack : 0;
            bool holds = window.Below < window.Above && start <= window.Below && window.Below < end;
            for (int b = 0; b < columns.Length; b++)
            {
                double sum = Absolute(b, place);
                lost[b] += rounding * sum;
                double others = holds ? (sum * Slack) - Math.Abs(columns[b].Length == 0 ? 1 : columns[b][window.Below]) : sum;
                least[b] += weight * Math.Max(others, 0);
            }
        }

        return new WindowExpansion(0, 0, 0, 0, 0, [], lost.ToArray(), least.ToArray(), 0).Share;
    }

    private WindowExpansion? Expand(int place)
    {
        OccupiedCells occupied = cells.Occupied;
        (double low, double high) = (cells.Border(place), cells.EndBorder(place));
        double reach = kernel.Reach * (1 - 1e-12);
        int first = place;
        while (first > 0 && high - keys.Keys[occupied.Start(first - 1)] < reach)
        {
            first--;
        }

        int end = place + 1;
        while (end < occupied.Count && keys.Keys[occupied.Start(end + 1) - 1] - low < reach)
        {
            end++;
        }

        // The cells that are cut in some window of the cell's queries.
        int before = first;
        while (before > 0 && low - keys.Keys[occupied.Start(before) - 1] < kernel.Reach * (1 + 1e-12))
        {
            before--;
        }

        int after = end;
        while (after < occupied.Count && keys.Keys[occupied.Start(after)] - high < kernel.Reach * (1 + 1e-12))
        {
            after++;
        }

        if (occupied.Start(after) - occupied.Start(before) < Worthwhile)
        {
            return null;
        }

        double centre = cells.Centre(place);
        double[] local = new double[shapes.Length * columns.Length * Terms];
        double[] lost = new double[columns.Length];
        double[] least = new double[columns.Length];
        double own = 0;
        for (int at = before; at < after; at++)
        {
            double apart = (cells.Centre(at) - centre) * kernel.Scale;
            bool core = at >= first && at < end;
            double rounding = shapes[0].Rounding(Math.Abs(apart), cells.Width) * Unit;
            double farthest = Math.Max(high - keys.Keys[occupied.Start(at)], keys.Keys[occupied.Start(at + 1) - 1] - low) * kernel.Scale;
            double weight = core && farthest < 1 ? shapes[0].At(farthest) * Slack : 0;
            own = at == place ? weight : own;
            for (int b = 0; b < columns.Length; b++)
            {
                lost[b] += rounding * Absolute(b, at);
                least[b] += weight * Absolute(b, at);
            }

            if (core && (at != place || IsEven))
            {
                Translate(at, apart, local);
            }
        }

        return new(centre, occupied.Start(first), occupied.Start(end), first, end, local, lost, least, own);
    }

    /// <summary>Adds a whole cell to a polynomial around a centre: (z − a)ⁿ by the binomial theorem.</summary>
    private void Translate(int place, double apart, Span<double> local)
    {
        Span<double> whole = stackalloc double[moments.Stride];
        moments.Whole(cells.Occupied.Start(place), cells.Occupied.Start(place + 1), cells.Centre(place), whole);
        Span<double> t = stackalloc double[Terms];
        for (int s = 0; s < shapes.Length; s++)
        {
            shapes[s].Series(Math.Abs(apart), apart < 0).Taylor(Math.Abs(apart), t);
            for (int b = 0; b < columns.Length; b++)
            {
                Span<double> to = local.Slice(((s * columns.Length) + b) * Terms, Terms);
                for (int n = 0; n < Terms; n++)
                {
                    double binomial = 1;
                    for (int j = 0; j <= n; j++)
                    {
                        to[j] += t[n] * binomial * whole[(b * moments.Width) + n - j];
                        binomial = -binomial * (n - j) / (j + 1);
                    }
                }
            }
        }
    }
}
