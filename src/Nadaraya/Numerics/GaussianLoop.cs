using System.Runtime.CompilerServices;

namespace Nadaraya.Numerics;

/// <summary>Gaussian weights of one query on a tile of keys, summed as they arise and never stored: the dense engine's inner loop.</summary>
/// <remarks>
/// Sums, virtual lanes each: Σ w, Σ w c_b of every target, then, where wanted, Σ w² and the largest kernel. A lane adds its keys in their order, so the sums are the
/// same however a tile is walked. Four vectors go side by side; what is chosen by type costs nothing inside.
/// </remarks>
/// <typeparam name="TLanes">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
/// <typeparam name="TNumber">Its numbers.</typeparam>
/// <typeparam name="TOne">Whether there is a single column.</typeparam>
/// <typeparam name="TScaled">Whether keys and queries are scaled already.</typeparam>
/// <typeparam name="TFar">Whether exponents may be beyond what a double holds.</typeparam>
/// <typeparam name="TWeighted">Whether rows have weights.</typeparam>
/// <typeparam name="TBeside">Whether Σ w² and the largest kernel are wanted.</typeparam>
internal static class GaussianLoop<TLanes, TVector, TNumber, TOne, TScaled, TFar, TWeighted, TBeside>
    where TLanes : struct, ILanes<TVector, TNumber>
    where TVector : struct
    where TNumber : struct
    where TOne : struct, IChoice
    where TScaled : struct, IChoice
    where TFar : struct, IChoice
    where TWeighted : struct, IChoice
    where TBeside : struct, IChoice
{
    /// <summary>Adds keys from … to − 1 of a tile, a multiple of four times the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(in GaussianTile<TNumber> keysOfTile, nint from, nint to, ref TNumber query, ref TNumber sums)
    {
        GaussianTile<TNumber> tile = keysOfTile; // a copy, which nothing that is written can change: the loop need not read it again
        ref TNumber table = ref TLanes.Decay;
        ref TNumber keys = ref tile.Start;
        ref TNumber scales = ref tile.Scales;
        nint length = tile.Length;
        nint width = TLanes.Count;
        int dimensions = tile.Dimensions;
        int targets = tile.Targets;
        ref TNumber weights = ref Unsafe.Add(ref keys, dimensions * length);
        ref TNumber values = ref Unsafe.Add(ref keys, (dimensions + (TWeighted.Is ? 1 : 0)) * length);
        ref TNumber beside = ref Unsafe.Add(ref sums, TLanes.Lanes * (1 + targets));
        TVector w0 = TLanes.Load(ref sums, 0), w1 = TLanes.Half ? TLanes.Load(ref sums, width) : default;
        TVector n0 = TLanes.Load(ref sums, TLanes.Lanes), n1 = TLanes.Half ? TLanes.Load(ref sums, TLanes.Lanes + width) : default;
        TVector s0 = default, s1 = default, m0 = default, m1 = default;
        if (TBeside.Is)
        {
            (s0, s1) = (TLanes.Load(ref beside, 0), TLanes.Half ? TLanes.Load(ref beside, width) : default);
            (m0, m1) = (TLanes.Load(ref beside, TLanes.Lanes), TLanes.Half ? TLanes.Load(ref beside, TLanes.Lanes + width) : default);
        }

        TVector q = TOne.Is ? TLanes.Create(query) : default;
        TVector scale = TOne.Is && !TScaled.Is ? TLanes.Create(scales) : default;
        for (nint i = from; i < to; i += 4 * width)
        {
            TVector a, b, c, d;
            if (TOne.Is)
            {
                GaussianWeights<TLanes, TVector, TNumber, TScaled>.OneColumn(q, scale, ref keys, i, out a, out b, out c, out d);
            }
            else
            {
                GaussianWeights<TLanes, TVector, TNumber, TScaled>.Columns(in tile, ref query, i, out a, out b, out c, out d);
            }

            if (TFar.Is)
            {
                a = BinaryDecay.Cut<TLanes, TVector, TNumber>(a, ref table);
                b = BinaryDecay.Cut<TLanes, TVector, TNumber>(b, ref table);
                c = BinaryDecay.Cut<TLanes, TVector, TNumber>(c, ref table);
                d = BinaryDecay.Cut<TLanes, TVector, TNumber>(d, ref table);
            }

            BinaryDecay.Apply<TLanes, TVector, TNumber>(ref a, ref b, ref c, ref d, ref table);
            if (TBeside.Is)
            {
                m0 = TLanes.Max(m0, a);
                (m0, m1) = TLanes.Half ? (m0, TLanes.Max(m1, b)) : (TLanes.Max(m0, b), m1);
                m0 = TLanes.Max(m0, c);
                (m0, m1) = TLanes.Half ? (m0, TLanes.Max(m1, d)) : (TLanes.Max(m0, d), m1);
            }

            if (TWeighted.Is)
            {
                GaussianWeights<TLanes, TVector, TNumber, TScaled>.Times(ref Unsafe.Add(ref weights, i), ref a, ref b, ref c, ref d);
            }

            w0 = TLanes.Add(w0, a);
            n0 = TLanes.MultiplyAdd(a, TLanes.Load(ref values, i), n0);
            if (TLanes.Half)
            {
                w1 = TLanes.Add(w1, b);
                n1 = TLanes.MultiplyAdd(b, TLanes.Load(ref values, i + width), n1);
            }
            else
            {
                w0 = TLanes.Add(w0, b);
                n0 = TLanes.MultiplyAdd(b, TLanes.Load(ref values, i + width), n0);
            }

            w0 = TLanes.Add(w0, c);
            n0 = TLanes.MultiplyAdd(c, TLanes.Load(ref values, i + (2 * width)), n0);
            if (TLanes.Half)
            {
                w1 = TLanes.Add(w1, d);
                n1 = TLanes.MultiplyAdd(d, TLanes.Load(ref values, i + (3 * width)), n1);
            }
            else
            {
                w0 = TLanes.Add(w0, d);
                n0 = TLanes.MultiplyAdd(d, TLanes.Load(ref values, i + (3 * width)), n0);
            }

            if (TBeside.Is)
            {
                s0 = TLanes.MultiplyAdd(a, a, s0);
                (s0, s1) = TLanes.Half ? (s0, TLanes.MultiplyAdd(b, b, s1)) : (TLanes.MultiplyAdd(b, b, s0), s1);
                s0 = TLanes.MultiplyAdd(c, c, s0);
                (s0, s1) = TLanes.Half ? (s0, TLanes.MultiplyAdd(d, d, s1)) : (TLanes.MultiplyAdd(d, d, s0), s1);
            }

            for (nint t = 1; t < targets; t++)
            {
                GaussianWeights<TLanes, TVector, TNumber, TScaled>.AddProducts(a, b, c, d, ref Unsafe.Add(ref values, (t * length) + i), ref Unsafe.Add(ref sums, TLanes.Lanes * (1 + t)));
            }
        }

        Store(w0, w1, ref sums);
        Store(n0, n1, ref Unsafe.Add(ref sums, TLanes.Lanes));
        if (TBeside.Is)
        {
            Store(s0, s1, ref beside);
            Store(m0, m1, ref Unsafe.Add(ref beside, TLanes.Lanes));
        }
    }

    /// <summary>Adds as many keys as there are lanes from at on, each weight times its part: 0 for padding and for who is left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSome(in GaussianTile<TNumber> tile, nint at, ref TNumber parts, ref TNumber query, ref TNumber sums)
    {
        ref TNumber keys = ref tile.Start;
        nint length = tile.Length;
        ref TNumber values = ref Unsafe.Add(ref keys, ((tile.Dimensions + (TWeighted.Is ? 1 : 0)) * length) + at);
        ref TNumber beside = ref Unsafe.Add(ref sums, TLanes.Lanes * (1 + tile.Targets));
        for (nint lane = 0; lane < TLanes.Lanes; lane += TLanes.Count)
        {
            TVector w = GaussianWeights<TLanes, TVector, TNumber, TScaled>.One(in tile, ref query, at + lane);
            w = TLanes.Multiply(w, TLanes.Load(ref parts, lane));
            if (TBeside.Is)
            {
                TLanes.Store(TLanes.Max(TLanes.Load(ref beside, TLanes.Lanes + lane), w), ref beside, TLanes.Lanes + lane);
            }

            if (TWeighted.Is)
            {
                w = TLanes.Multiply(w, TLanes.Load(ref keys, (tile.Dimensions * length) + at + lane));
            }

            TLanes.Store(TLanes.Add(TLanes.Load(ref sums, lane), w), ref sums, lane);
            if (TBeside.Is)
            {
                TLanes.Store(TLanes.MultiplyAdd(w, w, TLanes.Load(ref beside, lane)), ref beside, lane);
            }

            for (nint t = 0; t < tile.Targets; t++)
            {
                nint to = (TLanes.Lanes * (1 + t)) + lane;
                TLanes.Store(TLanes.MultiplyAdd(w, TLanes.Load(ref values, (t * length) + lane), TLanes.Load(ref sums, to)), ref sums, to);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector low, TVector high, ref TNumber to)
    {
        TLanes.Store(low, ref to, 0);
        if (TLanes.Half)
        {
            TLanes.Store(high, ref to, TLanes.Count);
        }
    }
}
