using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>Chooses the engine of a request: the first that serves it.</summary>
/// <param name="engines">The engines, the preferred ones first; the last must serve everything.</param>
internal sealed class EngineChoice(params Engine[] engines)
{
    /// <summary>The engines that ship.</summary>
    public static EngineChoice Shipped { get; } = new(new DenseEngine());

    /// <summary>The first engine that serves a request.</summary>
    public Engine For(PoolingRequest request) => engines.First(e => e.Serves(request));

    /// <summary>That engine with the keys of the request in place.</summary>
    public PreparedEngine Prepare(PoolingRequest request) => For(request).Prepare(request);
}
