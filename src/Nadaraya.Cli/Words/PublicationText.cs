using System.Globalization;
using System.Text.Json;

namespace Nadaraya.Cli;

/// <summary>What a published model stands for and what it lost, in words and as JSON.</summary>
internal static class PublicationText
{
    /// <summary>Whether a file contains the training rows: the last word on a model.</summary>
    public static string Contents(Publication? publication) => publication is null
        ? "The file contains the training rows: share it as you would share them."
        : $"The file contains no training row, but means of {publication.Anonymity.ToString(CultureInfo.InvariantCulture)} or more of them, which are no proof of privacy: docs/privacy.md says what they still tell.";

    /// <summary>The cells: how many, of how many rows, and who is not as they were.</summary>
    public static string Cells(Publication publication)
    {
        string text = $"{Human.Count(publication.Cells, "cell")} of {Human.Number(publication.SmallestCell)} or more rows in place of {Human.Count(publication.Rows, "row")}";
        string[] more =
        [
            .. publication.RowsGeneralised > 0 ? (string[])[$"{Human.Count(publication.RowsGeneralised, "row")} took levels that more rows share"] : [],
            .. publication.RowsLeftOut > 0 ? (string[])[$"{Human.Count(publication.RowsLeftOut, "row")} of weight 0 left out"] : [],
        ];
        return more.Length == 0 ? text : $"{text} ({string.Join("; ", more)})";
    }

    /// <summary>The loss, a line a target.</summary>
    /// <param name="publication">What was lost.</param>
    /// <param name="largest">The largest difference at a training row by target, which only the owner may see; null for none.</param>
    public static IEnumerable<string> Losses(Publication publication, IReadOnlyList<double?>? largest) => publication.Losses.Select((loss, t) =>
    {
        string of = publication.Losses.Count > 1 ? $" of {OneLine.Of(loss.Target)}" : string.Empty;
        string measured = loss.Rmse is null
            ? "not measured out of sample: without a part of them the rows fill no cell"
            : $"RMSE {Human.Number(loss.PublishedRmse)} out of sample where the model with its rows has {Human.Number(loss.Rmse)}{Share(loss.RelativeIncrease)}";
        string most = largest?[t] is double d ? $", at most {Human.Number(d)}" : string.Empty;
        return $"Loss{of}: {measured}; at the training rows the two differ by {Human.Number(loss.RootMeanSquaredDifference)} in the root mean square{most}.";
    });

    /// <summary>The object <c>published</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="publication">What the model stands for.</param>
    /// <param name="model">The file, where it is being written; null where it is being read.</param>
    /// <param name="largest">The largest differences, where they are known.</param>
    public static void Write(Utf8JsonWriter json, Publication publication, string? model, IReadOnlyList<double?>? largest) => json.Object("published", () =>
    {
        if (model is not null)
        {
            json.WriteString("model", model);
        }

        json.WriteNumber("anonymity", publication.Anonymity);
        json.WriteNumber("cells", publication.Cells);
        json.Number("smallestCell", publication.SmallestCell);
        json.WriteNumber("rows", publication.Rows);
        json.WriteNumber("rowsLeftOut", publication.RowsLeftOut);
        json.WriteNumber("rowsGeneralised", publication.RowsGeneralised);
        json.WriteNumber("folds", publication.Folds);
        json.WriteNumber("rowsWithoutPrediction", publication.RowsWithoutPrediction);
        json.Array("loss", publication.Losses.Index(), entry => json.Object(null, () =>
        {
            json.WriteString("target", entry.Item.Target);
            json.Number("rmse", entry.Item.Rmse);
            json.Number("publishedRmse", entry.Item.PublishedRmse);
            json.Number("relativeIncrease", entry.Item.RelativeIncrease);
            json.Number("rootMeanSquaredDifference", entry.Item.RootMeanSquaredDifference);
            if (largest is not null)
            {
                json.Number("largestDifference", largest[entry.Index]);
            }
        }));
    });

    private static string Share(double? increase) =>
        increase is double d ? $" ({(d < 0 ? "−" : "+")}{(Math.Abs(d) * 100).ToString("0.##", CultureInfo.InvariantCulture)} %)" : string.Empty;
}
