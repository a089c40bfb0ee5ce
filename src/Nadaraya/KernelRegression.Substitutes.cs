using System.Collections.Concurrent;
using Nadaraya.Engines;

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
}
