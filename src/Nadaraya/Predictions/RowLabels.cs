namespace Nadaraya;

/// <summary>Groups of training rows by a feature of levels, by their clusters, or by labels.</summary>
internal static class RowLabels
{
    /// <summary>The group of each row, and the groups' labels.</summary>
    /// <exception cref="DataException">There is no such feature or column.</exception>
    public static (int[] GroupOfRow, IReadOnlyList<string> Labels) Of(Dataset data, string by)
    {
        ArgumentNullException.ThrowIfNull(by);
        int feature = data.FeatureNames.ToList().IndexOf(by);
        if (feature >= 0 && data.FeatureTypes[feature].IsDiscrete)
        {
            return ([.. data.Feature(feature).ToArray().Select(level => (int)level)], data.FeatureTypes[feature].Levels);
        }

        string[] all = [.. data.FeatureNames.Where((_, j) => data.FeatureTypes[j].IsDiscrete), .. data.ClusterName is string cluster ? [cluster] : (string[])[]];
        return by == data.ClusterName
            ? (data.ClusterOfRow.ToArray(), data.Clusters)
            : throw new DataException($"Rows can't be grouped by '{by}': {(feature < 0 ? "the model has no such column" : "it is a feature of numbers")}; expected {(all.Length > 0 ? string.Join(", ", all) : "a categorical or ordered feature or the column of clusters, and the model has none")}.");
    }

    /// <summary>Groups as they first appear.</summary>
    public static (int[] GroupOfRow, IReadOnlyList<string> Labels) Of(IReadOnlyList<string> labelOfRow)
    {
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        int[] groups = [.. labelOfRow.Select(label => places.TryGetValue(label, out int place) ? place : places[label] = places.Count)];
        return (groups, [.. places.OrderBy(p => p.Value).Select(p => p.Key)]);
    }
}
