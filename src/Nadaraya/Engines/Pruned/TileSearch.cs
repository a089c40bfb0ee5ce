using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>Finds the tiles near a query, by descending from the largest boxes to the tiles.</summary>
internal sealed class TileSearch(KdOrder order, Reach reach)
{
    private int[] blocks = new int[64];
    private double[] exponents = new double[64 * BoxDistances.Block];

    /// <summary>The number of tiles found.</summary>
    public int Count { get; private set; }

    /// <summary>The tiles found, in their order.</summary>
    public int[] Tiles { get; private set; } = new int[64];

    /// <summary>The least s of any key of each.</summary>
    public double[] Exponents { get; private set; } = new double[64];

    /// <summary>How many blocks of eight boxes were looked at since the search was made.</summary>
    public long Looked { get; private set; }

    /// <summary>Finds all tiles with s under a limit; true where a tile is left out.</summary>
    public bool Find(ReadOnlySpan<double> query, double limit)
    {
        int count = 1;
        blocks[0] = 0;
        bool left = false;
        for (int level = order.Levels.Length - 1; level >= 0; level--)
        {
            Boxes boxes = order.Levels[level];
            Room(count);
            reach.Exponents(boxes, blocks.AsSpan(0, count), query, exponents);
            Looked += count;
            int found = 0;
            for (int k = 0; k < count; k++)
            {
                int first = blocks[k] * BoxDistances.Block;
                int end = Math.Min(BoxDistances.Block, boxes.Count - first);
                for (int i = 0; i < end; i++)
                {
                    double s = exponents[(k * BoxDistances.Block) + i];
                    Tiles[found] = first + i;
                    Exponents[found] = s;
                    bool near = s < limit;
                    found += near ? 1 : 0;
                    left |= !near;
                }
            }

            count = found;
            (blocks, Tiles) = (Tiles, blocks);
        }

        (blocks, Tiles) = (Tiles, blocks);
        Count = count;
        return left;
    }

    /// <summary>A tile near a query: the nearest box of each level down.</summary>
    public int Home(ReadOnlySpan<double> query)
    {
        int at = 0;
        for (int level = order.Levels.Length - 1; level >= 0; level--)
        {
            Boxes boxes = order.Levels[level];
            reach.Exponents(boxes, [at], query, exponents);
            int first = at * BoxDistances.Block;
            (int best, double least) = (first, double.PositiveInfinity);
            for (int i = first; i < Math.Min(first + BoxDistances.Block, boxes.Count); i++)
            {
                (best, least) = exponents[i - first] < least ? (i, exponents[i - first]) : (best, least);
            }

            at = best;
        }

        Looked += order.Levels.Length;
        return at;
    }

    /// <summary>Room for what may come of some blocks.</summary>
    private void Room(int count)
    {
        int most = count * BoxDistances.Block;
        if (Tiles.Length < most)
        {
            Tiles = new int[2 * most];
        }

        if (Exponents.Length < most)
        {
            Exponents = new double[2 * most];
            exponents = new double[2 * most];
        }
    }
}
