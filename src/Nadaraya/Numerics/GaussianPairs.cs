using System.Runtime.CompilerServices;

namespace Nadaraya.Numerics;

/// <summary>Gaussian weights of pairs of keys, each computed once and given to both: w of i with j is w of j with i.</summary>
/// <remarks>
/// A tile's targets are its columns c_b, the weights' own column of ones or row weights among them. Sums have virtual lanes; what goes back to the tile's keys has one
/// number a key. A lane adds its keys in their order, so the width of the registers does not show.
/// </remarks>
/// <typeparam name="TLanes">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
/// <typeparam name="TNumber">Its numbers.</typeparam>
/// <typeparam name="TScaled">Whether keys are scaled already.</typeparam>
/// <typeparam name="TPart">Whether each key counts by its part: 0 where the pair is another's.</typeparam>
internal static class GaussianPairs<TLanes, TVector, TNumber, TScaled, TPart>
    where TLanes : struct, ILanes<TVector, TNumber>
    where TVector : struct
    where TNumber : struct
    where TScaled : struct, IChoice
    where TPart : struct, IChoice
{
    /// <summary>With i the query: lanes_b += w c_b(j) and back_b(j) += w c_b(i), for keys j = from … to − 1, a multiple of four times the lanes.</summary>
    /// <remarks>
    /// At further levels the same for w², w⁴, …: the weights at bandwidths h/√2, h/2, …, for a product each instead of an exponential. A level's lanes and columns follow those of the one before.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(
        in GaussianTile<TNumber> keysOfTile, int levels, nint from, nint to, ref TNumber parts, ref TNumber query, ref TNumber own, ref TNumber lanes, ref TNumber back)
    {
        GaussianTile<TNumber> tile = keysOfTile; // a copy, which nothing that is written can change: the loop need not read it again
        ref TNumber values = ref Unsafe.Add(ref tile.Start, tile.Dimensions * tile.Length);
        nint width = TLanes.Count;
        nint columns = tile.Targets;
        for (nint i = from; i < to; i += 4 * width)
        {
            Weights(in tile, ref query, i, ref Unsafe.Add(ref parts, i - from), out TVector a, out TVector b, out TVector c, out TVector d);
            for (nint level = 0; ; level++)
            {
                ref TNumber sums = ref Unsafe.Add(ref lanes, TLanes.Lanes * columns * level);
                ref TNumber backAtLevel = ref Unsafe.Add(ref back, columns * tile.Length * level);
                for (nint k = 0, at = i; k < columns; k++, at += tile.Length)
                {
                    GaussianWeights<TLanes, TVector, TNumber, TScaled>.AddProducts(
                        a, b, c, d, ref Unsafe.Add(ref values, at), ref Unsafe.Add(ref sums, TLanes.Lanes * k));
                    TVector value = TLanes.Create(Unsafe.Add(ref own, k));
                    AddTo(a, value, ref backAtLevel, at);
                    AddTo(b, value, ref backAtLevel, at + width);
                    AddTo(c, value, ref backAtLevel, at + (2 * width));
                    AddTo(d, value, ref backAtLevel, at + (3 * width));
                }

                if (level == levels - 1)
                {
                    break;
                }

                (a, b, c, d) = (TLanes.Multiply(a, a), TLanes.Multiply(b, b), TLanes.Multiply(c, c), TLanes.Multiply(d, d));
            }
        }
    }

    /// <summary>
    /// Σ g v_j² with g = w Σ_b (α_b(i) c_b(j) + α_b(j) c_b(i)), for keys j = from … to − 1: α_b of the keys in columns as the c_b, of the query behind its own.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Slopes(
        in GaussianTile<TNumber> keysOfTile, nint from, nint to, ref TNumber parts, ref TNumber query, ref TNumber own, ref TNumber lanes, ref TNumber adjoints)
    {
        GaussianTile<TNumber> tile = keysOfTile;
        ref TNumber values = ref Unsafe.Add(ref tile.Start, tile.Dimensions * tile.Length);
        nint width = TLanes.Count;
        for (nint i = from; i < to; i += 4 * width)
        {
            Weights(in tile, ref query, i, ref Unsafe.Add(ref parts, i - from), out TVector a, out TVector b, out TVector c, out TVector d);
            TVector ga = default, gb = default, gc = default, gd = default;
            for (nint k = 0, at = i; k < tile.Targets; k++, at += tile.Length)
            {
                TVector value = TLanes.Create(Unsafe.Add(ref own, k));
                TVector adjoint = TLanes.Create(Unsafe.Add(ref own, tile.Targets + k));
                ga = Both(value, adjoint, ref values, ref adjoints, at, ga);
                gb = Both(value, adjoint, ref values, ref adjoints, at + width, gb);
                gc = Both(value, adjoint, ref values, ref adjoints, at + (2 * width), gc);
                gd = Both(value, adjoint, ref values, ref adjoints, at + (3 * width), gd);
            }

            GaussianSlopes<TLanes, TVector, TNumber, TScaled, No>.Slopes(
                in tile, ref query, i, TLanes.Multiply(a, ga), TLanes.Multiply(b, gb), TLanes.Multiply(c, gc), TLanes.Multiply(d, gd), ref lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Weights(
        in GaussianTile<TNumber> tile, ref TNumber query, nint at, ref TNumber parts, out TVector a, out TVector b, out TVector c, out TVector d)
    {
        GaussianWeights<TLanes, TVector, TNumber, TScaled>.Four(in tile, ref query, at, out a, out b, out c, out d);
        if (TPart.Is)
        {
            GaussianWeights<TLanes, TVector, TNumber, TScaled>.Times(ref parts, ref a, ref b, ref c, ref d);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo(TVector weight, TVector value, ref TNumber back, nint at) =>
        TLanes.Store(TLanes.MultiplyAdd(weight, value, TLanes.Load(ref back, at)), ref back, at);

    /// <summary>sum + α·c(j) + α(j)·c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Both(TVector value, TVector adjoint, ref TNumber values, ref TNumber adjoints, nint at, TVector sum) =>
        TLanes.MultiplyAdd(value, TLanes.Load(ref adjoints, at), TLanes.MultiplyAdd(adjoint, TLanes.Load(ref values, at), sum));
}
