using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>The kinds of <see cref="IFalloff"/>.</summary>
internal static class Falloff
{
    /// <summary>(gap·rate)²: Gaussians.</summary>
    internal readonly struct Quadratic : IFalloff
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Add(Vector256<double> gap, Vector256<double> rate, Vector256<double> free, Vector256<double> sum)
        {
            Vector256<double> u = gap * rate;
            return Vector256.FusedMultiplyAdd(u, u, sum);
        }
    }

    /// <summary>max(gap·rate − free, 0): exponential tails.</summary>
    internal readonly struct Linear : IFalloff
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Add(Vector256<double> gap, Vector256<double> rate, Vector256<double> free, Vector256<double> sum) =>
            sum + Vector256.MaxNative((gap * rate) - free, Vector256<double>.Zero);
    }

    /// <summary>0 up to a gap of the reach, which stands in the place of a rate, +∞ beyond: compact support.</summary>
    internal readonly struct Sharp : IFalloff
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Add(Vector256<double> gap, Vector256<double> reach, Vector256<double> free, Vector256<double> sum) =>
            Vector256.ConditionalSelect(Vector256.LessThanOrEqual(gap, reach), sum, Vector256.Create(double.PositiveInfinity));
    }
}
