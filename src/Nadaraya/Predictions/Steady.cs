using System.Runtime.CompilerServices;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Whether the weights at a query add up to something: signed ones can cancel, and then no average means anything.</summary>
internal static class Steady
{
    /// <summary>|Σw| ≥ stability·Σ|w| > 0, and every target's average is a finite number in its own unit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool At(Moments moments, Payload payload, int query, double stability)
    {
        double total = moments.Weight(query);
        if (!moments.HasWeight(query) || Math.Abs(total) < stability * moments.AbsoluteWeights[query])
        {
            return false;
        }

        for (int t = 0; t < moments.Targets; t++)
        {
            if (!double.IsFinite(payload.Restore(t, moments.Target(query, t) / total)))
            {
                return false;
            }
        }

        return true;
    }
}
