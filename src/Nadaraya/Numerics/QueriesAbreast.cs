using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>Gaussian sums of eight queries side by side over one short run of keys: a query is a lane, and nothing is added across lanes.</summary>
/// <remarks>
/// Each lane takes the keys within its own reach in their order, and what lies beyond as an exact 0: its sums have the same bits whoever stands beside it,
/// and at either width. A weight is 2⁻ˢ with s = ((q − x)·κ)², κ = 1/(h√(2 ln 2)).
/// </remarks>
internal static class QueriesAbreast
{
    /// <summary>Queries at a time.</summary>
    public const int Lanes = 8;

    /// <summary>Weights are taken for whole groups of keys: so many numbers may be written, and keys read, beyond the last.</summary>
    public const int Group = 4;

    /// <summary>No key so many bandwidths away has any weight.</summary>
    public const double Furthest = 1e6;

    /// <summary>weights[8j + l] = 2⁻ˢ for key from + j and query l, 0 where s is over that query's limit.</summary>
    /// <param name="x">Keys, readable <see cref="Group"/> beyond the last.</param>
    /// <param name="from">The first key.</param>
    /// <param name="count">How many.</param>
    /// <param name="queries">Eight queries.</param>
    /// <param name="limits">The largest s of each, at most <see cref="BinaryDecay.Largest"/>.</param>
    /// <param name="rate">κ.</param>
    /// <param name="weights">Room for eight a key and <see cref="Group"/> keys more.</param>
    public static void Weights(double[] x, int from, int count, ReadOnlySpan<double> queries, ReadOnlySpan<double> limits, double rate, Span<double> weights)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Weights<Octet, Vector512<double>>(x, from, count, queries, limits, rate, weights);
        }
        else
        {
            Weights<Quartet, Vector256<double>>(x, from, count, queries, limits, rate, weights);
        }
    }

    /// <summary>sums[l] += Σ_j weights[8j + l]·c[j], and absolutes[l] += Σ_j weights[8j + l]·|c[j]|; an empty column stands for ones.</summary>
    public static void Sum(ReadOnlySpan<double> weights, ReadOnlySpan<double> column, Span<double> sums, Span<double> absolutes)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Sum<Octet, Vector512<double>>(weights, column, sums, absolutes);
        }
        else
        {
            Sum<Quartet, Vector256<double>>(weights, column, sums, absolutes);
        }
    }

    /// <summary>weights[8j + l] *= (x[j] − q[l])·scale for weights that are 0 beyond <see cref="Furthest"/>.</summary>
    public static void TimesOffsets(ReadOnlySpan<double> x, ReadOnlySpan<double> queries, double scale, Span<double> weights)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            TimesOffsets<Octet, Vector512<double>>(x, queries, scale, weights);
        }
        else
        {
            TimesOffsets<Quartet, Vector256<double>>(x, queries, scale, weights);
        }
    }

    /// <summary>The weights, at a width of one's choice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weights<TLanes, TVector>(
        double[] x, int from, int count, ReadOnlySpan<double> queries, ReadOnlySpan<double> limits, double rate, Span<double> weights)
        where TLanes : struct, ILanes<TVector, double>
        where TVector : struct
    {
        ref double key = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(x), from);
        ref double to = ref MemoryMarshal.GetReference(weights);
        ref double table = ref BinaryDecay.Doubles;
        ref double q = ref MemoryMarshal.GetReference(queries[..Lanes]);
        ref double limit = ref MemoryMarshal.GetReference(limits[..Lanes]);
        TVector q0 = TLanes.Load(ref q, 0), q1 = TLanes.Half ? TLanes.Load(ref q, 4) : q0;
        TVector limit0 = TLanes.Load(ref limit, 0), limit1 = TLanes.Half ? TLanes.Load(ref limit, 4) : limit0;
        TVector k = TLanes.Create(rate);
        int keys = TLanes.Half ? 2 : 4;
        for (int j = 0; j < count; j += keys)
        {
            // Four vectors: two keys by two halves of the queries, or four keys.
            TVector x0 = TLanes.Create(Unsafe.Add(ref key, j)), x1 = TLanes.Create(Unsafe.Add(ref key, j + 1));
            TVector a = TLanes.Multiply(TLanes.Subtract(q0, x0), k), b = TLanes.Multiply(TLanes.Subtract(q1, TLanes.Half ? x0 : x1), k);
            TVector c, d;
            if (TLanes.Half)
            {
                c = TLanes.Multiply(TLanes.Subtract(q0, x1), k);
                d = TLanes.Multiply(TLanes.Subtract(q1, x1), k);
            }
            else
            {
                c = TLanes.Multiply(TLanes.Subtract(q0, TLanes.Create(Unsafe.Add(ref key, j + 2))), k);
                d = TLanes.Multiply(TLanes.Subtract(q0, TLanes.Create(Unsafe.Add(ref key, j + 3))), k);
            }

            a = TLanes.Multiply(a, a);
            b = TLanes.Multiply(b, b);
            c = TLanes.Multiply(c, c);
            d = TLanes.Multiply(d, d);
            TVector wa = a, wb = b, wc = c, wd = d;
            BinaryDecay.Apply<TLanes, TVector, double>(ref wa, ref wb, ref wc, ref wd, ref table);
            int at = j * Lanes;
            TLanes.Store(TLanes.UpTo(wa, a, limit0), ref to, at);
            TLanes.Store(TLanes.UpTo(wb, b, limit1), ref to, at + TLanes.Count);
            TLanes.Store(TLanes.UpTo(wc, c, limit0), ref to, at + (2 * TLanes.Count));
            TLanes.Store(TLanes.UpTo(wd, d, limit1), ref to, at + (3 * TLanes.Count));
        }
    }

    /// <summary>The products with offsets, at a width of one's choice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TimesOffsets<TLanes, TVector>(ReadOnlySpan<double> x, ReadOnlySpan<double> queries, double scale, Span<double> weights)
        where TLanes : struct, ILanes<TVector, double>
        where TVector : struct
    {
        ref double key = ref MemoryMarshal.GetReference(x);
        ref double q = ref MemoryMarshal.GetReference(queries[..Lanes]);
        ref double w = ref MemoryMarshal.GetReference(weights[..(x.Length * Lanes)]);
        TVector r = TLanes.Create(scale), least = TLanes.Create(-Furthest), most = TLanes.Create(Furthest);
        for (int half = 0; half < Lanes; half += TLanes.Count)
        {
            TVector of = TLanes.Load(ref q, half);
            for (int j = 0; j < x.Length; j++)
            {
                // What is beyond all reach may overflow: kept finite, its product with a weight of 0 is 0.
                TVector v = TLanes.Multiply(TLanes.Subtract(TLanes.Create(Unsafe.Add(ref key, j)), of), r);
                v = TLanes.Min(TLanes.Max(v, least), most);
                TLanes.Store(TLanes.Multiply(TLanes.Load(ref w, (j * Lanes) + half), v), ref w, (j * Lanes) + half);
            }
        }
    }

    /// <summary>The sums, at a width of one's choice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum<TLanes, TVector>(ReadOnlySpan<double> weights, ReadOnlySpan<double> column, Span<double> sums, Span<double> absolutes)
        where TLanes : struct, ILanes<TVector, double>
        where TVector : struct
    {
        ref double w = ref MemoryMarshal.GetReference(weights);
        ref double sum = ref MemoryMarshal.GetReference(sums[..Lanes]);
        ref double absolute = ref MemoryMarshal.GetReference(absolutes[..Lanes]);
        TVector low = TLanes.Create(0), high = TLanes.Create(0), lowSize = TLanes.Create(0), highSize = TLanes.Create(0);
        if (column.Length == 0)
        {
            for (int j = 0; j < weights.Length; j += Lanes)
            {
                low = TLanes.Add(low, TLanes.Load(ref w, j));
                high = TLanes.Half ? TLanes.Add(high, TLanes.Load(ref w, j + 4)) : high;
            }

            (lowSize, highSize) = (low, high);
        }
        else
        {
            ref double c = ref MemoryMarshal.GetReference(column[..(weights.Length / Lanes)]);
            for (int j = 0; j < weights.Length / Lanes; j++)
            {
                double value = Unsafe.Add(ref c, j);
                TVector v = TLanes.Create(value), size = TLanes.Create(Math.Abs(value));
                TVector first = TLanes.Load(ref w, j * Lanes);
                low = TLanes.MultiplyAdd(first, v, low);
                lowSize = TLanes.MultiplyAdd(first, size, lowSize);
                if (TLanes.Half)
                {
                    TVector second = TLanes.Load(ref w, (j * Lanes) + 4);
                    high = TLanes.MultiplyAdd(second, v, high);
                    highSize = TLanes.MultiplyAdd(second, size, highSize);
                }
            }
        }

        TLanes.Store(TLanes.Add(TLanes.Load(ref sum, 0), low), ref sum, 0);
        TLanes.Store(TLanes.Add(TLanes.Load(ref absolute, 0), lowSize), ref absolute, 0);
        if (TLanes.Half)
        {
            TLanes.Store(TLanes.Add(TLanes.Load(ref sum, 4), high), ref sum, 4);
            TLanes.Store(TLanes.Add(TLanes.Load(ref absolute, 4), highSize), ref absolute, 4);
        }
    }
}
