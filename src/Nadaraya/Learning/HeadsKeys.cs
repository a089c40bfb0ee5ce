using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Keys of several heads: their columns one after the other, and the shares that their averages are mixed with.</summary>
/// <param name="heads">The heads.</param>
/// <param name="shares">π, of sum one.</param>
internal sealed class HeadsKeys(IReadOnlyList<LearnedKeys> heads, double[] shares) : LearnedKeys
{
    /// <inheritdoc/>
    public override IReadOnlyList<LearnedKeys> Heads => heads;

    /// <inheritdoc/>
    public override double[][] Map(double[][] columns, int count, Run run) => [.. heads.SelectMany(head => head.Map(columns, count, run))];

    /// <inheritdoc/>
    public override PoolingRequest Request(Points keys, Sample sample, FitOptions options)
    {
        int each = keys.Dimensions / heads.Count;
        Head[] all = [.. heads.Select((head, h) =>
        {
            Points own = Points.PaddedKeys(keys.Columns[(h * each)..((h + 1) * each)], keys.Count);
            return new Head(own, new Score(head.Factors(own), sample.Weights, sample.InverseCounts), h * each, shares[h]);
        })];
        PoolingRequest plain = new(keys, new Score([], sample.Weights, sample.InverseCounts), sample.Payload, Basis.Constant) { Tolerance = options.Tolerance, Heads = all };
        return plain with { Score = new Score([new HeadsFactor(plain)], sample.Weights, sample.InverseCounts) };
    }
}
