namespace Nadaraya.Data;

/// <summary>Which column plays which role, by index.</summary>
/// <param name="Features">The features.</param>
/// <param name="Kinds">What the values of each are.</param>
/// <param name="Targets">The targets.</param>
/// <param name="Weights">The row weights.</param>
/// <param name="Id">What names rows.</param>
/// <param name="Cluster">What groups rows.</param>
internal sealed record Roles(
    IReadOnlyList<int> Features, IReadOnlyList<FeatureKind> Kinds, IReadOnlyList<int> Targets, int? Weights, int? Id, int? Cluster)
{
    public static Roles Find(Table table, DatasetOptions options)
    {
        if (options.Targets.Count == 0)
        {
            throw new Place(table.Source).Error("no target is named; expected the column to predict; name it with --target.");
        }

        List<int> targets = IndexesOf(table, options.Targets, "--target");
        int? weights = options.Weights is null ? null : IndexOf(table, options.Weights, "--weights");
        int? id = options.Id is null ? null : IndexOf(table, options.Id, "--id");
        int? cluster = options.Cluster is null ? null : IndexOf(table, options.Cluster, "--cluster");
        if (cluster is int g && (targets.Contains(g) || g == weights))
        {
            throw Twice(table, g, targets.Contains(g) ? "a target" : "the row weights", "the cluster");
        }

        if (weights is int w && targets.Contains(w))
        {
            throw Twice(table, w, "a target", "the row weights");
        }

        List<int> features;
        if (options.Features is null)
        {
            features = [.. Enumerable.Range(0, table.Columns.Count).Where(c => !targets.Contains(c) && c != weights && c != id && c != cluster)];
            if (features.Count == 0)
            {
                throw new Place(table.Source).Error("no column is left for a feature beside the target; expected at least one; add a column, or name one with --features.");
            }
        }
        else
        {
            features = IndexesOf(table, options.Features, "--features");
            if (features.Count == 0)
            {
                throw new Place(table.Source).Error("--features names no column; expected at least one; name one, or leave the option out to take all.");
            }

            foreach (int c in features)
            {
                _ = targets.Contains(c) ? throw Twice(table, c, "a feature", "a target") : c == weights ? throw Twice(table, c, "a feature", "the row weights") : c;
            }
        }

        return new(features, KindsOf(table, features, options), targets, weights, id, cluster);
    }

    /// <summary>What the values of each feature are, where every declaration is of a feature and there is one at most for each.</summary>
    private static FeatureKind[] KindsOf(Table table, List<int> features, DatasetOptions options)
    {
        (IReadOnlyList<int> Columns, FeatureKind Kind, string Option)[] declared =
        [
            (IndexesOf(table, options.Unordered, "--categorical"), FeatureKind.Unordered, "--categorical"),
            (IndexesOf(table, [.. options.Ordered.Select(o => o.Name)], "--ordered"), FeatureKind.Ordered, "--ordered"),
            (IndexesOf(table, [.. options.Periods.Keys], "--periodic"), FeatureKind.Periodic, "--periodic"),
        ];
        Dictionary<int, (FeatureKind Kind, string Option)> kinds = [];
        foreach ((IReadOnlyList<int> columns, FeatureKind kind, string option) in declared)
        {
            foreach (int column in columns)
            {
                if (!features.Contains(column))
                {
                    throw new Place(table.Source).Error($"column {Show.Name(table.Columns[column])} is declared by {option} and is no feature; expected one of the features; name it with --features too, or take it out of {option}.");
                }

                if (!kinds.TryAdd(column, (kind, option)))
                {
                    throw Twice(table, column, kinds[column].Option, option);
                }
            }
        }

        return [.. features.Select(c => kinds.TryGetValue(c, out (FeatureKind Kind, string Option) found) ? found.Kind : FeatureKind.Continuous)];
    }

    /// <summary>The columns of a list, each named once.</summary>
    public static List<int> IndexesOf(Table table, IReadOnlyList<string> names, string? option)
    {
        List<int> indexes = new(names.Count);
        foreach (string name in names)
        {
            int index = IndexOf(table, name, option);
            if (indexes.Contains(index))
            {
                throw new Place(table.Source).Error($"column {Show.Name(name)} is named twice{(option is null ? string.Empty : $" in {option}")}; expected every column once; take one out.");
            }

            indexes.Add(index);
        }

        return indexes;
    }

    private static int IndexOf(Table table, string name, string? option) =>
        table.Contains(name) ? table.IndexOf(name) : throw UnknownColumn.Error(table, name, option);

    private static DataException Twice(Table table, int column, string one, string other) =>
        new Place(table.Source).Error($"column {Show.Name(table.Columns[column])} is named as {one} and as {other}; expected one role for a column; take it out of one.");
}
