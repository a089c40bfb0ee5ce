namespace Nadaraya.Numerics;

/// <summary>A small generator of random numbers whose stream is fixed for ever by its definition: SplitMix64.</summary>
/// <remarks>Not for secrets. Source: Steele, Lea &amp; Flood (2014), Fast splittable pseudorandom number generators.</remarks>
internal sealed class SplitMix64(ulong seed)
{
    private ulong state = seed;
    private double? spare;

    /// <summary>A generator for one of many draws of a seed; draws do not share their stream.</summary>
    public static SplitMix64 ForDraw(int seed, int draw)
    {
        SplitMix64 mix = new(((ulong)(uint)seed << 32) | (uint)draw);
        return new(mix.Next());
    }

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        // The constants of the published generator: 2^64 over the golden ratio, and Stafford's mix 13.
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>U(0, 1), 53 bits; 1 is never reached.</summary>
    public double NextUniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>0 … bound − 1, each with the same probability exactly. Source: Lemire (2019), Fast random integer generation in an interval.</summary>
    public int NextBelow(int bound)
    {
        ulong range = (ulong)bound;
        ulong high = Math.BigMul(Next(), range, out ulong low);
        while (low < range && low < (0 - range) % range)
        {
            high = Math.BigMul(Next(), range, out low);
        }

        return (int)high;
    }

    /// <summary>The first places of a random order of values. Source: Fisher &amp; Yates, as Knuth (1997) has it, algorithm P.</summary>
    public void Shuffle<T>(T[] values, int places)
    {
        for (int k = 0; k < places && k < values.Length - 1; k++)
        {
            int other = k + NextBelow(values.Length - k);
            (values[k], values[other]) = (values[other], values[k]);
        }
    }

    /// <summary>N(0, 1) by the polar method. Source: Marsaglia &amp; Bray (1964).</summary>
    public double NextNormal()
    {
        if (spare is double kept)
        {
            spare = null;
            return kept;
        }

        double u;
        double v;
        double s;
        do
        {
            u = (2 * NextUniform()) - 1;
            v = (2 * NextUniform()) - 1;
            s = (u * u) + (v * v);
        }
        while (s is >= 1 or 0);

        double factor = Math.Sqrt(-2 * Math.Log(s) / s);
        spare = v * factor;
        return u * factor;
    }
}
