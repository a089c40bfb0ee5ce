using System.Runtime.CompilerServices;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Keys in kd order with what is summed over them, and for each tile Σ v and Σ v|c_t|: what bounds its part of any sum.</summary>
internal sealed class TiledKeys
{
    /// <summary>What was put in order for a payload: a search asks for the same rows at many bandwidths.</summary>
    private static readonly ConditionalWeakTable<Payload, TiledKeys> Kept = [];
    private readonly double[]? weights;
    private readonly double[]? counts;

    private TiledKeys(PoolingRequest request, KdOrder order)
    {
        Order = order;
        weights = request.Score.RowWeights;
        counts = request.Score.InverseCounts;
        int[] rows = order.Order.Rows;
        Payload = request.Payload.Ordered(order.Order);
        RowWeights = weights is null ? null : Payload.Permute(weights, rows);
        InverseCounts = counts is null ? null : Payload.Permute(counts, rows);
        Places = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            Places[rows[i]] = i;
        }

        Sums = 1 + Payload.Targets;
        OfTiles = new double[order.Tiles * Sums];
        Totals = new double[Sums];
        for (int i = 0; i < rows.Length; i++)
        {
            double v = RowWeights?[i] ?? 1;
            Span<double> ofTile = OfTiles.AsSpan(i / KdOrder.TileLength * Sums, Sums);
            ofTile[0] += v;
            for (int t = 1; t < Sums; t++)
            {
                ofTile[t] += v * Math.Abs(Payload.Columns[t - 1][i]);
            }
        }

        for (int k = 0; k < OfTiles.Length; k++)
        {
            Totals[k % Sums] += OfTiles[k];
        }
    }

    /// <summary>The order.</summary>
    public KdOrder Order { get; }

    /// <summary>Where each row stands.</summary>
    public int[] Places { get; }

    /// <summary>The targets in order.</summary>
    public Payload Payload { get; }

    /// <summary>vᵢ in order, or null.</summary>
    public double[]? RowWeights { get; }

    /// <summary>1/countᵢ in order, or null.</summary>
    public double[]? InverseCounts { get; }

    /// <summary>The number of bounded sums, one and each target.</summary>
    public int Sums { get; }

    /// <summary>Σ v and Σ v|c_t| tile by tile.</summary>
    public double[] OfTiles { get; }

    /// <summary>The same over all keys.</summary>
    public double[] Totals { get; }

    /// <summary>The keys of a request in order, kept with its payload.</summary>
    public static TiledKeys Of(PoolingRequest request, CancellationToken cancellation)
    {
        KdOrder order = KdOrders.Of(request.Keys, request.Score.Single!.Bandwidths, cancellation);
        if (!Kept.TryGetValue(request.Payload, out TiledKeys? keys) || keys.Order != order || !keys.IsOf(request.Score))
        {
            keys = new(request, order);
            Kept.AddOrUpdate(request.Payload, keys);
        }

        return keys;
    }

    /// <summary>The same request over the keys in order.</summary>
    public PoolingRequest Ordered(PoolingRequest request)
    {
        Factor factor = request.Score.Factors[0].Accept(new Rebinding(Order.Order.Keys))!;
        return request with { Keys = Order.Order.Keys, Payload = Payload, Score = new([factor], RowWeights, InverseCounts) };
    }

    private bool IsOf(Score score) => weights == score.RowWeights && counts == score.InverseCounts;

    /// <summary>The same factor over other keys.</summary>
    private sealed class Rebinding(Points keys) : IContinuousVisitor<Factor>
    {
        public Factor? Visit<TKernel>(TKernel kernel, Geometry geometry)
            where TKernel : struct, IKernel => new ContinuousFactor<TKernel>(kernel, keys, geometry);
    }
}
