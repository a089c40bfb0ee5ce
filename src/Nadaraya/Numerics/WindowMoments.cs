using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Moments Σ c_b·zᵏ of runs of keys around the centre of their cell, z = (x − centre)/reach: from the cell's start up to every eighth key and from there to its end.</summary>
/// <remarks>
/// They are added block by block, with what rounding lost kept beside (two-sum), and never subtracted. A boundary j is key 8j; it belongs to the cell that
/// holds that key. Vectors are of four lanes everywhere, so the bits are the same on every processor.
/// </remarks>
internal sealed class WindowMoments
{
    /// <summary>How many keys stand between two boundaries: two vectors.</summary>
    public const int Block = 8;

    private readonly double[] x;
    private readonly double[][] columns;
    private readonly int terms;
    private readonly double scale;
    private readonly double[] before;
    private readonly double[] after;

    /// <param name="x">Ascending keys, readable to a whole block beyond.</param>
    /// <param name="count">Their number.</param>
    /// <param name="columns">Columns c_b, likewise; an empty one stands for ones.</param>
    /// <param name="terms">How many moments a column has.</param>
    /// <param name="scale">1/reach.</param>
    public WindowMoments(double[] x, int count, double[][] columns, int terms, double scale)
    {
        (this.x, this.columns, this.terms, this.scale) = (x, columns, terms, scale);
        Width = (terms + 3) & ~3;
        Stride = columns.Length * Width;

        // One boundary more, whose moments are 0.
        int boundaries = ((count + Block - 1) / Block) + 1;
        before = GC.AllocateUninitializedArray<double>(boundaries * Stride);
        after = GC.AllocateUninitializedArray<double>(before.Length);
        before.AsSpan(^Stride).Clear();
        after.AsSpan(^Stride).Clear();
    }

    /// <summary>The distance between the moments of two columns.</summary>
    public int Width { get; }

    /// <summary>The distance between the moments of two boundaries.</summary>
    public int Stride { get; }

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
        Of(first - 1, start, first * Block, centre, before.AsSpan(first * Stride, Stride));
        for (int j = first; j <= last; j++)
        {
            Of(j, j * Block, Math.Min((j + 1) * Block, end), centre, after.AsSpan(j * Stride, Stride));
        }

        Accumulate(first, last);
    }

    /// <summary>The moments of all keys of a cell.</summary>
    public void Whole(int start, int end, double centre, Span<double> whole)
    {
        int first = BoundaryFrom(start);
        if (first * Block >= end)
        {
            Of(start / Block, start, end, centre, whole);
            return;
        }

        ReadOnlySpan<double> head = before.AsSpan(first * Stride, Stride);
        ReadOnlySpan<double> rest = after.AsSpan(first * Stride, Stride);
        for (int k = 0; k < Stride; k++)
        {
            whole[k] = head[k] + rest[k];
        }
    }

    /// <summary>Where the moments of the last boundary stand, which are 0.</summary>
    public int Zeros => before.Length - Stride;

    /// <summary>The moments of a column: from each boundary to its cell's end, or up to it.</summary>
    public ref double Of(int column, bool isEnd) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(isEnd ? after : before), column * Width);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Accumulate(int first, int last)
    {
        Span<Vector256<double>> up = MemoryMarshal.Cast<double, Vector256<double>>(before.AsSpan());
        Span<Vector256<double>> down = MemoryMarshal.Cast<double, Vector256<double>>(after.AsSpan());
        int width = Stride / 4;
        for (int k = 0; k < width; k++)
        {
            Vector256<double> sum = up[(first * width) + k], lost = default;
            for (int j = first; j < last; j++)
            {
                AddTo(ref sum, ref lost, down[(j * width) + k]);
                up[((j + 1) * width) + k] = sum + lost;
            }

            (sum, lost) = (down[(last * width) + k], default);
            for (int j = last - 1; j >= first; j--)
            {
                AddTo(ref sum, ref lost, down[(j * width) + k]);
                down[(j * width) + k] = sum + lost;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(ref Vector256<double> sum, ref Vector256<double> lost, Vector256<double> add)
    {
        Vector256<double> next = sum + add;
        Vector256<double> back = next - sum;
        lost += (sum - (next - back)) + (add - back);
        sum = next;
    }

    /// <summary>The moments of keys from … to − 1 within one block, or around the border between two where the first is not full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Of(int block, int from, int to, double centre, Span<double> moments)
    {
        moments.Clear();
        for (int start = Math.Max(block, 0) * Block; start < to; start += 4)
        {
            Vector256<double> lanes = Vector256.Create(0.0, 1, 2, 3) + Vector256.Create((double)start);
            Vector256<double> mask = Vector256.LessThan(lanes, Vector256.Create((double)to)) & Vector256.GreaterThanOrEqual(lanes, Vector256.Create((double)from));
            Vector256<double> z = (Vector256.LoadUnsafe(ref x[0], (nuint)start) - Vector256.Create(centre)) * Vector256.Create(scale) & mask;
            for (int b = 0; b < columns.Length; b++)
            {
                Vector256<double> p = mask & (columns[b].Length == 0 ? Vector256<double>.One : Vector256.LoadUnsafe(ref columns[b][0], (nuint)start));
                for (int k = 0; k < terms; k++)
                {
                    moments[(b * Width) + k] += (p[0] + p[1]) + (p[2] + p[3]);
                    p *= z;
                }
            }
        }
    }
}
