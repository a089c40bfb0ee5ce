using System.Text;

namespace Nadaraya.Cli;

/// <summary>The attention of one prediction as a person reads it: a table with a bar for each row.</summary>
internal static class WeightsNote
{
    private const int LongestBar = 24;

    /// <summary>The text.</summary>
    public static string Of(KernelRegression model, ShownQuery query, Prediction prediction, SupportDetails support, ShownAttention[] attention)
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
                .Append(support.LargestWeight is double largest ? $", largest weight {Human.Number(largest)}" : string.Empty)
                .Append(support.NearestDistance is double distance ? $", nearest row {Human.Number(distance)} bandwidths away" : string.Empty)
                .Append(attention[t].Top.Signed ? ", signed weights: they are no probabilities" : string.Empty)
                .Append('\n');
            if (prediction.Values[t] is not null)
            {
                Table(text, attention[t].Top);
                if (attention[t].Groups is { } groups)
                {
                    Groups(text, groups);
                }
            }
        }

        return text.ToString();
    }

    private static void Table(StringBuilder text, TopAttention attention)
    {
        double largest = attention.Rows.Select(r => Math.Abs(r.Weight)).DefaultIfEmpty(1).Max();
        bool hasIds = attention.Rows.Any(r => r.Id is not null);
        List<string[]> rows = [["row", hasIds ? "id" : string.Empty, "weight", "together", "value", "contribution", "without it", string.Empty]];
        foreach (AttendedRow row in attention.Rows)
        {
            int length = (int)Math.Ceiling(LongestBar * Math.Abs(row.Weight) / largest);
            rows.Add(
            [
                NumberText.Format(row.Row),
                row.Id is null ? string.Empty : OneLine.Of(row.Id),
                Human.Number(row.Weight),
                Human.Number(row.CumulativeWeight),
                Human.Number(row.Value),
                Human.Number(row.Contribution),
                row.Without is double without ? Human.Number(without) : "nothing left",
                new string(row.Weight < 0 ? '-' : '#', length),
            ]);
        }

        rows.Add([Human.Count(attention.Rest.Rows, "other"), string.Empty, Human.Number(attention.Rest.Weight), string.Empty, string.Empty, Human.Number(attention.Rest.Contribution), string.Empty, string.Empty]);
        _ = text.Append('\n');
        foreach (string line in Human.Columns(rows, true, false, true, true, true, true, true, false))
        {
            _ = text.Append("  ").Append(line).Append('\n');
        }
    }

    private static void Groups(StringBuilder text, IReadOnlyList<AttendedGroup> groups)
    {
        double largest = groups.Select(g => Math.Abs(g.Weight)).DefaultIfEmpty(1).Max();
        List<string[]> lines =
        [
            ["group", "rows", "weight", "contribution", "without it", string.Empty],
            .. groups.Select(g => (string[])
            [
                OneLine.Of(g.Label), NumberText.Format(g.Rows), Human.Number(g.Weight), Human.Number(g.Contribution), g.Without is double without ? Human.Number(without) : "nothing left",
                new(g.Weight < 0 ? '-' : '#', (int)Math.Ceiling(LongestBar * Math.Abs(g.Weight) / largest)),
            ]),
        ];
        _ = text.Append('\n');
        foreach (string line in Human.Columns([.. lines], false, true, true, true, true, false))
        {
            _ = text.Append("  ").Append(line).Append('\n');
        }
    }
}
