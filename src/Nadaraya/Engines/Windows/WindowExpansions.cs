using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>The polynomials of the cells that many keys are near, from the moments of the cells that are whole in all windows of their queries.</summary>
internal sealed class WindowExpansions
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
    private readonly double[] absolutes;
    private readonly WindowExpansion?[] expansions;

    /// <param name="cells">The keys in cells.</param>
    /// <param name="columns">c_b in the order of the keys; an empty one stands for ones.</param>
    /// <param name="shapes">What is summed; the first one decides what is proven.</param>
    /// <param name="moments">Where the moments of each cell go.</param>
    /// <param name="run">Threads and cancellation.</param>
    public WindowExpansions(WindowCells cells, double[][] columns, WindowShape[] shapes, WindowMoments moments, Run run)
    {
        (this.cells, this.columns, this.shapes, this.moments, keys, kernel) = (cells, columns, shapes, moments, cells.Keys, cells.Kernel);
        int boundaries = WindowMoments.BoundaryFrom(keys.Count) + 1;
        absolutes = GC.AllocateUninitializedArray<double>(boundaries * columns.Length);
        expansions = new WindowExpansion?[boundaries];
        OccupiedCells occupied = cells.Occupied;
        run.ForBlocks(occupied.Count, 64, (first, end) =>
        {
            for (int place = first; place < end; place++)
            {
                moments.Fill(occupied.Start(place), occupied.Start(place + 1), cells.Centre(place));
                for (int b = 0; b < columns.Length && IsThick(place); b++)
                {
                    absolutes[(Slot(place) * columns.Length) + b] = AbsoluteOf(b, place);
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

    private int Terms => shapes[0].Terms;

    private bool IsEven => shapes[0].IsEven;

    /// <summary>The polynomial of the cell at a place; null where it has none.</summary>
    public WindowExpansion? Of(int place) => IsThick(place) ? expansions[Slot(place)] : null;

    /// <summary>Σ|c_b| of a cell.</summary>
    public double Absolute(int column, int place) =>
        IsThick(place) ? absolutes[(Slot(place) * columns.Length) + column] : AbsoluteOf(column, place);

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
            double rounding = shapes[0].Rounding(Math.Abs(apart)) * Unit;
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

        return new(centre, occupied.Start(first), occupied.Start(end), first, end, local, lost, least, own, [.. columns.Select(c => Largest(c, occupied.Start(place), occupied.Start(place + 1)))]);
    }

    private static double Largest(double[] column, int from, int to)
    {
        double largest = column.Length == 0 ? 1 : 0;
        for (int i = from; i < to && column.Length > 0; i++)
        {
            largest = Math.Max(largest, Math.Abs(column[i]));
        }

        return largest;
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
