using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>m̂ ± z·sqrt(se² + σ̂²(x)): noise taken as normal around an unbiased fit.</summary>
/// <param name="model">The model.</param>
/// <param name="kind">Which standard error of the mean.</param>
internal sealed class NormalRule(KernelRegression model, StandardErrorKind kind) : IntervalRule
{
    /// <inheritdoc/>
    public override IntervalKind Kind => IntervalKind.Approximate;

    /// <inheritdoc/>
    public override IntervalEnds At(Queries queries, Predictions plain, double coverage, Run run)
    {
        IntervalEnds ends = IntervalEnds.None(model.Data.TargetNames.Count, queries.Count);
        MeanErrors errors = new(model, kind, run with { Progress = null });
        (double[][] means, _, _) = errors.At(queries, derivatives: false, unridged: false, run);
        double[][] deviations = model.DeviationsAt(queries, run with { Progress = null });
        double z = NormalDistribution.Quantile((1 + coverage) / 2);
        for (int t = 0; t < means.Length; t++)
        {
            for (int q = 0; q < queries.Count; q++)
            {
                if (plain.Value(q, t) is double value)
                {
                    double half = z * double.Hypot(means[t][q], deviations[t][q]);
                    ends.Set(t, q, value - half, value + half);
                }
            }
        }

        return ends;
    }
}
