namespace Nadaraya.Data;

/// <summary>Table → columns of queries.</summary>
internal static class QuerySelection
{
    /// <summary>Columns of numbers by name.</summary>
    public static TableQueries Select(Table table, IReadOnlyList<string> names, MissingValues missing, CancellationToken cancellation) =>
        Select(table, [.. Roles.IndexesOf(table, names, null).Select(c => new UsedColumn(c))], missing, cancellation);

    /// <summary>The features of a model.</summary>
    public static TableQueries Select(
        Table table, IReadOnlyList<FeatureFit> features, UnseenLevels unseen, MissingValues missing, CancellationToken cancellation)
    {
        List<int> indexes = Roles.IndexesOf(table, [.. features.Select(f => f.Name)], null);
        List<UsedColumn> used = [.. indexes.Zip(features, (c, f) => new UsedColumn(c) { Levels = f.Type.IsDiscrete ? LevelReader.OfModel(f.Type, unseen) : null })];
        return Select(table, used, missing, cancellation);
    }

    private static TableQueries Select(Table table, List<UsedColumn> used, MissingValues missing, CancellationToken cancellation)
    {
        double[][] values = UsedColumns.Take(table, used, missing, cancellation);
        int[]? kept = KeptRows.Find(table, values);
        int[] numbers = KeptRows.Numbers(kept, table.Rows);
        return new([.. values.Select(v => KeptRows.Take(v, kept))], numbers, table.Rows, table.Rows - numbers.Length);
    }
}
