using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Where a window of ascending keys begins and ends: |q − x| under the reach, or at most the reach, on the doubles themselves.</summary>
/// <remarks>Ascending queries take up each end where the last one was: eight comparisons without a branch among them, then steps that double.</remarks>
/// <param name="x">Keys, readable eight beyond their end.</param>
/// <param name="count">Their number.</param>
/// <param name="reach">support·h.</param>
/// <param name="closed">Whether keys on the rim belong.</param>
internal readonly struct WindowEnds(double[] x, int count, double reach, bool closed)
{
    // Closed: the next double is the first that does not belong.
    private readonly double outside = closed ? Math.BitIncrement(reach) : reach;

    /// <summary>The first key of each window and its end.</summary>
    /// <param name="q">The queries.</param>
    /// <param name="starts">Gets the first keys.</param>
    /// <param name="stops">Gets the ends.</param>
    /// <param name="first">Where the window of a query that is not above the first one begins, 0 for none.</param>
    /// <param name="end">Where it ends, 0 for none.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find(ReadOnlySpan<double> q, Span<int> starts, Span<int> stops, int first = 0, int end = 0)
    {
        ref double keys = ref MemoryMarshal.GetArrayDataReference(x);
        Vector256<double> limit = Vector256.Create(outside);
        double last = double.NegativeInfinity;
        for (int i = 0; i < q.Length; i++)
        {
            double query = q[i];
            if (query < last)
            {
                first = Leap(query, 0, outside, below: true);
                end = Leap(query, first, outside, below: false);
            }
            else
            {
                Vector256<double> at = Vector256.Create(query);
                Vector256<double> low = Vector256.GreaterThanOrEqual(at - Vector256.LoadUnsafe(ref keys, (nuint)first), limit);
                Vector256<double> next = Vector256.GreaterThanOrEqual(at - Vector256.LoadUnsafe(ref keys, (nuint)first + 4), limit);
                int beside = BitOperations.TrailingZeroCount(~(low.ExtractMostSignificantBits() | (next.ExtractMostSignificantBits() << 4)));
                first += beside;
                low = Vector256.LessThan(Vector256.LoadUnsafe(ref keys, (nuint)end) - at, limit);
                next = Vector256.LessThan(Vector256.LoadUnsafe(ref keys, (nuint)end + 4) - at, limit);
                int beyond = BitOperations.TrailingZeroCount(~(low.ExtractMostSignificantBits() | (next.ExtractMostSignificantBits() << 4)));
                end += beyond;
                if ((beside | beyond) >= 8)
                {
                    first = beside < 8 ? first : Leap(query, Math.Min(first, count), outside, below: true);
                    end = beyond < 8 ? end : Leap(query, Math.Min(end, count), outside, below: false);
                }
            }

            // Keys are padded with copies of the last one.
            first = Math.Min(first, count);
            end = Math.Min(end, count);
            starts[i] = first;
            stops[i] = end;
            last = query;
        }
    }

    /// <summary>The first key of each window that is not under its query.</summary>
    public void Middles(ReadOnlySpan<double> q, ReadOnlySpan<int> starts, Span<int> middles)
    {
        int near = 0;
        for (int i = 0; i < q.Length; i++)
        {
            near = Math.Max(starts[i], i > 0 && q[i] >= q[i - 1] ? near : 0);
            near = Middle(q[i], near);
            middles[i] = near;
        }
    }

    /// <summary>The first key that is not under the query; all before a key are.</summary>
    public int Middle(double query, int from) => Leap(query, from, double.Epsilon, below: true);

    private int Leap(double query, int from, double limit, bool below)
    {
        int low = from;
        int high = from;
        for (int step = 1; high < count && IsBefore(query, high, limit, below); step *= 2)
        {
            low = high + 1;
            high = (int)Math.Min((long)high + step, count);
        }

        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (IsBefore(query, middle, limit, below))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private bool IsBefore(double query, int key, double limit, bool below) => below ? query - x[key] >= limit : x[key] - query < limit;
}
