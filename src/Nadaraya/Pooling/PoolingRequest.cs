namespace Nadaraya.Pooling;

/// <summary>The one request under everything: keys, how they are scored, and what is averaged under which basis.</summary>
/// <param name="Keys">The training points, n × d, in whole vectors.</param>
/// <param name="Score">s(q,i).</param>
/// <param name="Payload">The columns to average.</param>
/// <param name="Basis">The local basis; constant for a weighted average.</param>
internal sealed record PoolingRequest(Points Keys, Score Score, Payload Payload, Basis Basis)
{
    /// <summary>
    /// The error allowed in every average, as a share of the weighted mean of |y − ȳ| at its query (docs/numerics.md); 0 for exact engines only.
    /// </summary>
    public double Tolerance { get; init; }

    /// <summary>The scores whose averages are mixed; empty where there is one. Then <see cref="Keys"/> hold their columns one after the other, and <see cref="Score"/> the weights of the rows.</summary>
    public IReadOnlyList<Head> Heads { get; init; } = [];

    /// <summary>Whether sums to about six digits will do: a search looks where it will then evaluate.</summary>
    public bool IsLook { get; init; }
}
