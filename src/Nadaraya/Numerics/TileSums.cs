using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Sums over a tile with a fixed number of virtual lanes and a fixed order, so that they have the same bits everywhere.</summary>
internal static class TileSums
{
    /// <summary>The sum over the lanes, in one fixed order; the platform's own differs with the width of its registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Total(Vector512<double> v)
    {
        // Read back from memory: taking elements out of a wide vector one by one is slow where registers are narrow.
        ref double lane = ref Unsafe.As<Vector512<double>, double>(ref v);
        return ((lane + Unsafe.Add(ref lane, 1)) + (Unsafe.Add(ref lane, 2) + Unsafe.Add(ref lane, 3)))
            + ((Unsafe.Add(ref lane, 4) + Unsafe.Add(ref lane, 5)) + (Unsafe.Add(ref lane, 6) + Unsafe.Add(ref lane, 7)));
    }

    /// <summary>totals[k] += the total of the k-th virtual lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTotals<TNumber>(Span<double> totals, ReadOnlySpan<TNumber> lanes)
        where TNumber : unmanaged, INumberBase<TNumber>
    {
        int each = lanes.Length / totals.Length;
        for (int k = 0; k < totals.Length; k++)
        {
            totals[k] += Total(lanes.Slice(k * each, each));
        }
    }

    /// <summary>The same into sums that keep what rounding loses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTotals<TNumber>(Span<KeptSum> totals, ReadOnlySpan<TNumber> lanes)
        where TNumber : unmanaged, INumberBase<TNumber>
    {
        int each = lanes.Length / totals.Length;
        for (int k = 0; k < totals.Length; k++)
        {
            totals[k].Add(Total(lanes.Slice(k * each, each)));
        }
    }

    /// <summary>Virtual lanes as eight of doubles: two of singles make one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fold<TNumber>(ReadOnlySpan<TNumber> lanes, Span<double> eight)
        where TNumber : unmanaged, INumberBase<TNumber>
    {
        if (typeof(TNumber) == typeof(double))
        {
            MemoryMarshal.Cast<TNumber, double>(lanes).CopyTo(eight);
            return;
        }

        ref float lane = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<TNumber, float>(lanes)[..16]);
        (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.LoadUnsafe(ref lane));
        (Vector256<double> lowAfter, Vector256<double> highAfter) = Vector256.Widen(Vector256.LoadUnsafe(ref lane, 8));
        (low + lowAfter).CopyTo(eight);
        (high + highAfter).CopyTo(eight[4..]);
    }

    /// <summary>The total of virtual lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Total<TNumber>(ReadOnlySpan<TNumber> lanes)
        where TNumber : unmanaged, INumberBase<TNumber>
    {
        Vector512<double> eight = default;
        Fold(lanes, MemoryMarshal.CreateSpan(ref Unsafe.As<Vector512<double>, double>(ref eight), 8));
        return Total(eight);
    }

    /// <summary>Σ w, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Sum(ReadOnlySpan<double> w)
    {
        ReadOnlySpan<Vector512<double>> v = MemoryMarshal.Cast<double, Vector512<double>>(w);
        Vector512<double> a = default, b = default, c = default, d = default;
        int i = 0;
        for (; i + 4 <= v.Length; i += 4)
        {
            a += v[i];
            b += v[i + 1];
            c += v[i + 2];
            d += v[i + 3];
        }

        for (; i < v.Length; i++)
        {
            a += v[i];
        }

        return (a + b) + (c + d);
    }

    /// <summary>Σ w·y, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> Dot(ReadOnlySpan<double> w, ReadOnlySpan<double> y)
    {
        ReadOnlySpan<Vector512<double>> v = MemoryMarshal.Cast<double, Vector512<double>>(w);
        ReadOnlySpan<Vector512<double>> u = MemoryMarshal.Cast<double, Vector512<double>>(y)[..v.Length];
        Vector512<double> a = default, b = default, c = default, d = default;
        int i = 0;
        for (; i + 4 <= v.Length; i += 4)
        {
            a = Vector512.FusedMultiplyAdd(v[i], u[i], a);
            b = Vector512.FusedMultiplyAdd(v[i + 1], u[i + 1], b);
            c = Vector512.FusedMultiplyAdd(v[i + 2], u[i + 2], c);
            d = Vector512.FusedMultiplyAdd(v[i + 3], u[i + 3], d);
        }

        for (; i < v.Length; i++)
        {
            a = Vector512.FusedMultiplyAdd(v[i], u[i], a);
        }

        return (a + b) + (c + d);
    }

    /// <summary>Σ w, Σ w·y and Σ w² in one walk, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (Vector512<double> Weight, Vector512<double> Target, Vector512<double> Square) Sums(
        ReadOnlySpan<double> w, ReadOnlySpan<double> y)
    {
        ReadOnlySpan<Vector512<double>> v = MemoryMarshal.Cast<double, Vector512<double>>(w);
        ref Vector512<double> u = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<double, Vector512<double>>(y[..w.Length]));
        Vector512<double> a = default, b = default, t = default, s = default, p = default, q = default;
        int i = 0;
        for (; i + 2 <= v.Length; i += 2)
        {
            Vector512<double> first = v[i];
            Vector512<double> second = v[i + 1];
            a += first;
            b += second;
            t = Vector512.FusedMultiplyAdd(first, Unsafe.Add(ref u, i), t);
            s = Vector512.FusedMultiplyAdd(second, Unsafe.Add(ref u, i + 1), s);
            p = Vector512.FusedMultiplyAdd(first, first, p);
            q = Vector512.FusedMultiplyAdd(second, second, q);
        }

        if (i < v.Length)
        {
            a += v[i];
            t = Vector512.FusedMultiplyAdd(v[i], Unsafe.Add(ref u, i), t);
            p = Vector512.FusedMultiplyAdd(v[i], v[i], p);
        }

        return (a + b, t + s, p + q);
    }

    /// <summary>w = exp(−w/2); 4·10⁻³⁰⁸ where that is less.</summary>
    public static void Gaussian(Span<double> w)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Gaussian<Octet, Vector512<double>>(ref MemoryMarshal.GetReference(w), w.Length);
        }
        else
        {
            Gaussian<Quartet, Vector256<double>>(ref MemoryMarshal.GetReference(w), w.Length);
        }
    }

    /// <summary>Σ |w|, lane by lane.</summary>
    public static Vector512<double> SumAbsolute(ReadOnlySpan<double> w)
    {
        Vector512<double> sum = default;
        foreach (Vector512<double> v in MemoryMarshal.Cast<double, Vector512<double>>(w))
        {
            sum += Vector512.Abs(v);
        }

        return sum;
    }

    /// <summary>max |w|, lane by lane; the weights have no NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector512<double> LargestAbsolute(ReadOnlySpan<double> w)
    {
        Vector512<double> a = default, b = default;
        ReadOnlySpan<Vector512<double>> v = MemoryMarshal.Cast<double, Vector512<double>>(w);
        int i = 0;
        for (; i + 2 <= v.Length; i += 2)
        {
            a = Vector512.MaxNative(a, Vector512.Abs(v[i]));
            b = Vector512.MaxNative(b, Vector512.Abs(v[i + 1]));
        }

        if (i < v.Length)
        {
            a = Vector512.MaxNative(a, Vector512.Abs(v[i]));
        }

        return Vector512.MaxNative(a, b);
    }

    /// <summary>w *= factor, value by value.</summary>
    public static void Multiply(Span<double> w, ReadOnlySpan<double> factor) => TileDots.Product(w, factor, w);

    /// <summary>w += add, value by value, of any length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<TNumber>(Span<double> w, ReadOnlySpan<TNumber> add)
        where TNumber : unmanaged, INumberBase<TNumber>
    {
        for (int i = 0; i < w.Length; i++)
        {
            w[i] += double.CreateTruncating(add[i]);
        }
    }

    /// <summary>c += y·scale, value by value.</summary>
    public static void MultiplyAdd(Span<double> c, ReadOnlySpan<double> y, double scale) => TileDots.AddScaled(y[..c.Length], scale, c);

    /// <summary>w = exp(log − shift), 0 where the difference is no number, and finite where it is too large: such a key is left out afterwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Exp(ReadOnlySpan<double> log, double shift, Span<double> w)
    {
        ReadOnlySpan<Vector512<double>> from = MemoryMarshal.Cast<double, Vector512<double>>(log);
        Span<Vector512<double>> to = MemoryMarshal.Cast<double, Vector512<double>>(w);
        Vector512<double> r = Vector512.Create(shift);
        Vector512<double> most = Vector512.Create(700.0);
        for (int i = 0; i < to.Length; i++)
        {
            Vector512<double> x = from[i] - r;
            Vector512<double> weight = VectorMath.Exp(Vector512.MinNative(x, most));
            to[i] = Vector512.ConditionalSelect(Vector512.Equals(x, x), weight, Vector512<double>.Zero);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gaussian<TLanes, TVector>(ref double w, nint length)
        where TLanes : struct, ILanes<TVector, double>
        where TVector : struct
    {
        ref double table = ref BinaryDecay.Doubles;
        TVector half = TLanes.Create(0.5 / Math.Log(2));
        nint width = TLanes.Count;
        nint i = 0;
        for (; i + (4 * width) <= length; i += 4 * width)
        {
            TVector a = Exponent<TLanes, TVector>(ref w, i, half, ref table), b = Exponent<TLanes, TVector>(ref w, i + width, half, ref table);
            TVector c = Exponent<TLanes, TVector>(ref w, i + (2 * width), half, ref table), d = Exponent<TLanes, TVector>(ref w, i + (3 * width), half, ref table);
            BinaryDecay.Apply<TLanes, TVector, double>(ref a, ref b, ref c, ref d, ref table);
            TLanes.Store(a, ref w, i);
            TLanes.Store(b, ref w, i + width);
            TLanes.Store(c, ref w, i + (2 * width));
            TLanes.Store(d, ref w, i + (3 * width));
        }

        for (; i < length; i += width)
        {
            TLanes.Store(BinaryDecay.Of<TLanes, TVector, double>(Exponent<TLanes, TVector>(ref w, i, half, ref table), ref table), ref w, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Exponent<TLanes, TVector>(ref double w, nint at, TVector half, ref double table)
        where TLanes : struct, ILanes<TVector, double>
        where TVector : struct => BinaryDecay.Cut<TLanes, TVector, double>(TLanes.Multiply(TLanes.Load(ref w, at), half), ref table);

    /// <summary>sum += add with what rounding loses kept in lost (two-sum, Knuth): error does not grow with the number of tiles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddTo(ref Vector512<double> sum, ref Vector512<double> lost, Vector512<double> add)
    {
        ref Vector256<double> total = ref Unsafe.As<Vector512<double>, Vector256<double>>(ref sum);
        ref Vector256<double> rest = ref Unsafe.As<Vector512<double>, Vector256<double>>(ref lost);
        AddHalf(ref total, ref rest, add.GetLower());
        AddHalf(ref Unsafe.Add(ref total, 1), ref Unsafe.Add(ref rest, 1), add.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddHalf(ref Vector256<double> sum, ref Vector256<double> lost, Vector256<double> add)
    {
        Vector256<double> before = sum;
        Vector256<double> next = before + add;
        Vector256<double> back = next - before;
        lost += (before - (next - back)) + (add - back);
        sum = next;
    }
}
