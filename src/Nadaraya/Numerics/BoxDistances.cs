using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>How far boxes are from a point, eight boxes at a time.</summary>
internal static class BoxDistances
{
    /// <summary>Boxes of a block.</summary>
    public const int Block = 8;

    /// <summary>exponents[8k + i] += what the gap to box 8·blocks[k] + i adds in one column; the first column writes instead.</summary>
    /// <remarks>The gap max(low − q, q − high, 0) is never over the rounded |q − x| of any x in the box, since rounding keeps order.</remarks>
    /// <param name="low">Lower ends of all boxes in the column, whole blocks.</param>
    /// <param name="high">Upper ends.</param>
    /// <param name="blocks">Which blocks.</param>
    /// <param name="query">q.</param>
    /// <param name="rate">What scales a gap.</param>
    /// <param name="free">How far a scaled gap counts nothing.</param>
    /// <param name="first">Whether this is the first column.</param>
    /// <param name="exponents">Eight a block.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<TFalloff>(
        double[] low, double[] high, ReadOnlySpan<int> blocks, double query, double rate, double free, bool first, Span<double> exponents)
        where TFalloff : struct, IFalloff
    {
        Vector256<double> q = Vector256.Create(query), r = Vector256.Create(rate), f = Vector256.Create(free);
        Vector256<double> none = Vector256<double>.Zero;
        ref double lows = ref MemoryMarshal.GetArrayDataReference(low);
        ref double highs = ref MemoryMarshal.GetArrayDataReference(high);
        ref double to = ref MemoryMarshal.GetReference(exponents[..(blocks.Length * Block)]);
        for (int k = 0; k < blocks.Length; k++)
        {
            nuint at = (nuint)(blocks[k] * Block);
            nuint place = (nuint)(k * Block);
            Vector256<double> near = Vector256.MaxNative(Vector256.LoadUnsafe(ref lows, at) - q, q - Vector256.LoadUnsafe(ref highs, at));
            Vector256<double> next = Vector256.MaxNative(Vector256.LoadUnsafe(ref lows, at + 4) - q, q - Vector256.LoadUnsafe(ref highs, at + 4));
            near = Vector256.MaxNative(near, none);
            next = Vector256.MaxNative(next, none);
            TFalloff.Add(near, r, f, first ? none : Vector256.LoadUnsafe(ref to, place)).StoreUnsafe(ref to, place);
            TFalloff.Add(next, r, f, first ? none : Vector256.LoadUnsafe(ref to, place + 4)).StoreUnsafe(ref to, place + 4);
        }
    }
}
