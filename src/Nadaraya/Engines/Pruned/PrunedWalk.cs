using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Queries one after the other: finds a query's tiles, sums them in their order, and shows that the others can't matter.</summary>
/// <remarks>Source of the idea: Gray &amp; Moore (2003), bounds from boxes; here the stop is relative to the query's own sums (docs/numerics.md, "Pruned tiles").</remarks>
internal sealed class PrunedWalk
{
    private readonly TiledKeys keys;
    private readonly Points queries;
    private readonly Leave leave;
    private readonly Moments moments;
    private readonly TileSearch search;
    private readonly TileRuns runs;
    private readonly Leftovers leftovers;
    private readonly bool compact;
    private readonly double eta;
    private readonly double atZero;
    private readonly double[] query;
    private readonly double[] allowed;
    private readonly double[] adjoints;
    private int[] bins = [];

    /// <param name="keys">The keys in order.</param>
    /// <param name="request">The request over them.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="leave">Who is left out: nobody or a row.</param>
    /// <param name="moments">Where the sums go.</param>
    /// <param name="keepsWeights">Whether <see cref="Pull"/> will be called.</param>
    public PrunedWalk(TiledKeys keys, PoolingRequest request, Points queries, Leave leave, Moments moments, bool keepsWeights)
    {
        SingleKernel single = request.Score.Single!;
        Reach reach = Reach.For(single)!;
        (this.keys, this.queries, this.leave, this.moments) = (keys, queries, leave, moments);
        search = new(keys.Order, reach);
        runs = new(request, queries, moments, bounded: !reach.Compact, keepsWeights);
        leftovers = reach.Compact ? null! : new(keys.Sums);
        compact = reach.Compact;
        eta = request.Tolerance / 3;
        double one = single.Kernel.Weight(0);
        atZero = 1;
        query = new double[queries.Dimensions];
        foreach (double _ in query)
        {
            atZero *= one;
        }

        allowed = new double[keys.Sums];
        adjoints = new double[moments.Sums.Length];
    }

    /// <summary>The largest error of a query so far, as a share of the weighted mean of |y − ȳ|.</summary>
    public double ErrorBound { get; private set; }

    /// <summary>How many blocks of boxes were looked at.</summary>
    public long Looked => search.Looked;

    /// <summary>How many keys were weighed.</summary>
    public long Weighed => runs.Weighed;

    /// <summary>Sums a query; false where that has to be done by the dense engine.</summary>
    public bool Sum(int at)
    {
        for (int j = 0; j < query.Length; j++)
        {
            query[j] = queries.Columns[j][at];
        }

        int row = leave is Leave.LeaveRow left ? left.Rows[at] : -1;
        runs.Start(at, row < 0 ? -1 : keys.Places[row], row < 0 ? 0 : (leave as Leave.LeaveRow)!.Parts?[row] ?? 0);
        if (!(compact ? SumReached() : SumWithin()))
        {
            return false;
        }

        runs.Store();
        return true;
    }

    /// <summary>Adds a query's part of the gradient.</summary>
    public void Pull(int at, Adjoint adjoint, Span<double> gradient)
    {
        adjoints.AsSpan().Clear();
        adjoint(at, adjoints);
        runs.Pull(adjoints, gradient);
    }

    /// <summary>All keys in reach of a compact kernel: nothing is left out that has any weight.</summary>
    private bool SumReached()
    {
        _ = search.Find(query, double.MaxValue);
        Bin();
        AddTiles(0, 1);

        // Smaller totals are left to the dense engine, which takes weights relative to the best key. A total of 0 is right where no key is reached, and lost in underflow where one is.
        return runs.Total >= DenseTiles.Trusted || (runs.Total == 0 && !runs.ReachesAny(search.Tiles.AsSpan(0, search.Count)));
    }

    /// <summary>Tiles up to the exponent beyond which all that is left can add no more than η/2 of each sum.</summary>
    private bool SumWithin()
    {
        // A tile near the query says how far to look: what lies beyond may add a quarter of η.
        runs.Add(search.Home(query), 1);
        int limit = LookTo();
        runs.Restart();
        bool beyond = search.Find(query, Leftovers.Exponent(limit));
        Bin();

        // The nearer half of the exponents has nearly all of the sums; how much of the rest is needed follows from them.
        int near = Math.Min(Leftovers.FirstUnder(Math.Sqrt(eta / 2)), limit);
        leftovers.Clear(near, limit);
        for (int i = 0; i < search.Count; i++)
        {
            if (bins[i] >= near)
            {
                leftovers.Add(bins[i], keys.OfTiles.AsSpan(search.Tiles[i] * keys.Sums, keys.Sums));
            }
        }

        AddTiles(0, near);
        for (int b = 0; b < allowed.Length; b++)
        {
            allowed[b] = eta / 4 * Math.Max(runs.Absolute(b), runs.AbsoluteOfHome(b)) / atZero;
        }

        int stop = leftovers.Stop(near, limit, allowed);
        AddTiles(near, stop);
        return runs.Total >= DenseTiles.Trusted && IsShown(beyond ? atZero * Leftovers.Decay(limit) : 0) && IsNearest(stop);
    }

    /// <summary>The bin from which on all keys together may add a quarter of η, by what the home tile has.</summary>
    private int LookTo()
    {
        int limit = 0;
        for (int b = 0; b < allowed.Length; b++)
        {
            double share = eta / 4 * runs.Absolute(b) / (atZero * keys.Totals[b]);
            limit = keys.Totals[b] > 0 ? Math.Max(limit, Leftovers.FirstUnder(share)) : limit;
        }

        return limit;
    }

    /// <summary>Whether all that was left out is at most η/2 of each sum.</summary>
    private bool IsShown(double weightBeyond)
    {
        double share = 0;
        for (int b = 0; b < allowed.Length; b++)
        {
            double left = (leftovers.Beyond[b] * atZero) + (weightBeyond * keys.Totals[b]);
            if (left > eta / 2 * runs.Absolute(b))
            {
                return false;
            }

            share = left > 0 ? Math.Max(share, left / runs.Absolute(b)) : share;
        }

        ErrorBound = Math.Max(ErrorBound, 2 * share / (1 - share));
        return true;
    }

    /// <summary>Whether no key left out can be the nearest, where the nearest is wanted.</summary>
    private bool IsNearest(int stop) =>
        !moments.Wanted.HasFlag(Wanted.Nearest) || runs.LargestKernel >= atZero * Leftovers.Decay(stop);

    private void Bin()
    {
        if (bins.Length < search.Count)
        {
            bins = new int[2 * search.Count];
        }

        for (int i = 0; i < search.Count; i++)
        {
            bins[i] = Leftovers.Bin(search.Exponents[i]);
        }
    }

    /// <summary>Adds the tiles of the bins from … to − 1, neighbouring ones together.</summary>
    private void AddTiles(int from, int to)
    {
        for (int i = 0; i < search.Count;)
        {
            int first = i;
            while (i < search.Count && i - first < TileRuns.Most && search.Tiles[i] == search.Tiles[first] + i - first && bins[i] >= from && bins[i] < to)
            {
                i++;
            }

            if (i > first)
            {
                runs.Add(search.Tiles[first], i - first);
            }
            else
            {
                i++;
            }
        }
    }
}
