namespace Nadaraya.Engines;

/// <summary>A grid of cells [c·p, (c + 1)·p) of pitch p ≈ h/2, or another part of h, whose borders and centres are exact doubles.</summary>
/// <remarks>
/// p keeps so few significant bits that every border and centre within reach of the keys is a double, so key − centre loses nothing however far the
/// keys lie from 0.
/// </remarks>
internal sealed class CellGrid
{
    private const int MostBits = 12; // p is within 2⁻¹² of what was asked for
    private const int LeastBits = 4; // δ stays within an eighth of it; with fewer, h is nearly the spacing of the doubles there

    private CellGrid(double pitch, double bandwidth)
    {
        Pitch = pitch;
        Bandwidth = bandwidth;
        Width = pitch / bandwidth;
        Reciprocal = 1 / pitch;
    }

    /// <summary>p, in the unit of the keys.</summary>
    public double Pitch { get; }

    /// <summary>h.</summary>
    public double Bandwidth { get; }

    /// <summary>1/p.</summary>
    public double Reciprocal { get; }

    /// <summary>δ = p/h.</summary>
    public double Width { get; }

    /// <summary>The grid for keys of at most that size; null where no such grid exists.</summary>
    /// <param name="largest">max |x|.</param>
    /// <param name="bandwidth">h.</param>
    /// <param name="width">The most that δ may be.</param>
    public static CellGrid? For(double largest, double bandwidth, double width = 0.5)
    {
        double half = bandwidth * width;
        if (bandwidth is < 1e-280 or > 1e280 || largest > 1e290)
        {
            return null;
        }

        // A centre is (2c + 1)·p/2: with |c| < 2^e and p of k bits it needs e + 1 + k ≤ 53. Two bits are left for queries around the keys.
        int places = largest > half ? Math.ILogB(largest / half) + 4 : 4;
        int bits = Math.Min(MostBits, 52 - places);
        if (bits < LeastBits)
        {
            return null;
        }

        long mask = -1L << (53 - bits);
        return new(BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(half) & mask), bandwidth);
    }

    /// <summary>The cell of a point, exactly; only for points whose |x|/p is under 2⁵⁰.</summary>
    public long Of(double x)
    {
        long cell = (long)Math.Floor(x * Reciprocal);
        return x < Border(cell) ? cell - 1 : x >= Border(cell + 1) ? cell + 1 : cell;
    }

    /// <summary>c·p, the lower end of a cell.</summary>
    public double Border(long cell) => cell * Pitch;

    /// <summary>(c + ½)·p.</summary>
    public double Centre(long cell) => ((2 * cell) + 1) * (Pitch / 2);
}
