using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>Up to eight queries with short windows that stand close together, summed side by side.</summary>
/// <param name="keys">The keys.</param>
/// <param name="windows">What is common to all windows.</param>
/// <param name="terms">Which sums.</param>
/// <param name="withSquares">Whether Σ w² is wanted.</param>
internal sealed class WindowGroup(AscendingKeys keys, GaussianWindows windows, MomentTerms terms, bool withSquares)
{
    private const int Lanes = QueriesAbreast.Lanes;
    private const int Block = GaussianWindows.Block;
    private const int Apart = 128; // keys: queries further from one another are not worth weighing together
    private readonly KeyWindow[] members = new KeyWindow[Lanes];
    private readonly double[] queries = new double[Lanes];
    private readonly double[] limits = new double[Lanes];
    private readonly double[] weights = new double[(Block + QueriesAbreast.Group) * Lanes];
    private readonly double[] squared = withSquares ? new double[Block * Lanes] : [];
    private readonly double[] sums = new double[terms.Powers * terms.Columns * Lanes];
    private readonly double[] absolutes = new double[terms.Columns * Lanes];
    private readonly double[] squares = new double[Lanes];
    private readonly double[] unused = new double[Lanes];
    private int from;
    private int to;

    /// <summary>The number of queries.</summary>
    public int Count { get; private set; }

    /// <summary>Σ w vᵏ c_b of query l at [8·(k·columns + b) + l].</summary>
    public ReadOnlySpan<double> Sums => sums;

    /// <summary>A query.</summary>
    public KeyWindow this[int lane] => members[lane];

    /// <summary>What the keys left aside may have added to a query's sums, as a share of Σ w|c|.</summary>
    public double Share(int lane) => windows.Share(members[lane], absolutes.AsSpan(lane), Lanes);

    /// <summary>Σ w² of a query, where it is wanted.</summary>
    public double Square(int lane) => squares[lane];

    /// <summary>Whether there is room for a query, and its window is near enough to the others.</summary>
    public bool Takes(in KeyWindow window) =>
        Count == 0 || (Count < Lanes && Math.Max(to, window.To) - Math.Min(from, window.From) <= (2 * window.Length) + Apart);

    /// <summary>Adds a query.</summary>
    public void Add(in KeyWindow window)
    {
        (from, to) = Count == 0 ? (window.From, window.To) : (Math.Min(from, window.From), Math.Max(to, window.To));
        queries[Count] = window.Query;
        limits[Count] = GaussianWindows.Halvings(window.Reach);
        members[Count++] = window;
    }

    /// <summary>Forgets all queries.</summary>
    public void Clear() => Count = 0;

    /// <summary>Sums at all queries: in blocks that are the same whoever stands beside, since they follow from the places of the keys.</summary>
    public void Sum()
    {
        queries.AsSpan(Count).Fill(queries[0]);
        limits.AsSpan(Count).Fill(limits[0]);
        sums.AsSpan().Clear();
        absolutes.AsSpan().Clear();
        squares.AsSpan().Clear();
        for (int start = from; start < to;)
        {
            int end = Math.Min(to, ((start / Block) + 1) * Block);
            Add(start, end);
            start = end;
        }
    }

    private void Add(int start, int end)
    {
        Span<double> w = weights.AsSpan(0, (end - start) * Lanes);
        QueriesAbreast.Weights(keys.Keys, start, end - start, queries, limits, windows.Rate, weights);
        for (int lane = 0; lane < Count; lane++)
        {
            int own = members[lane].Skip;
            if (own >= start && own < end)
            {
                w[((own - start) * Lanes) + lane] = members[lane].Kept;
            }
        }

        if (withSquares)
        {
            Span<double> each = squared.AsSpan(0, w.Length);
            w.CopyTo(each);
            TileSums.Multiply(each, w);
            QueriesAbreast.Sum(each, Part(keys.Squares, start, end), squares, unused);
        }

        for (int k = 0; k < terms.Powers; k++)
        {
            if (k > 0)
            {
                QueriesAbreast.TimesOffsets(keys.Keys.AsSpan(start, end - start), queries, windows.Scale, w);
            }

            for (int b = 0; b < terms.Columns; b++)
            {
                int at = (k * terms.Columns) + b;
                if (terms.Wanted[at])
                {
                    QueriesAbreast.Sum(w, Part(keys.Columns[b], start, end), sums.AsSpan(at * Lanes), k == 0 ? absolutes.AsSpan(b * Lanes) : unused);
                }
            }
        }
    }

    private static ReadOnlySpan<double> Part(double[] column, int start, int end) => column.Length == 0 ? [] : column.AsSpan(start, end - start);
}
