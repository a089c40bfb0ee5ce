using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The running sums of a group of queries, in eight virtual lanes each, with what rounding lost kept beside.</summary>
internal sealed class LaneSums
{
    private readonly PoolingRequest request;
    private readonly Score score;
    private readonly int moments;
    private readonly int stride;
    private readonly Vector512<double>[] sums;
    private readonly Vector512<double>[] lost;

    public LaneSums(PoolingRequest request, int queries, int momentsOfAQuery)
    {
        this.request = request;
        score = request.Score;
        moments = momentsOfAQuery;
        stride = momentsOfAQuery + 3; // the moments, then Σw², Σ|w| and the largest kernel
        sums = new Vector512<double>[queries * stride];
        lost = new Vector512<double>[queries * stride];
    }

    /// <summary>The moments of a query.</summary>
    public int Moments => moments;

    /// <summary>Vectors of a query: its moments, Σ w², Σ|w| and the largest kernel.</summary>
    public int Stride => stride;

    /// <summary>Starts anew.</summary>
    public void Clear()
    {
        sums.AsSpan().Clear();
        lost.AsSpan().Clear();
    }

    /// <summary>Keeps the largest |kernel| of a tile.</summary>
    public void AddKernels(int at, ReadOnlySpan<double> kernels)
    {
        ref Vector512<double> largest = ref sums[(at * stride) + moments + 2];
        largest = Vector512.MaxNative(largest, TileSums.LargestAbsolute(kernels));
    }

    /// <summary>Adds a tile's sums as the Gaussian loops made them, eight lanes each: Σ w, Σ w c_b, and maybe Σ w² and the largest kernel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddLanes(int at, ReadOnlySpan<double> lanes)
    {
        ReadOnlySpan<Vector512<double>> tile = MemoryMarshal.Cast<double, Vector512<double>>(lanes);
        Span<Vector512<double>> sum = sums.AsSpan(at * stride, stride);
        Span<Vector512<double>> rest = lost.AsSpan(at * stride, stride);
        for (int k = 0; k < moments; k++)
        {
            TileSums.AddTo(ref sum[k], ref rest[k], tile[k]);
        }

        if (tile.Length > moments)
        {
            sum[moments] += tile[moments];
            sum[moments + 2] = Vector512.MaxNative(sum[moments + 2], tile[moments + 1]);
        }
    }

    /// <summary>Adds a tile of weights.</summary>
    public void AddWeights(
        int at, Points queries, int query, int start, ReadOnlySpan<double> w, Span<double> scratch)
    {
        Basis basis = request.Basis;
        double[][] targets = request.Payload.Columns;
        Span<Vector512<double>> sum = sums.AsSpan(at * stride, stride);
        Span<Vector512<double>> rest = lost.AsSpan(at * stride, stride);
        Span<double> z = scratch[..w.Length];
        sum[moments + 1] += score.Signed ? TileSums.SumAbsolute(w) : Vector512<double>.Zero;
        if (basis.WeightTerms == 1 && targets.Length == 1)
        {
            (Vector512<double> weight, Vector512<double> target, Vector512<double> square) =
                TileSums.Sums(w, targets[0].AsSpan(start, w.Length));
            TileSums.AddTo(ref sum[0], ref rest[0], weight);
            TileSums.AddTo(ref sum[1], ref rest[1], target);
            sum[moments] += score.InverseCounts is null ? square : Squares(start, w, z);
            return;
        }

        sum[moments] += Squares(start, w, z);
        for (int a = 0; a < basis.WeightTerms; a++)
        {
            ReadOnlySpan<double> weighted = w;
            if (a > 0)
            {
                basis.Evaluate(a, queries, request.Keys, query, start, z);
                TileSums.Multiply(z, w);
                weighted = z;
            }

            TileSums.AddTo(ref sum[a], ref rest[a], TileSums.Sum(weighted));
            for (int t = 0; t < targets.Length && a < basis.TargetTerms; t++)
            {
                int k = basis.WeightTerms + (t * basis.TargetTerms) + a;
                TileSums.AddTo(ref sum[k], ref rest[k], TileSums.Dot(weighted, targets[t].AsSpan(start, w.Length)));
            }
        }
    }

    /// <summary>Writes a query's sums, and how near its nearest key is where that was kept.</summary>
    public void Store(int at, Moments to, int query, bool nearest)
    {
        if (nearest)
        {
            to.LogNearest[query] = LogNearest(at);
        }

        for (int k = 0; k < moments; k++)
        {
            to.Sums[k][query] = TileSums.Total(sums[(at * stride) + k]) + TileSums.Total(lost[(at * stride) + k]);
        }

        if (to.SquaredWeights.Length > 0)
        {
            to.SquaredWeights[query] = TileSums.Total(sums[(at * stride) + moments]);
        }

        if (score.Signed)
        {
            to.AbsoluteWeights[query] = TileSums.Total(sums[(at * stride) + moments + 1]);
        }
    }

    /// <summary>ln of the largest kernel over the kernel at zero.</summary>
    public double LogNearest(int at) => Math.Log(LargestKernel(at)) - score.LogWeightAtZero;

    /// <summary>The largest |kernel|.</summary>
    public double LargestKernel(int at)
    {
        double largest = 0;
        foreach (double lane in MemoryMarshal.Cast<Vector512<double>, double>(sums.AsSpan((at * stride) + moments + 2, 1)))
        {
            largest = Math.Max(largest, lane);
        }

        return largest;
    }

    /// <summary>Σw² over rows: a key of count c is c rows of weight w/c each.</summary>
    private Vector512<double> Squares(int start, ReadOnlySpan<double> w, Span<double> each)
    {
        if (score.InverseCounts is null)
        {
            return TileSums.Dot(w, w);
        }

        w.CopyTo(each);
        TileSums.Multiply(each, score.InverseCounts.AsSpan(start, w.Length));
        return TileSums.Dot(w, each);
    }
}
