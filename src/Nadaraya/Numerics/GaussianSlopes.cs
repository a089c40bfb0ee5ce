using System.Runtime.CompilerServices;

namespace Nadaraya.Numerics;

/// <summary>Sums and their slopes in one walk over a tile: Σ w and Σ w c_b, then Σ w v_j² and Σ w c_b v_j² with v = (q − x)·κ, eight lanes each.</summary>
/// <remarks>∂w/∂ln h_j is w·u_j² and u² = 2 ln 2·v². The slopes' lanes stand in memory, [b·d + j]: a register holds none of them for long.</remarks>
/// <typeparam name="TLanes">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
/// <typeparam name="TScaled">Whether keys and queries are scaled already.</typeparam>
/// <typeparam name="TWeighted">Whether rows have weights.</typeparam>
internal static class GaussianSlopes<TLanes, TVector, TScaled, TWeighted>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
    where TScaled : struct, IChoice
    where TWeighted : struct, IChoice
{
    private const int Lanes = 8;

    /// <summary>Adds keys from … to − 1 of a tile, a multiple of 32 of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(in GaussianTile keysOfTile, nint from, nint to, ref double query, ref double sums)
    {
        GaussianTile tile = keysOfTile; // a copy, which nothing that is written can change: the loop need not read it again
        ref double table = ref BinaryDecay.Table;
        ref double keys = ref tile.Start;
        nint length = tile.Length;
        nint width = TLanes.Count;
        int targets = tile.Targets;
        int dimensions = tile.Dimensions;
        ref double weights = ref Unsafe.Add(ref keys, dimensions * length);
        ref double values = ref Unsafe.Add(ref keys, (dimensions + (TWeighted.Is ? 1 : 0)) * length);
        ref double slopes = ref Unsafe.Add(ref sums, Lanes * (1 + targets));
        for (nint i = from; i < to; i += 4 * width)
        {
            GaussianWeights<TLanes, TVector, TScaled>.Columns(in tile, ref query, i, out TVector a, out TVector b, out TVector c, out TVector d);
            a = BinaryDecay.Cut<TLanes, TVector>(a, ref table);
            b = BinaryDecay.Cut<TLanes, TVector>(b, ref table);
            c = BinaryDecay.Cut<TLanes, TVector>(c, ref table);
            d = BinaryDecay.Cut<TLanes, TVector>(d, ref table);
            BinaryDecay.Apply<TLanes, TVector>(ref a, ref b, ref c, ref d, ref table);
            if (TWeighted.Is)
            {
                a = TLanes.Multiply(a, TLanes.Load(ref weights, i));
                b = TLanes.Multiply(b, TLanes.Load(ref weights, i + width));
                c = TLanes.Multiply(c, TLanes.Load(ref weights, i + (2 * width)));
                d = TLanes.Multiply(d, TLanes.Load(ref weights, i + (3 * width)));
            }

            Sum(a, b, c, d, ref sums);
            Slopes(in tile, ref query, i, a, b, c, d, ref slopes);
            for (nint t = 0; t < targets; t++)
            {
                nint at = (t * length) + i;
                TVector pa = TLanes.Multiply(a, TLanes.Load(ref values, at)), pb = TLanes.Multiply(b, TLanes.Load(ref values, at + width));
                TVector pc = TLanes.Multiply(c, TLanes.Load(ref values, at + (2 * width))), pd = TLanes.Multiply(d, TLanes.Load(ref values, at + (3 * width)));
                Sum(pa, pb, pc, pd, ref Unsafe.Add(ref sums, Lanes * (1 + t)));
                Slopes(in tile, ref query, i, pa, pb, pc, pd, ref Unsafe.Add(ref slopes, Lanes * (1 + t) * dimensions));
            }
        }
    }

    /// <summary>Adds the eight keys from at on, each weight times its part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddEight(in GaussianTile tile, nint at, ref double parts, ref double query, ref double sums)
    {
        nint length = tile.Length;
        int dimensions = tile.Dimensions;
        ref double values = ref Unsafe.Add(ref tile.Start, (dimensions + (TWeighted.Is ? 1 : 0)) * length);
        ref double slopes = ref Unsafe.Add(ref sums, Lanes * (1 + tile.Targets));
        for (nint lane = 0; lane < Lanes; lane += TLanes.Count)
        {
            nint key = at + lane;
            TVector w = TLanes.Multiply(GaussianWeights<TLanes, TVector, TScaled>.One(in tile, ref query, key), TLanes.Load(ref parts, lane));
            w = TWeighted.Is ? TLanes.Multiply(w, TLanes.Load(ref tile.Start, (dimensions * length) + key)) : w;
            for (nint b = 0; b <= tile.Targets; b++)
            {
                TVector p = b == 0 ? w : TLanes.Multiply(w, TLanes.Load(ref values, ((b - 1) * length) + key));
                TLanes.Store(TLanes.Add(TLanes.Load(ref sums, (Lanes * b) + lane), p), ref sums, (Lanes * b) + lane);
                for (int j = 0; j < dimensions; j++)
                {
                    TVector square = Square(in tile, ref query, j, key);
                    nint to = (Lanes * ((b * dimensions) + j)) + lane;
                    TLanes.Store(TLanes.MultiplyAdd(p, square, TLanes.Load(ref slopes, to)), ref slopes, to);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Square(in GaussianTile tile, ref double query, int column, nint at) => GaussianWeights<TLanes, TVector, TScaled>.Square(
        TLanes.Create(Unsafe.Add(ref query, column)), GaussianWeights<TLanes, TVector, TScaled>.Scale(in tile, column), ref tile.Start, (column * tile.Length) + at);

    /// <summary>sum += the four, lane by lane in the order of the keys.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum(TVector a, TVector b, TVector c, TVector d, ref double sum)
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
    public static void Slopes(in GaussianTile tile, ref double query, nint at, TVector a, TVector b, TVector c, TVector d, ref double slopes)
    {
        nint width = TLanes.Count;
        for (int j = 0; j < tile.Dimensions; j++)
        {
            TVector va = Square(in tile, ref query, j, at), vb = Square(in tile, ref query, j, at + width);
            TVector vc = Square(in tile, ref query, j, at + (2 * width)), vd = Square(in tile, ref query, j, at + (3 * width));
            ref double slope = ref Unsafe.Add(ref slopes, Lanes * j);
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
