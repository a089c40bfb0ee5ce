namespace Nadaraya;

/// <summary>Models of one target side by side, each against the best by paired squared errors.</summary>
/// <param name="models">The models.</param>
/// <param name="target">The target's name.</param>
internal sealed class Comparison(IReadOnlyList<KernelRegression> models, string target)
{
    /// <summary>The comparison.</summary>
    /// <param name="data">Rows that no model was fitted to, or null.</param>
    /// <param name="progress">Hears the share done.</param>
    /// <param name="cancellation">Stops it.</param>
    public IReadOnlyList<ComparedModel> Result(Dataset? data, IProgress<double>? progress, CancellationToken cancellation)
    {
        HeldOut[]? held = data is null ? null : [.. models.Select((model, k) =>
        {
            HeldOut own = model.Against(data, target, null, cancellation);
            progress?.Report((k + 1.0) / models.Count);
            return own;
        })];
        Evaluation[]? evaluations = held is null ? null : [.. held.Select(h => h.Measure())];
        FitSummary?[] summaries = [.. models.Select(SummaryOf)];
        double[] errors = [.. models.Select((_, k) => (evaluations is null ? summaries[k]?.LeaveOneOutRmse : evaluations[k].Rmse) ?? double.PositiveInfinity)];
        int best = Array.IndexOf(errors, errors.Min());
        bool isAny = !double.IsPositiveInfinity(errors[best]);
        return [.. models.Select((model, k) =>
        {
            (double Mean, double? Error)? difference = !isAny || k == best ? null
                : held is not null ? Paired(row => held[k].Error(row), row => held[best].Error(row), held[k].Weight, held[k].Rows, data!.ClusterOfRow.ToArray())
                : LeaveOneOut(model, models[best]);
            return new ComparedModel(
                model, summaries[k]?.LeaveOneOutRmse, summaries[k]?.R2LeaveOneOut, Aicc(model, summaries[k]), summaries[k]?.EffectiveDegreesOfFreedom,
                evaluations?[k], isAny && k == best, difference?.Mean, difference?.Error);
        })];
    }

    private int TargetOf(KernelRegression model) => model.Data.TargetNames.ToList().IndexOf(target);

    private FitSummary? SummaryOf(KernelRegression model) => model.Summaries.FirstOrDefault(s => s.Target == target);

    private static double? Aicc(KernelRegression model, FitSummary? summary)
    {
        if (summary?.R2 is not double r2 || r2 >= 1)
        {
            return null;
        }

        Sample sample = model.Fitted.Sample;
        int t = model.Data.TargetNames.ToList().IndexOf(summary.Target);
        (double squares, double total) = (0, 0);
        for (int i = 0; i < sample.Count; i++)
        {
            double c = sample.Payload.Columns[t][i];
            squares += sample.Weight(i) * c * c;
            total += sample.Weight(i);
        }

        double n = sample.Size;
        double trace = summary.EffectiveDegreesOfFreedom;
        double left = 1 - ((trace + 2) / n);
        return left > 0 ? Math.Log((1 - r2) * squares / total) + (2 * Math.Log(sample.Payload.Scales[t])) + ((1 + (trace / n)) / left) : null;
    }

    /// <summary>By leave-one-out errors, where both models have the same rows of the target in the same order.</summary>
    private (double Mean, double? Error)? LeaveOneOut(KernelRegression one, KernelRegression other)
    {
        (int a, int b) = (TargetOf(one), TargetOf(other));
        double[] first = one.LeaveOneOutPredictions(a).ToArray();
        double[] second = other.LeaveOneOutPredictions(b).ToArray();
        Sample sample = one.Fitted.Sample;
        bool same = first.Length > 0 && first.Length == second.Length
            && one.Data.Target(a).SequenceEqual(other.Data.Target(b)) && one.Data.Weights.SequenceEqual(other.Data.Weights)
            && one.Data.WeightMeaning == other.Data.WeightMeaning
            && Enumerable.Range(0, one.Data.Rows).All(row => one.Data.RowNumber(row) == other.Data.RowNumber(row) && one.Data.Id(row) == other.Data.Id(row));
        return same
            ? Paired(i => first[i] - sample.Targets[a][i], i => second[i] - sample.Targets[a][i], sample.Weight, sample.Count, sample.ClusterOfKey())
            : null;
    }

    /// <summary>The mean of e² less the other's over rows that have both, and its standard error: sqrt(Σ_g (Σ_{i∈g} v(d − d̄))²·G/(G − 1))/Σ v.</summary>
    private static (double Mean, double? Error)? Paired(Func<int, double?> one, Func<int, double?> other, Func<int, double> weight, int rows, int[] clusters)
    {
        List<(double Weight, double Difference, int Cluster)> pairs = [];
        for (int i = 0; i < rows; i++)
        {
            if (one(i) is double e && other(i) is double f)
            {
                pairs.Add((weight(i), (e - f) * (e + f), clusters.Length == 0 ? i : clusters[i]));
            }
        }

        if (pairs.Count == 0)
        {
            return null;
        }

        double total = pairs.Sum(p => p.Weight);
        double mean = pairs.Sum(p => p.Weight / total * p.Difference);
        double[] sums = [.. pairs.GroupBy(p => p.Cluster).Select(g => g.Sum(p => p.Weight / total * (p.Difference - mean)))];
        double groups = sums.Length;
        return (mean, groups > 1 ? Math.Sqrt(sums.Sum(s => s * s) * groups / (groups - 1)) : null);
    }
}
