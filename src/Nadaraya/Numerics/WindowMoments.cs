using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Moments Σ c_b·zᵏ of runs of keys around the centre of their cell, z = (x − centre)/reach: from the cell's start up to every sixteenth key and from there to its end.</summary>
/// <remarks>
/// They are added block by block, with what rounding lost kept beside (two-sum), and never subtracted. A boundary j is key 16j; it belongs to the cell that
/// holds that key.
/// </remarks>
internal sealed class WindowMoments
{
    /// <summary>How many keys stand between two boundaries.</summary>
    public const int Block = 16;

    private readonly double[] x;
    private readonly double[][] columns;
    private readonly int terms;
    private readonly double scale;
    private readonly double[] before;
    private readonly double[] after;

    /// <param name="x">Ascending keys, readable eight beyond their end.</param>
    /// <param name="count">Their number.</param>
    /// <param name="columns">Columns c_b, likewise; an empty one stands for ones.</param>
    /// <param name="terms">How many moments a column has.</param>
    /// <param name="scale">1/reach.</param>
    public WindowMoments(double[] x, int count, double[][] columns, int terms, double scale)
    {
        (this.x, this.columns, this.terms, this.scale) = (x, columns, terms, scale);
        Stride = ((columns.Length * terms) + 7) & ~7;
        before = GC.AllocateUninitializedArray<double>(((count / Block) + 1) * Stride);
        after = GC.AllocateUninitializedArray<double>(before.Length);
    }

    /// <summary>The distance between the moments of two boundaries.</summary>
    public int Stride { get; }

    /// <summary>The moments from the start of its cell up to a boundary, column by column.</summary>
    public ReadOnlySpan<double> Before(int boundary) => before.AsSpan(boundary * Stride, Stride);

    /// <summary>The moments from a boundary to the end of its cell, column by column.</summary>
    public ReadOnlySpan<double> After(int boundary) => after.AsSpan(boundary * Stride, Stride);

    /// <summary>The first boundary at a key or above it.</summary>
    public static int BoundaryFrom(int key) => (key + Block - 1) / Block;

    /// <summary>Sums the keys of a cell.</summary>
    /// <param name="start">Its first key.</param>
    /// <param name="end">Its end.</param>
    /// <param name="centre">Its centre.</param>
    public void Fill(int start, int end, double centre)
    {
        int first = BoundaryFrom(start);
        if (first * Block >= end)
        {
            return;
        }

        int last = (end - 1) / Block;
        Of(start, first * Block, centre, before.AsSpan(first * Stride, Stride));
        for (int j = first; j <= last; j++)
        {
            Of(j * Block, Math.Min((j + 1) * Block, end), centre, after.AsSpan(j * Stride, Stride));
        }

        Accumulate(first, last);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Accumulate(int first, int last)
    {
        Span<Vector512<double>> up = MemoryMarshal.Cast<double, Vector512<double>>(before.AsSpan());
        Span<Vector512<double>> down = MemoryMarshal.Cast<double, Vector512<double>>(after.AsSpan());
        int width = Stride / 8;
        for (int k = 0; k < width; k++)
        {
            Vector512<double> sum = up[(first * width) + k], lost = default;
            for (int j = first; j < last; j++)
            {
                TileSums.AddTo(ref sum, ref lost, down[(j * width) + k]);
                up[((j + 1) * width) + k] = sum + lost;
            }

            (sum, lost) = (down[(last * width) + k], default);
            for (int j = last - 1; j >= first; j--)
            {
                TileSums.AddTo(ref sum, ref lost, down[(j * width) + k]);
                down[(j * width) + k] = sum + lost;
            }
        }
    }

    /// <summary>The moments of at most sixteen keys.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Of(int from, int to, double centre, Span<double> moments)
    {
        moments.Clear();
        if (from >= to)
        {
            return;
        }

        Vector512<double> lanes = Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7);
        Vector512<double> first = Vector512.LessThan(lanes, Vector512.Create((double)(to - from)));
        Vector512<double> second = Vector512.LessThan(lanes, Vector512.Create((double)(to - from - 8)));
        int next = to - from > 8 ? from + 8 : from;
        Vector512<double> middle = Vector512.Create(centre);
        Vector512<double> unit = Vector512.Create(scale);
        Vector512<double> z = ((Vector512.LoadUnsafe(ref x[0], (nuint)from) - middle) * unit) & first;
        Vector512<double> y = ((Vector512.LoadUnsafe(ref x[0], (nuint)next) - middle) * unit) & second;
        for (int b = 0; b < columns.Length; b++)
        {
            bool ones = columns[b].Length == 0;
            Vector512<double> p = (ones ? Vector512<double>.One : Vector512.LoadUnsafe(ref columns[b][0], (nuint)from)) & first;
            Vector512<double> r = (ones ? Vector512<double>.One : Vector512.LoadUnsafe(ref columns[b][0], (nuint)next)) & second;
            for (int k = 0; k < terms; k++)
            {
                moments[(b * terms) + k] = TileSums.Total(p + r);
                p *= z;
                r *= y;
            }
        }
    }
}
