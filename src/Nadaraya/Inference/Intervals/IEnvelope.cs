using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>What is fitted to a half of the rows.</summary>
internal interface IEnvelope
{
    /// <summary>l ≤ u and the unit s at queries.</summary>
    Envelopes At(Queries queries, Run run);
}
