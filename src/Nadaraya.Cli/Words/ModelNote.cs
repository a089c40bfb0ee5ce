using System.Text;

namespace Nadaraya.Cli;

/// <summary>A model in words: what was fitted on what, how the bandwidth was chosen, how good it is, what to be careful about.</summary>
internal static class ModelNote
{
    private const int Labels = 24;

    /// <summary>The note.</summary>
    /// <param name="model">The model.</param>
    /// <param name="source">Where the rows came from, null where it is not known any more.</param>
    public static string Of(KernelRegression model, string? source)
    {
        StringBuilder text = new();
        Dataset data = model.Data;
        _ = text
            .Append(Names(data.TargetNames)).Append(" on ").Append(Names(data.FeatureNames)).Append(": ")
            .Append(model.Publication is Publication cells ? PublicationText.Cells(cells) : Human.Count(data.Rows, "row"))
            .Append(source is null ? string.Empty : $" of {OneLine.Of(source)}")
            .Append(data.RowsDropped > 0 ? $", {data.RowsDropped} dropped for a missing value" : string.Empty)
            .Append(data.HasWeights && (model.ContainsTrainingRows || data.WeightMeaning == WeightMeaning.Importance) ? $", weighted by {OneLine.Of(data.WeightsName!)} ({(data.WeightMeaning == WeightMeaning.Frequency ? "frequency" : "importance")})" : string.Empty)
            .Append(".\n\n");
        _ = Line(text, "Kernel", $"{model.Kernel.Name}; {Estimator(model)}, {Type(model.Options.BandwidthType)}");
        Levels(text, model);
        _ = Line(text, model.Learned is null ? "Bandwidth chosen by" : "Start and baseline by", Choice(model));
        if (model.Trace?.Bags is BagTrace bags)
        {
            _ = Line(text, "Bags", Bags(bags, model.Trace.Features));
        }

        foreach ((string label, string what) in model.Learned is LearnedScore learned ? LearningText.Lines(learned) : [])
        {
            _ = Line(text, label, what);
        }

        _ = Line(text, "Engine", $"{model.Plan.Engine}; {(model.Plan.Tolerance == 0 ? "exact to rounding" : $"error at most {Human.Number(model.Plan.Tolerance)} of the spread around each prediction")}");
        foreach (string line in Features(model))
        {
            _ = text.Append("    ").Append(line).Append('\n');
        }

        _ = text.Append('\n');
        foreach (FitSummary summary in model.Summaries)
        {
            string of = model.Summaries.Count > 1 ? $" of {OneLine.Of(summary.Target)}" : string.Empty;
            _ = Line(text, "Leave-one-out RMSE" + of, $"{Human.Number(summary.LeaveOneOutRmse)}   (R² {Human.Number(summary.R2LeaveOneOut)}: each row predicted without itself)");
            _ = Line(text, "Fit R²" + of, $"{Human.Number(summary.R2)}   residual scale {Human.Number(summary.Sigma)}");
        }

        if (model.Publication is Publication publication)
        {
            _ = text.AppendJoin(string.Empty, PublicationText.Losses(publication, null).Select(line => $"  {line}\n"));
        }

        if (model.Summaries.Count > 0)
        {
            _ = Line(text, "Effective parameters", $"{Human.Number(model.Summaries[0].EffectiveDegreesOfFreedom)}   (trace of the hat matrix)");
        }

        return model.LeansAtTheEnds()
            ? text.Append('\n').Append(
                "  Near the ends of the data a local constant leans towards the inside (boundary bias):\n" +
                "  read predictions within a bandwidth of an end, and those marked edge, with that in mind,\n" +
                "  or fit a line there with --estimator linear.\n").ToString()
            : text.ToString();
    }

    /// <summary>Whether it is a local constant over numbers on a line: those have ends.</summary>
    public static bool LeansAtTheEnds(this KernelRegression model) =>
        model.Options.Estimator.IsConstant && model.Features.Any(f => f.Type.Kind == FeatureKind.Continuous);

    private static string Estimator(KernelRegression model)
    {
        Estimator estimator = model.Options.Estimator;
        string name = estimator.IsConstant ? "local constant (Nadaraya-Watson)"
            : estimator.Degree == 1 ? "local linear"
            : $"local polynomial of degree {NumberText.Format(estimator.Degree)}";
        string degrees = string.Join(", ", estimator.Degrees.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{NumberText.Format(p.Value)} in {OneLine.Of(p.Key)}"));
        string terms = estimator.IsConstant || estimator.Terms == PolynomialTerms.Generalized ? string.Empty : $", {ModelWord.Of(estimator.Terms)} terms";
        return estimator.IsConstant || degrees.Length == 0 ? name + terms : $"{name} (degree {degrees}){terms}";
    }

    private static string Type(BandwidthType type) => type switch
    {
        BandwidthType.Nearest => "bandwidths that reach to the k-th nearest row of each query",
        BandwidthType.Adaptive => "bandwidths that reach from each row to its k-th nearest",
        BandwidthType.Span => "a bandwidth that reaches over a share of the rows around each query",
        _ => "the same bandwidth everywhere",
    };

    private static void Levels(StringBuilder text, KernelRegression model)
    {
        string[] kernels = [.. model.Features.Where(f => f.Type.IsDiscrete).Select(f => $"{f.Kernel} ({ModelWord.Of(f.Type.Kind)})").Distinct()];
        if (kernels.Length > 0 && model.Learned is null or { Score.HasBandwidths: true })
        {
            _ = Line(text, "Kernel of levels", string.Join(", ", kernels));
        }

        if (model.Data.ClusterName is string cluster)
        {
            _ = Line(text, "Clusters", $"{Human.Count(model.Data.Clusters.Count, "cluster")} of rows by {OneLine.Of(cluster)}");
        }
    }

    private static string Choice(KernelRegression model)
    {
        string rule = ModelWord.OfCriterion(model.CriterionName);
        if (model.Trace is not SearchTrace trace)
        {
            return rule;
        }

        string stopped = trace.Stopped switch
        {
            SearchStop.Time => "stopped by the time limit",
            SearchStop.Flat => "the data can't decide",
            _ => "converged",
        };
        return trace.Bags is BagTrace bags
            ? $"{rule} in bags of the rows: {Human.Count(bags.Evaluations, "evaluation")}, {stopped}"
            : $"{rule}: {Human.Count(trace.Steps.Count, "evaluation")}, {Human.Count(trace.Minima.Count, "minimum", "minima")}, {stopped}";
    }

    /// <summary>How many bags, of how many rows, and how far what they found lies apart.</summary>
    private static string Bags(BagTrace bags, IReadOnlyList<string> features)
    {
        string[] spreads = [.. features.Zip(bags.Spreads).Where(p => p.Second is not null).Select(p => $"{Human.Number(p.Second)} in {OneLine.Of(p.First)}")];
        string between = spreads.Length == 0 ? string.Empty : $"; standard deviation of a bandwidth between them {string.Join(", ", spreads)}";
        return $"{NumberText.Format(bags.Found.Count)} of {Human.Count(bags.Rows, "row")} each{between}";
    }

    /// <summary>The features in columns; what they are only where some are not plain numbers.</summary>
    private static IEnumerable<string> Features(KernelRegression model)
    {
        bool isPlain = model.Features.All(f => f.Type.Kind == FeatureKind.Continuous);
        IEnumerable<string[]> rows = model.Features.Select(f => new[]
        {
            OneLine.Of(f.Name), Type(f.Type), Human.Bandwidth(f, model.Options), Human.Number(f.ScaleFactor), Remark(f, model),
        });
        string[] head = ["feature", "type", "bandwidth", "scale factor", string.Empty];
        return isPlain
            ? Human.Columns([Without(head), .. rows.Select(Without)], false, true, true, false)
            : Human.Columns([head, .. rows], false, false, true, true, false);

        static string[] Without(string[] row) => [row[0], .. row[2..]];
    }

    private static string Type(FeatureType type) => type.Kind switch
    {
        FeatureKind.Periodic => $"periodic, {NumberText.Format(type.Period)}",
        FeatureKind.Continuous => "continuous",
        _ => $"{ModelWord.Of(type.Kind)}, {Human.Count(type.Levels.Count, "level")}",
    };

    private static string Remark(FeatureFit feature, KernelRegression model) =>
        feature.Bandwidth is null ? model.Learned is not null && feature.Lowest < feature.Highest ? "in the learned score" : "no say"
        : feature.SmoothedOut ? (feature.Type.IsDiscrete ? "smoothed out: every level alike" : "smoothed out")
        : feature.Type.IsDiscrete && feature.Bandwidth == 0 ? "own level alone"
        : feature.AtBound ? "at a bound"
        : string.Empty;

    private static string Names(IReadOnlyList<string> names)
    {
        const int Most = 6;
        string shown = string.Join(", ", names.Take(Most).Select(OneLine.Of));
        return names.Count > Most ? $"{shown} and {names.Count - Most} more" : shown;
    }

    private static StringBuilder Line(StringBuilder text, string label, string value) =>
        text.Append("  ").Append(label.PadRight(Math.Max(Labels, label.Length + 2))).Append(value).Append('\n');
}
