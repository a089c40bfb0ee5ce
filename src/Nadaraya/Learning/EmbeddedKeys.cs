using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>Rows through a network, once: the score is −½ of a squared distance there, which the engines serve as any other.</summary>
/// <param name="embedding">The network.</param>
/// <param name="factor">What bandwidths are multiplied by; 1 for the network as it was trained.</param>
internal sealed class EmbeddedKeys(DeepKeys embedding, double factor = 1) : LearnedKeys
{
    /// <inheritdoc/>
    public override LearnedKeys Wider(double by) => new EmbeddedKeys(embedding, factor * by);

    /// <inheritdoc/>
    public override double[][] Map(double[][] columns, int count, Run run)
    {
        double[][] mapped = embedding.Embed(columns, count, run with { Progress = null });
        foreach (double[] column in factor == 1 ? [] : mapped)
        {
            for (int i = 0; i < count; i++)
            {
                column[i] /= factor;
            }
        }

        return mapped;
    }
}
