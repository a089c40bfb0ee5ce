using System.Runtime.Intrinsics;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>The frequent case of the dense engine, compiled into one loop: a Gaussian with fixed bandwidths, one target, rows that count alike.</summary>
/// <remarks>Everything else goes tile by tile through <see cref="TileWeights"/> and <see cref="LaneSums"/>.</remarks>
internal sealed class FusedTiles
{
    private readonly double[][] keys;
    private readonly double[] target;
    private readonly double[] scales;
    private readonly bool beside;
    private readonly int[]? own;

    private FusedTiles(PoolingRequest request, double[] scales, bool beside, int[]? own)
    {
        keys = request.Keys.Columns;
        target = request.Payload.Columns[0];
        (this.scales, this.beside, this.own) = (scales, beside, own);
    }

    /// <summary>The loop for a call; null where the call is of another kind.</summary>
    public static FusedTiles? For(PoolingRequest request, Leave leave, Wanted wanted)
    {
        bool alike = request.Score.RowWeights is null && request.Basis.WeightTerms == 1 && request.Payload.Targets == 1;
        if (!alike || request.Keys.Dimensions == 0 || request.Score.Single is not { Kernel: Gaussian } single || leave is not (Leave.LeaveNobody or Leave.LeaveRow { Parts: null }))
        {
            return null;
        }

        // w = exp(-(q - x)^2/2h^2): the 2 goes into the scale.
        double[] scales = [.. single.Bandwidths.Select(h => Math.Sqrt(0.5) / h)];
        return scales.All(double.IsNormal) ? new(request, scales, wanted != Wanted.Sums, (leave as Leave.LeaveRow)?.Rows) : null;
    }

    /// <summary>Adds a tile to the sums of queries from … from + count − 1; its length is a multiple of eight without padding.</summary>
    public void Add(Points queries, int from, int count, int start, int length, LaneSums sums)
    {
        const int Block = FusedGaussian.Queries;
        Span<Vector512<double>> tile = stackalloc Vector512<double>[Block * FusedGaussian.Sums];
        Span<double> q = stackalloc double[Block * keys.Length];
        Span<int> left = stackalloc int[Block];
        for (int k = 0; k < count; k += Block)
        {
            bool any = false;
            for (int b = 0; b < Block; b++)
            {
                // The last block may stand for fewer queries: its last one again.
                int query = from + Math.Min(k + b, count - 1);
                left[b] = own is null ? -1 : own[query];
                any |= (uint)(left[b] - start) < (uint)length;
                for (int j = 0; j < keys.Length; j++)
                {
                    q[(j * Block) + b] = queries.Columns[j][query];
                }
            }

            Sum(start, length, q, left, any, tile);
            for (int b = 0; b < Block && k + b < count; b++)
            {
                sums.AddFused(k + b, tile.Slice(b * FusedGaussian.Sums, FusedGaussian.Sums));
            }
        }
    }

    /// <summary>The run-time choice becomes a compiled loop once a tile.</summary>
    private void Sum(int start, int length, ReadOnlySpan<double> q, ReadOnlySpan<int> left, bool any, Span<Vector512<double>> tile)
    {
        switch (any, beside)
        {
            case (false, false):
                Sum<Extras.None>(start, length, q, left, tile);
                break;
            case (true, false):
                Sum<Extras.Leaving>(start, length, q, left, tile);
                break;
            case (false, true):
                Sum<Extras.All>(start, length, q, left, tile);
                break;
            default:
                Sum<Extras.AllLeaving>(start, length, q, left, tile);
                break;
        }
    }

    private void Sum<TExtras>(int start, int length, ReadOnlySpan<double> q, ReadOnlySpan<int> left, Span<Vector512<double>> tile)
        where TExtras : struct, IExtras
    {
        if (keys.Length == 1)
        {
            FusedGaussian.OneColumn<TExtras>(keys[0], target, start, length, q, scales[0], left, tile);
        }
        else
        {
            FusedGaussian.ManyColumns<TExtras>(keys, target, start, length, q, scales, left, tile);
        }
    }
}
