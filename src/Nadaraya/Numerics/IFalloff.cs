using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>How a weight falls with the distance along one column: what a gap adds to an exponent that is never too large.</summary>
internal interface IFalloff
{
    /// <summary>sum + the exponent of four gaps ≥ 0.</summary>
    /// <param name="gap">Gaps.</param>
    /// <param name="rate">What scales them.</param>
    /// <param name="free">How far a scaled gap counts nothing.</param>
    /// <param name="sum">The exponents of the columns before.</param>
    static abstract Vector256<double> Add(Vector256<double> gap, Vector256<double> rate, Vector256<double> free, Vector256<double> sum);
}
