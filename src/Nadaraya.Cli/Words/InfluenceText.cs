using System.Text;

namespace Nadaraya.Cli;

/// <summary>What <c>weights --influence</c> prints: the rows that bend the whole fit most.</summary>
internal static class InfluenceText
{
    private const int LongestBar = 24;

    /// <summary>The keys of <c>weights --influence --json</c>, which only grow.</summary>
    public static byte[] Json(KernelRegression model, IReadOnlyList<RowInfluence>[] all, int count) => JsonText.Object(json =>
        json.Array("targets", all.Index(), target => json.Object(null, () =>
        {
            json.WriteString("target", model.Data.TargetNames[target.Index]);
            json.WriteNumber("rows", target.Item.Count);
            json.Array("influence", Most(target.Item, count), row => json.Object(null, () =>
            {
                json.WriteNumber("row", row.Row);
                json.WriteString("id", row.Id);
                json.Number("value", row.Value);
                json.Number("prediction", row.Prediction);
                json.Number("predictionWithout", row.Without);
                json.Number("leverage", row.Leverage);
                json.Number("distance", row.Distance);
            }));
        })));

    /// <summary>For a person.</summary>
    public static string Note(KernelRegression model, IReadOnlyList<RowInfluence>[] all, int count)
    {
        StringBuilder text = new();
        for (int t = 0; t < all.Length; t++)
        {
            RowInfluence[] most = Most(all[t], count);
            double largest = most.Max(row => row.Distance) is double distance and > 0 ? distance : 1;
            bool hasIds = most.Any(row => row.Id is not null);
            _ = text.Append(t > 0 ? "\n" : string.Empty)
                .Append(OneLine.Of(model.Data.TargetNames[t])).Append($": the {most.Length} of {Human.Count(all[t].Count, "row")} that bend the fit most\n")
                .Append("  distance: how far all predictions move without the row; leverage: how much of its own prediction the row is\n\n");
            List<string[]> lines =
            [
                ["row", hasIds ? "id" : string.Empty, "distance", "leverage", "value", "prediction", "without it", string.Empty],
                .. most.Select(row => (string[])
                [
                    NumberText.Format(row.Row), row.Id is null ? string.Empty : OneLine.Of(row.Id), Human.Number(row.Distance), Human.Number(row.Leverage), Human.Number(row.Value),
                    Human.Number(row.Prediction), row.Without is double without ? Human.Number(without) : "nothing left", new('#', (int)Math.Ceiling(LongestBar * (row.Distance ?? 0) / largest)),
                ]),
            ];
            foreach (string line in Human.Columns([.. lines], true, false, true, true, true, true, true, false))
            {
                _ = text.Append("  ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>The rows of the largest distance; of equals the earlier ones.</summary>
    private static RowInfluence[] Most(IReadOnlyList<RowInfluence> all, int count) => [.. all.OrderByDescending(row => row.Distance ?? row.Leverage).Take(count)];
}
