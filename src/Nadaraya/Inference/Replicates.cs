namespace Nadaraya;

/// <summary>From the draws of a mean at one query, m* − m_pilot, to a standard error and quantiles.</summary>
internal readonly record struct Replicates(double Error, double Low, double High, int Usable)
{
    /// <summary>Takes the draws, NaN where one has no value; they are put in order.</summary>
    /// <param name="draws">m* − m_pilot.</param>
    /// <param name="confidence">Of the quantiles: the ⌊(B + 1)α/2⌋-th smallest of B and its mirror image.</param>
    public static Replicates Of(double[] draws, double confidence)
    {
        double[] usable = [.. draws.Where(double.IsFinite)];
        int count = usable.Length;
        if (count < 2 || 2 * count < draws.Length)
        {
            return new(double.NaN, double.NaN, double.NaN, count);
        }

        double mean = usable.Average();
        double squares = usable.Sum(d => (d - mean) * (d - mean));
        Array.Sort(usable);

        // 1e-9: (1 − 0.95)/2·1000 must be 25 and not a rounding error under it.
        int rank = Math.Max(1, (int)Math.Floor(((count + 1) * (1 - confidence) / 2) + 1e-9));
        return new(Math.Sqrt(squares / (count - 1)), usable[rank - 1], usable[count - rank], count);
    }
}
