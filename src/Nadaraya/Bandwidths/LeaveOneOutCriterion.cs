using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>
/// CV(h) = Σ vᵢ e₋ᵢ² / Σ vᵢ, each row predicted from all others, with its gradient in ln h. Source: Clark (1975); definitions in docs/notation.md.
/// </summary>
/// <remarks>
/// Summed over targets, each divided by its variance. A row that no other row reaches (or whose signed weights cancel) is predicted by the weighted
/// mean of all other rows. O(n²) time for the value, twice that with the gradient; O(n) memory.
/// </remarks>
internal sealed class LeaveOneOutCriterion
{
    private readonly Sample sample;
    private readonly FitOptions options;
    private readonly int[] features;
    private readonly double stability;
    private readonly Run run;
    private readonly Leave leave;
    private readonly double totalWeight;
    private MeansOfOthers? others;

    public LeaveOneOutCriterion(Sample sample, FitOptions options, int[] features, Run run)
    {
        this.sample = sample;
        this.options = options;
        this.features = features;
        stability = options.Support.Stability;
        this.run = run;
        leave = sample.LeaveOneOut();
        int n = sample.Count;
        for (int i = 0; i < n; i++)
        {
            totalWeight += sample.Weight(i);
        }

        int targets = sample.Payload.Targets;
        Variances = new double[targets];
        for (int t = 0; t < targets; t++)
        {
            double[] c = sample.Payload.Columns[t];
            double squares = 0;
            for (int i = 0; i < n; i++)
            {
                squares += sample.Weight(i) * c[i] * c[i];
            }

            Variances[t] = squares / totalWeight;
        }
    }

    /// <summary>The variance of each centred and scaled target.</summary>
    public double[] Variances { get; }

    /// <summary>The factor from <see cref="LeaveOneOutResult.Value"/> to the raw criterion in the targets' own units.</summary>
    public double RawScale => sample.Payload.Targets > 1
        ? 1
        : Variances[0] * sample.Payload.Scales[0] * sample.Payload.Scales[0];

    /// <summary>The criterion at bandwidths, divided by the variance of the target.</summary>
    /// <param name="bandwidths">One a feature.</param>
    /// <param name="gradient">Whether ∂/∂ln h is wanted.</param>
    public LeaveOneOutResult Evaluate(double[] bandwidths, bool gradient)
    {
        PoolingRequest request = sample.Request(options, features, bandwidths);
        PreparedEngine engine = Planner.Shipped.For(request, sample.Count, options.Engine).Prepare();
        Points queries = Points.Queries(request.Keys.Columns, sample.Count);
        Moments moments = engine.Sum(queries, leave, run);
        int targets = sample.Payload.Targets;
        double[][] predictions = [.. Enumerable.Range(0, targets).Select(_ => new double[sample.Count])];
        double[][] adjoints = gradient ? [.. moments.Sums.Select(_ => new double[sample.Count])] : [];
        double value = 0;
        int alone = 0;
        for (int i = 0; i < sample.Count; i++)
        {
            double v = sample.Weight(i);
            double total = moments.Weight(i);
            bool reached = Steady.At(moments, sample.Payload, i, stability);
            alone += reached ? 0 : 1;
            for (int t = 0; t < targets; t++)
            {
                double c = sample.Payload.Columns[t][i];
                double fit = reached ? moments.Target(i, t) / total : (others ??= new(sample)).Mean(i, t);
                double error = c - fit;
                predictions[t][i] = sample.Payload.Restore(t, fit);
                if (Variances[t] == 0)
                {
                    continue;
                }

                double weight = v / (totalWeight * Variances[t]);
                value += weight * error * error;
                if (gradient && reached)
                {
                    // f = N/D: ∂f/∂N = 1/D and ∂f/∂D = −f/D.
                    double slope = -2 * weight * error / total;
                    adjoints[1 + t][i] = slope;
                    adjoints[0][i] -= slope * fit;
                }
            }
        }

        return new(
            value,
            gradient ? engine.Pull(queries, leave, moments, adjoints, run) : [],
            alone,
            predictions);
    }
}

/// <summary>One evaluation of the criterion.</summary>
/// <param name="Value">The criterion, divided by the variance of the target.</param>
/// <param name="Gradient">∂/∂ln h, where asked for.</param>
/// <param name="RowsWithoutNeighbours">Rows that no other row reaches.</param>
/// <param name="Predictions">Leave-one-out predictions, one array a target, in the target's unit.</param>
internal sealed record LeaveOneOutResult(double Value, double[] Gradient, int RowsWithoutNeighbours, double[][] Predictions);
