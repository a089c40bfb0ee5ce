using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>How far keys are from the rim of a query in one column: G = 1 − |q − x|/reach, right to a few roundings of itself however near the rim is.</summary>
/// <remarks>
/// The ends q ∓ reach are kept as two doubles each. Where a key is near an end its distance from the first is exact (Sterbenz), where it is not the second
/// is nothing beside it; so G, the nearer of both, has three roundings. Who belongs is decided on the rounded |q − x|.
/// </remarks>
internal readonly ref struct CompactGaps<TShape>
    where TShape : struct, ICompactShape
{
    private readonly Vector256<double> query;
    private readonly Vector256<double> reach;
    private readonly Vector256<double> scale;
    private readonly Vector256<double> low;
    private readonly Vector256<double> lowRest;
    private readonly Vector256<double> high;
    private readonly Vector256<double> highRest;

    /// <param name="query">q.</param>
    /// <param name="bandwidth">h, so large and so small that 1/(support·h) is an ordinary number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CompactGaps(double query, double bandwidth)
    {
        double support = TShape.Support;
        double rim = support * bandwidth;
        double beyond = Math.FusedMultiplyAdd(support, bandwidth, -rim) + (TShape.SupportBeyond * bandwidth);
        this.query = Vector256.Create(query);
        reach = Vector256.Create(rim);
        scale = Vector256.Create(1 / rim);
        (low, lowRest) = End(query, -rim, -beyond);
        (high, highRest) = End(query, rim, beyond);
    }

    /// <summary>The gaps of four keys; 0 for those out of reach, more for those in reach, even where the rim itself is rounded.</summary>
    /// <param name="x">Keys.</param>
    /// <param name="distance">Gets |q − x|/reach, at most 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> Of(Vector256<double> x, out Vector256<double> distance)
    {
        Vector256<double> apart = Vector256.Abs(query - x);
        distance = Vector256.MinNative(apart * scale, Vector256<double>.One);
        if (TShape.Closed)
        {
            return Vector256<double>.One & Vector256.LessThanOrEqual(apart, reach);
        }

        Vector256<double> gap = Vector256.MinNative(x - low - lowRest, high - x + highRest) * scale;
        if (TShape.SupportBeyond != 0)
        {
            gap = Vector256.MaxNative(gap, Vector256.Create(1.0 / (1L << 54)));
        }

        return gap & Vector256.LessThan(apart, reach);
    }

    /// <summary>q + reach as two doubles, the first of which never overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> Sum, Vector256<double> Left) End(double query, double reach, double beyond)
    {
        double sum = Math.Clamp(query + reach, -double.MaxValue, double.MaxValue);
        double part = sum - query;
        double rest = (query - (sum - part)) + (reach - part) + beyond;
        return (Vector256.Create(sum), Vector256.Create(rest));
    }
}
