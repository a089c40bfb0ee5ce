using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Keys in the order of their cells with what is summed over them, c₀ = v and c_t = v·(y_t − ȳ_t), and v² for Σw²; and the rows of cells that hold them.</summary>
internal sealed class GridKeys
{
    private readonly List<ulong> lines = [];
    private readonly List<int> lineStarts = [];

    /// <param name="request">A request that the grid serves.</param>
    /// <param name="layout">The grid.</param>
    /// <param name="run">Threads and cancellation.</param>
    public GridKeys(PoolingRequest request, GridLayout layout, Run run)
    {
        Layout = layout;
        Order = new(layout, request.Keys.Columns, 0, request.Keys.Count, run);
        double[][] targets = [.. request.Payload.Columns.Select(c => Order.Arranged(c))];
        Columns = [[], .. targets];
        Squares = [];
        if (request.Score.RowWeights is double[] weights)
        {
            double[] v = Order.Arranged(weights);
            Columns = [v, .. targets.Select(c => Product(c, v))];
            Squares = Product(v, v);
            if (request.Score.InverseCounts is double[] each)
            {
                Squares = Product(Squares, Order.Arranged(each));
            }
        }

        Totals = [.. Columns.Select(Total)];
        for (int cell = 0; cell < Order.Count; cell++)
        {
            ulong line = Order[cell] >> LineShift;
            if (lines.Count == 0 || lines[^1] != line)
            {
                lines.Add(line);
                lineStarts.Add(cell);
            }
        }

        lineStarts.Add(Order.Count);
    }

    /// <summary>The grid.</summary>
    public GridLayout Layout { get; }

    /// <summary>Their order.</summary>
    public GridOrder Order { get; }

    /// <summary>The number of keys.</summary>
    public int Count => Order.Rows.Length;

    /// <summary>c_b, readable eight beyond their end; an empty one stands for ones.</summary>
    public double[][] Columns { get; }

    /// <summary>v², or v²/count of frequencies; empty for ones.</summary>
    public double[] Squares { get; }

    /// <summary>Σ|c_b| over all keys.</summary>
    public double[] Totals { get; }

    /// <summary>Σ v² or Σ v²/count.</summary>
    public double SquareTotal => Total(Squares);

    /// <summary>How far a cell's number is shifted to that of its line.</summary>
    public int LineShift => Layout.Shift(Layout.Dimensions - 2);

    /// <summary>c_b of a key.</summary>
    public double Value(int column, int key) => Columns[column].Length == 0 ? 1 : Columns[column][key];

    /// <summary>
    /// The runs of cells around a cell whose distance along each axis is at most a number of cells, and which may hold a key within a distance of some point of
    /// the cell: in ascending order, into a list.
    /// </summary>
    /// <param name="cell">The cell's number.</param>
    /// <param name="low">The lowest coordinate, one an axis.</param>
    /// <param name="high">The highest.</param>
    /// <param name="cut">The distance in bandwidths; infinite for all.</param>
    /// <param name="runs">First cells and ends.</param>
    public void Around(ulong cell, ReadOnlySpan<long> low, ReadOnlySpan<long> high, double cut, List<(int From, int To)> runs)
    {
        runs.Clear();
        int d = Layout.Dimensions;
        if (d == 2)
        {
            Lines(cell, 0, low[0], high[0], 0, low, high, cut, runs);
            return;
        }

        int bits = Layout.Shift(0) - Layout.Shift(1);
        for (long c = low[0]; c <= high[0];)
        {
            // The next sheet that holds keys.
            int line = FirstLine((ulong)c << bits);
            if (line == lines.Count || (long)(lines[line] >> bits) > high[0])
            {
                return;
            }

            c = (long)(lines[line] >> bits);
            double apart = Apart(c - Layout.Coordinate(cell, 0), 0);
            Lines(cell, (ulong)c << bits, low[1], high[1], apart, low, high, cut, runs);
            c++;
        }
    }

    private static double[] Product(double[] a, double[] b)
    {
        double[] product = new double[b.Length];
        for (int i = 0; i < product.Length; i++)
        {
            product[i] = a[i] * b[i];
        }

        return product;
    }

    /// <summary>The square of the least distance between points of cells that many cells apart along an axis.</summary>
    private double Apart(long offset, int axis)
    {
        double least = Math.Max(Math.Abs(offset) - 1, 0) * Layout.Widths[axis];
        return least * least;
    }

    /// <summary>Runs of the lines whose second coordinate from the last is in a range.</summary>
    private void Lines(
        ulong cell, ulong sheet, long from, long to, double apart, ReadOnlySpan<long> low, ReadOnlySpan<long> high, double cut, List<(int From, int To)> runs)
    {
        int d = Layout.Dimensions;
        int last = d - 1;
        long own = Layout.Coordinate(cell, last);
        long across = Layout.Coordinate(cell, d - 2);
        for (int line = FirstLine(sheet | (ulong)from); line < lines.Count && lines[line] <= (sheet | (ulong)to); line++)
        {
            (long first, long end) = (low[last], high[last]);
            if (cut < double.PositiveInfinity)
            {
                double rest = (cut * cut * (1 + 1e-12)) - apart - Apart((long)(lines[line] - sheet) - across, d - 2);
                if (rest < 0)
                {
                    continue;
                }

                long reach = (long)(Math.Sqrt(rest) / Layout.Widths[last]) + 1;
                (first, end) = (Math.Max(first, own - reach), Math.Min(end, own + reach));
            }

            ulong row = lines[line] << LineShift;
            int start = Order.FirstNotUnder(row | (ulong)first, lineStarts[line], lineStarts[line + 1]);
            int stop = Order.FirstNotUnder((row | (ulong)end) + 1, start, lineStarts[line + 1]);
            if (start < stop)
            {
                runs.Add((start, stop));
            }
        }
    }

    private int FirstLine(ulong line)
    {
        int found = lines.BinarySearch(line);
        return found >= 0 ? found : ~found;
    }

    private double Total(double[] column)
    {
        double total = 0;
        foreach (double c in column.AsSpan(0, Math.Min(Count, column.Length)))
        {
            total += Math.Abs(c);
        }

        return column.Length > 0 ? total : Count;
    }
}
