using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Where a window of ascending keys begins and ends: |q − x| under the reach, or at most the reach, on the doubles themselves.</summary>
/// <remarks>Looked for from a key on: eight comparisons at a time without a branch among them, then steps that double.</remarks>
/// <param name="x">Keys, readable eight beyond their end.</param>
/// <param name="count">Their number.</param>
/// <param name="reach">support·h.</param>
/// <param name="closed">Whether keys on the rim belong.</param>
internal readonly struct WindowEnds(double[] x, int count, double reach, bool closed)
{
    // Closed: the next double is the first that does not belong.
    private readonly double outside = closed ? Math.BitIncrement(reach) : reach;

    /// <summary>The first key of the window; none before a key is in it.</summary>
    public int First(double query, int from) => From(query, from, outside, below: true);

    /// <summary>The end of the window; none before a key is beyond it.</summary>
    public int End(double query, int from) => From(query, from, outside, below: false);

    /// <summary>The first key that is not under the query; all before a key are.</summary>
    public int Middle(double query, int from) => From(query, from, Math.BitIncrement(0.0), below: true);

    /// <summary>The first key from … where q − x is under a limit, or x − q is not.</summary>
    private int From(double query, int from, double limit, bool below)
    {
        Vector512<double> q = Vector512.Create(query);
        Vector512<double> l = Vector512.Create(limit);
        ref double keys = ref MemoryMarshal.GetArrayDataReference(x);
        for (int i = from; i < Math.Min(count, from + 32); i += 8)
        {
            Vector512<double> key = Vector512.LoadUnsafe(ref keys, (nuint)i);
            Vector512<double> before = below ? Vector512.GreaterThanOrEqual(q - key, l) : Vector512.LessThan(key - q, l);
            int beside = BitOperations.TrailingZeroCount(~(uint)before.ExtractMostSignificantBits());
            if (beside < 8)
            {
                return Math.Min(i + beside, count);
            }
        }

        return from + 32 >= count ? count : Leap(query, from + 32, limit, below);
    }

    private int Leap(double query, int from, double limit, bool below)
    {
        int low = from;
        int high = from;
        for (int step = 32; high < count && IsBefore(query, high, limit, below); step *= 2)
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
