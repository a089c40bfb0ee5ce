using System.Runtime.CompilerServices;

namespace Nadaraya.Numerics;

/// <summary>Sums and their slopes in one walk over a tile: Σ w and Σ w c_b, then Σ w v_j² and Σ w c_b v_j² with v = (q − x)·κ, virtual lanes each.</summary>
/// <remarks>∂w/∂ln h_j is w·u_j² and u² = 2 ln 2·v². The slopes' lanes stand in memory, [b·d + j]: a register holds none of them for long.</remarks>
/// <typeparam name="TLanes">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
/// <typeparam name="TNumber">Its numbers.</typeparam>
/// <typeparam name="TScaled">Whether keys and queries are scaled already.</typeparam>
/// <typeparam name="TWeighted">Whether rows have weights.</typeparam>
internal static class GaussianSlopes<TLanes, TVector, TNumber, TScaled, TWeighted>
    where TLanes : struct, ILanes<TVector, TNumber>
    where TVector : struct
    where TNumber : struct
    where TScaled : struct, IChoice
    where TWeighted : struct, IChoice
{
    /// <summary>Adds keys from … to − 1 of a tile, a multiple of four times the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(in GaussianTile<TNumber> keysOfTile, nint from, nint to, ref TNumber query, ref TNumber sums)
    {
        GaussianTile<TNumber> tile = keysOfTile; // a copy, which nothing that is written can change: the loop need not read it again
        ref TNumber keys = ref tile.Start;
        nint length = tile.Length;
        nint width = TLanes.Count;
        int targets = tile.Targets;
        int dimensions = tile.Dimensions;
        ref TNumber weights = ref Unsafe.Add(ref keys, dimensions * length);
        ref TNumber values = ref Unsafe.Add(ref keys, (dimensions + (TWeighted.Is ? 1 : 0)) * length);
        ref TNumber slopes = ref Unsafe.Add(ref sums, TLanes.Lanes * (1 + targets));
        for (nint i = from; i < to; i += 4 * width)
        {
            GaussianWeights<TLanes, TVector, TNumber, TScaled>.Four(in tile, ref query, i, out TVector a, out TVector b, out TVector c, out TVector d);
            if (TWeighted.Is)
            {
                GaussianWeights<TLanes, TVector, TNumber, TScaled>.Times(ref Unsafe.Add(ref weights, i), ref a, ref b, ref c, ref d);
            }

            Sum(a, b, c, d, ref sums);
            Slopes(in tile, ref query, i, a, b, c, d, ref slopes);
            for (nint t = 0; t < targets; t++)
            {
                nint at = (t * length) + i;
                TVector pa = TLanes.Multiply(a, TLanes.Load(ref values, at)), pb = TLanes.Multiply(b, TLanes.Load(ref values, at + width));
                TVector pc = TLanes.Multiply(c, TLanes.Load(ref values, at + (2 * width))), pd = TLanes.Multiply(d, TLanes.Load(ref values, at + (3 * width)));
                Sum(pa, pb, pc, pd, ref Unsafe.Add(ref sums, TLanes.Lanes * (1 + t)));
                Slopes(in tile, ref query, i, pa, pb, pc, pd, ref Unsafe.Add(ref slopes, TLanes.Lanes * (1 + t) * dimensions));
            }
        }
    }

    /// <summary>Adds as many keys as there are lanes from at on, each weight times its part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSome(in GaussianTile<TNumber> tile, nint at, ref TNumber parts, ref TNumber query, ref TNumber sums)
    {
        nint length = tile.Length;
        int dimensions = tile.Dimensions;
        ref TNumber values = ref Unsafe.Add(ref tile.Start, (dimensions + (TWeighted.Is ? 1 : 0)) * length);
        ref TNumber slopes = ref Unsafe.Add(ref sums, TLanes.Lanes * (1 + tile.Targets));
        for (nint lane = 0; lane < TLanes.Lanes; lane += TLanes.Count)
        {
            nint key = at + lane;
            TVector w = TLanes.Multiply(GaussianWeights<TLanes, TVector, TNumber, TScaled>.One(in tile, ref query, key), TLanes.Load(ref parts, lane));
            w = TWeighted.Is ? TLanes.Multiply(w, TLanes.Load(ref tile.Start, (dimensions * length) + key)) : w;
            for (nint b = 0; b <= tile.Targets; b++)
            {
                TVector p = b == 0 ? w : TLanes.Multiply(w, TLanes.Load(ref values, ((b - 1) * length) + key));
                TLanes.Store(TLanes.Add(TLanes.Load(ref sums, (TLanes.Lanes * b) + lane), p), ref sums, (TLanes.Lanes * b) + lane);
                for (int j = 0; j < dimensions; j++)
                {
                    TVector square = Square(in tile, ref query, j, key);
                    nint to = (TLanes.Lanes * ((b * dimensions) + j)) + lane;
                    TLanes.Store(TLanes.MultiplyAdd(p, square, TLanes.Load(ref slopes, to)), ref slopes, to);
                }
            }
        }
    }

    /// <summary>v_j², cut off where keys are far and not scaled: a weight that is next to nothing times what no number holds would be no number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Square(in GaussianTile<TNumber> tile, ref TNumber query, int column, nint at)
    {
        TVector square = GaussianWeights<TLanes, TVector, TNumber, TScaled>.Square(
            TLanes.Create(Unsafe.Add(ref query, column)), GaussianWeights<TLanes, TVector, TNumber, TScaled>.Scale(in tile, column), ref tile.Start, (column * tile.Length) + at);
        return TScaled.Is ? square : BinaryDecay.Cut<TLanes, TVector, TNumber>(square, ref TLanes.Decay);
    }

    /// <summary>sum += the four, lane by lane in the order of the keys.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum(TVector a, TVector b, TVector c, TVector d, ref TNumber sum)
    {
        if (TLanes.Half)
        {
            TLanes.Store(TLanes.Add(TLanes.Add(TLanes.Load(ref sum, 0), a), c), ref sum, 0);
            TLanes.Store(TLanes.Add(TLanes.Add(TLanes.Load(ref sum, TLanes.Count), b), d), ref sum, TLanes.Count);
        }
        else
        {
            TLanes.Store(TLanes.Add(TLanes.Add(TLanes.Add(TLanes.Add(TLanes.Load(ref sum, 0), a), b), c), d), ref sum, 0);
        }
    }

    /// <summary>slopes[j] += p·v_j² of the four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Slopes(in GaussianTile<TNumber> tile, ref TNumber query, nint at, TVector a, TVector b, TVector c, TVector d, ref TNumber slopes)
    {
        nint width = TLanes.Count;
        for (int j = 0; j < tile.Dimensions; j++)
        {
            TVector va = Square(in tile, ref query, j, at), vb = Square(in tile, ref query, j, at + width);
            TVector vc = Square(in tile, ref query, j, at + (2 * width)), vd = Square(in tile, ref query, j, at + (3 * width));
            ref TNumber slope = ref Unsafe.Add(ref slopes, TLanes.Lanes * j);
            TVector low = TLanes.MultiplyAdd(a, va, TLanes.Load(ref slope, 0));
            if (TLanes.Half)
            {
                TVector high = TLanes.MultiplyAdd(b, vb, TLanes.Load(ref slope, width));
                TLanes.Store(TLanes.MultiplyAdd(c, vc, low), ref slope, 0);
                TLanes.Store(TLanes.MultiplyAdd(d, vd, high), ref slope, width);
            }
            else
            {
                TLanes.Store(TLanes.MultiplyAdd(d, vd, TLanes.MultiplyAdd(c, vc, TLanes.MultiplyAdd(b, vb, low))), ref slope, 0);
            }
        }
    }
}
