using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>The loss of a batch of queries, each predicted from the other rows of the batch and further keys, with its slopes in every embedding.</summary>
/// <remarks>
/// The first rows are queries and keys, the others keys alone; a row is never its own key. sᵢⱼ = φᵢ·φⱼ − ½‖φⱼ‖² + ln vⱼ differs from −½‖φᵢ − φⱼ‖² + ln vⱼ by what softmax
/// does not see. a = softmax(s), ŷ = Σ a y, ∂sᵢⱼ = gᵢ·aᵢⱼ(yⱼ − ŷᵢ) with gᵢ = vᵢρ′(ŷᵢ − yᵢ)/Σv. Since Σⱼ ∂sᵢⱼ = 0, ∂φᵢ = Σⱼ ∂sᵢⱼφⱼ as a query; as a key
/// ∂φⱼ = Σᵢ ∂sᵢⱼφᵢ − φⱼΣᵢ ∂sᵢⱼ. O(queries · keys) time and memory.
/// </remarks>
/// <typeparam name="T">float for speed, double to check gradients.</typeparam>
internal sealed class NeighbourPooling<T>(int width)
    where T : struct, IFloatingPointIeee754<T>
{
    private const int Block = 48;
    private readonly PackedMatrix<T> keysAcross = new();
    private readonly PackedMatrix<T> keys = new();
    private readonly PackedMatrix<T> queries = new();
    private T[] scores = [];
    private T[] offsets = [];
    private T[] extended = [];
    private double[] losses = [];

    /// <summary>The mean loss, and ∂L/∂φ of every row.</summary>
    /// <param name="embedding">φ, row by row.</param>
    /// <param name="target">y of every row.</param>
    /// <param name="weights">v of every row, positive.</param>
    /// <param name="queryCount">The number of queries: the first rows.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="loss">ρ.</param>
    /// <param name="slope">Receives ∂L/∂φ.</param>
    /// <param name="run">How it runs.</param>
    public double Evaluate(T[] embedding, double[] target, double[] weights, int queryCount, int count, PointLoss loss, T[] slope, Run run)
    {
        // Rows of scores are padded to whole vectors, and by a bit more so that columns do not share their places in the cache.
        int across = ((count + 15) / 16 * 16) + 16;
        Prepare(embedding, weights, queryCount, count, across);
        double total = 0;
        for (int i = 0; i < queryCount; i++)
        {
            total += weights[i];
        }

        T[] values = [.. target.AsSpan(0, count).ToArray().Select(T.CreateTruncating), .. new T[across - count]];
        run.ForBlocks(queryCount, Block, (from, to) =>
        {
            Span<T> rows = scores.AsSpan(from * across, (to - from) * across);
            keysAcross.Multiply(embedding.AsSpan(from * width), width, 1, to - from, rows, across);
            for (int i = from; i < to; i++)
            {
                Span<T> row = rows.Slice((i - from) * across, across);
                double fit = double.CreateTruncating(Attend(row, values, i));
                losses[i] = weights[i] * loss.Value(fit - target[i]);
                Pull(row, values, T.CreateTruncating(fit), T.CreateTruncating(weights[i] * loss.Slope(fit - target[i]) / total));
            }

            keys.Multiply(rows, across, 1, to - from, slope.AsSpan(from * width), width);
        });
        PullKeys(embedding, queryCount, count, across, slope, run);
        double sum = 0;
        for (int i = 0; i < queryCount; i++)
        {
            sum += losses[i];
        }

        return sum / total;
    }

    private void Prepare(T[] embedding, double[] weights, int queryCount, int count, int across)
    {
        if (scores.Length < queryCount * across)
        {
            scores = new T[queryCount * across];
        }

        if (offsets.Length < across)
        {
            (offsets, losses) = (new T[across], new double[across]);
            extended = new T[across * (width + 1)];
        }

        keysAcross.Fill(embedding, 1, width, width, count);
        keys.Fill(embedding, width, 1, count, width);
        Array.Fill(offsets, T.CreateTruncating(-1e30));
        for (int j = 0; j < count; j++)
        {
            T squares = T.Zero;
            for (int k = 0; k < width; k++)
            {
                squares += embedding[(j * width) + k] * embedding[(j * width) + k];
            }

            offsets[j] = T.CreateTruncating(Math.Log(weights[j])) - (squares / T.CreateTruncating(2));
        }

        for (int i = 0; i < queryCount; i++)
        {
            embedding.AsSpan(i * width, width).CopyTo(extended.AsSpan(i * (width + 1)));
            extended[(i * (width + 1)) + width] = T.One;
        }

        queries.Fill(extended, width + 1, 1, queryCount, width + 1);
    }

    /// <summary>Turns φᵢ·φⱼ into attention, and averages.</summary>
    private T Attend(Span<T> row, T[] values, int self)
    {
        Span<Vector256<T>> s = MemoryMarshal.Cast<T, Vector256<T>>(row);
        ReadOnlySpan<Vector256<T>> offset = MemoryMarshal.Cast<T, Vector256<T>>(offsets);
        ReadOnlySpan<Vector256<T>> y = MemoryMarshal.Cast<T, Vector256<T>>(values);
        row[self] = T.CreateTruncating(-1e30);
        Vector256<T> most = s[0] + offset[0];
        for (int j = 1; j < s.Length; j++)
        {
            most = Vector256.Max(most, s[j] + offset[j]);
        }

        T largest = most[0];
        for (int k = 1; k < Vector256<T>.Count; k++)
        {
            largest = T.Max(largest, most[k]);
        }

        Vector256<T> shift = Vector256.Create(largest);
        (Vector256<T> sum, Vector256<T> product) = (Vector256<T>.Zero, Vector256<T>.Zero);
        for (int j = 0; j < s.Length; j++)
        {
            Vector256<T> weight = SmoothMath.Exp(s[j] + offset[j] - shift);
            s[j] = weight;
            sum += weight;
            product += weight * y[j];
        }

        T scale = T.One / DeepLoops.Sum(sum);
        Vector256<T> share = Vector256.Create(scale);
        for (int j = 0; j < s.Length; j++)
        {
            s[j] *= share;
        }

        return DeepLoops.Sum(product) * scale;
    }

    /// <summary>Turns attention into ∂L/∂s.</summary>
    private static void Pull(Span<T> row, T[] values, T fit, T slope)
    {
        Span<Vector256<T>> a = MemoryMarshal.Cast<T, Vector256<T>>(row);
        ReadOnlySpan<Vector256<T>> y = MemoryMarshal.Cast<T, Vector256<T>>(values);
        Vector256<T> middle = Vector256.Create(fit);
        Vector256<T> factor = Vector256.Create(slope);
        for (int j = 0; j < a.Length; j++)
        {
            a[j] *= factor * (y[j] - middle);
        }
    }

    /// <summary>Adds what every row contributes as a key.</summary>
    private void PullKeys(T[] embedding, int queryCount, int count, int across, T[] slope, Run run)
    {
        slope.AsSpan(queryCount * width, (count - queryCount) * width).Clear();
        int wide = width + 1;
        run.ForBlocks(count, Block, (from, to) =>
        {
            Span<T> sums = new T[(to - from) * wide];
            queries.Multiply(scores.AsSpan(from, ((queryCount - 1) * across) + to - from), 1, across, to - from, sums, wide);
            for (int j = from; j < to; j++)
            {
                Span<T> sum = sums.Slice((j - from) * wide, wide);
                for (int k = 0; k < width; k++)
                {
                    slope[(j * width) + k] += sum[k] - (embedding[(j * width) + k] * sum[width]);
                }
            }
        });
    }
}
