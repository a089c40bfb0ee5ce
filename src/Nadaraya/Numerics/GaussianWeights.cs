using System.Runtime.CompilerServices;

namespace Nadaraya.Numerics;

/// <summary>w = 2^(−Σ((q − x)·κ)²) of one query and the keys of a tile, four vectors side by side or one alone.</summary>
/// <typeparam name="TLanes">The width.</typeparam>
/// <typeparam name="TVector">Its vector.</typeparam>
/// <typeparam name="TNumber">Its numbers.</typeparam>
/// <typeparam name="TScaled">Whether keys and queries are scaled already.</typeparam>
internal static class GaussianWeights<TLanes, TVector, TNumber, TScaled>
    where TLanes : struct, ILanes<TVector, TNumber>
    where TVector : struct
    where TNumber : struct
    where TScaled : struct, IChoice
{
    /// <summary>The exponents at four vectors of keys in one column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void OneColumn(TVector q, TVector scale, ref TNumber keys, nint at, out TVector a, out TVector b, out TVector c, out TVector d)
    {
        a = Square(q, scale, ref keys, at);
        b = Square(q, scale, ref keys, at + TLanes.Count);
        c = Square(q, scale, ref keys, at + (2 * TLanes.Count));
        d = Square(q, scale, ref keys, at + (3 * TLanes.Count));
    }

    /// <summary>The exponents at four vectors of keys in any number of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Columns(
        in GaussianTile<TNumber> tile, ref TNumber query, nint at, out TVector a, out TVector b, out TVector c, out TVector d)
    {
        // Even and odd columns apart: a sum waits four steps for the one before.
        (a, b, c, d) = (default, default, default, default);
        TVector a1 = default, b1 = default, c1 = default, d1 = default;
        ref TNumber keys = ref tile.Start;
        int j = 0;
        for (; j + 1 < tile.Dimensions; j += 2, at += tile.Length)
        {
            Add(in tile, ref query, j, ref keys, at, ref a, ref b, ref c, ref d);
            at += tile.Length;
            Add(in tile, ref query, j + 1, ref keys, at, ref a1, ref b1, ref c1, ref d1);
        }

        if (j < tile.Dimensions)
        {
            Add(in tile, ref query, j, ref keys, at, ref a, ref b, ref c, ref d);
        }

        a = TLanes.Add(a, a1);
        b = TLanes.Add(b, b1);
        c = TLanes.Add(c, c1);
        d = TLanes.Add(d, d1);
    }

    /// <summary>The weights of four vectors of keys, however far they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Four(in GaussianTile<TNumber> tile, ref TNumber query, nint at, out TVector a, out TVector b, out TVector c, out TVector d)
    {
        ref TNumber table = ref TLanes.Decay;
        Columns(in tile, ref query, at, out a, out b, out c, out d);
        a = BinaryDecay.Cut<TLanes, TVector, TNumber>(a, ref table);
        b = BinaryDecay.Cut<TLanes, TVector, TNumber>(b, ref table);
        c = BinaryDecay.Cut<TLanes, TVector, TNumber>(c, ref table);
        d = BinaryDecay.Cut<TLanes, TVector, TNumber>(d, ref table);
        BinaryDecay.Apply<TLanes, TVector, TNumber>(ref a, ref b, ref c, ref d, ref table);
    }

    /// <summary>The four times what stands at the same keys: part of each key, or its row weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Times(ref TNumber factors, ref TVector a, ref TVector b, ref TVector c, ref TVector d)
    {
        a = TLanes.Multiply(a, TLanes.Load(ref factors, 0));
        b = TLanes.Multiply(b, TLanes.Load(ref factors, TLanes.Count));
        c = TLanes.Multiply(c, TLanes.Load(ref factors, 2 * TLanes.Count));
        d = TLanes.Multiply(d, TLanes.Load(ref factors, 3 * TLanes.Count));
    }

    /// <summary>sums += Σ w·c of the four, lane by lane in the order of the keys; sums in memory, since registers are few.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddProducts(TVector a, TVector b, TVector c, TVector d, ref TNumber values, ref TNumber sums)
    {
        nint width = TLanes.Count;
        TVector low = TLanes.MultiplyAdd(a, TLanes.Load(ref values, 0), TLanes.Load(ref sums, 0));
        if (TLanes.Half)
        {
            TVector high = TLanes.MultiplyAdd(b, TLanes.Load(ref values, width), TLanes.Load(ref sums, width));
            TLanes.Store(TLanes.MultiplyAdd(c, TLanes.Load(ref values, 2 * width), low), ref sums, 0);
            TLanes.Store(TLanes.MultiplyAdd(d, TLanes.Load(ref values, 3 * width), high), ref sums, width);
            return;
        }

        low = TLanes.MultiplyAdd(b, TLanes.Load(ref values, width), low);
        low = TLanes.MultiplyAdd(c, TLanes.Load(ref values, 2 * width), low);
        TLanes.Store(TLanes.MultiplyAdd(d, TLanes.Load(ref values, 3 * width), low), ref sums, 0);
    }

    /// <summary>The weights of one vector of keys.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector One(in GaussianTile<TNumber> tile, ref TNumber query, nint at)
    {
        TVector even = default, odd = default;
        for (int j = 0; j < tile.Dimensions; j++, at += tile.Length)
        {
            TVector u = Apart(TLanes.Create(Unsafe.Add(ref query, j)), Scale(in tile, j), ref tile.Start, at);
            (even, odd) = (odd, TLanes.MultiplyAdd(u, u, even));
        }

        ref TNumber table = ref TLanes.Decay;
        return BinaryDecay.Of<TLanes, TVector, TNumber>(BinaryDecay.Cut<TLanes, TVector, TNumber>(TLanes.Add(even, odd), ref table), ref table);
    }

    /// <summary>κ of a column; nothing where it is in the keys.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Scale(in GaussianTile<TNumber> tile, int column) => TScaled.Is ? default : TLanes.Create(Unsafe.Add(ref tile.Scales, column));

    /// <summary>((q − x)·κ)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Square(TVector q, TVector scale, ref TNumber keys, nint at)
    {
        TVector u = Apart(q, scale, ref keys, at);
        return TLanes.Multiply(u, u);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Apart(TVector q, TVector scale, ref TNumber keys, nint at)
    {
        TVector u = TLanes.Subtract(q, TLanes.Load(ref keys, at));
        return TScaled.Is ? u : TLanes.Multiply(u, scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        in GaussianTile<TNumber> tile, ref TNumber query, int column, ref TNumber keys, nint at, ref TVector a, ref TVector b, ref TVector c, ref TVector d)
    {
        TVector q = TLanes.Create(Unsafe.Add(ref query, column));
        TVector scale = Scale(in tile, column);
        a = AddSquare(q, scale, ref keys, at, a);
        b = AddSquare(q, scale, ref keys, at + TLanes.Count, b);
        c = AddSquare(q, scale, ref keys, at + (2 * TLanes.Count), c);
        d = AddSquare(q, scale, ref keys, at + (3 * TLanes.Count), d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AddSquare(TVector q, TVector scale, ref TNumber keys, nint at, TVector sum)
    {
        TVector u = Apart(q, scale, ref keys, at);
        return TLanes.MultiplyAdd(u, u, sum);
    }
}
