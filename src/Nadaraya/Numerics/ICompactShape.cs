using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>A compact kernel that falls with the distance, in the gap G = 1 − |u|/support, the way from a key to the rim; four keys at a time.</summary>
internal interface ICompactShape
{
    /// <summary>Where the rim is, in bandwidths.</summary>
    static virtual double Support => 1;

    /// <summary>What the support has beyond its double.</summary>
    static virtual double SupportBeyond => 0;

    /// <summary>Whether a key on the rim has weight, as where all in reach have the same: a gap then says no more than who is.</summary>
    static virtual bool Closed => false;

    /// <summary>k at gaps from 0, which is out of reach, to 1.</summary>
    /// <param name="gap">Gaps.</param>
    static abstract Vector256<double> Weight(Vector256<double> gap);

    /// <summary>−u·k′(u)/k(u); out of reach any finite number, since the weight is 0 there.</summary>
    /// <param name="gap">Gaps.</param>
    /// <param name="distance">|u|/support, which keeps the digits that the gap of a near key has lost.</param>
    static abstract Vector256<double> Slope(Vector256<double> gap, Vector256<double> distance);
}
