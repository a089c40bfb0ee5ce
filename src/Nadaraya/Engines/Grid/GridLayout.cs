using System.Numerics;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Engines;

/// <summary>A grid in two or three dimensions around some keys at fixed bandwidths: its pitch, its reach, and a number for every cell near the keys.</summary>
/// <remarks>
/// A cell's number holds its coordinates, the first axis in the highest bits, counted from a margin below the lowest key: numbers are in the order of rows, and
/// a row of cells along the last axis is a run of numbers.
/// </remarks>
internal sealed class GridLayout
{
    /// <summary>The number of a point beyond the margin.</summary>
    public const ulong Nowhere = ulong.MaxValue;

    private const int MostBits = 58;
    private readonly CellGrid[] axes;
    private readonly long[] low;
    private readonly int[] shifts;

    private GridLayout(CellGrid[] axes, long[] low, int[] shifts, int bits, long[] extents, int[] reach, double[] bandwidths, GridTerms terms)
    {
        (this.axes, this.low, this.shifts) = (axes, low, shifts);
        (Bits, Extents, Reach, Terms) = (bits, extents, reach, terms.Terms);
        Scales = [.. bandwidths.Select(h => 1 / h)];
        Widths = [.. axes.Select(a => a.Width)];
    }

    /// <summary>2 or 3.</summary>
    public int Dimensions => axes.Length;

    /// <summary>P.</summary>
    public int Terms { get; }

    /// <summary>R, how many cells away a cell is still looked at, one an axis.</summary>
    public int[] Reach { get; }

    /// <summary>1/h, one an axis.</summary>
    public double[] Scales { get; }

    /// <summary>δ, one an axis.</summary>
    public double[] Widths { get; }

    /// <summary>How many bits a number has.</summary>
    public int Bits { get; }

    /// <summary>How many cells there are along each axis, margins included.</summary>
    public long[] Extents { get; }

    /// <summary>How far the coordinate of an axis is shifted in a number.</summary>
    public int Shift(int axis) => shifts[axis];

    /// <summary>The grid for a request; null where bandwidths are too small for the doubles at the keys or for the numbers.</summary>
    public static GridLayout? For(PoolingRequest request)
    {
        double[] bandwidths = request.Score.Single!.Bandwidths;
        int d = bandwidths.Length;
        GridTerms terms = GridTerms.For(d, request.Tolerance / 3);
        CellGrid[] axes = new CellGrid[d];
        long[] low = new long[d];
        long[] extents = new long[d];
        int[] reach = new int[d];
        int[] shifts = new int[d];
        double beyond = GridTerms.Cut(request.Keys.Count, request.Tolerance / 3);
        int bits = 0;
        for (int j = d - 1; j >= 0; j--)
        {
            (double least, double most) = request.Keys.Bounds(j);
            if (CellGrid.For(Math.Max(Math.Abs(least), Math.Abs(most)), bandwidths[j], terms.Width) is not CellGrid axis)
            {
                return null;
            }

            axes[j] = axis;
            reach[j] = (int)Math.Ceiling(GridTerms.Reach(request.Keys.Count, request.Tolerance / 3) / axis.Width);
            int margin = (int)Math.Ceiling(beyond / axis.Width) + 1;
            low[j] = axis.Of(least) - margin;
            extents[j] = axis.Of(most) + margin + 1 - low[j];
            shifts[j] = bits;
            bits += 64 - BitOperations.LeadingZeroCount((ulong)extents[j]);
            if (bits > MostBits)
            {
                return null;
            }
        }

        return new(axes, low, shifts, bits, extents, reach, bandwidths, terms);
    }

    /// <summary>The numbers of the cells of some points; <see cref="Nowhere"/> beyond the margin.</summary>
    /// <param name="columns">The points.</param>
    /// <param name="from">The first one.</param>
    /// <param name="numbers">As many numbers as points.</param>
    public void Of(double[][] columns, int from, Span<ulong> numbers)
    {
        numbers.Clear();
        for (int j = 0; j < axes.Length; j++)
        {
            CellNumbers.Add(columns[j].AsSpan(from, numbers.Length), axes[j].Pitch, low[j], Extents[j], shifts[j], numbers);
        }
    }

    /// <summary>How many strips of the last axis a value lies above the lower end of a cell.</summary>
    public double Strips(double x, ulong cell)
    {
        int last = axes.Length - 1;
        return (x - Border(Coordinate(cell, last), last)) * (GridStrips.Count * axes[last].Reciprocal);
    }

    /// <summary>A coordinate of a cell, counted from the margin.</summary>
    public long Coordinate(ulong cell, int axis) =>
        (long)((axis == 0 ? cell : cell & ((1UL << shifts[axis - 1]) - 1)) >> shifts[axis]);

    /// <summary>The centre of a cell along an axis.</summary>
    public double Centre(ulong cell, int axis) => axes[axis].Centre(Coordinate(cell, axis) + low[axis]);

    /// <summary>The lower end of a cell along an axis.</summary>
    public double Border(long coordinate, int axis) => axes[axis].Border(coordinate + low[axis]);
}
