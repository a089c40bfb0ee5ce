using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>What an average loses with each of its rows, on whole tiles: the same operations at every width, so the same bits.</summary>
internal static class RowChanges
{
    /// <summary>changes[i] = a(yᵢ − m)/(1 − a) with a = wᵢ/total; says how near 1 − a comes to 0.</summary>
    /// <param name="weights">w, of a multiple of eight keys.</param>
    /// <param name="values">y, of as many.</param>
    /// <param name="total">Σw.</param>
    /// <param name="mean">m.</param>
    /// <param name="changes">Where to.</param>
    /// <returns>The least |1 − a|.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double OfAverage(ReadOnlySpan<double> weights, ReadOnlySpan<double> values, double total, double mean, Span<double> changes)
    {
        ref double w = ref MemoryMarshal.GetReference(weights);
        ref double y = ref MemoryMarshal.GetReference(values);
        ref double to = ref MemoryMarshal.GetReference(changes);
        Vector512<double> least = Vector512<double>.One;
        Vector512<double> whole = Vector512.Create(total);
        for (int i = 0; i < weights.Length; i += Vector512<double>.Count)
        {
            // w(y − m)/(total − w) is the same with one quotient.
            Vector512<double> own = Vector512.LoadUnsafe(ref w, (nuint)i);
            Vector512<double> rest = whole - own;
            least = Vector512.Min(least, Vector512.Abs(rest / whole));
            (own * (Vector512.LoadUnsafe(ref y, (nuint)i) - Vector512.Create(mean)) / rest).StoreUnsafe(ref to, (nuint)i);
        }

        return Least(least);
    }

    /// <summary>The same of a polynomial: changes[i] = wᵢ(c'b)(yᵢ − b'β)/(1 − wᵢ b'S⁻¹b).</summary>
    /// <param name="weights">w.</param>
    /// <param name="values">y.</param>
    /// <param name="terms">b, one column a term, the constant first; each as long as the tile.</param>
    /// <param name="inverse">S⁻¹, row by row; its first row is c.</param>
    /// <param name="coefficients">β.</param>
    /// <param name="changes">Where to.</param>
    /// <returns>The least |1 − wᵢ b'S⁻¹b|.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double OfPolynomial(
        ReadOnlySpan<double> weights, ReadOnlySpan<double> values, ReadOnlySpan<double> terms, ReadOnlySpan<double> inverse, ReadOnlySpan<double> coefficients, Span<double> changes)
    {
        ref double w = ref MemoryMarshal.GetReference(weights);
        ref double y = ref MemoryMarshal.GetReference(values);
        ref double b = ref MemoryMarshal.GetReference(terms);
        ref double to = ref MemoryMarshal.GetReference(changes);
        int p = coefficients.Length;
        Vector512<double> least = Vector512<double>.One;
        for (int i = 0; i < weights.Length; i += Vector512<double>.Count)
        {
            Vector512<double> form = Vector512<double>.Zero;
            Vector512<double> hat = Vector512<double>.Zero;
            Vector512<double> fit = Vector512<double>.Zero;
            for (int a = 0; a < p; a++)
            {
                Vector512<double> row = Vector512<double>.Zero;
                for (int k = 0; k < p; k++)
                {
                    row += Vector512.LoadUnsafe(ref b, (nuint)((k * weights.Length) + i)) * inverse[(a * p) + k];
                }

                Vector512<double> own = Vector512.LoadUnsafe(ref b, (nuint)((a * weights.Length) + i));
                hat = a == 0 ? row : hat;
                form += own * row;
                fit += own * coefficients[a];
            }

            Vector512<double> weight = Vector512.LoadUnsafe(ref w, (nuint)i);
            Vector512<double> rest = Vector512<double>.One - (weight * form);
            least = Vector512.Min(least, Vector512.Abs(rest));
            (weight * hat * (Vector512.LoadUnsafe(ref y, (nuint)i) - fit) / rest).StoreUnsafe(ref to, (nuint)i);
        }

        return Least(least);
    }

    private static double Least(Vector512<double> values)
    {
        double least = values[0];
        for (int lane = 1; lane < Vector512<double>.Count; lane++)
        {
            least = Math.Min(least, values[lane]);
        }

        return least;
    }
}
