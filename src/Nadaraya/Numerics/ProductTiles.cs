using System.Runtime.CompilerServices;

namespace Nadaraya.Numerics;

/// <summary>The innermost loops of a matrix product: six rows, or one, by two vectors of columns.</summary>
/// <remarks>
/// c[i, j] (+)= Σₖ a[i, k]·b[k, j], the sum taken in the order of k with one rounding a term, so that a result has the same bits at every width. Twelve running sums, two
/// vectors of b and one number of a fill the sixteen registers of the narrower processors.
/// </remarks>
internal static class ProductTiles
{
    /// <summary>Six rows of c.</summary>
    /// <param name="a">a[i, k] at i·<paramref name="row"/> + k·<paramref name="step"/>.</param>
    /// <param name="row">From row to row of a.</param>
    /// <param name="step">From k to k + 1 in a.</param>
    /// <param name="panel">b, two vectors for every k.</param>
    /// <param name="depth">The number of k.</param>
    /// <param name="c">Receives six rows of two vectors.</param>
    /// <param name="across">From row to row of c.</param>
    /// <param name="add">Whether the sums start from what stands in c.</param>
    public static void SixRows<TLanes, TVector, TNumber>(ref TNumber a, nint row, nint step, ref TNumber panel, int depth, ref TNumber c, nint across, bool add)
        where TLanes : struct, ILanes<TVector, TNumber>
        where TVector : struct
        where TNumber : struct
    {
        nint next = TLanes.Count;
        (nint row2, nint row3, nint row4, nint row5) = (2 * row, 3 * row, 4 * row, 5 * row);
        TVector c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        TVector c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        if (add)
        {
            (c00, c01) = (TLanes.Load(ref c, 0), TLanes.Load(ref c, next));
            (c10, c11) = (TLanes.Load(ref c, across), TLanes.Load(ref c, across + next));
            (c20, c21) = (TLanes.Load(ref c, 2 * across), TLanes.Load(ref c, (2 * across) + next));
            (c30, c31) = (TLanes.Load(ref c, 3 * across), TLanes.Load(ref c, (3 * across) + next));
            (c40, c41) = (TLanes.Load(ref c, 4 * across), TLanes.Load(ref c, (4 * across) + next));
            (c50, c51) = (TLanes.Load(ref c, 5 * across), TLanes.Load(ref c, (5 * across) + next));
        }

        for (int k = 0; k < depth; k++)
        {
            TVector b0 = TLanes.Load(ref panel, 0);
            TVector b1 = TLanes.Load(ref panel, next);
            TVector x = TLanes.Create(a);
            c00 = TLanes.MultiplyAdd(x, b0, c00);
            c01 = TLanes.MultiplyAdd(x, b1, c01);
            x = TLanes.Create(Unsafe.Add(ref a, row));
            c10 = TLanes.MultiplyAdd(x, b0, c10);
            c11 = TLanes.MultiplyAdd(x, b1, c11);
            x = TLanes.Create(Unsafe.Add(ref a, row2));
            c20 = TLanes.MultiplyAdd(x, b0, c20);
            c21 = TLanes.MultiplyAdd(x, b1, c21);
            x = TLanes.Create(Unsafe.Add(ref a, row3));
            c30 = TLanes.MultiplyAdd(x, b0, c30);
            c31 = TLanes.MultiplyAdd(x, b1, c31);
            x = TLanes.Create(Unsafe.Add(ref a, row4));
            c40 = TLanes.MultiplyAdd(x, b0, c40);
            c41 = TLanes.MultiplyAdd(x, b1, c41);
            x = TLanes.Create(Unsafe.Add(ref a, row5));
            c50 = TLanes.MultiplyAdd(x, b0, c50);
            c51 = TLanes.MultiplyAdd(x, b1, c51);
            a = ref Unsafe.Add(ref a, step);
            panel = ref Unsafe.Add(ref panel, 2 * next);
        }

        TLanes.Store(c00, ref c, 0);
        TLanes.Store(c01, ref c, next);
        TLanes.Store(c10, ref c, across);
        TLanes.Store(c11, ref c, across + next);
        TLanes.Store(c20, ref c, 2 * across);
        TLanes.Store(c21, ref c, (2 * across) + next);
        TLanes.Store(c30, ref c, 3 * across);
        TLanes.Store(c31, ref c, (3 * across) + next);
        TLanes.Store(c40, ref c, 4 * across);
        TLanes.Store(c41, ref c, (4 * across) + next);
        TLanes.Store(c50, ref c, 5 * across);
        TLanes.Store(c51, ref c, (5 * across) + next);
    }

    /// <summary>One row of c, the same bits as a row of six.</summary>
    /// <param name="a">a[k] at k·<paramref name="step"/>.</param>
    /// <param name="step">From k to k + 1 in a.</param>
    /// <param name="panel">b, two vectors for every k.</param>
    /// <param name="depth">The number of k.</param>
    /// <param name="c">Receives two vectors.</param>
    /// <param name="add">Whether the sums start from what stands in c.</param>
    public static void OneRow<TLanes, TVector, TNumber>(ref TNumber a, nint step, ref TNumber panel, int depth, ref TNumber c, bool add)
        where TLanes : struct, ILanes<TVector, TNumber>
        where TVector : struct
        where TNumber : struct
    {
        nint next = TLanes.Count;
        TVector c0 = add ? TLanes.Load(ref c, 0) : default;
        TVector c1 = add ? TLanes.Load(ref c, next) : default;
        for (int k = 0; k < depth; k++)
        {
            TVector x = TLanes.Create(a);
            c0 = TLanes.MultiplyAdd(x, TLanes.Load(ref panel, 0), c0);
            c1 = TLanes.MultiplyAdd(x, TLanes.Load(ref panel, next), c1);
            a = ref Unsafe.Add(ref a, step);
            panel = ref Unsafe.Add(ref panel, 2 * next);
        }

        TLanes.Store(c0, ref c, 0);
        TLanes.Store(c1, ref c, next);
    }
}
