using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>The wide form: one vector of eight.</summary>
internal static unsafe partial class TaylorSums
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wide(Run run, double centre, double scale, double* totals)
    {
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        Vector512<double> z0 = default, z1 = default, z2 = default, z3 = default, z4 = default, z5 = default, z6 = default, z7 = default;
        Vector512<double> middle = Vector512.Create(centre);
        Vector512<double> unit = Vector512.Create(scale);
        double* at = run.Points;
        double* of = run.Column;
        for (int left = run.Vectors; left > 0; left--, at += 8, of += run.Step)
        {
            if (left == 1 && run.Tail != null)
            {
                at = run.Tail;
                of = run.Tail + 8;
            }

            Vector512<double> b = (Vector512.Load(at) - middle) * unit;
            Vector512<double> b2 = b * b;
            Vector512<double> p = Vector512.Load(of);
            Vector512<double> r = p * b;
            s0 += p;
            z0 += r;
            p *= b2;
            r *= b2;
            s1 += p;
            z1 += r;
            p *= b2;
            r *= b2;
            s2 += p;
            z2 += r;
            p *= b2;
            r *= b2;
            s3 += p;
            z3 += r;
            p *= b2;
            r *= b2;
            s4 += p;
            z4 += r;
            p *= b2;
            r *= b2;
            s5 += p;
            z5 += r;
            p *= b2;
            r *= b2;
            s6 += p;
            z6 += r;
            s7 += p * b2;
            z7 += r * b2;
        }

        Totals(s0, s1, totals);
        Totals(s2, s3, totals + 2);
        Totals(s4, s5, totals + 4);
        Totals(s6, s7, totals + 6);
        Totals(z0, z1, totals + 8);
        Totals(z2, z3, totals + 10);
        Totals(z4, z5, totals + 12);
        Totals(z6, z7, totals + 14);
    }

    private static void Totals(Vector512<double> a, Vector512<double> b, double* totals) =>
        (Quads(a.GetLower(), b.GetLower()) + Quads(a.GetUpper(), b.GetUpper())).Store(totals);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TranslateWide(double* matrix, double* parts, double* first, double* second)
    {
        Vector512<double> even = default, odd = default, even1 = default, odd1 = default;
        for (int k = 0; k < Terms; k++, matrix += Terms)
        {
            Vector512<double> m = Vector512.Load(matrix), n = Vector512.Load(matrix + 8);
            even = Vector512.FusedMultiplyAdd(m, Vector512.Create(parts[k]), even);
            odd = Vector512.FusedMultiplyAdd(n, Vector512.Create(parts[Terms + k]), odd);
            even1 = Vector512.FusedMultiplyAdd(m, Vector512.Create(parts[(2 * Terms) + k]), even1);
            odd1 = Vector512.FusedMultiplyAdd(n, Vector512.Create(parts[(3 * Terms) + k]), odd1);
        }

        (Vector512.Load(first) + even).Store(first);
        (Vector512.Load(first + 8) + odd).Store(first + 8);
        if (second != null)
        {
            (Vector512.Load(second) + even1).Store(second);
            (Vector512.Load(second + 8) + odd1).Store(second + 8);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EvaluateWide(double* local, double* q, int count, double centre, double scale, double* values)
    {
        Vector512<double> c0 = Vector512.Create(local[0]), c1 = Vector512.Create(local[1]), c2 = Vector512.Create(local[2]), c3 = Vector512.Create(local[3]);
        Vector512<double> c4 = Vector512.Create(local[4]), c5 = Vector512.Create(local[5]), c6 = Vector512.Create(local[6]), c7 = Vector512.Create(local[7]);
        Vector512<double> d0 = Vector512.Create(local[8]), d1 = Vector512.Create(local[9]), d2 = Vector512.Create(local[10]), d3 = Vector512.Create(local[11]);
        Vector512<double> d4 = Vector512.Create(local[12]), d5 = Vector512.Create(local[13]), d6 = Vector512.Create(local[14]), d7 = Vector512.Create(local[15]);
        Vector512<double> middle = Vector512.Create(centre);
        Vector512<double> unit = Vector512.Create(scale);
        for (int i = 0; i < count; i += 8)
        {
            Vector512<double> a = (Vector512.Load(q + i) - middle) * unit;
            Vector512<double> s = a * a;
            Vector512<double> even = Vector512.FusedMultiplyAdd(c7, s, c6);
            Vector512<double> odd = Vector512.FusedMultiplyAdd(d7, s, d6);
            even = Vector512.FusedMultiplyAdd(even, s, c5);
            odd = Vector512.FusedMultiplyAdd(odd, s, d5);
            even = Vector512.FusedMultiplyAdd(even, s, c4);
            odd = Vector512.FusedMultiplyAdd(odd, s, d4);
            even = Vector512.FusedMultiplyAdd(even, s, c3);
            odd = Vector512.FusedMultiplyAdd(odd, s, d3);
            even = Vector512.FusedMultiplyAdd(even, s, c2);
            odd = Vector512.FusedMultiplyAdd(odd, s, d2);
            even = Vector512.FusedMultiplyAdd(even, s, c1);
            odd = Vector512.FusedMultiplyAdd(odd, s, d1);
            even = Vector512.FusedMultiplyAdd(even, s, c0);
            odd = Vector512.FusedMultiplyAdd(odd, s, d0);
            Vector512.FusedMultiplyAdd(odd, a, even).Store(values + i);
        }
    }
}
