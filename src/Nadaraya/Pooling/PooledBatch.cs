namespace Nadaraya;

/// <summary>Pooled values of a batch of queries: b × m × v, null where no key has any weight.</summary>
public sealed class PooledBatch
{
    private readonly Batch values;
    private readonly bool[] supported;

    internal PooledBatch(Batch values, bool[] supported)
    {
        this.values = values;
        this.supported = supported;
    }

    /// <summary>The number of batch entries.</summary>
    public int Count => values.Count;

    /// <summary>Queries of each.</summary>
    public int Queries => values.Rows;

    /// <summary>Values of each query.</summary>
    public int Columns => values.Columns;

    /// <summary>Whether every query has a value.</summary>
    public bool AllSupported => Array.TrueForAll(supported, s => s);

    /// <summary>One pooled value; null where no key has any weight (all masked, or none within a compact kernel).</summary>
    /// <param name="matrix">Which batch entry.</param>
    /// <param name="query">Which query.</param>
    /// <param name="column">Which value.</param>
    public double? this[int matrix, int query, int column] =>
        supported[(matrix * Queries) + query] ? values[matrix, query, column] : null;
}
