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
    private readonly int power;
    private readonly WindowMoments moments;
    private readonly double[] absolutes;
    private readonly WindowExpansion?[] expansions;

    /// <param name="cells">The keys in cells.</param>
    /// <param name="columns">c_b in the order of the keys; an empty one stands for ones.</param>
    /// <param name="squared">Whether k² is summed in place of k and its slope.</param>
    /// <param name="run">Threads and cancellation.</param>
    public WindowLayer(WindowCells cells, double[][] columns, bool squared, Run run)
    {
        (this.cells, this.columns, keys, kernel) = (cells, columns, cells.Keys, cells.Kernel);
        power = squared ? 2 : 1;
        shapes = squared ? [WindowShape.Square(kernel)] : [WindowShape.Weight(kernel), WindowShape.Slope(kernel)];
        moments = new(keys.Keys, keys.Count, columns, Terms, kernel.Scale);
        int boundaries = (keys.Count / WindowMoments.Block) + 1;
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

    /// <summary>The sums at a query of a cell that has a polynomial.</summary>
    /// <param name="expansion">The polynomial.</param>
    /// <param name="place">The cell's place.</param>
    /// <param name="q">The query.</param>
    /// <param name="window">Its window.</param>
    /// <param name="sums">Σ k·c_b, and behind them where there is room Σ −u·k′·c_b.</param>
    public void Sum(WindowExpansion expansion, int place, double q, Window window, Span<double> sums)
    {
        Span<Vector512<double>> lanes = stackalloc Vector512<double>[sums.Length];
        lanes.Clear();
        double a = (q - expansion.Centre) * kernel.Scale;
        for (int s = 0; s < sums.Length; s++)
        {
            ReadOnlySpan<double> c = expansion.Local.AsSpan(s * Terms, Terms);
            double value = c[^1];
            for (int j = c.Length - 2; j >= 0; j--)
            {
                value = Math.FusedMultiplyAdd(value, a, c[j]);
            }

            sums[s] = value;
        }

        Left(window.From, expansion.From, expansion.FirstPlace - 1, q, sums, lanes);
        Right(expansion.To, window.To, expansion.EndPlace, q, sums, lanes);
        if (!IsEven)
        {
            Left(cells.Occupied.Start(place), window.Below, place, q, sums, lanes);
            Right(window.Above, cells.Occupied.Start(place + 1), place, q, sums, lanes);
        }

        Add(lanes, sums);
    }

    /// <summary>The sums at any query, cell by cell, both sides apart; returns what is proven of them.</summary>
    /// <param name="place">A place at the query or above.</param>
    /// <param name="q">The query.</param>
    /// <param name="window">Its window.</param>
    /// <param name="sums">Σ k·c_b, and behind them where there is room Σ −u·k′·c_b.</param>
    public double Sum(int place, double q, Window window, Span<double> sums)
    {
        Span<Vector512<double>> lanes = stackalloc Vector512<double>[sums.Length];
        lanes.Clear();
        sums.Clear();
        Left(window.From, window.Below, place, q, sums, lanes);
        Right(window.Above, window.To, place, q, sums, lanes);
        Add(lanes, sums);
        return Share(place, q, window);
    }

    private static void Add(ReadOnlySpan<Vector512<double>> lanes, Span<double> sums)
    {
        for (int s = 0; s < sums.Length; s++)
        {
            sums[s] += TileSums.Total(lanes[s]);
        }
    }

    private int Slot(int place) => WindowMoments.BoundaryFrom(cells.Occupied.Start(place));

    private bool IsThick(int place) => (uint)place < (uint)cells.Occupied.Count && Slot(place) * WindowMoments.Block < cells.Occupied.Start(place + 1);

    /// <summary>Adds keys below the query, whose last one is in the cell at a place or under it.</summary>
    private void Left(int from, int to, int place, double q, Span<double> sums, Span<Vector512<double>> lanes)
    {
        while (to > from)
        {
            while (cells.Occupied.Start(place) >= to)
            {
                place--;
            }

            int start = Math.Max(from, cells.Occupied.Start(place));
            Part(start, to, place, q, left: true, sums, lanes);
            to = start;
        }
    }

    /// <summary>Adds keys above the query, whose first one is in the cell at a place or beside it.</summary>
    private void Right(int from, int to, int place, double q, Span<double> sums, Span<Vector512<double>> lanes)
    {
        while (from < to)
        {
            while (cells.Occupied.Start(place) > from)
            {
                place--;
            }

            while (cells.Occupied.Start(place + 1) <= from)
            {
                place++;
            }

            int end = Math.Min(to, cells.Occupied.Start(place + 1));
            Part(from, end, place, q, left: false, sums, lanes);
            from = end;
        }
    }

    /// <summary>Adds keys from … to − 1 of one cell: all of it, its end or its beginning.</summary>
    private void Part(int from, int to, int place, double q, bool left, Span<double> sums, Span<Vector512<double>> lanes)
    {
        const int Block = WindowMoments.Block;
        int start = cells.Occupied.Start(place);
        int end = cells.Occupied.Start(place + 1);
        int boundary = to == end ? WindowMoments.BoundaryFrom(from) : to / Block;
        int at = boundary * Block;
        if (to < end && from > start)
        {
            // A run within a cell: only where the cell is wider than the window, which the pitch excludes but for rounding.
            for (int i = from; i < to; i += Block)
            {
                kernel.Add(keys.Keys, columns, i, Math.Min(i + Block, to), q, power, lanes);
            }

            return;
        }

        if (at < start || at >= end)
        {
            kernel.Add(keys.Keys, columns, from, to, q, power, lanes);
            return;
        }

        kernel.Add(keys.Keys, columns, to == end ? from : at, to == end ? at : to, q, power, lanes);
        ReadOnlySpan<double> m = to == end ? moments.After(boundary) : moments.Before(boundary);
        double centre = cells.Centre(place);
        double distance = (left ? q - centre : centre - q) * kernel.Scale;
        Span<double> t = stackalloc double[Terms];
        for (int s = 0; s < sums.Length; s++)
        {
            int b = s % columns.Length;
            if (b == 0)
            {
                shapes[s / columns.Length].Taylor(distance, left, t);
            }

            double sum = 0;
            for (int k = 0; k < t.Length; k++)
            {
                sum = Math.FusedMultiplyAdd(t[k], m[(b * t.Length) + k], sum);
            }

            sums[s] += sum;
        }
    }

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
            double rounding = shapes[0].Rounding(Math.Abs(cells.Centre(place) - q) * kernel.Scale, cells.Width / 2) * Unit;
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
            double around = cells.Width; // half for the keys, half for the query
            double rounding = shapes[0].Rounding(Math.Abs(apart), around) * Unit;
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
        Span<double> whole = stackalloc double[Terms * columns.Length];
        Whole(place, whole);
        Span<double> t = stackalloc double[Terms];
        for (int s = 0; s < shapes.Length; s++)
        {
            shapes[s].Taylor(Math.Abs(apart), apart < 0, t);
            for (int b = 0; b < columns.Length; b++)
            {
                Span<double> to = local.Slice(((s * columns.Length) + b) * Terms, Terms);
                for (int n = 0; n < Terms; n++)
                {
                    double binomial = 1;
                    for (int j = 0; j <= n; j++)
                    {
                        to[j] += t[n] * binomial * whole[(b * Terms) + n - j];
                        binomial = -binomial * (n - j) / (j + 1);
                    }
                }
            }
        }
    }

    private void Whole(int place, Span<double> whole)
    {
        if (IsThick(place))
        {
            ReadOnlySpan<double> head = moments.Before(Slot(place));
            ReadOnlySpan<double> rest = moments.After(Slot(place));
            for (int k = 0; k < whole.Length; k++)
            {
                whole[k] = head[k] + rest[k];
            }

            return;
        }

        moments.Of(cells.Occupied.Start(place), cells.Occupied.Start(place + 1), cells.Centre(place), whole);
    }
}
