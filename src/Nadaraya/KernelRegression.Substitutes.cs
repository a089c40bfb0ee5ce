using System.Collections.Concurrent;
using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <content>Values where the model has none.</content>
public sealed partial class KernelRegression
{
    private readonly ConcurrentDictionary<UnsupportedPolicy, Substitute> substitutes = [];

    /// <summary>What a policy that gives values takes them from, made once: for <see cref="Predictions.IsSubstitute"/> queries it also says how far a new observation may be.</summary>
    internal Substitute SubstituteOf(UnsupportedPolicy policy, CancellationToken cancellation = default) =>
        substitutes.GetOrAdd(policy, own => Substitute.Of(this, own, cancellation));

    private Predictions Filled(Predictions plain, Queries queries, UnsupportedPolicy policy, Run run) =>
        policy == UnsupportedPolicy.None || plain.Unsupported == 0 ? plain
            : policy == UnsupportedPolicy.Error ? throw Substitute.Refusal(plain)
            : plain.Filled(SubstituteOf(policy, run.Cancellation).Fill(queries, plain.Supports, Data.TargetNames.Count, run with { Progress = null }));

    /// <summary>Intervals for new observations around values that a policy filled in: of the mean and the line by their own prediction variance, which grows with distance; of the nearest row there is none.</summary>
    private void AroundSubstitutes(Predictions filled, Queries queries, UnsupportedPolicy policy, double coverage, IntervalEnds ends)
    {
        for (int q = 0; q < (filled.Substitutes == 0 ? 0 : queries.Count); q++)
        {
            for (int t = 0; t < ends.Lower.Length && filled.IsSubstitute(q); t++)
            {
                if (SubstituteOf(policy).Spread(queries, q, t) is (double deviation, double freedom) && filled.Value(q, t) is double value)
                {
                    double half = StudentT.Quantile((1 + coverage) / 2, freedom) * deviation;
                    (ends.Lower[t][q], ends.Upper[t][q]) = (value - half, value + half);
                }
            }
        }
    }
}
