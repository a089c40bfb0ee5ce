using System.Text;

namespace Nadaraya.Cli;

/// <summary>What <c>compare</c> prints.</summary>
internal static class ComparisonText
{
    /// <summary>The keys of <c>compare --json</c>, which only grow.</summary>
    public static byte[] Json(string[] paths, IReadOnlyList<ComparedModel> all, Dataset? rows) => JsonText.Object(json =>
    {
        json.WriteString("target", all[0].Model.Data.TargetNames[0]);
        json.WriteString("by", rows is null ? "leave-one-out" : "held-out");
        json.WriteString("best", all.Index().Where(m => m.Item.IsBest).Select(m => paths[m.Index]).FirstOrDefault());
        json.Array("models", all.Index(), item => json.Object(null, () =>
        {
            ComparedModel own = item.Item;
            json.WriteString("model", paths[item.Index]);
            json.WriteNumber("rows", own.Model.Data.Rows);
            json.Array("features", own.Model.Features, f => json.WriteStringValue(f.Name));
            json.WriteString("kernel", own.Model.Kernel.Name);
            json.WriteString("estimator", own.Model.Options.Estimator.Name);
            json.WriteString("bandwidthRule", own.Model.CriterionName);
            json.Number("looRmse", own.LeaveOneOutRmse);
            json.Number("r2LeaveOneOut", own.R2LeaveOneOut);
            json.Number("aicc", own.Aicc);
            json.Number("effectiveParameters", own.EffectiveParameters);
            if (own.HeldOut is not null)
            {
                json.Object("heldOut", () => EvaluationText.Write(json, own.HeldOut));
            }

            json.WriteBoolean("best", own.IsBest);
            json.Number("difference", own.Difference);
            json.Number("differenceStandardError", own.StandardError);
        }));
    });

    /// <summary>For a person.</summary>
    public static string Note(string[] paths, IReadOnlyList<ComparedModel> all, Dataset? rows)
    {
        bool held = rows is not null;
        StringBuilder text = new();
        _ = text.Append(OneLine.Of(all[0].Model.Data.TargetNames[0])).Append(": ").Append(Human.Count(all.Count, "model"))
            .Append(held ? $", measured on {Human.Count(rows!.Rows, "row")} besides" : string.Empty).Append(".\n\n");
        List<string[]> lines =
        [
            [string.Empty, "model", "kernel", "estimator", "bandwidth by", "LOO RMSE", "LOO R²", "AICc", "parameters", .. held ? (string[])["RMSE", "MAE"] : [], "MSE − best", "± s.e."],
        ];
        foreach ((int k, ComparedModel own) in all.Index())
        {
            lines.Add(
            [
                own.IsBest ? "*" : string.Empty,
                OneLine.Of(Path.GetFileName(paths[k])),
                own.Model.Kernel.Name,
                own.Model.Options.Estimator.Name,
                own.Model.CriterionName,
                Human.Number(own.LeaveOneOutRmse),
                Human.Number(own.R2LeaveOneOut),
                Human.Number(own.Aicc),
                Human.Number(own.EffectiveParameters),
                .. held ? (string[])[Human.Number(own.HeldOut!.Rmse), Human.Number(own.HeldOut.MeanAbsoluteError)] : [],
                own.IsBest ? string.Empty : Human.Number(own.Difference),
                own.IsBest ? string.Empty : Human.Number(own.StandardError),
            ]);
        }

        bool[] numbers = [false, false, false, false, false, true, true, true, true, .. held ? (bool[])[true, true] : [], true, true];
        foreach (string line in Human.Columns(lines, numbers))
        {
            _ = text.Append("  ").Append(line).Append('\n');
        }

        _ = text.Append('\n').Append(Meaning(paths, all, held)).Append('\n');
        foreach ((int k, ComparedModel own) in all.Index().Where(m => m.Item.HeldOut?.RowsWithoutPrediction > 0))
        {
            _ = text.Append($"{OneLine.Of(Path.GetFileName(paths[k]))} has no prediction for {Human.Count(own.HeldOut!.RowsWithoutPrediction, "row")}, which {(own.HeldOut.RowsWithoutPrediction == 1 ? "is" : "are")} in none of its measures; differences are over rows that both models predict.\n");
        }

        return text.ToString();
    }

    private static string Meaning(string[] paths, IReadOnlyList<ComparedModel> all, bool held)
    {
        int best = all.Index().Where(m => m.Item.IsBest).Select(m => m.Index).FirstOrDefault(-1);
        if (best < 0)
        {
            return "No model has an error to compare by.";
        }

        string by = held ? "on the rows given" : "leave-one-out";
        string name = OneLine.Of(Path.GetFileName(paths[best]));
        if (all.Count == 1)
        {
            return $"{name} stands alone: name another model to compare it with.";
        }

        if (all.Any(m => !m.IsBest && m.Difference is null))
        {
            return $"* {name} has the least squared error {by}; models of other rows are measured on those, so their errors compare only roughly. Give a table that no model has seen.";
        }

        int close = all.Count(m => !m.IsBest && m.StandardError is double se && m.Difference <= 2 * se);
        return close == 0
            ? $"* {name} has the least squared error {by}, by more than two standard errors to every other."
            : $"* {name} has the least squared error {by}, but {Human.Count(close, "other")} within two standard errors of it: the data can't tell these apart.";
    }
}
