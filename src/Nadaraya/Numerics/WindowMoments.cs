using System.Diagnostics;
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

    private const int Shift = 3; // log₂ of it

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

    /// <summary>Adds to the lanes of each query, for two columns, what the keys of a cell on one side of a cut add: moments up to a boundary, and the keys beyond it one by one.</summary>
    /// <param name="cut">The cell, and which end of it counts.</param>
    /// <param name="shape">What is summed.</param>
    /// <param name="q">Queries.</param>
    /// <param name="at">The key where each query cuts, from the cell's first one to its end.</param>
    /// <param name="first">A column.</param>
    /// <param name="second">Another one, or the same.</param>
    /// <param name="sums">Two vectors a query.</param>
    public void Add(
        in WindowCut cut, WindowSeries shape, ReadOnlySpan<double> q, ReadOnlySpan<int> at, int first, int second, Span<Vector256<double>> sums)
    {
        for (int i = 0; i < at.Length; i++)
        {
            Debug.Assert(at[i] >= cut.Start && at[i] <= cut.End && sums.Length >= 2 * q.Length && at.Length == q.Length, "a cut lies in its cell");
        }

        if (cut.IsEnd)
        {
            Add<End>(cut, shape, q, at, first, second, sums);
        }
        else
        {
            Add<Beginning>(cut, shape, q, at, first, second, sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add<TPart>(
        in WindowCut cut, WindowSeries shape, ReadOnlySpan<double> q, ReadOnlySpan<int> at, int first, int second, Span<Vector256<double>> sums)
        where TPart : struct
    {
        ref double keys = ref MemoryMarshal.GetArrayDataReference(x);
        ref double masks = ref MemoryMarshal.GetArrayDataReference(Masks);
        int step = columns[first].Length == 0 ? 0 : 1;
        int otherStep = columns[second].Length == 0 ? 0 : 1;
        ref double c = ref MemoryMarshal.GetArrayDataReference(step == 0 ? Ones : columns[first]);
        ref double d = ref MemoryMarshal.GetArrayDataReference(otherStep == 0 ? Ones : columns[second]);
        ref double m = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(cut.IsEnd ? after : before), first * Width);
        ref double queries = ref MemoryMarshal.GetReference(q);
        ref int cuts = ref MemoryMarshal.GetReference(at);
        ref Vector256<double> to = ref MemoryMarshal.GetReference(sums);
        ref double polynomial = ref MemoryMarshal.GetArrayDataReference(shape.Polynomial);
        ref double matrix = ref MemoryMarshal.GetArrayDataReference(shape.Matrix);
        int stride = Stride;
        int width = Width;
        int beside = (second - first) * width;
        int zeros = before.Length - stride;
        int degree = terms - 1;
        int top = degree * width;
        (int start, int end, double centre) = (cut.Start, cut.End, cut.Centre);

        // v = ±(q − centre)/reach, or the gap 1 − v.
        double offset = shape.IsGap ? 1 : 0;
        double toCentre = shape.IsGap == cut.IsLeft ? -scale : scale;
        Vector256<double> size = Vector256.Create(shape.IsGap ? -scale : scale);
        Vector256<double> origin = Vector256.Create(offset);
        for (int i = 0; i < q.Length; i++)
        {
            // The boundary whose moments count, and of the block beside it the lanes from low to high − 1.
            int key = Unsafe.Add(ref cuts, i);
            int boundary, block, low, high;
            bool has;
            if (typeof(TPart) == typeof(End))
            {
                boundary = (key + Block - 1) >> Shift;
                has = boundary * Block < end;
                block = boundary - 1;
                low = key - (block * Block);
                high = Math.Min(end - (block * Block), Block);
                block = Math.Max(block, 0);
            }
            else
            {
                boundary = Math.Max((key - 1) >> Shift, 0);
                has = key > start && boundary * Block >= start;
                block = boundary;
                low = Math.Min(Math.Max(start - (block * Block), 0), Block);
                high = key - (block * Block);
            }

            double query = Unsafe.Add(ref queries, i);
            Vector256<double> sum = Unsafe.Add(ref to, 2 * i);
            Vector256<double> other = Unsafe.Add(ref to, (2 * i) + 1);
            ref double moments = ref Unsafe.Add(ref m, has ? boundary * stride : zeros);
            Vector256<double> argument = Vector256.Create(Math.FusedMultiplyAdd(query - centre, toCentre, offset));
            for (int k = 0; k < width; k += 4)
            {
                Vector256<double> t = Vector256.LoadUnsafe(ref matrix, (nuint)(top + k));
                for (int n = top + k - width; n >= 0; n -= width)
                {
                    t = Vector256.FusedMultiplyAdd(t, argument, Vector256.LoadUnsafe(ref matrix, (nuint)n));
                }

                sum = Vector256.FusedMultiplyAdd(t, Vector256.LoadUnsafe(ref moments, (nuint)k), sum);
                other = Vector256.FusedMultiplyAdd(t, Vector256.LoadUnsafe(ref moments, (nuint)(beside + k)), other);
            }

            nuint from = (nuint)(block * Block);
            nuint upTo = (nuint)(Block - high);
            nuint startingAt = (nuint)((2 * Block) - low);
            Vector256<double> point = Vector256.Create(query);
            Vector256<double> u0 = Vector256.FusedMultiplyAdd(Vector256.Abs(point - Vector256.LoadUnsafe(ref keys, from)), size, origin);
            Vector256<double> u1 = Vector256.FusedMultiplyAdd(Vector256.Abs(point - Vector256.LoadUnsafe(ref keys, from + 4)), size, origin);
            Vector256<double> w0 = Vector256.Create(Unsafe.Add(ref polynomial, degree));
            Vector256<double> w1 = w0;
            for (int n = degree - 1; n >= 0; n--)
            {
                Vector256<double> a = Vector256.Create(Unsafe.Add(ref polynomial, n));
                w0 = Vector256.FusedMultiplyAdd(w0, u0, a);
                w1 = Vector256.FusedMultiplyAdd(w1, u1, a);
            }

            w0 &= Vector256.LoadUnsafe(ref masks, upTo) & Vector256.LoadUnsafe(ref masks, startingAt);
            w1 &= Vector256.LoadUnsafe(ref masks, upTo + 4) & Vector256.LoadUnsafe(ref masks, startingAt + 4);
            nuint own = from * (nuint)step;
            sum = Vector256.FusedMultiplyAdd(w0, Vector256.LoadUnsafe(ref c, own), sum);
            Unsafe.Add(ref to, 2 * i) = Vector256.FusedMultiplyAdd(w1, Vector256.LoadUnsafe(ref c, own + 4), sum);
            own = from * (nuint)otherStep;
            other = Vector256.FusedMultiplyAdd(w0, Vector256.LoadUnsafe(ref d, own), other);
            Unsafe.Add(ref to, (2 * i) + 1) = Vector256.FusedMultiplyAdd(w1, Vector256.LoadUnsafe(ref d, own + 4), other);
        }
    }

    /// <summary>The keys from the cut on count.</summary>
    private readonly struct End;

    /// <summary>The keys up to the cut count.</summary>
    private readonly struct Beginning;

    /// <summary>A block of ones.</summary>
    private static readonly double[] Ones = [.. Enumerable.Repeat(1.0, Block)];

    /// <summary>A block of set bits, one of none, one of set bits: read from 8 − k on, the first k lanes; from 16 − k on, all but the first k.</summary>
    private static readonly double[] Masks =
        [.. Enumerable.Range(0, 3 * Block).Select(i => i is < Block or >= 2 * Block ? BitConverter.Int64BitsToDouble(-1) : 0)];

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
