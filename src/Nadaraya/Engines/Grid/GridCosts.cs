using System.Runtime.CompilerServices;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>What the parts of the grid engine cost, in nanoseconds of one thread: fixed constants, and counts from a seeded sample of the keys.</summary>
internal static class GridCosts
{
    private const int Sample = 1 << 14;
    private const int Pilots = 32;
    private const double Pair = 1.5; // one query and one key, key by key
    private const double Step = 0.1; // one multiplication and addition of a translation
    private const double Power = 0.15; // one of a moment or of a value
    private const double Place = 60; // a point put in its cell
    private const double Row = 50; // a row of cells looked up
    private const double MostMemory = 2e9;

    /// <summary>A cell is expanded where the keys in reach times the keys in the cell are at least so many: under that, adding key by key is faster.</summary>
    public static double Worthwhile(GridLayout layout, int columns) => Translation(layout, columns) / Pair;

    /// <summary>What a call costs at least: points put in cells, moments and values.</summary>
    public static double Least(GridLayout layout, int columns, double keys, double queries) =>
        (keys + queries) * (Place + (columns * Power * Math.Pow(layout.Terms, layout.Dimensions)));

    /// <summary>What a call costs; infinite where its polynomials would take too much memory.</summary>
    /// <param name="request">A request that the grid serves.</param>
    /// <param name="layout">The grid for it.</param>
    /// <param name="queries">The number of queries.</param>
    public static double Of(PoolingRequest request, GridLayout layout, double queries)
    {
        int n = request.Keys.Count;
        int columns = 1 + request.Payload.Targets;
        int drawn = Math.Min(n, Sample);
        double weight = (double)n / drawn;
        SplitMix64 random = new(20261125);
        ulong[] cells = new ulong[drawn];
        for (int k = 0; k < drawn; k++)
        {
            layout.Of(request.Keys.Columns, drawn == n ? k : (int)(random.NextUniform() * n), cells.AsSpan(k, 1));
        }

        long[][] coordinates = [.. Enumerable.Range(0, layout.Dimensions).Select(j => Array.ConvertAll(cells, cell => layout.Coordinate(cell, j)))];
        double translation = Translation(layout, columns);
        double rows = Row * Math.Pow((2 * layout.Reach.Max()) + 1, layout.Dimensions - 1);
        double direct = 0;
        double kept = 0;
        for (int pilot = 0; pilot < Pilots; pilot++)
        {
            (double own, double reached) = Count(layout, coordinates, (int)((long)pilot * drawn / Pilots));
            double pairs = reached * weight * Pair;
            bool good = ((own - 1) * weight) + 1 >= translation / pairs;
            direct += good ? 0 : rows + pairs;
            kept += good ? 1.0 / Pilots : 0;
        }

        double expanded = Math.Min(Occupied(cells), n) * kept;
        double memory = 2 * expanded * columns * Math.Pow(layout.Terms, layout.Dimensions) * sizeof(double);
        return memory > MostMemory ? double.PositiveInfinity : Least(layout, columns, n, queries) + (direct / Pilots * queries) + (expanded * translation);
    }

    /// <summary>The translation of a cell's polynomials: (2R + 1)·P^(d+1) steps an axis and a column.</summary>
    private static double Translation(GridLayout layout, int columns)
    {
        double steps = 0;
        foreach (int reach in layout.Reach)
        {
            steps += (2 * reach) + 1;
        }

        return columns * steps * Math.Pow(layout.Terms, layout.Dimensions + 1) * Step * 1.5;
    }

    /// <summary>How many cells hold keys, those that no drawn key was in included: D + f₁²/2f₂. Source: Chao (1984).</summary>
    private static double Occupied(ulong[] cells)
    {
        ulong[] sorted = [.. cells];
        Array.Sort(sorted);
        (double distinct, double once, double twice) = (0, 0, 0);
        for (int i = 0, end; i < sorted.Length; i = end)
        {
            for (end = i; end < sorted.Length && sorted[end] == sorted[i]; end++)
            {
            }

            distinct++;
            once += end - i == 1 ? 1 : 0;
            twice += end - i == 2 ? 1 : 0;
        }

        return distinct + (once * once / (2 * Math.Max(twice, 1)));
    }

    /// <summary>How many of some keys are in the cell of one of them, and how many in its reach.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Own, double Reached) Count(GridLayout layout, long[][] coordinates, int at)
    {
        (int own, int reached) = (0, 0);
        for (int k = 0; k < coordinates[0].Length; k++)
        {
            (bool same, bool near) = (true, true);
            for (int j = 0; j < coordinates.Length; j++)
            {
                long apart = Math.Abs(coordinates[j][k] - coordinates[j][at]);
                same &= apart == 0;
                near &= apart <= layout.Reach[j];
            }

            own += same ? 1 : 0;
            reached += near ? 1 : 0;
        }

        return (own, reached);
    }
}
