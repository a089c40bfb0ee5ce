using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>A kernel within its support, four distances at a time.</summary>
internal interface ICompactShape
{
    /// <summary>k(u) for 0 ≤ u ≤ support.</summary>
    /// <param name="u">Distances.</param>
    static abstract Vector256<double> Weight(Vector256<double> u);

    /// <summary>−u·k′(u)/k(u); at the rim any finite number, since the weight is 0 there.</summary>
    /// <param name="u">Distances.</param>
    static abstract Vector256<double> Slope(Vector256<double> u);
}
