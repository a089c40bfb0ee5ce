using System.Runtime.Intrinsics;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Sums and slopes of a Gaussian with fixed bandwidths in one walk: Σ w, Σ w c and, for each column j, Σ w u_j² and Σ w c u_j².</summary>
/// <remarks>
/// ∂w/∂ln h_j = w u_j². With the slopes of both sums beside them, a loss is differentiated as soon as a query's sums are complete, and weights are
/// never computed a second time.
/// </remarks>
internal sealed class DenseGradient
{
    private const int TileLength = 256;
    private readonly PoolingRequest request;
    private readonly TileWeights weights;
    private readonly double[] reciprocals;
    private readonly double[][] targets;

    private DenseGradient(PoolingRequest request, double[] reciprocals)
    {
        this.request = request;
        this.reciprocals = reciprocals;
        weights = new(request);
        targets = request.Payload.Columns;
    }

    /// <summary>The walk for a request; null where it is of another kind.</summary>
    public static DenseGradient? For(PoolingRequest request)
    {
        if (request.Score.Single is not { Kernel: Gaussian } single || request.Basis.WeightTerms != 1 || request.Payload.Targets == 0)
        {
            return null;
        }

        double[] reciprocals = [.. single.Bandwidths.Select(h => 1 / h)];
        return reciprocals.All(double.IsNormal) ? new(request, reciprocals) : null;
    }

    /// <summary>The number of sums of a query.</summary>
    private int Sums => 1 + targets.Length;

    /// <summary>Walks over the keys for one query; false where its total is too small to be trusted unshifted.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="query">Which of them.</param>
    /// <param name="leave">Who is left out.</param>
    /// <param name="trusted">The least total.</param>
    /// <param name="moments">Where its sums go.</param>
    /// <param name="slopes">Σ w c_b u_j² at [b·d + j].</param>
    public bool Walk(Points queries, int query, Leave leave, double trusted, Moments moments, Span<double> slopes)
    {
        Span<double> w = stackalloc double[TileLength];
        Span<double> wc = stackalloc double[TileLength];
        Span<Vector512<double>> sums = stackalloc Vector512<double>[2 * Sums];
        Span<Vector512<double>> bent = stackalloc Vector512<double>[slopes.Length];
        sums.Clear();
        bent.Clear();
        int d = reciprocals.Length;
        for (int start = 0; start < weights.Padded; start += TileLength)
        {
            Span<double> tile = w[..Math.Min(TileLength, weights.Padded - start)];
            weights.Fill(queries, query, leave, -1, start, tile);
            TileSums.AddTo(ref sums[0], ref sums[1], TileSums.Sum(tile));
            for (int b = 1; b < Sums; b++)
            {
                Span<double> part = wc[..tile.Length];
                tile.CopyTo(part);
                TileSums.Multiply(part, targets[b - 1].AsSpan(start, tile.Length));
                TileSums.AddTo(ref sums[2 * b], ref sums[(2 * b) + 1], TileSums.Sum(part));
                for (int j = 0; j < d; j++)
                {
                    (Vector512<double> ofWeights, Vector512<double> ofTarget) = TileSums.SumsOfSquares(
                        tile, part, request.Keys.Columns[j].AsSpan(start, tile.Length), queries.Columns[j][query], reciprocals[j]);
                    bent[j] += b == 1 ? ofWeights : Vector512<double>.Zero;
                    bent[(b * d) + j] += ofTarget;
                }
            }
        }

        for (int b = 0; b < Sums; b++)
        {
            moments.Sums[b][query] = TileSums.Total(sums[2 * b]) + TileSums.Total(sums[(2 * b) + 1]);
        }

        for (int k = 0; k < slopes.Length; k++)
        {
            slopes[k] = TileSums.Total(bent[k]);
        }

        return moments.AbsoluteWeights[query] >= trusted;
    }
}
