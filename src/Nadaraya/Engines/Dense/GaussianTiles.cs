using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Keys, row weights and targets laid out tile by tile for the Gaussian loops, and the sums of queries over them.</summary>
/// <remarks>A tile holds as many keys as the first-level cache has room for.</remarks>
internal sealed class GaussianTiles
{
    private const int Lanes = 8;
#if DEBUG
    private const int Longest = 32;
#else
    private const int Longest = 512; // 64 additions a lane before what rounding lost is kept beside
#endif
    private const int Cached = 3072; // doubles of a tile, three quarters of a first-level cache of 32 kB

    private readonly Points keys;
    private readonly int targets;
    private readonly bool weighted;
    private readonly GaussianScaling scaling;
    private readonly double[] store;
    private readonly double[] boxes;

    private GaussianTiles(PoolingRequest request, GaussianScaling scaling)
    {
        this.scaling = scaling;
        keys = request.Keys;
        targets = request.Payload.Targets;
        weighted = request.Score.RowWeights is not null;
        Columns = keys.Dimensions + (weighted ? 1 : 0) + targets;
        Length = Math.Clamp(Cached / Columns & ~31, 32, Longest);
        Count = (keys.Count + Length - 1) / Length;
        store = GC.AllocateUninitializedArray<double>(Count * Columns * Length);
        boxes = new double[2 * (Count + 1) * keys.Dimensions];
        for (int tile = 0; tile < Count; tile++)
        {
            Fill(tile, request);
        }

        // The box of all keys stands last.
        for (int j = 0; j < keys.Dimensions; j++)
        {
            (double low, double high) = keys.Bounds(j);
            int box = 2 * ((Count * keys.Dimensions) + j);
            (boxes[box], boxes[box + 1]) = (scaling.Place(j, low), scaling.Place(j, high));
        }
    }

    /// <summary>After so many tiles a lane has added 64 keys, and its sum is put where what rounding loses is kept.</summary>
    public int FlushEvery => Math.Max(1, Longest / Length);

    /// <summary>The number of tiles.</summary>
    public int Count { get; }

    /// <summary>Keys of a tile.</summary>
    public int Length { get; }

    /// <summary>What scaling the keys beforehand may cost, as a share of the weighted mean of |y − ȳ|.</summary>
    public double ErrorBound => scaling.ErrorBound;

    private int Columns { get; }

    /// <summary>The tiles of a request; null where it is not a Gaussian with fixed bandwidths and a weighted average.</summary>
    public static GaussianTiles? For(PoolingRequest request) => GaussianScaling.For(request) is GaussianScaling scaling ? new(request, scaling) : null;

    /// <summary>The loops for a call.</summary>
    public GaussianLoops Loops(Wanted wanted) => GaussianLoops.For(keys.Dimensions == 1, scaling.IsScaled, weighted, wanted != Wanted.Sums);

    /// <summary>The loops of a call that sums slopes as well.</summary>
    public GaussianLoops LoopsWithSlopes() => GaussianLoops.WithSlopes(scaling.IsScaled, weighted);

    /// <summary>A query as the loops read it.</summary>
    public void Place(Points queries, int query, Span<double> at)
    {
        for (int j = 0; j < at.Length; j++)
        {
            at[j] = scaling.Place(j, queries.Columns[j][query]);
        }
    }

    /// <summary>Adds a tile to the lanes of a query's sums.</summary>
    /// <param name="loops">The loops of the call.</param>
    /// <param name="index">Which tile.</param>
    /// <param name="query">The query, placed.</param>
    /// <param name="own">The key that is left out; −1 for none.</param>
    /// <param name="kept">The part of it that stays.</param>
    /// <param name="near">Whether it is near every tile.</param>
    /// <param name="lanes">Σ w, Σ w c_b, and what the loops sum beside them: eight lanes each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(GaussianLoops loops, int index, Span<double> query, int own, double kept, bool near, Span<double> lanes)
    {
        GaussianTile tile = new(
            ref store[index * Columns * Length], Length, keys.Dimensions, targets, ref MemoryMarshal.GetArrayDataReference(scaling.Scales));
        AddKeys add = near || IsNear(index, query) ? loops.Near : loops.Far;
        int valid = Math.Min(Length, keys.Count - (index * Length));
        own -= index * Length;
        if ((uint)own < (uint)valid)
        {
            int eight = own & ~(Lanes - 1);
            Range(loops, add, tile, 0, eight, query, lanes);
            Eight(loops, tile, eight, valid, own, kept, query, lanes);
            Range(loops, add, tile, eight + Lanes, valid, query, lanes);
        }
        else
        {
            Range(loops, add, tile, 0, valid, query, lanes);
        }
    }

    /// <summary>Whether every exponent between a placed query and any key is one that a double's power holds.</summary>
    public bool IsNear(ReadOnlySpan<double> query) => IsNear(Count, query);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Range(GaussianLoops loops, AddKeys add, in GaussianTile tile, int from, int to, Span<double> query, Span<double> lanes)
    {
        int whole = from + (Math.Max(to - from, 0) & ~31);
        if (whole > from)
        {
            add(tile, from, whole, ref query[0], ref lanes[0]);
        }

        for (int at = whole; at < to; at += Lanes)
        {
            Eight(loops, tile, at, to, -1, 1, query, lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight(GaussianLoops loops, in GaussianTile tile, int at, int valid, int own, double kept, Span<double> query, Span<double> lanes)
    {
        Span<double> parts = stackalloc double[Lanes];
        for (int lane = 0; lane < Lanes; lane++)
        {
            parts[lane] = at + lane >= valid ? 0 : at + lane == own ? kept : 1;
        }

        loops.Eight(tile, at, ref parts[0], ref query[0], ref lanes[0]);
    }

    /// <summary>Whether the largest exponent between a query and a tile's box is one that a double's power holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsNear(int index, ReadOnlySpan<double> query)
    {
        double largest = 0;
        int at = 2 * index * query.Length;
        for (int j = 0; j < query.Length; j++)
        {
            double apart = Math.Max(Math.Abs(query[j] - boxes[at + (2 * j)]), Math.Abs(query[j] - boxes[at + (2 * j) + 1]));
            apart *= scaling.IsScaled ? 1 : scaling.Scales[j];
            largest += apart * apart;
        }

        return largest < BinaryDecay.Largest - 1;
    }

    private void Fill(int index, PoolingRequest request)
    {
        int first = index * Length;
        int valid = Math.Min(Length, keys.Count - first);
        Span<double> tile = store.AsSpan(index * Columns * Length, Columns * Length);
        for (int j = 0; j < keys.Dimensions; j++)
        {
            Span<double> column = tile.Slice(j * Length, Length);
            keys.Columns[j].AsSpan(first, valid).CopyTo(column);
            for (int i = 0; i < valid && scaling.IsScaled; i++)
            {
                column[i] = scaling.Place(j, column[i]);
            }

            (double low, double high) = (column[0], column[0]);
            foreach (double x in column[..valid])
            {
                low = Math.Min(low, x);
                high = Math.Max(high, x);
            }

            column[valid..].Fill(low);
            int box = 2 * ((index * keys.Dimensions) + j);
            (boxes[box], boxes[box + 1]) = (low, high);
        }

        int at = keys.Dimensions * Length;
        if (weighted)
        {
            Copy(request.Score.RowWeights!, tile.Slice(at, Length));
            at += Length;
        }

        foreach (double[] target in request.Payload.Columns)
        {
            Copy(target, tile.Slice(at, Length));
            at += Length;
        }

        void Copy(double[] from, Span<double> to)
        {
            from.AsSpan(first, valid).CopyTo(to);
            to[valid..].Clear();
        }
    }
}
