using System.Globalization;

namespace Nadaraya.Data;

/// <summary>Table → Dataset: roles, numbers, missing values, weights.</summary>
internal static class DatasetSelection
{
    public static DatasetResult Select(Table table, DatasetOptions options, CancellationToken cancellation)
    {
        Roles roles = Roles.Find(table, options);
        MissingValues missing = options.Missing ?? table.Options.Missing;
        List<(int Column, string Repair)> used =
        [
            .. roles.Features.Select(c => (c, "leave the column out by listing the others with --features")),
            .. roles.Targets.Select(c => (c, "name another column with --target")),
            .. roles.Weights is int w ? [(w, "name another column with --weights")] : Array.Empty<(int, string)>(),
        ];
        double[][] values = NumberColumns.Parse(table, used, missing, cancellation);
        if (roles.Weights is int weights)
        {
            CheckWeights(table, weights, values[^1], options.WeightsAre);
        }

        int[]? kept = KeptRows.Find(table, values);
        if (kept is { Length: 0 })
        {
            throw new Place(table.Source).Error(string.Create(
                CultureInfo.InvariantCulture,
                $"all {table.Rows} rows lack a value in a column that is used; expected at least one complete row; fill some in, or choose columns with --features."));
        }

        Column[] columns = [.. values.Select((v, j) => new Column(table.Columns[used[j].Column], KeptRows.Take(v, kept)))];
        int features = roles.Features.Count;
        int targets = roles.Targets.Count;
        Dataset dataset = new(
            columns[..features],
            columns[features..(features + targets)],
            roles.Weights is null ? null : TakeWeights(table, columns[^1], options.WeightsAre),
            roles.Id is int id ? Ids(table, id, kept) : null,
            kept is null ? null : KeptRows.Numbers(kept, table.Rows),
            table.Rows - columns[0].Values.Length);
        return new(dataset, table.Rows, dataset.RowsDropped);
    }

    private static RowWeights TakeWeights(Table table, Column column, WeightMeaning meaning) =>
        column.Values.Span.ContainsAnyExcept(0.0)
            ? new(column.Name, column.Values, meaning)
            : throw new Place(table.Source, Column: column.Name).Error("the row weight is 0 in every row; expected at least one row that counts; mend the weights, or leave --weights out.");

    private static void CheckWeights(Table table, int column, double[] values, WeightMeaning meaning)
    {
        for (int row = 0; row < values.Length; row++)
        {
            if (values[row] < 0)
            {
                throw table.At(row, column).Error($"{Shown(row)} is a negative weight; expected 0 or more; mend it, or name another column with --weights.");
            }

            if (meaning == WeightMeaning.Frequency && values[row] != Math.Floor(values[row]))
            {
                throw table.At(row, column).Error($"{Shown(row)} is not a whole number of rows; expected a count; mend it, or say --weights-are importance.");
            }
        }

        string Shown(int row) => Show.Text(table.Cell(row, column, out _));
    }

    private static string[] Ids(Table table, int column, int[]? kept)
    {
        int rows = kept?.Length ?? table.Rows;
        string[] ids = new string[rows];
        long bytes = 0;
        for (int i = 0; i < rows; i++)
        {
            int row = kept?[i] ?? i;

            // A string's header and pointer beside its UTF-16 characters.
            bytes += 32 + (2L * table.Cell(row, column, out _).Length);
            table.Budget.Check(bytes, 0);
            ids[i] = table.Text(row, column);
        }

        return ids;
    }
}
