using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Points in the order of a kd tree: tiles of 64 neighbours, eight neighbouring tiles under a box, eight of those under the next.</summary>
/// <remarks>
/// A run of points is split across its widest column so that the first part has the largest power of two of tiles; so every aligned run of eight
/// tiles is a cell of the tree, and its box is as tight.
/// </remarks>
internal sealed class KdOrder
{
#if DEBUG
    public const int TileLength = 8;
#else
    public const int TileLength = 64;
#endif

    private readonly double[][] columns;
    private readonly int[] rows;
    private readonly double[] units;

    /// <param name="points">The points.</param>
    /// <param name="units">What makes the extents of the columns comparable: each is multiplied by its own.</param>
    /// <param name="cancellation">Stops it.</param>
    public KdOrder(Points points, double[] units, CancellationToken cancellation)
    {
        this.units = units;
        rows = [.. Enumerable.Range(0, points.Count)];
        columns = [.. points.Columns.Select(c => c.AsSpan(0, points.Count).ToArray())];
        int tiles = (points.Count + TileLength - 1) / TileLength;
        Split(0, tiles, cancellation);
        Order = new(rows, Points.Keys(columns, points.Count));
        columns = Order.Keys.Columns;
        List<Boxes> levels = [Boxes.Around(columns, columns, points.Count, TileLength)];
        while (levels[^1].Count > BoxDistances.Block)
        {
            levels.Add(Boxes.Around(levels[^1].Low, levels[^1].High, levels[^1].Count, BoxDistances.Block));
        }

        Levels = [.. levels];
    }

    /// <summary>The points in order.</summary>
    public KeyOrder Order { get; }

    /// <summary>The boxes: of each tile, of each eight tiles, and so on up to eight boxes or fewer.</summary>
    public Boxes[] Levels { get; }

    /// <summary>The number of tiles.</summary>
    public int Tiles => Levels[0].Count;

    private void Split(int firstTile, int tiles, CancellationToken cancellation)
    {
        while (tiles > 1)
        {
            cancellation.ThrowIfCancellationRequested();
            int left = 1 << int.Log2(tiles - 1);
            int from = firstTile * TileLength;
            int to = Math.Min((firstTile + tiles) * TileLength, rows.Length);
            if (Widest(from, to) is int column and >= 0)
            {
                Divide(columns[column], from, to - 1, from + (left * TileLength));
            }

            Split(firstTile, left, cancellation);
            (firstTile, tiles) = (firstTile + left, tiles - left);
        }
    }

    /// <summary>The column of the largest extent; −1 where all points are the same.</summary>
    private int Widest(int from, int to)
    {
        (int widest, double extent) = (-1, 0);
        for (int j = 0; j < columns.Length; j++)
        {
            (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (double x in columns[j].AsSpan(from, to - from))
            {
                low = Math.Min(low, x);
                high = Math.Max(high, x);
            }

            double own = (high - low) * units[j];
            (widest, extent) = own > extent ? (j, own) : (widest, extent);
        }

        return widest;
    }

    /// <summary>Puts the points whose values in a column are smaller before a place, and the others from there on. Source: Hoare (1961).</summary>
    private void Divide(double[] column, int low, int high, int place)
    {
        while (low < high)
        {
            (double a, double b, double c) = (column[low], column[(low + high) >>> 1], column[high]);
            double pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
            (int i, int j) = (low, high);
            while (i <= j)
            {
                while (column[i] < pivot)
                {
                    i++;
                }

                while (column[j] > pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    Swap(i++, j--);
                }
            }

            (low, high) = place <= j ? (low, j) : place >= i ? (i, high) : (place, place);
        }
    }

    private void Swap(int i, int j)
    {
        (rows[i], rows[j]) = (rows[j], rows[i]);
        foreach (double[] x in columns)
        {
            (x[i], x[j]) = (x[j], x[i]);
        }
    }
}
