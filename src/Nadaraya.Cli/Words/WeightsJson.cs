using System.Text.Json;

namespace Nadaraya.Cli;

/// <summary>The attention of one prediction as JSON: the keys of <c>weights --json</c>, which only grow.</summary>
internal static class WeightsJson
{
    /// <summary>The object. Its attention is that of the first target; several targets stand in <c>targets</c> besides.</summary>
    public static byte[] Of(KernelRegression model, ShownQuery query, Prediction prediction, SupportDetails support, ShownAttention[] attention) => JsonText.Object(json =>
    {
        json.Object("query", () =>
        {
            for (int j = 0; j < model.Features.Count; j++)
            {
                if (query.Levels[j] is string level)
                {
                    json.WriteString(model.Features[j].Name, level);
                }
                else
                {
                    json.Number(model.Features[j].Name, query.Values[j]);
                }
            }
        });
        json.Number("prediction", prediction.Values[0]);
        json.WriteString("support", SupportWord.Of(prediction.Support));
        json.Number("effectiveSampleSize", prediction.EffectiveSampleSize);
        json.WriteBoolean("signed", attention[0].Top.Signed);
        Rows(json, attention[0]);
        json.Number("largestWeight", support.LargestWeight);
        json.Number("nearestDistance", support.NearestDistance);
        json.Object("thresholds", () =>
        {
            json.Number("effectiveSampleSize", support.Thresholds.EffectiveSampleSize);
            json.Number("nearestWeight", support.Thresholds.NearestWeight);
        });
        if (attention.Length > 1)
        {
            json.Array("targets", attention.Index(), target => json.Object(null, () =>
            {
                json.WriteString("target", model.Data.TargetNames[target.Index]);
                json.Number("prediction", prediction.Values[target.Index]);
                Rows(json, target.Item);
            }));
        }
    });

    private static void Rows(Utf8JsonWriter json, ShownAttention attention)
    {
        json.Array("attention", attention.Top.Rows, row => json.Object(null, () =>
        {
            json.WriteNumber("row", row.Row);
            json.WriteString("id", row.Id);
            json.Number("weight", row.Weight);
            json.Number("value", row.Value);
            json.Number("contribution", row.Contribution);
            json.Number("cumulativeWeight", row.CumulativeWeight);
            json.Number("predictionWithout", row.Without);
        }));
        json.Object("rest", () =>
        {
            json.WriteNumber("rows", attention.Top.Rest.Rows);
            json.Number("weight", attention.Top.Rest.Weight);
            json.Number("contribution", attention.Top.Rest.Contribution);
        });
        if (attention.Groups is not null)
        {
            json.Array("groups", attention.Groups, group => json.Object(null, () =>
            {
                json.WriteString("group", group.Label);
                json.WriteNumber("rows", group.Rows);
                json.Number("weight", group.Weight);
                json.Number("contribution", group.Contribution);
                json.Number("predictionWithout", group.Without);
            }));
        }
    }
}
