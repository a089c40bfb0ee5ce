using System.Text.Json;

namespace Nadaraya.Models;

/// <summary>Whether a model contains its rows, as JSON, and what a published one stands for.</summary>
internal static class PublicationDescription
{
    public static void Write(Utf8JsonWriter json, Publication? publication)
    {
        json.WriteBoolean("containsTrainingRows", publication is null);
        if (publication is null)
        {
            return;
        }

        json.WriteStartObject("published");
        json.WriteNumber("anonymity", publication.Anonymity);
        json.WriteNumber("cells", publication.Cells);
        json.WriteNumber("smallestCell", publication.SmallestCell);
        json.WriteNumber("rows", publication.Rows);
        json.WriteNumber("rowsLeftOut", publication.RowsLeftOut);
        json.WriteNumber("rowsGeneralised", publication.RowsGeneralised);
        json.WriteNumber("folds", publication.Folds);
        json.WriteNumber("rowsWithoutPrediction", publication.RowsWithoutPrediction);
        json.WriteStartArray("loss");
        foreach (PublicationLoss loss in publication.Losses)
        {
            json.WriteStartObject();
            json.WriteString("target", loss.Target);
            ModelDescription.WriteNumber(json, "rmse", loss.Rmse);
            ModelDescription.WriteNumber(json, "publishedRmse", loss.PublishedRmse);
            ModelDescription.WriteNumber(json, "rootMeanSquaredDifference", loss.RootMeanSquaredDifference);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>What a description says; null where the rows are in the file, as in every file that says nothing of it.</summary>
    public static Publication? Read(JsonElement description) => description.TryGetProperty("published", out JsonElement published)
        ? new(
            published.GetProperty("anonymity").GetInt32(),
            published.GetProperty("cells").GetInt32(),
            published.GetProperty("smallestCell").GetDouble(),
            published.GetProperty("rows").GetInt32(),
            published.GetProperty("rowsLeftOut").GetInt32(),
            published.GetProperty("rowsGeneralised").GetInt32(),
            published.GetProperty("folds").GetInt32(),
            published.GetProperty("rowsWithoutPrediction").GetInt32(),
            [.. published.GetProperty("loss").EnumerateArray().Select(loss => new PublicationLoss(
                loss.GetProperty("target").GetString()!,
                ModelDescription.Number(loss, "rmse"),
                ModelDescription.Number(loss, "publishedRmse"),
                ModelDescription.Number(loss, "rootMeanSquaredDifference")))])
        : null;
}
