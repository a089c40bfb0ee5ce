using System.Numerics;
using System.Runtime.CompilerServices;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Keys and targets laid out for the loops of local lines, and the sums and slopes of queries over them.</summary>
/// <typeparam name="TNumber">The numbers of the tiles.</typeparam>
internal sealed class LineTiles<TNumber>
    where TNumber : unmanaged, INumberBase<TNumber>
{
    private const int Cached = 24 * 1024; // bytes of a tile, three quarters of a first-level cache
#if DEBUG
    private const int Longest = 32;
    private const int MostAdded = 2;
#else
    private const int Longest = 1024;
    private const int MostAdded = 128; // keys to a lane, before what rounding lost is kept beside
#endif

    private readonly Basis basis;
    private readonly LineLoops<TNumber> loops;
    private readonly LevelFactors<TNumber> factors;
    private readonly int levels; // discrete factors
    private readonly double[] centers;
    private readonly double[] bandwidths;
    private readonly int columns;
    private readonly int padded;
    private readonly int length;
    private readonly TNumber[] store;
    private readonly TNumber[] curvatures;

    /// <param name="request">Local lines in as many columns as the loops have, beside few levels.</param>
    /// <param name="bandwidths">h, one a column.</param>
    /// <param name="loops">The loops.</param>
    public LineTiles(PoolingRequest request, double[] bandwidths, LineLoops<TNumber> loops)
    {
        basis = request.Basis;
        columns = basis.LineColumns;
        this.loops = loops;
        this.bandwidths = bandwidths;
        padded = Whole(request.Keys.Count, loops.Lanes);
        factors = new([.. request.Score.Factors.OfType<DiscreteFactor>()], request.Score.RowWeights, request.Keys.Count, padded);
        levels = factors.Count;
        int most = Math.Min(Cached / Unsafe.SizeOf<TNumber>() / (columns + 3), Longest) / loops.Lanes * loops.Lanes;
        int tiles = (padded + most - 1) / most;
        length = Whole((padded + tiles - 1) / tiles, loops.Lanes); // of the same length, as few as there can be

        // Singles hold no more than seven digits: what they are of must lie around 0. Doubles take keys as they are.
        centers = [.. Enumerable.Range(0, columns).Select(j => typeof(TNumber) == typeof(float) ? request.Keys.Middle(j) : 0)];
        curvatures = [.. bandwidths.Select((h, j) => TNumber.CreateTruncating(0.5 / Math.Log(2) * Math.Pow(basis.Scale(j) / h, 2)))];
        store = new TNumber[(columns + 1) * padded];
        for (int key = 0; key < request.Keys.Count; key++)
        {
            for (int j = 0; j < columns; j++)
            {
                store[(j * padded) + key] = Place(j, request.Keys.Columns[j][key]);
            }

            store[(columns * padded) + key] = TNumber.CreateTruncating(request.Payload.Columns[0][key]);
        }
    }

    /// <summary>Room for a walk over the keys.</summary>
    public Room NewRoom() => new(this);

    /// <summary>The sums of a query.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="query">Which.</param>
    /// <param name="leave">Who is left out.</param>
    /// <param name="room">Room for it.</param>
    /// <param name="moments">Where to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Sum(Points queries, int query, Leave leave, Room room, Moments moments)
    {
        Span<TNumber> q = stackalloc TNumber[columns];
        Place(queries, query, q);
        TNumber[] each = factors.Weights(queries, query);
        Span<TNumber> lanes = room.Lanes.AsSpan(0, TileLines.Count * loops.Lanes);
        Span<KeptSum> sums = room.Sums.AsSpan(0, TileLines.Count);
        lanes.Clear();
        sums.Clear();
        int added = 0;
        for (int start = 0; start < padded; start += length)
        {
            int count = Math.Min(length, padded - start);
            LineTile<TNumber> tile = new(ref store[start], padded, count, columns, ref q[0]);
            loops.Weigh(in tile, ref curvatures[0], ref Kept(each, start, count, query, leave, room)[0], ref room.Weights[0]);
            loops.Sum(in tile, ref room.Weights[0], ref lanes[0]);
            if (IsFull(ref added, start))
            {
                TileSums.AddTotals(sums, (ReadOnlySpan<TNumber>)lanes);
                lanes.Clear();
            }
        }

        for (int k = 0; k < sums.Length; k++)
        {
            if (basis.FewLines[k] is int moment and >= 0)
            {
                moments.Sums[moment][query] = sums[k].Total;
            }
        }
    }

    /// <summary>Adds to the slopes by ln h of every column and by λ of every discrete factor what a query's sums are worth.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="query">Which.</param>
    /// <param name="leave">Who is left out.</param>
    /// <param name="adjoint">∂L/∂M, one a moment.</param>
    /// <param name="room">Room for it.</param>
    /// <param name="gradient">Where to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pull(Points queries, int query, Leave leave, ReadOnlySpan<double> adjoint, Room room, Span<double> gradient)
    {
        double unit = Unit(adjoint);
        if (unit == 0)
        {
            return;
        }

        Span<TNumber> q = stackalloc TNumber[columns];
        Place(queries, query, q);
        Span<TNumber> form = stackalloc TNumber[TileLines.Count];
        for (int k = 0; k < TileLines.Count; k++)
        {
            int moment = basis.FewLines[k];
            form[k] = moment < 0 ? TNumber.Zero : TNumber.CreateTruncating(adjoint[moment] / unit);
        }

        Span<KeptSum> totals = room.Sums.AsSpan(0, columns + levels);
        totals.Clear();
        TNumber[] each = factors.Weights(queries, query);
        Span<TNumber> lanes = room.Lanes.AsSpan(0, (columns + levels) * loops.Lanes);
        lanes.Clear();
        int added = 0;
        for (int start = 0; start < padded; start += length)
        {
            int count = Math.Min(length, padded - start);
            LineTile<TNumber> tile = new(ref store[start], padded, count, columns, ref q[0]);
            loops.Weigh(in tile, ref curvatures[0], ref Kept(each, start, count, query, leave, room)[0], ref room.Weights[0]);
            loops.Pull(in tile, ref form[0], ref room.Weights[0], ref lanes[0]);
            for (int k = 0; k < levels; k++)
            {
                loops.Dot(ref room.Weights[0], ref factors.Slopes(queries, query, k)[start], tile.Count, ref lanes[(columns + k) * loops.Lanes]);
            }

            if (IsFull(ref added, start))
            {
                TileSums.AddTotals(totals, (ReadOnlySpan<TNumber>)lanes);
                lanes.Clear();
            }
        }

        for (int k = 0; k < totals.Length; k++)
        {
            double slope = k < columns ? Math.Pow(basis.Scale(k) / bandwidths[k], 2) : 1;
            gradient[k] += totals[k].Total * slope * unit;
        }
    }

    /// <summary>Whether lanes have added as much as they may, or all.</summary>
    private bool IsFull(ref int added, int start)
    {
        int each = length / loops.Lanes;
        added += each;
        bool isFull = added + each > MostAdded || start + length >= padded;
        added = isFull ? 0 : added;
        return isFull;
    }

    /// <summary>What an adjoint is divided by: its largest in singles, which could not hold it as it is; 1 in doubles. 0 where there is nothing to pull.</summary>
    private static double Unit(ReadOnlySpan<double> adjoint)
    {
        double largest = 0;
        foreach (double value in adjoint)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return typeof(TNumber) == typeof(double) && largest > 0 ? 1 : largest;
    }

    private static int Whole(int count, int lanes) => (count + lanes - 1) / lanes * lanes;

    /// <summary>The factors of a tile, those of keys that are left out at 0.</summary>
    private static Span<TNumber> Kept(TNumber[] all, int start, int count, int query, Leave leave, Room room)
    {
        Span<TNumber> each = all.AsSpan(start, count);
        if (leave is Leave.LeaveNobody)
        {
            return each;
        }

        Span<TNumber> some = room.Some.AsSpan(0, count);
        each.CopyTo(some);
        if (leave is Leave.LeaveRow row)
        {
            int own = row.Rows[query] - start;
            if ((uint)own < (uint)count)
            {
                some[own] *= TNumber.CreateTruncating(row.Kept(query, own + start));
            }

            return some;
        }

        Span<double> parts = room.Parts.AsSpan(0, count);
        for (int key = 0; key < count; key++)
        {
            parts[key] = TNumber.IsZero(some[key]) ? 0 : 1; // nobody is asked for the padding
        }

        leave.Apply(query, start, parts);
        for (int key = 0; key < count; key++)
        {
            some[key] *= TNumber.CreateTruncating(parts[key]);
        }

        return some;
    }

    private void Place(Points queries, int query, Span<TNumber> at)
    {
        for (int j = 0; j < at.Length; j++)
        {
            at[j] = Place(j, queries.Columns[j][query]);
        }
    }

    /// <summary>Scales are powers of two: nothing is lost.</summary>
    private TNumber Place(int column, double x) => TNumber.CreateTruncating((x - centers[column]) / basis.Scale(column));

    /// <summary>What a walk writes to. Not for two threads at once.</summary>
    internal sealed class Room(LineTiles<TNumber> tiles)
    {
        /// <summary>Of a tile.</summary>
        public TNumber[] Weights { get; } = new TNumber[tiles.length];

        /// <summary>Factors of a tile without those that are left out.</summary>
        public TNumber[] Some => field ??= new TNumber[tiles.length];

        /// <summary>What stays of each key of a tile.</summary>
        public double[] Parts => field ??= new double[tiles.length];

        /// <summary>Virtual lanes of every sum.</summary>
        public TNumber[] Lanes { get; } = new TNumber[Math.Max(TileLines.Count, tiles.columns + tiles.levels) * tiles.loops.Lanes];

        /// <summary>The same, of all keys.</summary>
        public KeptSum[] Sums { get; } = new KeptSum[Math.Max(TileLines.Count, tiles.columns + tiles.levels)];
    }
}
