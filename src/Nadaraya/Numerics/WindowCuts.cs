using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>What the cells that windows cut add to the sums of queries: moments up to a boundary, and the keys beyond it, fewer than eight, one by one.</summary>
/// <remarks>Vectors are of four lanes everywhere, and a query meets the same operations alone and among others, so the bits are the same on every processor and in every batch.</remarks>
/// <param name="x">Ascending keys, readable to a whole block beyond.</param>
/// <param name="columns">Columns c_b, likewise; an empty one stands for ones.</param>
/// <param name="moments">Their moments.</param>
/// <param name="scale">1/reach.</param>
internal sealed class WindowCuts(double[] x, double[][] columns, WindowMoments moments, double scale)
{
    private const int Block = WindowMoments.Block;
    private const int Shift = 3; // log₂ of it

    /// <summary>A block of ones.</summary>
    private static readonly double[] Ones = [.. Enumerable.Repeat(1.0, Block)];

    /// <summary>A block of set bits, one of none, one of set bits: read from 8 − k on, the first k lanes; from 16 − k on, all but the first k.</summary>
    private static readonly double[] Masks =
        [.. Enumerable.Range(0, 3 * Block).Select(i => i is < Block or >= 2 * Block ? BitConverter.Int64BitsToDouble(-1) : 0)];

    /// <summary>Adds to the lanes of each query, for two columns, what the keys of a cell on one side of a cut add.</summary>
    /// <param name="cut">The cell, and which end of it counts.</param>
    /// <param name="shape">What is summed.</param>
    /// <param name="q">Queries.</param>
    /// <param name="at">The key where each query cuts, from the cell's first one to its end.</param>
    /// <param name="first">A column.</param>
    /// <param name="second">Another one, or the same.</param>
    /// <param name="sums">Two vectors a query.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(
        in WindowCut cut, WindowSeries shape, ReadOnlySpan<double> q, ReadOnlySpan<int> at, int first, int second, Span<Vector256<double>> sums)
    {
        Debug.Assert(sums.Length >= 2 * q.Length && at.Length == q.Length, "as many cuts and sums as queries");
        Pair pair = new(x, columns, first, second);
        Side side = new(cut, shape, moments, first, second, scale);
        for (int i = 0; i < q.Length; i++)
        {
            Debug.Assert(at[i] >= cut.Start && at[i] <= cut.End, "a cut lies in its cell");
            if (cut.IsEnd)
            {
                Add<End>(pair, side, at[i], q[i], ref sums[2 * i], ref sums[(2 * i) + 1]);
            }
            else
            {
                Add<Beginning>(pair, side, at[i], q[i], ref sums[2 * i], ref sums[(2 * i) + 1]);
            }
        }
    }

    /// <summary>The sums of queries whose windows are the end of one cell, what a polynomial has, and the beginning of another cell, for two columns.</summary>
    /// <param name="left">The cell where the windows begin.</param>
    /// <param name="leftShape">What is summed over it.</param>
    /// <param name="right">The cell where they end.</param>
    /// <param name="rightShape">What is summed over it.</param>
    /// <param name="whole">The polynomials of the two columns.</param>
    /// <param name="q">Queries.</param>
    /// <param name="from">Where their windows begin.</param>
    /// <param name="to">And end.</param>
    /// <param name="first">A column.</param>
    /// <param name="second">Another one, or the same.</param>
    /// <param name="sums">Gets the sums of the one.</param>
    /// <param name="others">And of the other.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Sum(
        in WindowCut left, WindowSeries leftShape, in WindowCut right, WindowSeries rightShape, in WindowWhole whole, ReadOnlySpan<double> q, ReadOnlySpan<int> from, ReadOnlySpan<int> to, int first, int second, Span<double> sums, Span<double> others)
    {
        Pair pair = new(x, columns, first, second);
        Side below = new(left, leftShape, moments, first, second, scale);
        Side above = new(right, rightShape, moments, first, second, scale);
        ref double c = ref MemoryMarshal.GetReference(whole.First);
        ref double d = ref MemoryMarshal.GetReference(whole.Second);
        (double centre, int degree) = (whole.Centre, whole.First.Length - 1);
        for (int i = 0; i < q.Length; i++)
        {
            double query = q[i];
            Vector256<double> sum = default, other = default;
            Add<End>(pair, below, from[i], query, ref sum, ref other);
            Add<Beginning>(pair, above, to[i], query, ref sum, ref other);
            double a = (query - centre) * scale;
            double value = Unsafe.Add(ref c, degree), another = Unsafe.Add(ref d, degree);
            for (int j = degree - 1; j >= 0; j--)
            {
                value = Math.FusedMultiplyAdd(value, a, Unsafe.Add(ref c, j));
                another = Math.FusedMultiplyAdd(another, a, Unsafe.Add(ref d, j));
            }

            sums[i] = value + Total(sum);
            others[i] = another + Total(other);
        }
    }

    /// <summary>The sum of the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Total(Vector256<double> v)
    {
        Vector128<double> halves = v.GetLower() + v.GetUpper();
        return halves[0] + halves[1];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TPart>(in Pair pair, in Side side, int key, double query, ref Vector256<double> sum, ref Vector256<double> other)
        where TPart : struct
    {
        // The boundary whose moments count, and of the block beside it the lanes from low to high − 1.
        int boundary, block, low, high;
        bool has;
        if (typeof(TPart) == typeof(End))
        {
            boundary = (key + Block - 1) >> Shift;
            has = boundary * Block < side.Stop;
            block = boundary - 1;
            low = key - (block * Block);
            high = Math.Min(side.Stop - (block * Block), Block);
            block = Math.Max(block, 0);
        }
        else
        {
            boundary = Math.Max((key - 1) >> Shift, 0);
            has = key > side.Start && boundary * Block >= side.Start;
            block = boundary;
            low = Math.Min(Math.Max(side.Start - (block * Block), 0), Block);
            high = key - (block * Block);
        }

        ref double at = ref Unsafe.Add(ref side.Moments, has ? boundary * side.Stride : side.Zeros);
        ref double matrix = ref side.Matrix;
        ref double polynomial = ref side.Polynomial;
        Vector256<double> argument = Vector256.Create(Math.FusedMultiplyAdd(query - side.Centre, side.ToCentre, side.Offset));
        nuint from = (nuint)(block * Block);
        nuint upTo = (nuint)(Block - high);
        nuint startingAt = (nuint)((2 * Block) - low);
        Vector256<double> point = Vector256.Create(query);
        Vector256<double> size = Vector256.Create(side.Size);
        Vector256<double> origin = Vector256.Create(side.Offset);
        Vector256<double> u0 = Vector256.FusedMultiplyAdd(Vector256.Abs(point - Vector256.LoadUnsafe(ref pair.Keys, from)), size, origin);
        Vector256<double> u1 = Vector256.FusedMultiplyAdd(Vector256.Abs(point - Vector256.LoadUnsafe(ref pair.Keys, from + 4)), size, origin);
        Vector256<double> w0, w1;
        if (side.Width == 4)
        {
            // Rows and coefficients are there up to the third power, with zeros.
            Vector256<double> t = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref matrix, 12), argument, Vector256.LoadUnsafe(ref matrix, 8));
            t = Vector256.FusedMultiplyAdd(t, argument, Vector256.LoadUnsafe(ref matrix, 4));
            t = Vector256.FusedMultiplyAdd(t, argument, Vector256.LoadUnsafe(ref matrix));
            sum = Vector256.FusedMultiplyAdd(t, Vector256.LoadUnsafe(ref at), sum);
            other = Vector256.FusedMultiplyAdd(t, Vector256.LoadUnsafe(ref at, (nuint)side.Beside), other);
            Vector256<double> a = Vector256.Create(Unsafe.Add(ref polynomial, 3));
            Vector256<double> b = Vector256.Create(Unsafe.Add(ref polynomial, 2));
            (w0, w1) = (Vector256.FusedMultiplyAdd(a, u0, b), Vector256.FusedMultiplyAdd(a, u1, b));
            b = Vector256.Create(Unsafe.Add(ref polynomial, 1));
            (w0, w1) = (Vector256.FusedMultiplyAdd(w0, u0, b), Vector256.FusedMultiplyAdd(w1, u1, b));
            b = Vector256.Create(polynomial);
            (w0, w1) = (Vector256.FusedMultiplyAdd(w0, u0, b), Vector256.FusedMultiplyAdd(w1, u1, b));
        }
        else
        {
            for (int k = 0; k < side.Width; k += 4)
            {
                int top = side.Degree * side.Width;
                Vector256<double> t = Vector256.LoadUnsafe(ref matrix, (nuint)(top + k));
                for (int n = top + k - side.Width; n >= 0; n -= side.Width)
                {
                    t = Vector256.FusedMultiplyAdd(t, argument, Vector256.LoadUnsafe(ref matrix, (nuint)n));
                }

                sum = Vector256.FusedMultiplyAdd(t, Vector256.LoadUnsafe(ref at, (nuint)k), sum);
                other = Vector256.FusedMultiplyAdd(t, Vector256.LoadUnsafe(ref at, (nuint)(side.Beside + k)), other);
            }

            w1 = w0 = Vector256.Create(Unsafe.Add(ref polynomial, side.Degree));
            for (int n = side.Degree - 1; n >= 0; n--)
            {
                Vector256<double> a = Vector256.Create(Unsafe.Add(ref polynomial, n));
                (w0, w1) = (Vector256.FusedMultiplyAdd(w0, u0, a), Vector256.FusedMultiplyAdd(w1, u1, a));
            }
        }

        ref double masks = ref pair.Masks;
        w0 &= Vector256.LoadUnsafe(ref masks, upTo) & Vector256.LoadUnsafe(ref masks, startingAt);
        w1 &= Vector256.LoadUnsafe(ref masks, upTo + 4) & Vector256.LoadUnsafe(ref masks, startingAt + 4);
        nuint own = from * pair.Step;
        sum = Vector256.FusedMultiplyAdd(w0, Vector256.LoadUnsafe(ref pair.First, own), sum);
        sum = Vector256.FusedMultiplyAdd(w1, Vector256.LoadUnsafe(ref pair.First, own + 4), sum);
        own = from * pair.OtherStep;
        other = Vector256.FusedMultiplyAdd(w0, Vector256.LoadUnsafe(ref pair.Second, own), other);
        other = Vector256.FusedMultiplyAdd(w1, Vector256.LoadUnsafe(ref pair.Second, own + 4), other);
    }

    /// <summary>The keys from the cut on count.</summary>
    private readonly struct End;

    /// <summary>The keys up to the cut count.</summary>
    private readonly struct Beginning;

    /// <summary>Keys and two columns, whose steps are 0 where a block of ones stands for all; and the masks, which a loop had better not look for.</summary>
    private readonly ref struct Pair(double[] x, double[][] columns, int first, int second)
    {
        public readonly ref double Keys = ref MemoryMarshal.GetArrayDataReference(x);
        public readonly ref double First = ref MemoryMarshal.GetArrayDataReference(columns[first].Length == 0 ? Ones : columns[first]);
        public readonly ref double Second = ref MemoryMarshal.GetArrayDataReference(columns[second].Length == 0 ? Ones : columns[second]);
        public readonly ref double Masks = ref MemoryMarshal.GetArrayDataReference(WindowCuts.Masks);
        public readonly nuint Step = columns[first].Length == 0 ? 0u : 1u;
        public readonly nuint OtherStep = columns[second].Length == 0 ? 0u : 1u;
    }

    /// <summary>What all queries share that cut a cell: its moments, and v = ±(q − centre)/reach, or the gap 1 − v, as ToCentre and Offset.</summary>
    private readonly ref struct Side(in WindowCut cut, WindowSeries shape, WindowMoments moments, int first, int second, double scale)
    {
        public readonly ref double Moments = ref moments.Of(first, cut.IsEnd);
        public readonly ref double Matrix = ref MemoryMarshal.GetArrayDataReference(shape.Matrix);
        public readonly ref double Polynomial = ref MemoryMarshal.GetArrayDataReference(shape.Polynomial);
        public readonly int Start = cut.Start;
        public readonly int Stop = cut.End;
        public readonly int Width = moments.Width;
        public readonly int Stride = moments.Stride;
        public readonly int Beside = (second - first) * moments.Width;
        public readonly int Zeros = moments.Zeros;
        public readonly int Degree = shape.Terms - 1;
        public readonly double Centre = cut.Centre;
        public readonly double Offset = shape.IsGap ? 1 : 0;
        public readonly double ToCentre = shape.IsGap == cut.IsLeft ? -scale : scale;
        public readonly double Size = shape.IsGap ? -scale : scale;
    }
}
