using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>The smooth functions of a small network, for singles and doubles: one sequence of operations, the same bits everywhere.</summary>
/// <remarks>
/// The exponential of singles is 2ⁿ·exp(r) with r = x − n·ln 2 in two parts and a polynomial of degree seven (Cephes, expf; worst error 2 ulp); that of doubles is
/// <see cref="VectorMath"/>'s. Sines take whole turns away exactly, then fold to a quarter turn; 2·10⁻⁷ and 10⁻¹⁵ absolute.
/// </remarks>
internal static class SmoothMath
{
    private const float SmallestOfSingles = -87;

    // sin(2πr)/r in powers of r², |r| ≤ ¼: (−1)ᵏ(2π)²ᵏ⁺¹/(2k+1)!.
    private static readonly double[] Turns = [.. Enumerable.Range(0, 11).Select(Turn)];

    /// <summary>eˣ for x ≤ 80, 0 under −87 (singles) or −708 (doubles).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Exp<T>(Vector256<T> x)
        where T : struct => typeof(T) == typeof(float) ? Exp(x.AsSingle()).As<float, T>() : VectorMath.Exp(x.AsDouble()).As<double, T>();

    /// <summary>The logistic function 1/(1 + e⁻ˣ); the argument is cut off at ±80.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Logistic<T>(Vector256<T> x)
        where T : struct, INumberBase<T>
    {
        Vector256<T> limit = Vector256.Create(T.CreateTruncating(80));
        Vector256<T> safe = Vector256.Max(Vector256.Min(Vector256<T>.Zero - x, limit), Vector256<T>.Zero - limit);
        return Vector256<T>.One / (Vector256<T>.One + Exp(safe));
    }

    /// <summary>sin 2πt and cos 2πt for |t| under 2²¹ (singles) or 2⁵⁰ (doubles).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector256<T> Sine, Vector256<T> Cosine) OfTurns<T>(Vector256<T> t)
        where T : struct, INumberBase<T>
    {
        Vector256<T> magic = Vector256.Create(typeof(T) == typeof(float) ? T.CreateTruncating(12582912) : T.CreateTruncating(6755399441055744.0));
        Vector256<T> r = t - ((t + magic) - magic);
        Vector256<T> ahead = r + Vector256.Create(T.CreateTruncating(0.25));
        return (SineOfTurn(r), SineOfTurn(ahead - ((ahead + magic) - magic)));
    }

    /// <summary>sin 2πr for |r| ≤ ½.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> SineOfTurn<T>(Vector256<T> r)
        where T : struct, INumberBase<T>
    {
        // Beyond a quarter turn the sine comes back: ½ − r, or −½ − r.
        Vector256<T> quarter = Vector256.Create(T.CreateTruncating(0.25));
        Vector256<T> half = Vector256.Create(T.CreateTruncating(0.5));
        r = Vector256.ConditionalSelect(Vector256.GreaterThan(r, quarter), half - r, r);
        r = Vector256.ConditionalSelect(Vector256.LessThan(r, Vector256<T>.Zero - quarter), (Vector256<T>.Zero - half) - r, r);
        Vector256<T> r2 = r * r;
        int k = typeof(T) == typeof(float) ? 6 : 10;
        Vector256<T> p = Vector256.Create(T.CreateTruncating(Turns[k]));
        for (k--; k >= 0; k--)
        {
            p = (p * r2) + Vector256.Create(T.CreateTruncating(Turns[k]));
        }

        return p * r;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exp(Vector256<float> x)
    {
        Vector256<float> magic = Vector256.Create(12582912f);
        Vector256<float> t = Vector256.FusedMultiplyAdd(x, Vector256.Create(1.44269504088896341f), magic);
        Vector256<float> n = t - magic;
        Vector256<float> r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-0.693359375f), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(2.12194440e-4f), r);
        Vector256<float> p = Vector256.FusedMultiplyAdd(Vector256.Create(1.9875691500e-4f), r, Vector256.Create(1.3981999507e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(8.3334519073e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(4.1665795894e-2f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.6666665459e-1f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(5.0000001201e-1f));
        p = Vector256.FusedMultiplyAdd(p, r * r, r) + Vector256<float>.One;
        Vector256<float> scaled = (p.AsInt32() + Vector256.ShiftLeft(t.AsInt32(), 23)).AsSingle();
        return Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256.Create(SmallestOfSingles)), Vector256<float>.Zero, scaled);
    }

    private static double Turn(int k)
    {
        double term = 2 * Math.PI;
        for (int j = 1; j <= k; j++)
        {
            term *= -4 * Math.PI * Math.PI / (2 * j * ((2 * j) + 1));
        }

        return term;
    }
}
