using System.Globalization;

namespace Nadaraya.Data;

/// <summary>Table → Dataset: roles, numbers, missing values, weights.</summary>
internal static class DatasetSelection
{
    public static DatasetResult Select(Table table, DatasetOptions options, CancellationToken cancellation)
    {
        Roles roles = Roles.Find(table, options);
        MissingValues missing = options.Missing ?? table.Options.Missing;
        int features = roles.Features.Count;
        int targets = roles.Targets.Count;
        List<UsedColumn> used =
        [
            .. roles.Features.Select((c, j) => Feature(c, roles.Kinds[j], table, options)),
            .. roles.Targets.Select(c => new UsedColumn(c, "name another column with --target")),
        ];
        int? weights = Add(used, roles.Weights is int w ? new(w, "name another column with --weights") : null);
        int? cluster = Add(used, roles.Cluster is int g ? new(g) { Levels = LevelReader.Any(int.MaxValue) } : null);
        double[][] values = UsedColumns.Take(table, used, missing, cancellation);
        if (weights is int at)
        {
            CheckWeights(table, used[at].Index, values[at], options.WeightsAre);
        }

        int[]? kept = KeptRows.Find(table, values);
        if (kept is { Length: 0 })
        {
            throw new Place(table.Source).Error(string.Create(
                CultureInfo.InvariantCulture,
                $"all {table.Rows} rows lack a value in a column that is used; expected at least one complete row; fill some in, or choose columns with --features."));
        }

        Column[] columns = [.. values.Select((v, j) => Take(table, used[j], j < features ? roles.Kinds[j] : FeatureKind.Continuous, KeptRows.Take(v, kept), options))];
        Dataset dataset = new(
            columns[..features],
            columns[features..(features + targets)],
            weights is int v ? TakeWeights(table, columns[v], options.WeightsAre) : null,
            roles.Id is int id ? Ids(table, id, kept) : null,
            kept is null ? null : KeptRows.Numbers(kept, table.Rows),
            table.Rows - columns[0].Values.Length,
            cluster is int k ? Clusters(columns[k], used[k].Levels!) : null);
        return new(dataset, table.Rows, dataset.RowsDropped);
    }

    private static int? Add(List<UsedColumn> used, UsedColumn? column)
    {
        if (column is null)
        {
            return null;
        }

        used.Add(column);
        return used.Count - 1;
    }

    private static UsedColumn Feature(int column, FeatureKind kind, Table table, DatasetOptions options) => kind switch
    {
        FeatureKind.Unordered => new(column) { Levels = LevelReader.Any() },
        FeatureKind.Ordered => new(column)
        {
            Levels = options.Ordered.First(o => o.Name == table.Columns[column]).Levels is { } order ? LevelReader.OfOrder(order) : LevelReader.OfNumbers(),
        },
        FeatureKind.Periodic => new(column),
        _ => new(column, "take its texts as levels with --categorical, or leave the column out by listing the others with --features"),
    };

    private static Column Take(Table table, UsedColumn used, FeatureKind kind, double[] values, DatasetOptions options)
    {
        string name = table.Columns[used.Index];
        return kind switch
        {
            FeatureKind.Unordered or FeatureKind.Ordered => LevelOrder.Arrange(table, name, kind, used.Levels!, values),
            FeatureKind.Periodic => Column.Periodic(name, values, options.Periods[name]),
            _ => new(name, values),
        };
    }

    private static RowGroups Clusters(Column column, LevelReader read)
    {
        string[] labels = new string[column.Values.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = read.Levels[(int)column.Values.Span[i]];
        }

        return new(column.Name, labels);
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
