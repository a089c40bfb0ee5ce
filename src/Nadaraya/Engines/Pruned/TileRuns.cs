using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The sums of one query over runs of neighbouring tiles, and their slopes.</summary>
internal sealed class TileRuns
{
    /// <summary>The most tiles of a run.</summary>
    public const int Most = 4;

    /// <summary>So many keys are summed before what rounding loses is kept: about 100 additions a lane.</summary>
    private const int Block = 512;

    private readonly PoolingRequest request;
    private readonly Score score;
    private readonly Points queries;
    private readonly Moments moments;
    private readonly bool bounded;
    private readonly bool nearest;
    private readonly int padded;
    private readonly RunKernels kernels;
    private readonly double[] at;
    private readonly bool plain;
    private readonly double[] pending = new double[8 * RunSums.Count];
    private readonly LaneSums sums;
    private readonly Vector512<double>[] absolutes;
    private readonly double[] ofHome;
    private readonly double[] scratch = new double[Most * KdOrder.TileLength];
    private readonly List<(int Start, int Length, int Place)> kept = [];
    private double[] weights = new double[Most * KdOrder.TileLength];
    private int filled;
    private int waiting;
    private int query;
    private int own;
    private double part;

    public TileRuns(PoolingRequest request, Points queries, Moments moments, bool bounded, bool keepsWeights)
    {
        (this.request, this.queries, this.moments, this.bounded) = (request, queries, moments, bounded);
        KeepsWeights = keepsWeights;
        score = request.Score;
        nearest = moments.Wanted.HasFlag(Wanted.Nearest);
        padded = Points.PaddedLength(request.Keys.Count);
        kernels = RunKernels.For(request);
        at = new double[queries.Dimensions];
        plain = request.Basis.WeightTerms == 1 && request.Payload.Targets == 1 && score.InverseCounts is null;
        sums = new(request, 1, moments.Sums.Length);
        absolutes = new Vector512<double>[bounded ? 1 + request.Payload.Targets : 1];
        ofHome = new double[absolutes.Length];
    }

    /// <summary>How many keys were weighed.</summary>
    public long Weighed { get; private set; }

    /// <summary>Σ w so far.</summary>
    public double Total => Absolute(0);

    /// <summary>The largest kernel so far.</summary>
    public double LargestKernel => sums.LargestKernel(0);

    private bool KeepsWeights { get; }

    /// <summary>Σ w (0) or Σ w|c_t| so far.</summary>
    public double Absolute(int column)
    {
        Flush();
        return TileSums.Total(absolutes[column]);
    }

    /// <summary>The same over the tiles before <see cref="Restart"/>.</summary>
    public double AbsoluteOfHome(int column) => ofHome[column];

    /// <summary>Begins a query.</summary>
    /// <param name="index">Which query.</param>
    /// <param name="left">Where the key stands that is left out; −1 for none.</param>
    /// <param name="stays">What stays of it.</param>
    public void Start(int index, int left, double stays)
    {
        (query, own, part) = (index, left, stays);
        for (int j = 0; j < at.Length; j++)
        {
            at[j] = queries.Columns[j][index];
        }

        Clear();
    }

    /// <summary>Forgets what was added, but for the absolute sums.</summary>
    public void Restart()
    {
        for (int b = 0; b < ofHome.Length; b++)
        {
            ofHome[b] = Absolute(b);
        }

        Clear();
    }

    /// <summary>Adds neighbouring tiles.</summary>
    public void Add(int tile, int tiles)
    {
        int start = tile * KdOrder.TileLength;
        int length = Math.Min(tiles * KdOrder.TileLength, padded - start);
        Span<double> w = Room(start, length);
        kernels.Fill(queries, query, at, start, w);
        if (nearest)
        {
            sums.AddKernels(0, w);
        }

        score.ApplyRowWeights(start, w);
        if (start + length > request.Keys.Count)
        {
            w[(request.Keys.Count - start)..].Clear();
        }

        if ((uint)(own - start) < (uint)length)
        {
            w[own - start] *= part;
        }

        Weighed += length;
        if (plain)
        {
            RunSums.Add(w, request.Payload.Columns[0].AsSpan(start, length), pending);
            waiting += length;
            if (waiting >= Block)
            {
                Flush();
            }

            return;
        }

        sums.AddWeights(0, queries, query, start, w, scratch);
        absolutes[0] += TileSums.Sum(w);
        for (int t = 1; t < absolutes.Length; t++)
        {
            absolutes[t] += AbsoluteSums.Dot(w, request.Payload.Columns[t - 1].AsSpan(start, length));
        }
    }

    /// <summary>Writes the sums.</summary>
    public void Store()
    {
        Flush();
        sums.Store(0, moments, query, nearest);
    }

    /// <summary>Whether any key of some tiles that is not left out has any weight, however small.</summary>
    public bool ReachesAny(ReadOnlySpan<int> tiles)
    {
        foreach (int tile in tiles)
        {
            int end = Math.Min((tile + 1) * KdOrder.TileLength, request.Keys.Count);
            for (int key = tile * KdOrder.TileLength; key < end; key++)
            {
                if ((key != own || part > 0) && score.Reaches(queries, query, key))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>gradient += Σ adjoint·∂M/∂θ over the weights that were kept.</summary>
    public void Pull(ReadOnlySpan<double> adjoint, Span<double> gradient)
    {
        if (adjoint.IndexOfAnyExcept(0.0) < 0)
        {
            return;
        }

        foreach ((int start, int length, int place) in kept)
        {
            Span<double> c = scratch.AsSpan(0, length);
            c.Fill(adjoint[0]);
            for (int t = 1; t < adjoint.Length; t++)
            {
                TileSums.MultiplyAdd(c, request.Payload.Columns[t - 1].AsSpan(start, length), adjoint[t]);
            }

            TileSums.Multiply(c, weights.AsSpan(place, length));
            kernels.Pull(queries, query, at, start, c, gradient);
        }
    }

    private void Clear()
    {
        sums.Clear();
        absolutes.AsSpan().Clear();
        kept.Clear();
        filled = 0;
        pending.AsSpan().Clear();
        waiting = 0;
    }

    /// <summary>Adds what is pending to the sums that keep what rounding loses.</summary>
    private void Flush()
    {
        if (waiting == 0)
        {
            return;
        }

        ReadOnlySpan<Vector512<double>> added = MemoryMarshal.Cast<double, Vector512<double>>(pending);
        sums.AddLanes(0, pending.AsSpan(0, 32));
        absolutes[0] += added[0];
        if (bounded)
        {
            absolutes[1] += added[4];
        }

        pending.AsSpan().Clear();
        waiting = 0;
    }

    /// <summary>Where a run's weights go: one place after the other where they are kept, else always the same.</summary>
    private Span<double> Room(int start, int length)
    {
        if (!KeepsWeights)
        {
            return weights.AsSpan(0, length);
        }

        int place = filled;
        filled += length;
        if (weights.Length < filled)
        {
            Array.Resize(ref weights, 2 * filled);
        }

        kept.Add((start, length, place));
        return weights.AsSpan(place, length);
    }
}
