using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Keys, row weights and targets laid out tile by tile for the Gaussian loops, and the sums of queries over them.</summary>
/// <remarks>A tile holds as many keys as the first-level cache has room for.</remarks>
internal sealed class GaussianTiles<TNumber>
    where TNumber : unmanaged, INumberBase<TNumber>
{
#if DEBUG
    private const int Longest = 64;
#else
    private const int Longest = 512; // 64 additions a lane, or 32 in singles, before what rounding lost is kept beside
#endif
    private const int Cached = 24 * 1024; // bytes of a tile, three quarters of a first-level cache
    private const int Multiple = 64; // keys that loops of any width take at once

    private readonly Points keys;
    private readonly int targets;
    private readonly bool weighted;
    private readonly GaussianScaling scaling;
    private readonly TNumber[] store;
    private readonly TNumber[] scales;
    private readonly double[] boxes;

    public GaussianTiles(PoolingRequest request, GaussianScaling scaling)
    {
        this.scaling = scaling;
        scales = [.. scaling.Scales.Select(TNumber.CreateTruncating)];
        keys = request.Keys;
        targets = request.Payload.Targets;
        weighted = request.Score.RowWeights is not null;
        Columns = keys.Dimensions + (weighted ? 1 : 0) + targets;
        Length = Math.Clamp(Cached / Unsafe.SizeOf<TNumber>() / Columns / Multiple * Multiple, Multiple, Longest);
        Count = (keys.Count + Length - 1) / Length;
        store = GC.AllocateUninitializedArray<TNumber>(Count * Columns * Length);
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

    private int Columns { get; }

    /// <summary>A query as the loops read it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Place(Points queries, int query, Span<TNumber> at)
    {
        for (int j = 0; j < at.Length; j++)
        {
            at[j] = TNumber.CreateTruncating(scaling.Place(j, queries.Columns[j][query]));
        }
    }

    /// <summary>Adds a tile to the lanes of a query's sums.</summary>
    /// <param name="loops">The loops of the call.</param>
    /// <param name="index">Which tile.</param>
    /// <param name="query">The query, placed.</param>
    /// <param name="own">The key that is left out; −1 for none.</param>
    /// <param name="kept">The part of it that stays.</param>
    /// <param name="near">Whether it is near every tile.</param>
    /// <param name="lanes">Σ w, Σ w c_b, and what the loops sum beside them: virtual lanes each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(GaussianLoops<TNumber> loops, int index, Span<TNumber> query, int own, double kept, bool near, Span<TNumber> lanes)
    {
        GaussianTile<TNumber> tile = new(
            ref store[index * Columns * Length], Length, keys.Dimensions, targets, ref MemoryMarshal.GetArrayDataReference(scales));
        AddKeys<TNumber> add = near || IsNear(index, query) ? loops.Near : loops.Far;
        int valid = Math.Min(Length, keys.Count - (index * Length));
        own -= index * Length;
        if ((uint)own < (uint)valid)
        {
            int some = own / loops.Lanes * loops.Lanes;
            Range(loops, add, tile, 0, some, query, lanes);
            Some(loops, tile, some, valid, own, kept, query, lanes);
            Range(loops, add, tile, some + loops.Lanes, valid, query, lanes);
        }
        else
        {
            Range(loops, add, tile, 0, valid, query, lanes);
        }
    }

    /// <summary>Whether every exponent between a placed query and any key is one that such a number's power holds.</summary>
    public bool IsNear(ReadOnlySpan<TNumber> query) => IsNear(Count, query);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Range(GaussianLoops<TNumber> loops, AddKeys<TNumber> add, in GaussianTile<TNumber> tile, int from, int to, Span<TNumber> query, Span<TNumber> lanes)
    {
        int atOnce = 4 * loops.Lanes;
        int whole = from + (Math.Max(to - from, 0) / atOnce * atOnce);
        if (whole > from)
        {
            add(tile, from, whole, ref query[0], ref lanes[0]);
        }

        for (int at = whole; at < to; at += loops.Lanes)
        {
            Some(loops, tile, at, to, -1, 1, query, lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Some(GaussianLoops<TNumber> loops, in GaussianTile<TNumber> tile, int at, int valid, int own, double kept, Span<TNumber> query, Span<TNumber> lanes)
    {
        Span<TNumber> parts = stackalloc TNumber[loops.Lanes];
        for (int lane = 0; lane < parts.Length; lane++)
        {
            parts[lane] = at + lane >= valid ? TNumber.Zero : at + lane == own ? TNumber.CreateTruncating(kept) : TNumber.One;
        }

        loops.Some(tile, at, ref parts[0], ref query[0], ref lanes[0]);
    }

    /// <summary>Whether the largest exponent between a query and a tile's box is one that such a number's power holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsNear(int index, ReadOnlySpan<TNumber> query)
    {
        double largest = 0;
        int at = 2 * index * query.Length;
        for (int j = 0; j < query.Length; j++)
        {
            double q = double.CreateTruncating(query[j]);
            double apart = Math.Max(Math.Abs(q - boxes[at + (2 * j)]), Math.Abs(q - boxes[at + (2 * j) + 1]));
            apart *= scaling.IsScaled ? 1 : scaling.Scales[j];
            largest += apart * apart;
        }

        return largest < (typeof(TNumber) == typeof(float) ? BinaryDecay.LargestOfSingles : BinaryDecay.Largest) - 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(int index, PoolingRequest request)
    {
        int first = index * Length;
        int valid = Math.Min(Length, keys.Count - first);
        Span<TNumber> tile = store.AsSpan(index * Columns * Length, Columns * Length);
        for (int j = 0; j < keys.Dimensions; j++)
        {
            Span<TNumber> column = tile.Slice(j * Length, Length);
            (double low, double high) = (double.PositiveInfinity, double.NegativeInfinity);
            for (int i = 0; i < valid; i++)
            {
                double x = scaling.Place(j, keys.Columns[j][first + i]);
                column[i] = TNumber.CreateTruncating(x);
                (low, high) = (Math.Min(low, x), Math.Max(high, x));
            }

            column[valid..].Fill(TNumber.CreateTruncating(low));
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

        void Copy(double[] from, Span<TNumber> to)
        {
            for (int i = 0; i < valid; i++)
            {
                to[i] = TNumber.CreateTruncating(from[first + i]);
            }

            to[valid..].Clear();
        }
    }
}
