using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Keys of a score of pairs: the coordinates themselves.</summary>
/// <param name="coordinates">The coordinates.</param>
/// <param name="score">The score.</param>
/// <param name="theta">θ.</param>
internal sealed class ScoredKeys(Coordinates coordinates, TileScore score, double[] theta) : LearnedKeys
{
    /// <inheritdoc/>
    public override bool IsDistance => false;

    /// <inheritdoc/>
    public override double[][] Map(double[][] columns, int count, Run run) => coordinates.Map(columns, count, run);

    /// <inheritdoc/>
    public override Factor[] Factors(Points keys) => [new ScoredFactor(score.Prepare(theta, keys), keys, score.Count)];
}
