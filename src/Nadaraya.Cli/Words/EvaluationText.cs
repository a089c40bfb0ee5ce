using System.Text;
using System.Text.Json;

namespace Nadaraya.Cli;

/// <summary>What <c>evaluate</c> prints.</summary>
internal static class EvaluationText
{
    /// <summary>The keys of <c>evaluate --json</c>, which only grow: of the first target; several stand in <c>targets</c> besides.</summary>
    public static byte[] Json(Dataset rows, IReadOnlyList<Evaluation> all) => JsonText.Object(json =>
    {
        Write(json, all[0]);
        json.WriteNumber("rowsDropped", rows.RowsDropped);
        if (all.Count > 1)
        {
            json.Array("targets", all, own => json.Object(null, () => Write(json, own)));
        }
    });

    /// <summary>For a person.</summary>
    public static string Note(Dataset rows, IReadOnlyList<Evaluation> all)
    {
        StringBuilder text = new();
        foreach (Evaluation own in all)
        {
            _ = text.Append(text.Length > 0 ? "\n" : string.Empty)
                .Append(OneLine.Of(own.Target)).Append(" of ").Append(Human.Count(own.Rows + own.RowsWithoutPrediction, "row"))
                .Append(rows.HasWeights ? $", weighted by {OneLine.Of(rows.WeightsName!)}" : string.Empty).Append(":\n\n");
            string[][] lines =
            [
                ["RMSE", Human.Number(own.Rmse), "typical error, large ones count more"],
                ["mean absolute error", Human.Number(own.MeanAbsoluteError), "typical error"],
                ["median absolute error", Human.Number(own.MedianAbsoluteError), "half of the errors are smaller"],
                ["bias", Human.Number(own.Bias), own.Bias is > 0 ? "predictions are too high on average" : own.Bias is < 0 ? "predictions are too low on average" : string.Empty],
                ["R²", Human.Number(own.R2), "share of the variance explained; 0 is no better than the mean of these rows"],
                ["correlation", Human.Number(own.Correlation), "of predictions and values"],
                .. own.Intervals is not { } intervals ? (string[][])[] :
                [
                    [$"intervals of {NumberText.Format(intervals.Asked)}", Human.Number(intervals.Covered), $"share of these rows inside; {Method(intervals)}, {IntervalArguments.Word(intervals.Kind)}"],
                    ["mean interval length", Human.Number(intervals.MeanLength), "upper less lower"],
                    ["interval score", Human.Number(intervals.Score), "length, and a fine for each value outside: the smaller the better"],
                ],
                .. own.Pinball is null ? (string[][])[] : [["CRPS", Human.Number(own.Crps), "how far the predictive distributions are from the values"]],
                .. (own.Pinball ?? []).Select(p => (string[])[$"pinball loss at {NumberText.Format(p.Probability)}", Human.Number(p.Loss), "of that predictive quantile"]),
            ];
            foreach (string line in Human.Columns(lines, false, true, false))
            {
                _ = text.Append("  ").Append(line).Append('\n');
            }

            if (own.RowsWithoutPrediction > 0)
            {
                _ = text.Append($"\n{Human.Count(own.RowsWithoutPrediction, "row")} ({Human.Number(100 * own.ShareWithoutPrediction)} %) {(own.RowsWithoutPrediction == 1 ? "has" : "have")} no prediction and {(own.RowsWithoutPrediction == 1 ? "is" : "are")} in none of the measures.\n");
            }
        }

        return text.ToString();
    }

    /// <summary>One evaluation.</summary>
    public static void Write(Utf8JsonWriter json, Evaluation own)
    {
        json.WriteString("target", own.Target);
        json.WriteNumber("rows", own.Rows);
        json.WriteNumber("rowsWithoutPrediction", own.RowsWithoutPrediction);
        json.Number("shareWithoutPrediction", own.ShareWithoutPrediction);
        json.Number("rmse", own.Rmse);
        json.Number("mae", own.MeanAbsoluteError);
        json.Number("medianAbsoluteError", own.MedianAbsoluteError);
        json.Number("bias", own.Bias);
        json.Number("r2", own.R2);
        json.Number("correlation", own.Correlation);
        if (own.Intervals is { } intervals)
        {
            json.Number("intervalAsked", intervals.Asked);
            json.WriteString("intervalMethod", Method(intervals));
            json.WriteString("intervalKind", IntervalArguments.Word(intervals.Kind));
            json.Number("intervalCoverage", intervals.Covered);
            json.Number("intervalLength", intervals.MeanLength);
            json.Number("intervalScore", intervals.Score);
        }

        if (own.Pinball is not null)
        {
            json.Number("crps", own.Crps);
            json.Array("pinball", own.Pinball, loss => json.Object(null, () =>
            {
                json.Number("probability", loss.Probability);
                json.Number("loss", loss.Loss);
            }));
        }
    }

    private static string Method(IntervalCoverage intervals) => intervals.AdaptiveStep is null ? IntervalArguments.Word(intervals.Method) : "adaptive";
}
