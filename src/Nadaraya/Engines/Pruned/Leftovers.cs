using Nadaraya.Numerics;

namespace Nadaraya.Engines;

/// <summary>What tiles far from a query can add to each of its sums at most, in bins of the exponent s: which of them may be left out follows.</summary>
/// <param name="columns">The number of sums: Σ w and Σ w|c_t|.</param>
internal sealed class Leftovers(int columns)
{
    private const int ToBin = 4; // bins of s a quarter wide: a bound is at most e^(1/4) too large
    private static readonly double[] Decays = [.. Enumerable.Range(0, (746 * ToBin) + 1).Select(k => 1.01 * Math.Max(VectorMath.Exp(-(double)k / ToBin), 1e-307))];
    private readonly double[] totals = new double[Decays.Length * columns];
    private readonly double[] beyond = new double[columns];

    /// <summary>The number of bins; beyond, a weight is under the smallest double.</summary>
    public static int Bins => Decays.Length - 1;

    /// <summary>What the tiles left out may add to each sum, as <see cref="Stop"/> found it.</summary>
    public ReadOnlySpan<double> Beyond => beyond;

    /// <summary>The bin of an exponent.</summary>
    public static int Bin(double s) => (int)(s * ToBin);

    /// <summary>The least exponent of a bin.</summary>
    public static double Exponent(int bin) => (double)bin / ToBin;

    /// <summary>An upper bound of e^(−s) for every s from a bin on; 1 % covers the rounding of s and of the weights.</summary>
    public static double Decay(int bin) => Decays[bin];

    /// <summary>The first bin from which weights are no more than a share of the weight at distance 0; at most <see cref="Bins"/>.</summary>
    public static int FirstUnder(double share)
    {
        (int low, int high) = (0, Bins);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = Decays[middle] <= share ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>Empties the bins from … to − 1.</summary>
    public void Clear(int from, int to) => totals.AsSpan(from * columns, (to - from) * columns).Clear();

    /// <summary>Puts a tile into a bin.</summary>
    /// <param name="bin">The bin of its least exponent.</param>
    /// <param name="ofTile">Σ v and Σ v|c_t| over its keys.</param>
    public void Add(int bin, ReadOnlySpan<double> ofTile)
    {
        Span<double> to = totals.AsSpan(bin * columns, columns);
        for (int b = 0; b < to.Length; b++)
        {
            to[b] += ofTile[b];
        }
    }

    /// <summary>The first bin from … to such that all tiles in it and after it may be left out.</summary>
    /// <param name="from">The first bin that is filled.</param>
    /// <param name="to">The end.</param>
    /// <param name="allowed">What may be left out of each sum, in units of the weight at distance 0.</param>
    public int Stop(int from, int to, ReadOnlySpan<double> allowed)
    {
        beyond.AsSpan().Clear();
        for (int bin = to; bin > from; bin--)
        {
            ReadOnlySpan<double> here = totals.AsSpan((bin - 1) * columns, columns);
            for (int b = 0; b < here.Length; b++)
            {
                if (beyond[b] + (here[b] * Decays[bin - 1]) > allowed[b])
                {
                    return bin;
                }
            }

            for (int b = 0; b < here.Length; b++)
            {
                beyond[b] += here[b] * Decays[bin - 1];
            }
        }

        return from;
    }
}
