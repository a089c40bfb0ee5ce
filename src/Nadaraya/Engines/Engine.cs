using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>A way to compute the sums of a request. Every engine gives the same answer within the tolerance; the dense one serves all.</summary>
internal abstract class Engine
{
    /// <summary>The name that <c>fit --json</c> shows.</summary>
    public abstract string Name { get; }

    /// <summary>Whether this engine can compute a request.</summary>
    public abstract bool Serves(PoolingRequest request);

    /// <summary>Prepares the keys once; the result is used for any number of calls.</summary>
    public abstract PreparedEngine Prepare(PoolingRequest request);
}
