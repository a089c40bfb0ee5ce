using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Kernels of a query on a run of keys: compiled loops for the frequent ones, the score's own tiles for the others.</summary>
internal abstract class RunKernels
{
    /// <summary>The kernels of a request with fixed bandwidths.</summary>
    public static RunKernels For(PoolingRequest request)
    {
        SingleKernel single = request.Score.Single!;
        Points keys = request.Keys;
        double[] h = single.Bandwidths;
        return single.Kernel is Gaussian ? new Gaussians(keys, [.. h.Select(b => 1 / b)])
            : CompactTiles.For(single.Kernel, h) is CompactTiles tiles ? new Compact(tiles, keys, h)
            : new Plain(request.Score);
    }

    /// <summary>w[i] = the kernel of key start + i; a multiple of eight keys.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="query">Which of them.</param>
    /// <param name="at">Its coordinates.</param>
    /// <param name="start">The first key.</param>
    /// <param name="w">Where to.</param>
    public abstract void Fill(Points queries, int query, ReadOnlySpan<double> at, int start, Span<double> w);

    /// <summary>gradient[θ] += Σᵢ c[i]·∂s/∂θ of keys start + i.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="query">Which of them.</param>
    /// <param name="at">Its coordinates.</param>
    /// <param name="start">The first key.</param>
    /// <param name="c">Coefficients; 0 where a key has no weight.</param>
    /// <param name="gradient">One entry a column.</param>
    public abstract void Pull(Points queries, int query, ReadOnlySpan<double> at, int start, ReadOnlySpan<double> c, Span<double> gradient);

    private sealed class Gaussians(Points keys, double[] scales) : RunKernels
    {
        public override void Fill(Points queries, int query, ReadOnlySpan<double> at, int start, Span<double> w) =>
            TileKernels.Gaussian(keys.Columns, start, at, scales, w);

        public override void Pull(Points queries, int query, ReadOnlySpan<double> at, int start, ReadOnlySpan<double> c, Span<double> gradient)
        {
            for (int j = 0; j < scales.Length; j++)
            {
                gradient[j] += TileSlopes.Gaussian(c, keys.Columns[j].AsSpan(start, c.Length), at[j], scales[j]);
            }
        }
    }

    private sealed class Compact(CompactTiles tiles, Points keys, double[] bandwidths) : RunKernels
    {
        public override void Fill(Points queries, int query, ReadOnlySpan<double> at, int start, Span<double> w)
        {
            for (int j = 0; j < bandwidths.Length; j++)
            {
                tiles.Weights(keys.Columns[j].AsSpan(start, w.Length), at[j], bandwidths[j], j == 0, w);
            }
        }

        public override void Pull(Points queries, int query, ReadOnlySpan<double> at, int start, ReadOnlySpan<double> c, Span<double> gradient)
        {
            for (int j = 0; j < bandwidths.Length; j++)
            {
                gradient[j] += tiles.Slope(c, keys.Columns[j].AsSpan(start, c.Length), at[j], bandwidths[j]);
            }
        }
    }

    private sealed class Plain(Score score) : RunKernels
    {
        public override void Fill(Points queries, int query, ReadOnlySpan<double> at, int start, Span<double> w) =>
            score.Kernels(queries, query, start, w);

        public override void Pull(Points queries, int query, ReadOnlySpan<double> at, int start, ReadOnlySpan<double> c, Span<double> gradient) =>
            score.Pull(queries, query, start, -1, c, gradient);
    }
}
