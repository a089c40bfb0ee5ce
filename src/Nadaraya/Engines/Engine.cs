using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>A way to compute the sums of a request. Every engine gives the same answer within the tolerance; the dense one serves all.</summary>
internal abstract class Engine
{
    /// <summary>The name that <c>--engine</c> takes and <c>fit --json</c> shows.</summary>
    public abstract string Name { get; }

    /// <summary>Why this engine can't compute a request within its tolerance, in words that finish "it …"; null where it can.</summary>
    public abstract string? Declines(PoolingRequest request);

    /// <summary>
    /// The predicted nanoseconds of one thread for a call, preparation included. It follows from counts and fixed constants alone, so that the same
    /// call always runs on the same engine; a pilot may count work, seeded.
    /// </summary>
    /// <param name="request">A request that is not declined.</param>
    /// <param name="queries">The number of queries.</param>
    public abstract double Cost(PoolingRequest request, long queries);

    /// <summary>The same, stopped where finding out takes work.</summary>
    public virtual double Cost(PoolingRequest request, long queries, CancellationToken cancellation) => Cost(request, queries);

    /// <summary>What a call costs at least, in the nanoseconds of <see cref="Cost(PoolingRequest, long)"/>, where saying exactly takes work: it is asked first, and an engine that
    /// can't win by it is not asked again.</summary>
    /// <param name="request">A request that is not declined.</param>
    /// <param name="queries">The number of queries.</param>
    public virtual double LeastCost(PoolingRequest request, long queries) => Cost(request, queries);

    /// <summary>The nanoseconds that <see cref="Cost(PoolingRequest, long, CancellationToken)"/> takes itself; 0 where it is a formula.</summary>
    /// <param name="request">A request that is not declined.</param>
    public virtual double LookCost(PoolingRequest request) => 0;

    /// <summary>Prepares the keys once; the result is used for any number of calls.</summary>
    public abstract PreparedEngine Prepare(PoolingRequest request);
}
