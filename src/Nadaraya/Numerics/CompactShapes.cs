using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>The shapes of compact kernels that are polynomials; each by the operations of its kernel.</summary>
internal static class CompactShapes
{
    /// <summary>1/2.</summary>
    internal readonly struct Flat : ICompactShape
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Weight(Vector256<double> u) => Vector256.Create(0.5);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Slope(Vector256<double> u) => Vector256<double>.Zero;
    }

    /// <summary>1 − u.</summary>
    internal readonly struct Tent : ICompactShape
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Weight(Vector256<double> u) => Vector256<double>.One - u;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Slope(Vector256<double> u) => u / AboveZero(Vector256<double>.One - u);
    }

    /// <summary>(3/4)(1 − u²).</summary>
    internal readonly struct Parabola : ICompactShape
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Weight(Vector256<double> u) => Gap(u) * 0.75;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Slope(Vector256<double> u) => u * u * 2.0 / AboveZero(Gap(u));
    }

    /// <summary>(15/16)(1 − u²)².</summary>
    internal readonly struct Square : ICompactShape
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Weight(Vector256<double> u)
        {
            Vector256<double> t = Gap(u);
            return t * t * (15.0 / 16);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Slope(Vector256<double> u) => u * u * 4.0 / AboveZero(Gap(u));
    }

    /// <summary>(35/32)(1 − u²)³.</summary>
    internal readonly struct Cube : ICompactShape
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Weight(Vector256<double> u)
        {
            Vector256<double> t = Gap(u);
            return t * t * t * (35.0 / 32);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Slope(Vector256<double> u) => u * u * 6.0 / AboveZero(Gap(u));
    }

    /// <summary>(70/81)(1 − u³)³, 1 − u³ as (1 − u)(1 + u + u²).</summary>
    internal readonly struct Tricube : ICompactShape
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Weight(Vector256<double> u)
        {
            Vector256<double> t = OneMinusCube(u);
            return t * t * t * (70.0 / 81);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Slope(Vector256<double> u) => u * u * u * 9.0 / AboveZero(OneMinusCube(u));

        private static Vector256<double> OneMinusCube(Vector256<double> u)
        {
            Vector256<double> one = Vector256<double>.One;
            return (one - u) * Vector256.FusedMultiplyAdd(u, one + u, one);
        }
    }

    /// <summary>1 − u², never under 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Gap(Vector256<double> u) =>
        Vector256.MaxNative(Vector256.FusedMultiplyAdd(-u, u, Vector256<double>.One), Vector256<double>.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> AboveZero(Vector256<double> t) => Vector256.MaxNative(t, Vector256.Create(1e-200));
}
