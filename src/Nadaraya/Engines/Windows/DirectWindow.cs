using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>The sums of a window key by key, each weight right to a few roundings even at the rim.</summary>
/// <param name="keys">The keys.</param>
/// <param name="kernel">The kernel.</param>
internal sealed class DirectWindow(AscendingKeys keys, CompactLanes kernel)
{
    /// <summary>Sums a window; returns Σ k²·s.</summary>
    /// <param name="q">The query.</param>
    /// <param name="window">Its keys.</param>
    /// <param name="sums">Gets Σ k·c_b, and behind them where there is room Σ −u·k′·c_b.</param>
    /// <param name="squared">Whether Σ k²·s is wanted.</param>
    public double Sum(double q, Window window, Span<double> sums, bool squared)
    {
        int columns = keys.Columns.Length;
        Span<Vector512<double>> total = stackalloc Vector512<double>[2 * sums.Length];
        Span<double> k = stackalloc double[CompactLanes.Tile];
        Span<double> slopes = stackalloc double[sums.Length > columns ? CompactLanes.Tile : 0];
        Span<double> part = stackalloc double[squared ? CompactLanes.Tile : 0];
        total.Clear();
        double square = 0;
        for (int start = window.From; start < window.To; start += CompactLanes.Tile)
        {
            int count = Math.Min(CompactLanes.Tile, window.To - start);
            kernel.Weights(keys.Keys, start, count, q, k, slopes);
            if (window.Below < window.Above && (uint)(window.Below - start) < (uint)count)
            {
                k[window.Below - start] = 0;
                if (slopes.Length > 0)
                {
                    slopes[window.Below - start] = 0;
                }
            }

            int whole = (count + 7) & ~7;
            for (int s = 0; s < sums.Length; s++)
            {
                ReadOnlySpan<double> w = s < columns ? k[..whole] : slopes[..whole];
                double[] c = keys.Columns[s % columns];
                TileSums.AddTo(
                    ref total[2 * s], ref total[(2 * s) + 1], c.Length == 0 ? TileSums.Sum(w) : TileSums.Dot(w, c.AsSpan(start, whole)));
            }

            if (squared)
            {
                Span<double> w = part[..whole];
                k[..whole].CopyTo(w);
                TileSums.Multiply(w, w);
                square += TileSums.Total(keys.Squares.Length == 0 ? TileSums.Sum(w) : TileSums.Dot(w, keys.Squares.AsSpan(start, whole)));
            }
        }

        for (int s = 0; s < sums.Length; s++)
        {
            sums[s] = TileSums.Total(total[2 * s]) + TileSums.Total(total[(2 * s) + 1]);
        }

        return square;
    }
}
