using System.Text;

namespace Nadaraya.Cli;

/// <summary>The attention of one prediction as a person reads it: a table with a bar for each row.</summary>
internal static class WeightsNote
{
    private const int LongestBar = 24;

    /// <summary>The text.</summary>
    public static string Of(KernelRegression model, ShownQuery query, Prediction prediction, TopAttention[] attention)
    {
        string at = string.Join(", ", model.Features.Select((f, j) => $"{OneLine.Of(f.Name)} = {query.Text(j, NumberText.Format)}"));
        StringBuilder text = new();
        for (int t = 0; t < attention.Length; t++)
        {
            _ = text.Append(t > 0 ? "\n" : string.Empty)
                .Append(OneLine.Of(model.Data.TargetNames[t])).Append(" at ").Append(at).Append(": ")
                .Append(prediction.Values[t] is double value ? NumberText.Format(value) : $"no prediction, {SupportWord.Of(prediction.Reason)}")
                .Append("\n  support ").Append(SupportWord.Of(prediction.Support))
                .Append(prediction.EffectiveSampleSize is double size ? $", effective sample size {Human.Number(size)}" : string.Empty)
                .Append(attention[t].Signed ? ", signed weights: they are no probabilities" : string.Empty)
                .Append('\n');
            if (prediction.Values[t] is not null)
            {
                Table(text, attention[t]);
            }
        }

        return text.ToString();
    }

    private static void Table(StringBuilder text, TopAttention attention)
    {
        double largest = attention.Rows.Select(r => Math.Abs(r.Weight)).DefaultIfEmpty(1).Max();
        bool hasIds = attention.Rows.Any(r => r.Id is not null);
        List<string[]> rows = [["row", hasIds ? "id" : string.Empty, "weight", "value", "contribution", string.Empty]];
        foreach (AttendedRow row in attention.Rows)
        {
            int length = (int)Math.Ceiling(LongestBar * Math.Abs(row.Weight) / largest);
            rows.Add(
            [
                NumberText.Format(row.Row),
                row.Id is null ? string.Empty : OneLine.Of(row.Id),
                Human.Number(row.Weight),
                Human.Number(row.Value),
                Human.Number(row.Contribution),
                new string(row.Weight < 0 ? '-' : '#', length),
            ]);
        }

        rows.Add([Human.Count(attention.Rest.Rows, "other"), string.Empty, Human.Number(attention.Rest.Weight), string.Empty, Human.Number(attention.Rest.Contribution), string.Empty]);
        _ = text.Append('\n');
        foreach (string line in Human.Columns(rows, true, false, true, true, true, false))
        {
            _ = text.Append("  ").Append(line).Append('\n');
        }
    }
}
