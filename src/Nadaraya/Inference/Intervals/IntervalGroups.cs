namespace Nadaraya;

/// <summary>Rows and queries in groups that each get the coverage, by the levels of a feature; one group of all where none is named. Source: Vovk (2012), who calls them Mondrian.</summary>
internal sealed class IntervalGroups
{
    private readonly int feature;

    /// <param name="data">The rows.</param>
    /// <param name="by">A categorical or ordered feature, or null.</param>
    /// <exception cref="DataException">No such feature, or one of numbers.</exception>
    public IntervalGroups(Dataset data, string? by)
    {
        feature = by is null ? -1 : data.FeatureNames.ToList().IndexOf(by);
        if (by is null)
        {
            return;
        }

        string[] all = [.. data.FeatureNames.Where((_, j) => data.FeatureTypes[j].IsDiscrete)];
        Count = feature >= 0 && data.FeatureTypes[feature].IsDiscrete
            ? data.FeatureTypes[feature].Levels.Count
            : throw new DataException($"Intervals by '{by}': {(feature < 0 ? "there is no such feature" : "it is a feature of numbers")}; expected a categorical or ordered feature of the model{(all.Length > 0 ? $" ({string.Join(", ", all)})" : ", which has none")}; name one, or make intervals for all rows alike.");
    }

    /// <summary>How many groups there are.</summary>
    public int Count { get; } = 1;

    /// <summary>The group of every key of a sample.</summary>
    public int[] OfKeys(Sample sample) => feature < 0 ? new int[sample.Count] : [.. sample.Columns[feature].Take(sample.Count).Select(level => (int)level)];

    /// <summary>The group of a query; −1 for a level that the model has never seen.</summary>
    public int OfQuery(Queries queries, int query) => feature < 0 ? 0 : (int)queries.Columns[feature][query];
}
