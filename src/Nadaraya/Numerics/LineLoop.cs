using System.Runtime.CompilerServices;

namespace Nadaraya.Numerics;

/// <summary>Local lines in up to three columns under a Gaussian: weights once from differences, then sums with every number read once and every sum in a register.</summary>
/// <remarks>
/// A lane adds its keys in their order, so the bits are those of any width. Where a register holds half of the virtual lanes, one half is summed after the other:
/// eight sums and what they are made of have room in sixteen registers, sixteen have not, and a sum in memory waits for itself.
/// </remarks>
/// <typeparam name="TLanes">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
/// <typeparam name="TNumber">Its numbers.</typeparam>
/// <typeparam name="TSecond">Whether there is a second column.</typeparam>
/// <typeparam name="TThird">Whether there is a third column.</typeparam>
internal static class LineLoop<TLanes, TVector, TNumber, TSecond, TThird>
    where TLanes : struct, ILanes<TVector, TNumber>
    where TVector : struct
    where TNumber : struct
    where TSecond : struct, IChoice
    where TThird : struct, IChoice
{
    /// <summary>w = v·2^(−Σ_j κ_j d_j²), d = x − q.</summary>
    /// <param name="keysOfTile">The keys.</param>
    /// <param name="curvatures">κ, one a column.</param>
    /// <param name="factors">v, one a key.</param>
    /// <param name="w">Where to.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weigh(in LineTile<TNumber> keysOfTile, ref TNumber curvatures, ref TNumber factors, ref TNumber w)
    {
        LineTile<TNumber> tile = keysOfTile;
        ref TNumber table = ref TLanes.Decay;
        nint width = TLanes.Count;
        nint i = 0;
        for (; i + (4 * width) <= tile.Count; i += 4 * width)
        {
            TVector a = Exponent(in tile, ref curvatures, i, ref table), b = Exponent(in tile, ref curvatures, i + width, ref table);
            TVector c = Exponent(in tile, ref curvatures, i + (2 * width), ref table), d = Exponent(in tile, ref curvatures, i + (3 * width), ref table);
            BinaryDecay.Apply<TLanes, TVector, TNumber>(ref a, ref b, ref c, ref d, ref table);
            TLanes.Store(TLanes.Multiply(a, TLanes.Load(ref factors, i)), ref w, i);
            TLanes.Store(TLanes.Multiply(b, TLanes.Load(ref factors, i + width)), ref w, i + width);
            TLanes.Store(TLanes.Multiply(c, TLanes.Load(ref factors, i + (2 * width))), ref w, i + (2 * width));
            TLanes.Store(TLanes.Multiply(d, TLanes.Load(ref factors, i + (3 * width))), ref w, i + (3 * width));
        }

        for (; i < tile.Count; i += width)
        {
            TVector a = BinaryDecay.Of<TLanes, TVector, TNumber>(Exponent(in tile, ref curvatures, i, ref table), ref table);
            TLanes.Store(TLanes.Multiply(a, TLanes.Load(ref factors, i)), ref w, i);
        }
    }

    /// <summary>
    /// Adds Σw, Σwy; then Σwd_j, Σwd_jy of each column; then Σwd₀d₀, Σwd₀d₁, Σwd₀d₂, Σwd₁d₁, Σwd₁d₂, Σwd₂d₂: virtual lanes each, those without a column left alone.
    /// </summary>
    /// <param name="keysOfTile">The keys.</param>
    /// <param name="w">Their weights.</param>
    /// <param name="sums">Where to.</param>
    public static void Sum(in LineTile<TNumber> keysOfTile, ref TNumber w, ref TNumber sums)
    {
        for (nint half = 0; half < TLanes.Lanes; half += TLanes.Count)
        {
            First(in keysOfTile, half, ref w, ref sums);
            if (TThird.Is)
            {
                Second(in keysOfTile, half, ref w, ref sums);
            }
        }
    }

    /// <summary>w = w·(a + b·y + Σ_j d_j·(a_j + b_j·y + Σ_k≥j f_jk·d_k)), by Horner, and adds Σ of that times d_j² for each column.</summary>
    /// <param name="keysOfTile">The keys.</param>
    /// <param name="form">The coefficients in the order of <see cref="Sum"/>.</param>
    /// <param name="w">Weights, and where to.</param>
    /// <param name="slopes">The sums: virtual lanes each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pull(in LineTile<TNumber> keysOfTile, ref TNumber form, ref TNumber w, ref TNumber slopes)
    {
        LineTile<TNumber> tile = keysOfTile;
        TVector a = Coefficient(ref form, 0), b = Coefficient(ref form, 1), a0 = Coefficient(ref form, 2), b0 = Coefficient(ref form, 3), f00 = Coefficient(ref form, 8);
        TVector a1 = Coefficient(ref form, 4), b1 = Coefficient(ref form, 5), f01 = Coefficient(ref form, 9), f11 = Coefficient(ref form, 11);
        TVector a2 = Coefficient(ref form, 6), b2 = Coefficient(ref form, 7), f02 = Coefficient(ref form, 10), f12 = Coefficient(ref form, 12), f22 = Coefficient(ref form, 13);
        TVector q0 = TLanes.Create(tile.Query), q1 = TSecond.Is ? TLanes.Create(Unsafe.Add(ref tile.Query, 1)) : default, q2 = TThird.Is ? TLanes.Create(Unsafe.Add(ref tile.Query, 2)) : default;
        ref TNumber values = ref Unsafe.Add(ref tile.Start, tile.Columns * tile.Stride);
        for (nint half = 0; half < TLanes.Lanes; half += TLanes.Count)
        {
            TVector g0 = Kept(0, half, ref slopes), g1 = TSecond.Is ? Kept(1, half, ref slopes) : default, g2 = TThird.Is ? Kept(2, half, ref slopes) : default;
            for (nint i = half; i < tile.Count; i += TLanes.Lanes)
            {
                TVector y = TLanes.Load(ref values, i);
                TVector p = TLanes.Subtract(TLanes.Load(ref tile.Start, i), q0);
                TVector sum = TLanes.MultiplyAdd(y, b, a);
                TVector first = TLanes.MultiplyAdd(p, f00, TLanes.MultiplyAdd(y, b0, a0));
                TVector q = default, r = default;
                if (TSecond.Is)
                {
                    q = TLanes.Subtract(TLanes.Load(ref tile.Start, i + tile.Stride), q1);
                    first = TLanes.MultiplyAdd(q, f01, first);
                    TVector second = TLanes.MultiplyAdd(q, f11, TLanes.MultiplyAdd(y, b1, a1));
                    if (TThird.Is)
                    {
                        r = TLanes.Subtract(TLanes.Load(ref tile.Start, i + (2 * tile.Stride)), q2);
                        first = TLanes.MultiplyAdd(r, f02, first);
                        second = TLanes.MultiplyAdd(r, f12, second);
                        sum = TLanes.MultiplyAdd(r, TLanes.MultiplyAdd(r, f22, TLanes.MultiplyAdd(y, b2, a2)), sum);
                    }

                    sum = TLanes.MultiplyAdd(q, second, sum);
                }

                sum = TLanes.Multiply(TLanes.MultiplyAdd(p, first, sum), TLanes.Load(ref w, i));
                TLanes.Store(sum, ref w, i);
                g0 = TLanes.MultiplyAdd(TLanes.Multiply(p, p), sum, g0);
                g1 = TSecond.Is ? TLanes.MultiplyAdd(TLanes.Multiply(q, q), sum, g1) : g1;
                g2 = TThird.Is ? TLanes.MultiplyAdd(TLanes.Multiply(r, r), sum, g2) : g2;
            }

            Keep(g0, 0, half, ref slopes);
            if (TSecond.Is)
            {
                Keep(g1, 1, half, ref slopes);
            }

            if (TThird.Is)
            {
                Keep(g2, 2, half, ref slopes);
            }
        }
    }

    /// <summary>Adds Σ c·s, virtual lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dot(ref TNumber c, ref TNumber s, nint count, ref TNumber sums)
    {
        for (nint half = 0; half < TLanes.Lanes; half += TLanes.Count)
        {
            TVector sum = Kept(0, half, ref sums);
            for (nint i = half; i < count; i += TLanes.Lanes)
            {
                sum = TLanes.MultiplyAdd(TLanes.Load(ref c, i), TLanes.Load(ref s, i), sum);
            }

            Keep(sum, 0, half, ref sums);
        }
    }

    /// <summary>The sums of two columns and fewer, or the first eight of three.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void First(in LineTile<TNumber> keysOfTile, nint half, ref TNumber w, ref TNumber sums)
    {
        LineTile<TNumber> tile = keysOfTile;
        ref TNumber values = ref Unsafe.Add(ref tile.Start, tile.Columns * tile.Stride);
        ref TNumber x1 = ref Unsafe.Add(ref tile.Start, tile.Stride);
        ref TNumber x2 = ref Unsafe.Add(ref tile.Start, 2 * tile.Stride);
        TVector q0 = TLanes.Create(tile.Query), q1 = TSecond.Is ? TLanes.Create(Unsafe.Add(ref tile.Query, 1)) : default, q2 = TThird.Is ? TLanes.Create(Unsafe.Add(ref tile.Query, 2)) : default;
        TVector s = Kept(0, half, ref sums), t = Kept(1, half, ref sums), s0 = Kept(2, half, ref sums), t0 = Kept(3, half, ref sums);
        TVector s1 = TSecond.Is ? Kept(4, half, ref sums) : default, t1 = TSecond.Is ? Kept(5, half, ref sums) : default;
        TVector s2 = TThird.Is ? Kept(6, half, ref sums) : default, t2 = TThird.Is ? Kept(7, half, ref sums) : default;
        TVector m00 = TThird.Is ? default : Kept(8, half, ref sums);
        TVector m01 = TSecond.Is && !TThird.Is ? Kept(9, half, ref sums) : default, m11 = TSecond.Is && !TThird.Is ? Kept(11, half, ref sums) : default;
        for (nint i = half; i < tile.Count; i += TLanes.Lanes)
        {
            TVector weight = TLanes.Load(ref w, i), y = TLanes.Load(ref values, i);
            s = TLanes.Add(s, weight);
            t = TLanes.MultiplyAdd(weight, y, t);
            TVector d0 = TLanes.Subtract(TLanes.Load(ref tile.Start, i), q0);
            TVector p = TLanes.Multiply(weight, d0);
            s0 = TLanes.Add(s0, p);
            t0 = TLanes.MultiplyAdd(p, y, t0);
            m00 = TThird.Is ? m00 : TLanes.MultiplyAdd(p, d0, m00);
            if (TSecond.Is)
            {
                TVector d1 = TLanes.Subtract(TLanes.Load(ref x1, i), q1);
                TVector q = TLanes.Multiply(weight, d1);
                s1 = TLanes.Add(s1, q);
                t1 = TLanes.MultiplyAdd(q, y, t1);
                m01 = TThird.Is ? m01 : TLanes.MultiplyAdd(p, d1, m01);
                m11 = TThird.Is ? m11 : TLanes.MultiplyAdd(q, d1, m11);
            }

            if (TThird.Is)
            {
                TVector r = TLanes.Multiply(weight, TLanes.Subtract(TLanes.Load(ref x2, i), q2));
                s2 = TLanes.Add(s2, r);
                t2 = TLanes.MultiplyAdd(r, y, t2);
            }
        }

        Keep(s, 0, half, ref sums);
        Keep(t, 1, half, ref sums);
        Keep(s0, 2, half, ref sums);
        Keep(t0, 3, half, ref sums);
        if (TSecond.Is)
        {
            Keep(s1, 4, half, ref sums);
            Keep(t1, 5, half, ref sums);
        }

        if (TThird.Is)
        {
            Keep(s2, 6, half, ref sums);
            Keep(t2, 7, half, ref sums);
            return;
        }

        Keep(m00, 8, half, ref sums);
        if (TSecond.Is)
        {
            Keep(m01, 9, half, ref sums);
            Keep(m11, 11, half, ref sums);
        }
    }

    /// <summary>The products of three columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Second(in LineTile<TNumber> keysOfTile, nint half, ref TNumber w, ref TNumber sums)
    {
        LineTile<TNumber> tile = keysOfTile;
        ref TNumber x1 = ref Unsafe.Add(ref tile.Start, tile.Stride);
        ref TNumber x2 = ref Unsafe.Add(ref tile.Start, 2 * tile.Stride);
        TVector q0 = TLanes.Create(tile.Query), q1 = TLanes.Create(Unsafe.Add(ref tile.Query, 1)), q2 = TLanes.Create(Unsafe.Add(ref tile.Query, 2));
        TVector m00 = Kept(8, half, ref sums), m01 = Kept(9, half, ref sums), m02 = Kept(10, half, ref sums);
        TVector m11 = Kept(11, half, ref sums), m12 = Kept(12, half, ref sums), m22 = Kept(13, half, ref sums);
        for (nint i = half; i < tile.Count; i += TLanes.Lanes)
        {
            TVector weight = TLanes.Load(ref w, i);
            TVector a = TLanes.Subtract(TLanes.Load(ref tile.Start, i), q0), b = TLanes.Subtract(TLanes.Load(ref x1, i), q1), c = TLanes.Subtract(TLanes.Load(ref x2, i), q2);
            TVector p = TLanes.Multiply(weight, a), q = TLanes.Multiply(weight, b), r = TLanes.Multiply(weight, c);
            m00 = TLanes.MultiplyAdd(p, a, m00);
            m01 = TLanes.MultiplyAdd(p, b, m01);
            m02 = TLanes.MultiplyAdd(p, c, m02);
            m11 = TLanes.MultiplyAdd(q, b, m11);
            m12 = TLanes.MultiplyAdd(q, c, m12);
            m22 = TLanes.MultiplyAdd(r, c, m22);
        }

        Keep(m00, 8, half, ref sums);
        Keep(m01, 9, half, ref sums);
        Keep(m02, 10, half, ref sums);
        Keep(m11, 11, half, ref sums);
        Keep(m12, 12, half, ref sums);
        Keep(m22, 13, half, ref sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Kept(nint at, nint half, ref TNumber sums) => TLanes.Load(ref sums, (at * TLanes.Lanes) + half);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(TVector sum, nint at, nint half, ref TNumber sums) => TLanes.Store(sum, ref sums, (at * TLanes.Lanes) + half);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Coefficient(ref TNumber form, int at) => TLanes.Create(Unsafe.Add(ref form, at));

    /// <summary>Σ_j κ_j d_j² of a vector of keys, cut off where weights end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Exponent(in LineTile<TNumber> tile, ref TNumber curvatures, nint at, ref TNumber table)
    {
        TVector d = TLanes.Subtract(TLanes.Load(ref tile.Start, at), TLanes.Create(tile.Query));
        TVector sum = TLanes.Multiply(TLanes.Multiply(d, d), TLanes.Create(curvatures));
        if (TSecond.Is)
        {
            d = TLanes.Subtract(TLanes.Load(ref tile.Start, at + tile.Stride), TLanes.Create(Unsafe.Add(ref tile.Query, 1)));
            sum = TLanes.MultiplyAdd(TLanes.Multiply(d, d), TLanes.Create(Unsafe.Add(ref curvatures, 1)), sum);
        }

        if (TThird.Is)
        {
            d = TLanes.Subtract(TLanes.Load(ref tile.Start, at + (2 * tile.Stride)), TLanes.Create(Unsafe.Add(ref tile.Query, 2)));
            sum = TLanes.MultiplyAdd(TLanes.Multiply(d, d), TLanes.Create(Unsafe.Add(ref curvatures, 2)), sum);
        }

        return BinaryDecay.Cut<TLanes, TVector, TNumber>(sum, ref table);
    }
}
