using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Moments Σ c·Π_j b_jᵏʲ of points in two or three dimensions around a centre, all kⱼ &lt; P; P is a multiple of 4.</summary>
/// <remarks>
/// Powers of the last axis, times c, stand in rows; powers of the others in columns; their product over a block of points is added to the moments with what
/// rounding loses kept beside. One instance a thread.
/// </remarks>
/// <param name="dimensions">2 or 3.</param>
/// <param name="terms">P.</param>
internal sealed class TensorMoments(int dimensions, int terms)
{
    /// <summary>Points to a block: what a sum of rounding errors can grow over.</summary>
    public const int Block = 64;

    private readonly int rows = dimensions == 2 ? terms : terms * terms;
    private readonly double[] outer = new double[(dimensions == 2 ? terms : terms * terms) * Block];
    private readonly double[] middle = new double[terms * Block];
    private readonly double[] first = new double[terms * Block];
    private readonly double[] last = new double[Block * terms];
    private readonly double[] weighted = new double[Block * terms];
    private readonly int[] sides = new int[Block];
    private readonly double[] add = new double[(dimensions == 2 ? terms : terms * terms) * terms];

    /// <summary>moments[column][k₁…] of points from … to − 1, with Σ|c| over each half, quarter or eighth of the cell and max|c| of each column.</summary>
    /// <param name="points">One array an axis, readable eight beyond their end.</param>
    /// <param name="columns">c, likewise; an empty one stands for ones.</param>
    /// <param name="from">The first point.</param>
    /// <param name="to">The end.</param>
    /// <param name="centre">The centre, one an axis.</param>
    /// <param name="scale">1/h, one an axis.</param>
    /// <param name="moments">P^d a column.</param>
    /// <param name="absolute">Σ|c| by column and by the side of the centre that a point is on along each axis, 2^d a column.</param>
    /// <param name="largest">max|c| of each column.</param>
    public void Sum(
        double[][] points, double[][] columns, int from, int to, ReadOnlySpan<double> centre, ReadOnlySpan<double> scale, Span<double> moments, Span<double> absolute, Span<double> largest)
    {
        int size = rows * terms;
        bool one = to - from <= Block;
        double[] lost = one ? [] : new double[moments.Length];
        moments.Clear();
        absolute.Clear();
        largest.Clear();
        for (int start = from; start < to; start += Block)
        {
            int count = Math.Min(Block, to - start);
            Fill(points, start, count, centre, scale);
            for (int b = 0; b < columns.Length; b++)
            {
                Span<double> sums = moments.Slice(b * size, size);
                double[] rowsOfPowers = last;
                Span<double> parts = absolute.Slice(b << dimensions, 1 << dimensions);
                if (columns[b].Length == 0)
                {
                    foreach (int side in sides.AsSpan(0, count))
                    {
                        parts[side]++;
                    }

                    largest[b] = 1;
                }
                else
                {
                    Weigh(columns[b].AsSpan(start, count), parts, ref largest[b]);
                    rowsOfPowers = weighted;
                }

                if (one)
                {
                    SmallProducts.MultiplyAdd(outer, Block, 1, rowsOfPowers, sums, rows, terms, count);
                    continue;
                }

                Array.Clear(add);
                SmallProducts.MultiplyAdd(outer, Block, 1, rowsOfPowers, add, rows, terms, count);
                AddTo(sums, lost.AsSpan(b * size, size));
            }
        }

        for (int k = 0; k < lost.Length; k++)
        {
            moments[k] += lost[k];
        }
    }

    /// <summary>Powers of a block of points.</summary>
    private void Fill(double[][] points, int start, int count, ReadOnlySpan<double> centre, ReadOnlySpan<double> scale)
    {
        Array.Clear(sides, 0, count);
        for (int j = 0; j < dimensions; j++)
        {
            double[] x = points[j];
            for (int i = 0; i < count; i++)
            {
                sides[i] = (2 * sides[i]) + (x[start + i] >= centre[j] ? 1 : 0);
            }
        }

        if (dimensions == 2)
        {
            Columns(points[0], start, count, centre[0], scale[0], outer);
            Rows(points[1], start, count, centre[1], scale[1]);
            return;
        }

        Columns(points[0], start, count, centre[0], scale[0], first);
        Columns(points[1], start, count, centre[1], scale[1], middle);
        Rows(points[2], start, count, centre[2], scale[2]);
        Products(count);
    }

    /// <summary>to[k, i] = bᵢᵏ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Columns(double[] x, int start, int count, double centre, double scale, double[] to)
    {
        Vector256<double> middleOf = Vector256.Create(centre);
        Vector256<double> unit = Vector256.Create(scale);
        ref double from = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(x), start);
        ref double first = ref MemoryMarshal.GetArrayDataReference(to);
        for (int i = 0; i < count; i += 4)
        {
            Vector256<double> b = (Vector256.LoadUnsafe(ref from, (nuint)i) - middleOf) * unit;
            Vector256<double> power = Vector256<double>.One;
            for (int k = 0; k < terms; k++)
            {
                power.StoreUnsafe(ref first, (nuint)((k * Block) + i));
                power *= b;
            }
        }
    }

    /// <summary>last[i, k] = bᵢᵏ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Rows(double[] x, int start, int count, double centre, double scale)
    {
        ref double to = ref MemoryMarshal.GetArrayDataReference(last);
        for (int i = 0; i < count; i++)
        {
            double b = (x[start + i] - centre) * scale;
            double b2 = b * b;
            Vector256<double> power = Vector256.Create(1, b, b2, b2 * b);
            Vector256<double> step = Vector256.Create(b2 * b2);
            for (int k = 0; k < terms; k += 4)
            {
                power.StoreUnsafe(ref to);
                to = ref Unsafe.Add(ref to, 4);
                power *= step;
            }
        }
    }

    /// <summary>outer[(j, k), i] = first[j, i]·middle[k, i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Products(int count)
    {
        ref double a = ref MemoryMarshal.GetArrayDataReference(first);
        ref double b = ref MemoryMarshal.GetArrayDataReference(middle);
        ref double to = ref MemoryMarshal.GetArrayDataReference(outer);
        for (int i = 0; i < count; i += 4)
        {
            for (int j = 0; j < terms; j++)
            {
                Vector256<double> x = Vector256.LoadUnsafe(ref a, (nuint)((j * Block) + i));
                for (int k = 0; k < terms; k++)
                {
                    (x * Vector256.LoadUnsafe(ref b, (nuint)((k * Block) + i))).StoreUnsafe(ref to, (nuint)((((j * terms) + k) * Block) + i));
                }
            }
        }
    }

    /// <summary>weighted[i, k] = cᵢ·last[i, k].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Weigh(ReadOnlySpan<double> c, Span<double> parts, ref double largest)
    {
        ref double from = ref MemoryMarshal.GetArrayDataReference(last);
        ref double to = ref MemoryMarshal.GetArrayDataReference(weighted);
        int at = 0;
        double most = largest;
        for (int i = 0; i < c.Length; i++)
        {
            double value = c[i];
            double size = Math.Abs(value);
            parts[sides[i]] += size;
            most = Math.Max(most, size);
            Vector256<double> weight = Vector256.Create(value);
            for (int k = 0; k < terms; k += 4)
            {
                (Vector256.LoadUnsafe(ref from, (nuint)at) * weight).StoreUnsafe(ref to, (nuint)at);
                at += 4;
            }
        }

        largest = most;
    }

    /// <summary>sums += add by two-sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddTo(Span<double> sums, Span<double> lost)
    {
        ref double sum = ref MemoryMarshal.GetReference(sums);
        ref double rest = ref MemoryMarshal.GetReference(lost);
        ref double more = ref MemoryMarshal.GetArrayDataReference(add);
        for (nuint k = 0; k < (nuint)add.Length; k += 4)
        {
            Vector256<double> before = Vector256.LoadUnsafe(ref sum, k);
            Vector256<double> part = Vector256.LoadUnsafe(ref more, k);
            Vector256<double> next = before + part;
            Vector256<double> back = next - before;
            (Vector256.LoadUnsafe(ref rest, k) + ((before - (next - back)) + (part - back))).StoreUnsafe(ref rest, k);
            next.StoreUnsafe(ref sum, k);
        }
    }
}
