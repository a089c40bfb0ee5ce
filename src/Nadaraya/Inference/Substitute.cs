using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>A value for queries that the model has none for, by a policy. Immutable; made once a model.</summary>
internal abstract class Substitute
{
    private const int Block = 64;

    /// <summary>What a policy that gives values takes them from.</summary>
    /// <param name="model">The model.</param>
    /// <param name="policy">Nearest, mean or linear.</param>
    /// <param name="cancellation">Stops it.</param>
    public static Substitute Of(KernelRegression model, UnsupportedPolicy policy, CancellationToken cancellation) => policy switch
    {
        UnsupportedPolicy.Nearest => new NearestRow(model),
        UnsupportedPolicy.Mean => new OverallFit(model, 0, cancellation),
        UnsupportedPolicy.Linear => new OverallFit(model, 1, cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "This policy gives no values."),
    };

    /// <summary>The error of a query without a value.</summary>
    public static DataException Refusal(Predictions predictions)
    {
        int first = predictions.Supports.IndexOf(Support.None);
        string why = predictions.Reason(first) switch
        {
            SupportReason.Unstable => "negative weights cancel the others",
            SupportReason.Extrapolation => "far outside the data a local polynomial only draws on",
            _ => "no training row is within the kernel's reach",
        };
        return new($"{predictions.Unsupported} of {predictions.Count} {(predictions.Count == 1 ? "query" : "queries")} {(predictions.Unsupported == 1 ? "has" : "have")} no prediction, query {first + 1} first: {why}; expected a prediction for every query; leave such queries out, or take another policy for them.");
    }

    /// <summary>Values of queries, one array a target; NaN, for all targets at once, where none is wanted or it would be no finite number.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="supports">Their supports: values are wanted where there is none.</param>
    /// <param name="targets">How many targets there are.</param>
    /// <param name="run">Threads and cancellation.</param>
    public double[][] Fill(Queries queries, ReadOnlySpan<Support> supports, int targets, Run run)
    {
        double[][] values = [.. Enumerable.Range(0, targets).Select(_ => new double[queries.Count])];
        foreach (double[] column in values)
        {
            column.AsSpan().Fill(double.NaN);
        }

        List<int> wanted = [];
        for (int q = 0; q < supports.Length; q++)
        {
            if (supports[q] == Support.None)
            {
                wanted.Add(q);
            }
        }

        run.ForBlocks(wanted.Count, Block, (from, to) =>
        {
            double[] own = new double[targets];
            for (int k = from; k < to; k++)
            {
                run.Cancellation.ThrowIfCancellationRequested();
                At(queries, wanted[k], own);
                for (int t = 0; t < targets && Array.TrueForAll(own, double.IsFinite); t++)
                {
                    values[t][wanted[k]] = own[t];
                }
            }
        });
        return values;
    }

    /// <summary>The values at a query, one a target in its unit.</summary>
    public abstract void At(Queries queries, int query, Span<double> values);

    /// <summary>How far a new observation may be from the value: the root of its prediction variance, in the unit of the target, and the degrees of freedom of its t; null where there is no such thing.</summary>
    public virtual (double Deviation, double Freedom)? Spread(Queries queries, int query, int target) => null;

    /// <summary>Intervals for new observations around the values that were filled in: of the mean and the line by their own prediction variance, which grows with distance; of the nearest row there is none.</summary>
    public void Around(Predictions filled, Queries queries, double coverage, IntervalEnds ends)
    {
        for (int q = 0; q < queries.Count; q++)
        {
            for (int t = 0; t < ends.Lower.Length && filled.IsSubstitute(q); t++)
            {
                if (Spread(queries, q, t) is (double deviation, double freedom) && filled.Value(q, t) is double value)
                {
                    double half = StudentT.Quantile((1 + coverage) / 2, freedom) * deviation;
                    (ends.Lower[t][q], ends.Upper[t][q]) = (value - half, value + half);
                }
            }
        }
    }
}
