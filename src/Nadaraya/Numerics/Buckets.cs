using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Counting sort of numbers by the cell [c·p, (c + 1)·p) they lie in, stable: equal cells keep the order they came in.</summary>
/// <param name="pitch">p; every border c·p within reach must be a double.</param>
/// <param name="reciprocal">1/p.</param>
/// <param name="first">The first cell told apart; all below it are one bucket.</param>
/// <param name="span">How many cells from there on; all above them are one bucket.</param>
internal sealed class Buckets(double pitch, double reciprocal, long first, int span)
{
    private const double Magic = 6755399441055744.0; // 1.5·2⁵²: adding it rounds to an integer that then stands in the low bits
    private readonly int[] starts = new int[span + 3];

    /// <summary>How many of the last numbers lie below the first cell: their places come first.</summary>
    public int Below => starts[0];

    /// <summary>The place of the first number above the last cell.</summary>
    public int Above => starts[span];

    /// <summary>places[i] = where number i goes.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="places">As many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Place(ReadOnlySpan<double> x, Span<int> places)
    {
        starts.AsSpan().Clear();
        Find(x, places);
        ref int start = ref MemoryMarshal.GetArrayDataReference(starts);
        ref int place = ref MemoryMarshal.GetReference(places);
        for (int i = 0; i < places.Length; i++)
        {
            Unsafe.Add(ref start, Unsafe.Add(ref place, i) + 1)++;
        }

        for (int k = 1; k < starts.Length; k++)
        {
            starts[k] += starts[k - 1];
        }

        for (int i = 0; i < places.Length; i++)
        {
            ref int next = ref Unsafe.Add(ref start, Unsafe.Add(ref place, i));
            Unsafe.Add(ref place, i) = next++;
        }
    }

    /// <summary>to[places[i]] = from[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Move(ReadOnlySpan<double> from, ReadOnlySpan<int> places, Span<double> to)
    {
        ref double target = ref MemoryMarshal.GetReference(to[..from.Length]);
        ref int place = ref MemoryMarshal.GetReference(places[..from.Length]);
        for (int i = 0; i < from.Length; i++)
        {
            Unsafe.Add(ref target, Unsafe.Add(ref place, i)) = from[i];
        }
    }

    /// <summary>to[places[i]] = from + i.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Number(int from, ReadOnlySpan<int> places, Span<int> to)
    {
        ref int target = ref MemoryMarshal.GetReference(to[..places.Length]);
        for (int i = 0; i < places.Length; i++)
        {
            Unsafe.Add(ref target, places[i]) = from + i;
        }
    }

    /// <summary>The bucket of each number: 0 below, 1 … span in the cells, span + 1 above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Find(ReadOnlySpan<double> x, Span<int> buckets)
    {
        Vector256<double> p = Vector256.Create(pitch), r = Vector256.Create(reciprocal), base1 = Vector256.Create((double)(first - 1));
        Vector256<double> most = Vector256.Create(span + 1.0), magic = Vector256.Create(Magic);
        ref double from = ref MemoryMarshal.GetReference(x);
        ref int to = ref MemoryMarshal.GetReference(buckets[..x.Length]);
        int i = 0;
        for (; i + 4 <= x.Length; i += 4)
        {
            Vector256<double> v = Vector256.LoadUnsafe(ref from, (nuint)i);
            Vector256<double> cell = Vector256.Floor(v * r);
            cell -= Vector256.LessThan(v, cell * p) & Vector256<double>.One;
            cell += Vector256.GreaterThanOrEqual(v, (cell + Vector256<double>.One) * p) & Vector256<double>.One;
            Vector256<double> bucket = Vector256.MinNative(Vector256.MaxNative(cell - base1, Vector256<double>.Zero), most);
            Vector256<long> bits = (bucket + magic).AsInt64();
            Vector128.Narrow(bits.GetLower(), bits.GetUpper()).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < x.Length; i++)
        {
            double cell = Math.Floor(x[i] * reciprocal);
            cell -= x[i] < cell * pitch ? 1 : 0;
            cell += x[i] >= (cell + 1) * pitch ? 1 : 0;
            buckets[i] = (int)Math.Min(Math.Max(cell - (first - 1), 0), span + 1.0);
        }
    }
}
