using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>The narrow form: the same eight lanes as two vectors of four, for processors with sixteen short registers.</summary>
internal static unsafe partial class TaylorSums
{
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow(Run run, double centre, double scale, double* totals)
    {
        // Eight sums and what they need fill the registers: even and odd powers, lower and upper lanes go apart.
        double* quads = stackalloc double[2 * Terms];
        Pass(run, 0, odd: false, centre, scale, quads);
        Pass(run, 0, odd: true, centre, scale, quads + Half);
        Pass(run, 4, odd: false, centre, scale, quads + Terms);
        Pass(run, 4, odd: true, centre, scale, quads + Terms + Half);
        for (int k = 0; k < Terms; k += 4)
        {
            (Vector256.Load(quads + k) + Vector256.Load(quads + Terms + k)).Store(totals + k);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pass(Run run, int lane, bool odd, double centre, double scale, double* quads)
    {
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        Vector256<double> middle = Vector256.Create(centre);
        Vector256<double> unit = Vector256.Create(scale);
        double* at = run.Points + lane;
        double* of = run.Column + lane;
        double* tail = run.Tail;
        int step = run.Step;
        for (int left = run.Vectors; left > 0; left--, at += 8, of += step)
        {
            if (left == 1 && tail != null)
            {
                at = tail + lane;
                of = tail + 8 + lane;
            }

            Vector256<double> b = (Vector256.Load(at) - middle) * unit;
            Vector256<double> p = Vector256.Load(of);
            if (odd)
            {
                p *= b;
            }

            b *= b;
            s0 += p;
            p *= b;
            s1 += p;
            p *= b;
            s2 += p;
            p *= b;
            s3 += p;
            p *= b;
            s4 += p;
            p *= b;
            s5 += p;
            p *= b;
            s6 += p;
            s7 += p * b;
        }

        Quads(s0, s1).Store(quads);
        Quads(s2, s3).Store(quads + 2);
        Quads(s4, s5).Store(quads + 4);
        Quads(s6, s7).Store(quads + 6);
    }

    /// <summary>Σ|c| and max|c|: the one form for all processors, since it is short.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double Absolute, double Largest) Sizes(Run run)
    {
        Vector256<double> low = default, high = default, largest = default;
        double* of = run.Column;
        for (int left = run.Vectors; left > 0; left--, of += 8)
        {
            of = left == 1 && run.Tail != null ? run.Tail + 8 : of;
            Vector256<double> a = Vector256.Abs(Vector256.Load(of));
            Vector256<double> b = Vector256.Abs(Vector256.Load(of + 4));
            low += a;
            high += b;
            largest = Vector256.MaxNative(largest, Vector256.MaxNative(a, b));
        }

        Vector128<double> pair = Vector128.MaxNative(largest.GetLower(), largest.GetUpper());
        Vector128<double> quads = Quads(low, high);
        return (quads[0] + quads[1], Math.Max(pair[0], pair[1]));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TranslateNarrow(double* matrix, double* parts, double* first, double* second)
    {
        Vector256<double> e0 = default, e1 = default, o0 = default, o1 = default, f0 = default, f1 = default, p0 = default, p1 = default;
        for (int k = 0; k < Terms; k++, matrix += Terms)
        {
            Vector256<double> a = Vector256.Create(parts[k]), b = Vector256.Create(parts[(2 * Terms) + k]);
            Vector256<double> m = Vector256.Load(matrix), n = Vector256.Load(matrix + 4);
            e0 = Vector256.FusedMultiplyAdd(m, a, e0);
            e1 = Vector256.FusedMultiplyAdd(n, a, e1);
            f0 = Vector256.FusedMultiplyAdd(m, b, f0);
            f1 = Vector256.FusedMultiplyAdd(n, b, f1);
            a = Vector256.Create(parts[Terms + k]);
            b = Vector256.Create(parts[(3 * Terms) + k]);
            m = Vector256.Load(matrix + 8);
            n = Vector256.Load(matrix + 12);
            o0 = Vector256.FusedMultiplyAdd(m, a, o0);
            o1 = Vector256.FusedMultiplyAdd(n, a, o1);
            p0 = Vector256.FusedMultiplyAdd(m, b, p0);
            p1 = Vector256.FusedMultiplyAdd(n, b, p1);
        }

        (Vector256.Load(first) + e0).Store(first);
        (Vector256.Load(first + 4) + e1).Store(first + 4);
        (Vector256.Load(first + 8) + o0).Store(first + 8);
        (Vector256.Load(first + 12) + o1).Store(first + 12);
        if (second != null)
        {
            (Vector256.Load(second) + f0).Store(second);
            (Vector256.Load(second + 4) + f1).Store(second + 4);
            (Vector256.Load(second + 8) + p0).Store(second + 8);
            (Vector256.Load(second + 12) + p1).Store(second + 12);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EvaluateNarrow(double* local, double* q, int count, double centre, double scale, double* values)
    {
        Vector256<double> middle = Vector256.Create(centre);
        Vector256<double> unit = Vector256.Create(scale);
        for (int i = 0; i < count; i += 8)
        {
            Vector256<double> a = (Vector256.Load(q + i) - middle) * unit, b = (Vector256.Load(q + i + 4) - middle) * unit;
            Vector256<double> s = a * a, t = b * b;
            Vector256<double> c = Vector256.Create(local[7]), d = Vector256.Create(local[15]);
            Vector256<double> e = c, f = c, o = d, p = d;
            for (int k = 6; k >= 0; k--)
            {
                c = Vector256.Create(local[k]);
                d = Vector256.Create(local[8 + k]);
                e = Vector256.FusedMultiplyAdd(e, s, c);
                f = Vector256.FusedMultiplyAdd(f, t, c);
                o = Vector256.FusedMultiplyAdd(o, s, d);
                p = Vector256.FusedMultiplyAdd(p, t, d);
            }

            Vector256.FusedMultiplyAdd(o, a, e).Store(values + i);
            Vector256.FusedMultiplyAdd(p, b, f).Store(values + i + 4);
        }
    }
}
