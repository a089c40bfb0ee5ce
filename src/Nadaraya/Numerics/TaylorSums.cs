using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Nadaraya.Numerics;

/// <summary>Taylor moments of points around a centre, their translation by matrices, and polynomials at many points: what cells are made of.</summary>
/// <remarks>
/// Sixteen terms. Moments and coefficients stand with the even powers first, then the odd ones: cells at equal distances on both sides then share one
/// matrix. All sums have a fixed order in eight lanes: the wide form (one vector of eight) and the narrow one (two of four) give the same bits.
/// </remarks>
internal static unsafe partial class TaylorSums
{
    /// <summary>P, the number of terms.</summary>
    public const int Terms = 16;

    /// <summary>Where Σ|c| stands behind the moments.</summary>
    public const int Absolute = Terms;

    /// <summary>Where max|c| stands.</summary>
    public const int Largest = Terms + 1;

    /// <summary>The length of a column's moments: P sums, Σ|c|, max|c|, and what rounding took of the P sums.</summary>
    public const int Length = (2 * Terms) + 2;

    /// <summary>Points between flushes: 32 additions a lane, so rounding does not grow with the number of points.</summary>
    private const int Block = 256;
    private const int Half = Terms / 2;

    /// <summary>The place of power k.</summary>
    public static int At(int k) => (k % 2 * Half) + (k / 2);

    /// <summary>moments[At(k)] += Σ c·bᵏ with b = (x − centre)·scale; Σ|c| and max|c| beside them.</summary>
    /// <param name="x">Points.</param>
    /// <param name="c">A column; empty for ones.</param>
    /// <param name="centre">The centre.</param>
    /// <param name="scale">1/h.</param>
    /// <param name="moments">As long as <see cref="Length"/>.</param>
    public static void AddMoments(ReadOnlySpan<double> x, ReadOnlySpan<double> c, double centre, double scale, Span<double> moments) =>
        AddMoments(x, c, centre, scale, moments, Vector512.IsHardwareAccelerated);

    /// <summary>The same, at a width of one's choice.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddMoments(ReadOnlySpan<double> x, ReadOnlySpan<double> c, double centre, double scale, Span<double> moments, bool wide)
    {
        double* tail = stackalloc double[16];
        double* ones = stackalloc double[8];
        double* totals = stackalloc double[Terms];
        new Span<double>(ones, 8).Fill(1);
        fixed (double* points = x)
        fixed (double* column = c)
        {
            for (int start = 0; start < x.Length; start += Block)
            {
                int count = Math.Min(Block, x.Length - start);
                int beyond = count % 8;
                if (beyond > 0)
                {
                    int whole = start + count - beyond;
                    new Span<double>(tail, 8).Fill(centre);
                    x.Slice(whole, beyond).CopyTo(new(tail, 8));
                    new Span<double>(tail + 8, 8).Clear();
                    (c.Length == 0 ? new ReadOnlySpan<double>(ones, beyond) : c.Slice(whole, beyond)).CopyTo(new(tail + 8, 8));
                }

                Run run = new(points + start, c.Length == 0 ? ones : column + start, c.Length == 0 ? 0 : 8, (count + 7) / 8, beyond > 0 ? tail : null);
                if (wide)
                {
                    Wide(run, centre, scale, totals);
                }
                else
                {
                    Narrow(run, centre, scale, totals);
                }

                Flush(new(totals, Terms), moments);
                (double absolute, double largest) = c.Length == 0 ? (count, 1) : Sizes(run);
                moments[Absolute] += absolute;
                moments[Largest] = Math.Max(moments[Largest], largest);
            }
        }
    }

    /// <summary>Adds what rounding took to the sums, once all points are in.</summary>
    public static void Complete(Span<double> moments)
    {
        for (int k = 0; k < Terms; k++)
        {
            moments[k] += moments[Terms + 2 + k];
            moments[Terms + 2 + k] = 0;
        }
    }

    /// <summary>Adds the moments of other points around the same centre.</summary>
    public static void Merge(ReadOnlySpan<double> other, Span<double> moments)
    {
        Flush(other[..Terms], moments);
        for (int k = Terms + 2; k < Length; k++)
        {
            moments[k] += other[k];
        }

        moments[Absolute] += other[Absolute];
        moments[Largest] = Math.Max(moments[Largest], other[Largest]);
    }

    /// <summary>local += the translated moments of the cells below and above at one distance, which share a matrix; column by column.</summary>
    /// <param name="matrix">P rows, row At(k) with the entries that take moment k to coefficients At(0 … P − 1), for the cell below.</param>
    /// <param name="below">The moments of the cell below, <see cref="Length"/> a column; empty for none.</param>
    /// <param name="above">The moments of the cell above; empty for none.</param>
    /// <param name="local">The coefficients, P a column.</param>
    /// <remarks>The entries of the cell above are those of the one below but for the sign (−1)ʲ⁺ᵏ.</remarks>
    public static void Translate(ReadOnlySpan<double> matrix, ReadOnlySpan<double> below, ReadOnlySpan<double> above, Span<double> local) =>
        Translate(matrix, below, above, local, Vector512.IsHardwareAccelerated);

    /// <summary>The same, at a width of one's choice.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Translate(ReadOnlySpan<double> matrix, ReadOnlySpan<double> below, ReadOnlySpan<double> above, Span<double> local, bool wide)
    {
        // First what goes to even coefficients: sums of even moments and differences of odd ones; then what goes to odd coefficients. Two columns share a walk.
        double* parts = stackalloc double[4 * Terms];
        int columns = local.Length / Terms;
        fixed (double* entries = matrix[..(Terms * Terms)])
        fixed (double* low = below)
        fixed (double* high = above)
        fixed (double* to = local)
        {
            for (int b = 0; b < columns; b += 2)
            {
                int second = Math.Min(b + 1, columns - 1);
                double* first = to + (b * Terms);
                Mix(low == null ? null : low + (b * Length), high == null ? null : high + (b * Length), parts);
                Mix(low == null ? null : low + (second * Length), high == null ? null : high + (second * Length), parts + (2 * Terms));
                if (wide)
                {
                    TranslateWide(entries, parts, first, second > b ? first + Terms : null);
                }
                else
                {
                    TranslateNarrow(entries, parts, first, second > b ? first + Terms : null);
                }
            }
        }
    }

    /// <summary>Σ_j local[At(j)]·aʲ, the even powers and the odd ones by Horner's rule in a².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Evaluate(ReadOnlySpan<double> local, double a)
    {
        double s = a * a;
        double even = local[Half - 1];
        double odd = local[Terms - 1];
        for (int k = Half - 2; k >= 0; k--)
        {
            even = Math.FusedMultiplyAdd(even, s, local[k]);
            odd = Math.FusedMultiplyAdd(odd, s, local[Half + k]);
        }

        return Math.FusedMultiplyAdd(odd, a, even);
    }

    /// <summary>values[i] = Σ_j local[At(j)]·aᵢʲ with aᵢ = (q[i] − centre)·scale: the same bits as one by one.</summary>
    public static void Evaluate(ReadOnlySpan<double> local, ReadOnlySpan<double> q, double centre, double scale, Span<double> values) =>
        Evaluate(local, q, centre, scale, values, Vector512.IsHardwareAccelerated);

    /// <summary>The same, at a width of one's choice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Evaluate(ReadOnlySpan<double> local, ReadOnlySpan<double> q, double centre, double scale, Span<double> values, bool wide)
    {
        fixed (double* coefficients = local[..Terms])
        fixed (double* from = q)
        fixed (double* to = values[..q.Length])
        {
            if (wide)
            {
                EvaluateWide(coefficients, from, q.Length & ~7, centre, scale, to);
            }
            else
            {
                EvaluateNarrow(coefficients, from, q.Length & ~7, centre, scale, to);
            }
        }

        for (int i = q.Length & ~7; i < q.Length; i++)
        {
            values[i] = Evaluate(local, (q[i] - centre) * scale);
        }
    }

    /// <summary>The coefficients of the derivative, padded with a zero: (j + 1)·local[j + 1].</summary>
    public static void Derivative(ReadOnlySpan<double> local, Span<double> derivative)
    {
        for (int j = 0; j < Terms; j++)
        {
            derivative[At(j)] = j + 1 < Terms ? (j + 1) * local[At(j + 1)] : 0;
        }
    }

    /// <summary>Two-sum: what an addition rounds away is kept beside the sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Flush(ReadOnlySpan<double> totals, Span<double> moments)
    {
        for (int k = 0; k < Terms; k += 4)
        {
            Vector256<double> add = Vector256.Create(totals.Slice(k, 4));
            Vector256<double> old = Vector256.Create(moments.Slice(k, 4));
            Vector256<double> lost = Vector256.Create(moments.Slice(Terms + 2 + k, 4));
            Vector256<double> next = old + add;
            Vector256<double> back = next - old;
            (lost + ((old - (next - back)) + (add - back))).CopyTo(moments.Slice(Terms + 2 + k, 4));
            next.CopyTo(moments.Slice(k, 4));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(double* below, double* above, double* parts)
    {
        for (int k = 0; k < Terms; k += 4)
        {
            Vector256<double> low = below == null ? default : Vector256.Load(below + k);
            Vector256<double> high = above == null ? default : Vector256.Load(above + k);
            int even = k < Half ? 0 : Terms;
            (low + high).Store(parts + even + k);
            (low - high).Store(parts + (Terms - even) + k);
        }
    }

    /// <summary>The sums over the four lanes of a and of b, in the order of <see cref="TileSums.Total"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> Quads(Vector256<double> a, Vector256<double> b)
    {
        if (Avx.IsSupported)
        {
            Vector256<double> pairs = Avx.HorizontalAdd(a, b);
            return pairs.GetLower() + pairs.GetUpper();
        }

        return Vector128.Create((a[0] + a[1]) + (a[2] + a[3]), (b[0] + b[1]) + (b[2] + b[3]));
    }

    /// <summary>Points in whole vectors of eight, the last of them aside where it is not full.</summary>
    /// <param name="points">x.</param>
    /// <param name="column">c.</param>
    /// <param name="step">Eight, or zero where c is ones.</param>
    /// <param name="vectors">How many.</param>
    /// <param name="tail">The last x and c, filled up with the centre and zeros; or null.</param>
    private readonly struct Run(double* points, double* column, int step, int vectors, double* tail)
    {
        public readonly double* Points = points;
        public readonly double* Column = column;
        public readonly double* Tail = tail;
        public readonly int Step = step;
        public readonly int Vectors = vectors;
    }
}
