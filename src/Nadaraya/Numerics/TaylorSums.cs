using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Taylor moments of points around a centre, their translation by matrices, and Horner's rule for many points: what cells are made of.</summary>
/// <remarks>Sixteen terms, two vectors. All sums have a fixed order: the same bits everywhere.</remarks>
internal static class TaylorSums
{
    /// <summary>P, the number of terms.</summary>
    public const int Terms = 16;

    private const int Block = 512; // points between flushes: 64 additions a lane, so rounding does not grow with the number of points

    /// <summary>
    /// moments[k] = Σ c·bᵏ with b = (x − centre)·scale, k &lt; 16; all points may be read eight beyond the range, and c is 1 where empty.
    /// </summary>
    /// <param name="x">Points.</param>
    /// <param name="c">Columns; empty for ones.</param>
    /// <param name="from">The first point.</param>
    /// <param name="to">The end of the points.</param>
    /// <param name="centre">The centre.</param>
    /// <param name="scale">1/h.</param>
    /// <param name="moments">Sixteen sums.</param>
    /// <returns>Σ|c| and max|c|.</returns>
    public static (double Absolute, double Largest) Moments(
        double[] x, double[] c, int from, int to, double centre, double scale, Span<double> moments)
    {
        Span<double> lost = stackalloc double[Terms];
        Span<Vector512<double>> sums = stackalloc Vector512<double>[Terms + 2];
        moments.Clear();
        lost.Clear();
        double absolute = 0;
        double largest = 0;
        for (int start = from; start < to; start += Block)
        {
            int end = Math.Min(start + Block, to);
            if (c.Length == 0)
            {
                Powers(x, start, end, centre, scale, sums);
            }
            else
            {
                WeightedPowers(x, c, start, end, centre, scale, sums);
            }

            for (int k = 0; k < Terms; k++)
            {
                double add = TileSums.Total(sums[k]);
                double next = moments[k] + add;
                double back = next - moments[k];
                lost[k] += (moments[k] - (next - back)) + (add - back);
                moments[k] = next;
            }

            absolute += c.Length == 0 ? end - start : TileSums.Total(sums[Terms]);
            largest = Math.Max(largest, c.Length == 0 ? 1 : Largest(sums[Terms + 1]));
        }

        for (int k = 0; k < Terms; k++)
        {
            moments[k] += lost[k];
        }

        return (absolute, largest);
    }

    /// <summary>local[j] += Σ_k matrix[k·16 + j]·moments[k].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Translate(ReadOnlySpan<double> matrix, ReadOnlySpan<double> moments, Span<double> local)
    {
        ref Vector512<double> m = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<double, Vector512<double>>(matrix[..(Terms * Terms)]));
        Span<Vector512<double>> to = MemoryMarshal.Cast<double, Vector512<double>>(local)[..2];
        Vector512<double> low = default, high = default, low1 = default, high1 = default;
        for (int k = 0; k < Terms; k += 2)
        {
            Vector512<double> first = Vector512.Create(moments[k]);
            Vector512<double> second = Vector512.Create(moments[k + 1]);
            low = Vector512.FusedMultiplyAdd(Unsafe.Add(ref m, 2 * k), first, low);
            high = Vector512.FusedMultiplyAdd(Unsafe.Add(ref m, (2 * k) + 1), first, high);
            low1 = Vector512.FusedMultiplyAdd(Unsafe.Add(ref m, (2 * k) + 2), second, low1);
            high1 = Vector512.FusedMultiplyAdd(Unsafe.Add(ref m, (2 * k) + 3), second, high1);
        }

        to[0] += low + low1;
        to[1] += high + high1;
    }

    /// <summary>Σ_j local[j]·aʲ.</summary>
    public static double Evaluate(ReadOnlySpan<double> local, double a)
    {
        double value = local[Terms - 1];
        for (int j = Terms - 2; j >= 0; j--)
        {
            value = Math.FusedMultiplyAdd(value, a, local[j]);
        }

        return value;
    }

    /// <summary>values[i] = Σ_j local[j]·aᵢʲ with aᵢ = (q[i] − centre)·scale: the same bits as one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Evaluate(ReadOnlySpan<double> local, ReadOnlySpan<double> q, double centre, double scale, Span<double> values)
    {
        Vector512<double> c0 = Vector512.Create(local[0]), c1 = Vector512.Create(local[1]), c2 = Vector512.Create(local[2]), c3 = Vector512.Create(local[3]);
        Vector512<double> c4 = Vector512.Create(local[4]), c5 = Vector512.Create(local[5]), c6 = Vector512.Create(local[6]), c7 = Vector512.Create(local[7]);
        Vector512<double> c8 = Vector512.Create(local[8]), c9 = Vector512.Create(local[9]), c10 = Vector512.Create(local[10]), c11 = Vector512.Create(local[11]);
        Vector512<double> c12 = Vector512.Create(local[12]), c13 = Vector512.Create(local[13]), c14 = Vector512.Create(local[14]), c15 = Vector512.Create(local[15]);
        Vector512<double> middle = Vector512.Create(centre);
        Vector512<double> unit = Vector512.Create(scale);
        int i = 0;
        ref double from = ref MemoryMarshal.GetReference(q);
        ref double to = ref MemoryMarshal.GetReference(values[..q.Length]);
        for (; i + 8 <= q.Length; i += 8)
        {
            Vector512<double> a = (Vector512.LoadUnsafe(ref from, (nuint)i) - middle) * unit;
            Vector512<double> v = Vector512.FusedMultiplyAdd(c15, a, c14);
            v = Vector512.FusedMultiplyAdd(v, a, c13);
            v = Vector512.FusedMultiplyAdd(v, a, c12);
            v = Vector512.FusedMultiplyAdd(v, a, c11);
            v = Vector512.FusedMultiplyAdd(v, a, c10);
            v = Vector512.FusedMultiplyAdd(v, a, c9);
            v = Vector512.FusedMultiplyAdd(v, a, c8);
            v = Vector512.FusedMultiplyAdd(v, a, c7);
            v = Vector512.FusedMultiplyAdd(v, a, c6);
            v = Vector512.FusedMultiplyAdd(v, a, c5);
            v = Vector512.FusedMultiplyAdd(v, a, c4);
            v = Vector512.FusedMultiplyAdd(v, a, c3);
            v = Vector512.FusedMultiplyAdd(v, a, c2);
            v = Vector512.FusedMultiplyAdd(v, a, c1);
            Vector512.FusedMultiplyAdd(v, a, c0).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < q.Length; i++)
        {
            values[i] = Evaluate(local, (q[i] - centre) * scale);
        }
    }

    /// <summary>The coefficients of the second derivative, padded with zeros: (j + 2)(j + 1)·local[j + 2].</summary>
    public static void SecondDerivative(ReadOnlySpan<double> local, Span<double> derivative)
    {
        for (int j = 0; j < Terms; j++)
        {
            derivative[j] = j + 2 < Terms ? (j + 2) * (j + 1) * local[j + 2] : 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Powers(double[] x, int from, int to, double centre, double scale, Span<Vector512<double>> sums)
    {
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        Vector512<double> s8 = default, s9 = default, s10 = default, s11 = default, s12 = default, s13 = default, s14 = default, s15 = default;
        Vector512<double> middle = Vector512.Create(centre);
        Vector512<double> unit = Vector512.Create(scale);
        ref double points = ref MemoryMarshal.GetArrayDataReference(x);
        for (int i = from; i < to; i += 8)
        {
            Vector512<double> b = (Vector512.LoadUnsafe(ref points, (nuint)i) - middle) * unit;
            Vector512<double> one = to - i >= 8 ? Vector512<double>.One : FirstLanes(to - i);
            Vector512<double> b2 = b * b;
            Vector512<double> p0 = one, p1 = one * b;
            s0 += p0;
            s1 += p1;
            p0 *= b2;
            p1 *= b2;
            s2 += p0;
            s3 += p1;
            p0 *= b2;
            p1 *= b2;
            s4 += p0;
            s5 += p1;
            p0 *= b2;
            p1 *= b2;
            s6 += p0;
            s7 += p1;
            p0 *= b2;
            p1 *= b2;
            s8 += p0;
            s9 += p1;
            p0 *= b2;
            p1 *= b2;
            s10 += p0;
            s11 += p1;
            p0 *= b2;
            p1 *= b2;
            s12 += p0;
            s13 += p1;
            p0 *= b2;
            p1 *= b2;
            s14 += p0;
            s15 += p1;
        }

        Store(sums, s0, s1, s2, s3, s4, s5, s6, s7);
        Store(sums[8..], s8, s9, s10, s11, s12, s13, s14, s15);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WeightedPowers(double[] x, double[] c, int from, int to, double centre, double scale, Span<Vector512<double>> sums)
    {
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        Vector512<double> s8 = default, s9 = default, s10 = default, s11 = default, s12 = default, s13 = default, s14 = default, s15 = default;
        Vector512<double> absolute = default, largest = default;
        Vector512<double> middle = Vector512.Create(centre);
        Vector512<double> unit = Vector512.Create(scale);
        ref double points = ref MemoryMarshal.GetArrayDataReference(x);
        ref double column = ref MemoryMarshal.GetArrayDataReference(c);
        for (int i = from; i < to; i += 8)
        {
            Vector512<double> b = (Vector512.LoadUnsafe(ref points, (nuint)i) - middle) * unit;
            Vector512<double> p0 = Vector512.LoadUnsafe(ref column, (nuint)i);
            if (to - i < 8)
            {
                p0 *= FirstLanes(to - i);
            }

            Vector512<double> size = Vector512.Abs(p0);
            absolute += size;
            largest = Vector512.MaxNative(largest, size);
            Vector512<double> b2 = b * b;
            Vector512<double> p1 = p0 * b;
            s0 += p0;
            s1 += p1;
            p0 *= b2;
            p1 *= b2;
            s2 += p0;
            s3 += p1;
            p0 *= b2;
            p1 *= b2;
            s4 += p0;
            s5 += p1;
            p0 *= b2;
            p1 *= b2;
            s6 += p0;
            s7 += p1;
            p0 *= b2;
            p1 *= b2;
            s8 += p0;
            s9 += p1;
            p0 *= b2;
            p1 *= b2;
            s10 += p0;
            s11 += p1;
            p0 *= b2;
            p1 *= b2;
            s12 += p0;
            s13 += p1;
            p0 *= b2;
            p1 *= b2;
            s14 += p0;
            s15 += p1;
        }

        Store(sums, s0, s1, s2, s3, s4, s5, s6, s7);
        Store(sums[8..], s8, s9, s10, s11, s12, s13, s14, s15);
        sums[Terms] = absolute;
        sums[Terms + 1] = largest;
    }

    private static void Store(
        Span<Vector512<double>> to,
        Vector512<double> a,
        Vector512<double> b,
        Vector512<double> c,
        Vector512<double> d,
        Vector512<double> e,
        Vector512<double> f,
        Vector512<double> g,
        Vector512<double> h)
    {
        to[0] = a;
        to[1] = b;
        to[2] = c;
        to[3] = d;
        to[4] = e;
        to[5] = f;
        to[6] = g;
        to[7] = h;
    }

    /// <summary>1 in the first lanes, 0 in the others.</summary>
    private static Vector512<double> FirstLanes(int count) => Vector512.ConditionalSelect(
        Vector512.LessThan(Vector512.Create(0.0, 1, 2, 3, 4, 5, 6, 7), Vector512.Create((double)count)), Vector512<double>.One, Vector512<double>.Zero);

    private static double Largest(Vector512<double> v)
    {
        double largest = 0;
        for (int lane = 0; lane < 8; lane++)
        {
            largest = Math.Max(largest, v[lane]);
        }

        return largest;
    }
}
