using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>The cells of many points along an axis, four at once, put together into the numbers of the cells of a grid.</summary>
internal static class CellNumbers
{
    private const double Magic = 1L << 52; // a whole number under 2⁵² added to it stands in its lowest bits

    /// <summary>numbers[i] |= (c − low)·2^shift with c·pitch ≤ x &lt; (c + 1)·pitch; all bits where that is not in 0 … extent − 1.</summary>
    /// <param name="x">Coordinates.</param>
    /// <param name="pitch">The pitch, of which c·pitch is exact near the keys.</param>
    /// <param name="low">The lowest cell.</param>
    /// <param name="extent">How many there are.</param>
    /// <param name="shift">Where the axis stands in a number.</param>
    /// <param name="numbers">The numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<double> x, double pitch, double low, double extent, int shift, Span<ulong> numbers)
    {
        ref double from = ref MemoryMarshal.GetReference(x);
        ref ulong to = ref MemoryMarshal.GetReference(numbers[..x.Length]);
        Vector256<double> step = Vector256.Create(pitch);
        Vector256<double> reciprocal = Vector256.Create(1 / pitch);
        Vector256<double> lowest = Vector256.Create(low);
        Vector256<double> count = Vector256.Create(extent);
        Vector256<double> magic = Vector256.Create(Magic);
        int i = 0;
        for (; i + 4 <= x.Length; i += 4)
        {
            Vector256<double> point = Vector256.LoadUnsafe(ref from, (nuint)i);
            Vector256<double> cell = Vector256.Floor(point * reciprocal);
            cell -= Vector256.LessThan(point, cell * step) & Vector256<double>.One;
            cell += Vector256.GreaterThanOrEqual(point, (cell + Vector256<double>.One) * step) & Vector256<double>.One;
            cell -= lowest;
            Vector256<double> inside = Vector256.GreaterThanOrEqual(cell, Vector256<double>.Zero) & Vector256.LessThan(cell, count);
            Vector256<ulong> number = ((cell + magic).AsUInt64() ^ magic.AsUInt64()) << shift;
            number = Vector256.ConditionalSelect(inside.AsUInt64(), number, Vector256<ulong>.AllBitsSet);
            (Vector256.LoadUnsafe(ref to, (nuint)i) | number).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            double cell = Math.Floor(x[i] * (1 / pitch));
            cell -= x[i] < cell * pitch ? 1 : 0;
            cell += x[i] >= (cell + 1) * pitch ? 1 : 0;
            cell -= low;
            numbers[i] |= cell >= 0 && cell < extent ? (ulong)cell << shift : ulong.MaxValue;
        }
    }
}
