using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>The shapes of compact kernels. In the gap every factor is a product or a sum of terms that hardly cancel, so a weight keeps its digits at the rim.</summary>
internal static class CompactShapes
{
    private const double RootFive = 2.23606797749979;

    /// <summary>1/2.</summary>
    internal readonly struct Flat : ICompactShape
    {
        public static bool Closed => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Weight(Vector256<double> gap) => gap * 0.5;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Slope(Vector256<double> gap, Vector256<double> distance) => Vector256<double>.Zero;
    }

    /// <summary>1 − v = G.</summary>
    internal readonly struct Tent : ICompactShape
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Weight(Vector256<double> gap) => gap;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Slope(Vector256<double> gap, Vector256<double> distance) => distance / AboveZero(gap);
    }

    /// <summary>(3/4)(1 − v²).</summary>
    internal readonly struct Parabola : ICompactShape
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Weight(Vector256<double> gap) => OneMinusSquare(gap) * 0.75;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Slope(Vector256<double> gap, Vector256<double> distance) => distance * distance * 2.0 / AboveZero(OneMinusSquare(gap));
    }

    /// <summary>(3/(4√5))(1 − v²) on ±√5.</summary>
    internal readonly struct WideParabola : ICompactShape
    {
        public static double Support => RootFive;

        public static double SupportBeyond => -1.0864230407365012e-16;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Weight(Vector256<double> gap) => OneMinusSquare(gap) * (3 / (4 * RootFive));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Slope(Vector256<double> gap, Vector256<double> distance) => Parabola.Slope(gap, distance);
    }

    /// <summary>(15/16)(1 − v²)².</summary>
    internal readonly struct Square : ICompactShape
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Weight(Vector256<double> gap)
        {
            Vector256<double> t = OneMinusSquare(gap);
            return t * t * (15.0 / 16);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Slope(Vector256<double> gap, Vector256<double> distance) => distance * distance * 4.0 / AboveZero(OneMinusSquare(gap));
    }

    /// <summary>(35/32)(1 − v²)³.</summary>
    internal readonly struct Cube : ICompactShape
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Weight(Vector256<double> gap)
        {
            Vector256<double> t = OneMinusSquare(gap);
            return t * t * t * (35.0 / 32);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Slope(Vector256<double> gap, Vector256<double> distance) => distance * distance * 6.0 / AboveZero(OneMinusSquare(gap));
    }

    /// <summary>(70/81)(1 − v³)³.</summary>
    internal readonly struct Tricube : ICompactShape
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Weight(Vector256<double> gap)
        {
            Vector256<double> t = OneMinusCube(gap);
            return t * t * t * (70.0 / 81);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Slope(Vector256<double> gap, Vector256<double> distance) =>
            distance * distance * distance * 9.0 / AboveZero(OneMinusCube(gap));

        /// <summary>1 − v³ = G(3 − 3G + G²).</summary>
        private static Vector256<double> OneMinusCube(Vector256<double> gap)
        {
            Vector256<double> three = Vector256.Create(3.0);
            return gap * Vector256.FusedMultiplyAdd(gap, gap - three, three);
        }
    }

    /// <summary>(π/4) cos(πv/2) = (π/4) sin(πG/2).</summary>
    internal readonly struct Arch : ICompactShape
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Weight(Vector256<double> gap) => VectorMath.SinOfQuarterTurns(gap) * (Math.PI / 4);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Slope(Vector256<double> gap, Vector256<double> distance) =>
            distance * (Math.PI / 2) * VectorMath.SinOfQuarterTurns(distance) / AboveZero(VectorMath.SinOfQuarterTurns(gap));
    }

    /// <summary>1 − v² = G(2 − G).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> OneMinusSquare(Vector256<double> gap) => gap * (Vector256.Create(2.0) - gap);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> AboveZero(Vector256<double> t) => Vector256.MaxNative(t, Vector256.Create(1e-200));
}
