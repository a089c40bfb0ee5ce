using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Where training starts: random parameters, and an embedding as wide as the softmax needs.</summary>
internal static class DeepStart
{
    /// <summary>Draws parameters: matrices N(0, 1/inputs), frequencies N(0, scale²), tables N(0, 1), what is added 0; a block's second matrix starts at a half.</summary>
    public static float[] Draw(DeepLayout layout, DeepShape shape, int seed)
    {
        SplitMix64 random = SplitMix64.ForDraw(seed, -1);
        float[] parameters = new float[layout.Count];
        void Fill(int from, int count, double scale)
        {
            for (int i = from; i < from + count; i++)
            {
                parameters[i] = (float)(random.NextNormal() * scale);
            }
        }

        Fill(layout.FrequencyAt, layout.Waves * layout.Frequencies, shape.FrequencyScale);
        Fill(layout.WaveAt, layout.Waves * 2 * layout.Frequencies * layout.WaveWidth, 1 / Math.Sqrt(layout.Frequencies));
        Fill(layout.WaveBiasAt, layout.Waves * layout.WaveWidth, 0.5);
        Fill(layout.TableAt.Length > 0 ? layout.TableAt[0] : 0, layout.TableAt.Length > 0 ? layout.TableEnd - layout.TableAt[0] : 0, 1);
        Fill(layout.EncoderAt, layout.Used * layout.Width, 1 / Math.Sqrt(Math.Max(layout.Used, 1)));
        Fill(layout.EncoderBiasAt, layout.Width, 0.5);
        for (int b = 0; b < layout.Blocks; b++)
        {
            Fill(layout.BlockAt[b], layout.Width * layout.Hidden, 1 / Math.Sqrt(layout.Width));
            Fill(layout.SecondAt(b), layout.Width * layout.Hidden, 0.7 / Math.Sqrt(layout.Hidden));
        }

        for (int i = 0; i < layout.Width; i++)
        {
            Fill(layout.OutputAt + (i * layout.Output), layout.EmbeddingWidth, 1 / Math.Sqrt(layout.Width));
        }

        return parameters;
    }

    /// <summary>What embeddings must be multiplied by so that of every query's keys, on average, the share given counts: 1/Σa² over their number.</summary>
    /// <param name="embedding">φ of some rows.</param>
    /// <param name="width">Columns of φ.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="share">Between 0 and 1.</param>
    public static double Scale(float[] embedding, int width, int count, double share)
    {
        int queries = Math.Min(count, 128);
        double[][] distances = [.. Enumerable.Range(0, queries).Select(i => Distances(embedding, width, count, i))];
        (double low, double high) = (-12, 12);
        for (int step = 0; step < 40; step++)
        {
            double middle = (low + high) / 2;
            double factor = Math.Pow(4, middle);
            double counted = distances.Average(d =>
            {
                (double sum, double squares) = (0, 0);
                foreach (double distance in d)
                {
                    double weight = VectorMath.Exp(Math.Min(distance * -factor, 0));
                    sum += weight;
                    squares += weight * weight;
                }

                return sum * sum / squares / d.Length;
            });
            (low, high) = counted > share ? (middle, high) : (low, middle);
        }

        return Math.Pow(2, low);
    }

    /// <summary>½‖φᵢ − φⱼ‖² beyond the smallest, of the others.</summary>
    private static double[] Distances(float[] embedding, int width, int count, int query)
    {
        double[] result = new double[count - 1];
        for (int j = 0; j < count; j++)
        {
            double sum = 0;
            for (int k = 0; k < width; k++)
            {
                double apart = embedding[(query * width) + k] - embedding[(j * width) + k];
                sum += apart * apart;
            }

            if (j != query)
            {
                result[j - (j > query ? 1 : 0)] = sum / 2;
            }
        }

        double least = result.Min();
        return [.. result.Select(d => d - least)];
    }
}
