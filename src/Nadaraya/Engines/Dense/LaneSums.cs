using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The running sums of a group of queries, in eight virtual lanes each, with what rounding lost kept beside.</summary>
internal sealed class LaneSums
{
    /// <summary>The most keys of a tile.</summary>
    public const int LongestTile = 320;

    private readonly PoolingRequest request;
    private readonly Score score;
    private readonly int moments;
    private readonly int stride;
    private readonly Vector512<double>[] sums;
    private readonly Vector512<double>[] lost;
    private readonly double[] differences;
    private readonly int[] products;
    private readonly int[] lines;
    private readonly Vector512<double>[] parts = new Vector512<double>[TileLines.Count];
    private readonly bool squares;
    private double[] room = []; // for monomials

    /// <param name="request">What is summed.</param>
    /// <param name="queries">How many queries it is for.</param>
    /// <param name="momentsOfAQuery">The moments of each.</param>
    /// <param name="squares">Whether Σ w² is wanted of local polynomials; weighted averages have it anyway.</param>
    public LaneSums(PoolingRequest request, int queries, int momentsOfAQuery, bool squares = true)
    {
        this.squares = squares;
        this.request = request;
        score = request.Score;
        moments = momentsOfAQuery;
        stride = momentsOfAQuery + 3; // the moments, then Σw², Σ|w| and the largest kernel
        sums = new Vector512<double>[queries * stride];
        lost = new Vector512<double>[queries * stride];
        differences = new double[request.Basis.Columns * LongestTile];
        products = request.Basis.Products;
        lines = request.Payload.Columns.Length == 1 && request.Basis.LineColumns > 1 ? request.Basis.FewLines : [];
    }

    /// <summary>The moments of a query.</summary>
    public int Moments => moments;

    /// <summary>Whether it is for so many queries, of as many moments, with or without Σ w².</summary>
    public bool Serves(int queries, int momentsOfAQuery, bool withSquares) => sums.Length >= queries * stride && moments == momentsOfAQuery && squares == withSquares;

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

        if (squares)
        {
            sum[moments] += Squares(start, w, z);
        }

        if (basis.LineColumns > 0)
        {
            AddLines(queries, query, start, w, sum, rest);
            return;
        }

        if (basis.WeightTerms > 1)
        {
            AddTerms(queries, query, start, w, sum, rest);
            return;
        }

        TileSums.AddTo(ref sum[0], ref rest[0], TileSums.Sum(w));
        for (int t = 0; t < targets.Length; t++)
        {
            TileSums.AddTo(ref sum[t + 1], ref rest[t + 1], TileSums.Dot(w, targets[t].AsSpan(start, w.Length)));
        }
    }

    /// <summary>The sums of any polynomial: the monomials beside the weights with the first target's, then those of each other target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddTerms(Points queries, int query, int start, ReadOnlySpan<double> w, Span<Vector512<double>> sum, Span<Vector512<double>> rest)
    {
        Basis basis = request.Basis;
        double[][] targets = request.Payload.Columns;
        (int weightTerms, int targetTerms) = (basis.WeightTerms, basis.TargetTerms);
        ReadOnlySpan<double> apart = basis.AllDifferences(queries, request.Keys, query, start, w.Length, differences);
        room = room.Length > 0 ? room : new double[(TileTerms.Room * weightTerms) + (8 * (weightTerms + targetTerms))];
        Span<double> lanes = room.AsSpan(TileTerms.Room * weightTerms);
        for (int t = 0; t < targets.Length; t++)
        {
            int terms = t == 0 ? weightTerms : targetTerms; // what stands beside the weights is summed once
            lanes.Clear();
            TileTerms.Add(w, targets[t].AsSpan(start, w.Length), apart, basis.Steps.AsSpan(0, terms), targetTerms, room, lanes);
            for (int k = t == 0 ? 0 : terms; k < terms + targetTerms; k++)
            {
                int at = k < terms ? k : weightTerms + (t * targetTerms) + k - terms;
                TileSums.AddTo(ref sum[at], ref rest[at], Vector512.Create<double>(lanes.Slice(8 * k, 8)));
            }
        }
    }

    /// <summary>The sums of a local line: each difference is taken once, and each product of weight and difference walks with up to three others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddLines(Points queries, int query, int start, ReadOnlySpan<double> w, Span<Vector512<double>> sum, Span<Vector512<double>> rest)
    {
        Basis basis = request.Basis;
        double[][] targets = request.Payload.Columns;
        int columns = basis.LineColumns;
        int length = w.Length;
        ReadOnlySpan<double> apart = basis.AllDifferences(queries, request.Keys, query, start, length, differences);
        if (lines.Length > 0)
        {
            ReadOnlySpan<double> third = apart.Slice((columns - 1) * length, length);
            TileLines.Sums(w, targets[0].AsSpan(start, length), apart[..length], apart.Slice(length, length), third, parts);
            for (int k = 0; k < lines.Length; k++)
            {
                if (lines[k] >= 0)
                {
                    TileSums.AddTo(ref sum[lines[k]], ref rest[lines[k]], parts[k]);
                }
            }

            return;
        }

        for (int t = 0; t < targets.Length; t++)
        {
            ReadOnlySpan<double> values = targets[t].AsSpan(start, length);
            int column = basis.WeightTerms + (t * basis.TargetTerms);
            TileDots.SumAndDot(w, values, out Vector512<double> total, out Vector512<double> first);
            if (t == 0)
            {
                TileSums.AddTo(ref sum[0], ref rest[0], total);
            }

            TileSums.AddTo(ref sum[column], ref rest[column], first);
            for (int j = 0; j < columns; j++)
            {
                ReadOnlySpan<double> own = apart.Slice(j * length, length);
                for (int k = j; k < columns; k += 3)
                {
                    int second = Math.Min(k + 1, columns - 1), third = Math.Min(k + 2, columns - 1);
                    TileDots.Products(w, own, values, apart.Slice(k * length, length), apart.Slice(second * length, length), apart.Slice(third * length, length), parts);
                    if (k == j)
                    {
                        TileSums.AddTo(ref sum[column + j + 1], ref rest[column + j + 1], parts[1]);
                    }

                    if (t > 0)
                    {
                        break;
                    }

                    if (k == j)
                    {
                        TileSums.AddTo(ref sum[j + 1], ref rest[j + 1], parts[0]);
                    }

                    for (int m = k; m < Math.Min(k + 3, columns); m++)
                    {
                        int product = products[((j + 1) * basis.TargetTerms) + m + 1];
                        TileSums.AddTo(ref sum[product], ref rest[product], parts[2 + m - k]);
                    }
                }
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
