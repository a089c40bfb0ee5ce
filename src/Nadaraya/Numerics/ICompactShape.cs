using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>A kernel within its support, four distances at a time.</summary>
internal interface ICompactShape
{
    /// <summary>k(u) for 0 ≤ u ≤ support.</summary>
    /// <param name="u">Distances.</param>
    static abstract Vector256<double> Weight(Vector256<double> u);
}
