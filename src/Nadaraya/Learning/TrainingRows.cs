using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>Rows that are predicted, from which keys: a step of training, or its judgement on rows held out.</summary>
/// <param name="Keys">The rows that are averaged.</param>
/// <param name="Queries">The rows that are predicted.</param>
/// <param name="Leave">Who is left out of whose sums.</param>
internal sealed record TrainingRows(Sample Keys, Sample Queries, Leave Leave)
{
    /// <summary>Whether every row is predicted from all others.</summary>
    public bool IsWhole => ReferenceEquals(Keys, Queries);

    /// <summary>Every row predicted from all others; from those of other clusters, where rows have clusters.</summary>
    public static TrainingRows Whole(Sample sample) => new(sample, sample, sample.Data.Clusters.Count > 1
        ? Leave.Group(sample.ClusterOfKey(), sample.ClusterOfKey())
        : sample.LeaveOneOut());

    /// <summary>Some rows predicted from some others, none of them from itself or its cluster.</summary>
    /// <param name="sample">All rows.</param>
    /// <param name="queries">Those predicted, ascending.</param>
    /// <param name="keys">Those averaged, ascending.</param>
    public static TrainingRows Part(Sample sample, int[] queries, int[] keys)
    {
        (Sample from, Sample of) = (sample.Of(keys), sample.Of(queries));
        if (sample.Data.Clusters.Count > 1)
        {
            int[] cluster = sample.ClusterOfKey();
            return new(from, of, Leave.Group([.. queries.Select(q => cluster[q])], [.. keys.Select(k => cluster[k])]));
        }

        int[] own = [.. queries.Select(q => Array.BinarySearch(keys, q) is int at && at >= 0 ? at : -1)];
        if (own.All(at => at < 0))
        {
            return new(from, of, Leave.Nobody);
        }

        if (own.Contains(-1) && sample.Data.FeatureTypes.All(type => type.IsDiscrete) && from.Counts is null)
        {
            return new(from, of, Leave.Group(own, [.. Enumerable.Range(0, keys.Length)])); // profiles of levels know rows that are keys alone
        }

        double[]? kept = from.Counts is null ? null : [.. from.Counts.Select(c => (c - 1) / c)];
        return new(from, of, Leave.Row(own, kept));
    }

    /// <summary>The truth of a query, centred and over its scale as the keys' targets are.</summary>
    /// <param name="query">The query.</param>
    public double Truth(int query) => (Queries.Targets[0][query] / Keys.Payload.Scales[0]) - Keys.Payload.Centers[0];

    /// <summary>vᵢ of a query, as given.</summary>
    /// <param name="query">The query.</param>
    public double Weight(int query) => Queries.RawWeights?[query] ?? 1;
}
