using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Monomials of local polynomials over a tile: each is an earlier one times a difference, so that a key costs one product a monomial. Lengths are multiples of eight.</summary>
/// <remarks>Eight virtual lanes, four to a register. Eight keys at a time: so many values and sums of a hundred monomials stay in the first-level cache.</remarks>
internal static class TileTerms
{
    /// <summary>Room that <see cref="Add"/> and <see cref="Form"/> need, in numbers a monomial.</summary>
    public const int Room = 8;

    /// <summary>sums[t] += Σ w·m_t for every monomial, eight lanes each; then the same times y for the first of them.</summary>
    /// <param name="w">Weights.</param>
    /// <param name="y">Values.</param>
    /// <param name="apart">Differences, one column after the other.</param>
    /// <param name="steps">The earlier monomial and the column whose product each is; the first is 1.</param>
    /// <param name="byValue">How many monomials stand beside the values.</param>
    /// <param name="room">Room.</param>
    /// <param name="sums">Where to: the monomials, then those beside the values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(
        ReadOnlySpan<double> w, ReadOnlySpan<double> y, ReadOnlySpan<double> apart, ReadOnlySpan<(int Term, int Column)> steps, int byValue, Span<double> room, Span<double> sums)
    {
        int terms = steps.Length;
        ref double weights = ref MemoryMarshal.GetReference(w);
        ref double values = ref MemoryMarshal.GetReference(y[..w.Length]);
        ref double differences = ref MemoryMarshal.GetReference(apart);
        ref double monomials = ref MemoryMarshal.GetReference(room[..(Room * terms)]);
        ref double to = ref MemoryMarshal.GetReference(sums[..(8 * (terms + byValue))]);
        ref double toByValue = ref Unsafe.Add(ref to, 8 * terms);
        for (int i = 0; i < w.Length; i += 8)
        {
            Vector256<double> low = Vector256.LoadUnsafe(ref weights, (nuint)i), high = Vector256.LoadUnsafe(ref weights, (nuint)i + 4);
            Vector256<double> first = Vector256.LoadUnsafe(ref values, (nuint)i), second = Vector256.LoadUnsafe(ref values, (nuint)i + 4);
            for (int t = 0; t < terms; t++)
            {
                nuint at = 8 * (nuint)t;
                if (t > 0)
                {
                    (int term, int column) = steps[t];
                    nuint before = 8 * (nuint)term, x = (nuint)((column * w.Length) + i);
                    low = Vector256.LoadUnsafe(ref monomials, before) * Vector256.LoadUnsafe(ref differences, x);
                    high = Vector256.LoadUnsafe(ref monomials, before + 4) * Vector256.LoadUnsafe(ref differences, x + 4);
                }

                low.StoreUnsafe(ref monomials, at);
                high.StoreUnsafe(ref monomials, at + 4);
                (Vector256.LoadUnsafe(ref to, at) + low).StoreUnsafe(ref to, at);
                (Vector256.LoadUnsafe(ref to, at + 4) + high).StoreUnsafe(ref to, at + 4);
                if (t < byValue)
                {
                    Vector256.FusedMultiplyAdd(low, first, Vector256.LoadUnsafe(ref toByValue, at)).StoreUnsafe(ref toByValue, at);
                    Vector256.FusedMultiplyAdd(high, second, Vector256.LoadUnsafe(ref toByValue, at + 4)).StoreUnsafe(ref toByValue, at + 4);
                }
            }
        }
    }

    /// <summary>c += Σ_t m_t·(a_t + b_t·y), b for the first of the monomials.</summary>
    /// <param name="y">Values.</param>
    /// <param name="apart">Differences, one column after the other.</param>
    /// <param name="steps">As in <see cref="Add"/>.</param>
    /// <param name="ofTerms">a, one a monomial; 0 where another value has brought it.</param>
    /// <param name="byValue">b.</param>
    /// <param name="room">Room.</param>
    /// <param name="c">Where to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Form(
        ReadOnlySpan<double> y, ReadOnlySpan<double> apart, ReadOnlySpan<(int Term, int Column)> steps, ReadOnlySpan<double> ofTerms, ReadOnlySpan<double> byValue, Span<double> room, Span<double> c)
    {
        int terms = steps.Length;
        ref double values = ref MemoryMarshal.GetReference(y[..c.Length]);
        ref double differences = ref MemoryMarshal.GetReference(apart);
        ref double monomials = ref MemoryMarshal.GetReference(room[..(Room * terms)]);
        ref double to = ref MemoryMarshal.GetReference(c);
        for (int i = 0; i < c.Length; i += 8)
        {
            Vector256<double> first = Vector256.LoadUnsafe(ref values, (nuint)i), second = Vector256.LoadUnsafe(ref values, (nuint)i + 4);
            Vector256<double> low = Vector256<double>.One, high = Vector256<double>.One;
            Vector256<double> sum = Vector256.LoadUnsafe(ref to, (nuint)i), other = Vector256.LoadUnsafe(ref to, (nuint)i + 4);
            for (int t = 0; t < terms; t++)
            {
                if (t > 0)
                {
                    (int term, int column) = steps[t];
                    nuint before = 8 * (nuint)term, x = (nuint)((column * c.Length) + i);
                    low = Vector256.LoadUnsafe(ref monomials, before) * Vector256.LoadUnsafe(ref differences, x);
                    high = Vector256.LoadUnsafe(ref monomials, before + 4) * Vector256.LoadUnsafe(ref differences, x + 4);
                }

                low.StoreUnsafe(ref monomials, 8 * (nuint)t);
                high.StoreUnsafe(ref monomials, (8 * (nuint)t) + 4);
                Vector256<double> a = Vector256.Create(ofTerms[t]), b = a;
                if (t < byValue.Length)
                {
                    Vector256<double> times = Vector256.Create(byValue[t]);
                    (a, b) = (Vector256.FusedMultiplyAdd(times, first, a), Vector256.FusedMultiplyAdd(times, second, b));
                }

                sum = Vector256.FusedMultiplyAdd(low, a, sum);
                other = Vector256.FusedMultiplyAdd(high, b, other);
            }

            sum.StoreUnsafe(ref to, (nuint)i);
            other.StoreUnsafe(ref to, (nuint)i + 4);
        }
    }
}
