using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Mixes the averages of several scores over the same rows; each head's sums are those of the engine that serves it best.</summary>
/// <param name="planner">Chooses the heads' engines.</param>
/// <param name="queries">For how many queries.</param>
/// <param name="forced">The engine that was asked for; null for the cheapest.</param>
internal sealed class HeadsEngine(Planner planner, long queries, string? forced = null) : Engine
{
    public override string Name => "heads";

    public override string? Declines(PoolingRequest request) => request.Heads.Count == 0 ? "mixes heads, and there is one score" : null;

    public override double Cost(PoolingRequest request, long queries) => Cost(request, queries, default);

    public override double Cost(PoolingRequest request, long queries, CancellationToken cancellation) =>
        Enumerable.Range(0, request.Heads.Count).Sum(h => planner.For(HeadsTiles.RequestOf(request, h), queries, forced, cancellation: cancellation).PredictedSeconds) * 1e9;

    public override PreparedEngine Prepare(PoolingRequest request) => new HeadsTiles(request, head => planner.For(head, queries, forced).Prepare());
}
