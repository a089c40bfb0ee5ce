using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Predictions of some rows from the embeddings of others, at several scales of the embedding at once, in singles: what validation needs.</summary>
internal static class DeepForecast
{
    private const int Block = 24;

    /// <summary>ŷ for every scale, then every query.</summary>
    /// <param name="queries">φ of the queries, row by row.</param>
    /// <param name="queryCount">Their number.</param>
    /// <param name="keys">φ of the keys.</param>
    /// <param name="width">Columns of φ, a multiple of 16.</param>
    /// <param name="values">y of the keys.</param>
    /// <param name="weights">v of the keys, positive.</param>
    /// <param name="scales">What φ is multiplied by.</param>
    /// <param name="run">How it runs.</param>
    public static double[][] Predict(float[] queries, int queryCount, float[] keys, int width, double[] values, double[] weights, double[] scales, Run run)
    {
        int count = values.Length;
        int across = (count + 15) / 16 * 16;
        PackedMatrix<float> packed = new();
        packed.Fill(keys, 1, width, width, count);
        float[] halves = Padded(across, count, j => Half(keys.AsSpan(j * width, width)), 1e30f);
        float[] logs = Padded(across, count, j => (float)Math.Log(weights[j]), -1e30f);
        float[] y = Padded(across, count, j => (float)values[j], 0);
        double[][] result = [.. scales.Select(_ => new double[queryCount])];
        run.ForBlocks(queryCount, Block, (from, to) =>
        {
            float[] scores = new float[(to - from) * across];
            packed.Multiply(queries.AsSpan(from * width), width, 1, to - from, scores, across);
            for (int i = from; i < to; i++)
            {
                Span<Vector256<float>> s = MemoryMarshal.Cast<float, Vector256<float>>(scores.AsSpan((i - from) * across, across));
                float largest = Distances(s, halves);
                for (int k = 0; k < scales.Length; k++)
                {
                    result[k][i] = Average(s, largest, (float)(scales[k] * scales[k]), logs, y);
                }
            }
        });
        return result;
    }

    private static float[] Padded(int across, int count, Func<int, float> value, float rest) =>
        [.. Enumerable.Range(0, across).Select(j => j < count ? value(j) : rest)];

    private static float Half(ReadOnlySpan<float> row)
    {
        float sum = 0;
        foreach (float x in row)
        {
            sum += x * x;
        }

        return sum / 2;
    }

    /// <summary>q·k becomes q·k − ½k², and the largest of them.</summary>
    private static float Distances(Span<Vector256<float>> s, float[] halves)
    {
        ReadOnlySpan<Vector256<float>> half = MemoryMarshal.Cast<float, Vector256<float>>(halves);
        Vector256<float> most = Vector256.Create(-1e30f);
        for (int j = 0; j < s.Length; j++)
        {
            s[j] -= half[j];
            most = Vector256.Max(most, s[j]);
        }

        float largest = most[0];
        for (int k = 1; k < Vector256<float>.Count; k++)
        {
            largest = Math.Max(largest, most[k]);
        }

        return largest;
    }

    private static double Average(ReadOnlySpan<Vector256<float>> s, float largest, float factor, float[] logs, float[] values)
    {
        ReadOnlySpan<Vector256<float>> log = MemoryMarshal.Cast<float, Vector256<float>>(logs);
        ReadOnlySpan<Vector256<float>> y = MemoryMarshal.Cast<float, Vector256<float>>(values);
        Vector256<float> shift = Vector256.Create(largest);
        Vector256<float> scale = Vector256.Create(factor);
        (Vector256<float> sum, Vector256<float> product) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (int j = 0; j < s.Length; j++)
        {
            Vector256<float> weight = SmoothMath.Exp(((s[j] - shift) * scale) + log[j]);
            sum += weight;
            product += weight * y[j];
        }

        return DeepLoops.Sum(product) / DeepLoops.Sum(sum);
    }
}
