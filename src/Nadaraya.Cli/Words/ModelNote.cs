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
            .Append(Human.Count(data.Rows, "row"))
            .Append(source is null ? string.Empty : $" of {OneLine.Of(source)}")
            .Append(data.RowsDropped > 0 ? $", {data.RowsDropped} dropped for a missing value" : string.Empty)
            .Append(data.HasWeights ? $", weighted by {OneLine.Of(data.WeightsName!)} ({(data.WeightMeaning == WeightMeaning.Frequency ? "frequency" : "importance")})" : string.Empty)
            .Append(".\n\n");
        _ = Line(text, "Kernel", $"{model.Kernel.Name}; local constant (Nadaraya-Watson), the same bandwidth everywhere");
        _ = Line(text, "Bandwidth chosen by", Choice(model));
        _ = Line(text, "Engine", $"{model.Plan.Engine}; {(model.Plan.Tolerance == 0 ? "exact to rounding" : $"error at most {Human.Number(model.Plan.Tolerance)} of the spread around each prediction")}");
        foreach (string line in Human.Columns([["feature", "bandwidth", "scale factor", string.Empty], .. model.Features.Select(Feature)], false, true, true, false))
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

        if (model.Summaries.Count > 0)
        {
            _ = Line(text, "Effective parameters", $"{Human.Number(model.Summaries[0].EffectiveDegreesOfFreedom)}   (trace of the hat matrix)");
        }

        return text.Append('\n').Append(
            "  Near the ends of the data a local constant leans towards the inside (boundary bias):\n" +
            "  read predictions within a bandwidth of an end, and those marked edge, with that in mind.\n").ToString();
    }

    private static string Choice(KernelRegression model)
    {
        string rule = model.CriterionName switch
        {
            "silverman" => "Silverman's rule of thumb",
            "scott" => "Scott's rule of thumb",
            "leave-one-out" => "leave-one-out cross-validation",
            _ => model.CriterionName,
        };
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
        return $"{rule}: {Human.Count(trace.Steps.Count, "evaluation")}, {Human.Count(trace.Minima.Count, "minimum", "minima")}, {stopped}";
    }

    private static string[] Feature(FeatureFit feature) =>
    [
        OneLine.Of(feature.Name),
        Human.Number(feature.Bandwidth),
        Human.Number(feature.ScaleFactor),
        feature.SmoothedOut ? "smoothed out" : feature.AtBound ? "at a bound" : feature.Bandwidth is null ? "no say" : string.Empty,
    ];

    private static string Names(IReadOnlyList<string> names)
    {
        const int Most = 6;
        string shown = string.Join(", ", names.Take(Most).Select(OneLine.Of));
        return names.Count > Most ? $"{shown} and {names.Count - Most} more" : shown;
    }

    private static StringBuilder Line(StringBuilder text, string label, string value) =>
        text.Append("  ").Append(label.PadRight(Math.Max(Labels, label.Length + 2))).Append(value).Append('\n');
}
