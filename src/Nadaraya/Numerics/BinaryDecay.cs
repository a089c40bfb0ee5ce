using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nadaraya.Numerics;

/// <summary>2⁻ˢ for s ≥ 0: what every Gaussian weight comes down to, by one sequence of operations at every width.</summary>
/// <remarks>
/// t = M − s with M = 1.5·2⁵² rounds −s to the integer k in the low bits of t; r = s + (t − M) is −s's remainder turned round, exact, |r| ≤ ½; 2⁻ˢ = 2ᵏ·2⁻ʳ. 2⁻ʳ is a
/// polynomial of degree ten, minimax in relative error with the value 1 at 0 (3·10⁻¹⁶, found by Remez exchange in 60 digits). s is cut off at 1021: what is
/// beyond weighs 4·10⁻³⁰⁸ instead of less. Worst error found: 3.1 ulp, just under a power of two; 3.4·10⁻¹⁶ relative. No table: look-ups that are cheap at one width are dear at another.
/// </remarks>
internal static class BinaryDecay
{
    /// <summary>The largest s that is told apart.</summary>
    public const double Largest = 1021;

    /// <summary>Constants of the table, each as wide as eight lanes: loops read them as memory operands and keep their registers.</summary>
    private const int Width = 8;
    private const double Magic = 6755399441055744.0;
    private const int CutOff = 12;

    private static readonly double[] Constants =
    [
        Magic,
        -0.6931471805599516, 0.24022650695910472, -0.0555041086643466, 0.009618129107380767, -0.0013333558246477722,
        0.0001540353080075113, -1.5252647749349885e-05, 1.3215235667023535e-06, -1.021050615927683e-07, 7.111753419526837e-09,
        1,
        Largest,
    ];

    private static readonly double[] Wide = [.. Constants.SelectMany(c => Enumerable.Repeat(c, Width))];

    /// <summary>The table that the loops take.</summary>
    public static ref double Table => ref MemoryMarshal.GetArrayDataReference(Wide);

    /// <summary>2⁻ˢ, the same bits as a lane of the vector forms.</summary>
    public static double Of(double s)
    {
        s = s < Largest ? s : Largest;
        double t = Magic - s;
        double r = s + (t - Magic);
        double p = Math.FusedMultiplyAdd(r, Constants[10], Constants[9]);
        for (int k = 8; k > 0; k--)
        {
            p = Math.FusedMultiplyAdd(p, r, Constants[k]);
        }

        p = Math.FusedMultiplyAdd(p, r, 1);
        return BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(p) + (BitConverter.DoubleToInt64Bits(t) << 52));
    }

    /// <summary>min(s, 1021).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Cut<TLanes, TVector>(TVector s, ref double table)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => TLanes.Min(s, TLanes.Load(ref table, CutOff * Width));

    /// <summary>2⁻ˢ in place for four vectors, step by step side by side: one chain of dependent operations alone leaves most units idle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TLanes, TVector>(ref TVector a, ref TVector b, ref TVector c, ref TVector d, ref double table)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector magic = TLanes.Load(ref table, 0);
        TVector ta = TLanes.Subtract(magic, a), tb = TLanes.Subtract(magic, b), tc = TLanes.Subtract(magic, c), td = TLanes.Subtract(magic, d);
        a = TLanes.Add(a, TLanes.Subtract(ta, magic));
        b = TLanes.Add(b, TLanes.Subtract(tb, magic));
        c = TLanes.Add(c, TLanes.Subtract(tc, magic));
        d = TLanes.Add(d, TLanes.Subtract(td, magic));
        TVector first = TLanes.Load(ref table, 10 * Width);
        TVector next = TLanes.Load(ref table, 9 * Width);
        TVector pa = TLanes.MultiplyAdd(a, first, next), pb = TLanes.MultiplyAdd(b, first, next);
        TVector pc = TLanes.MultiplyAdd(c, first, next), pd = TLanes.MultiplyAdd(d, first, next);
        Step<TLanes, TVector>(ref pa, ref pb, ref pc, ref pd, a, b, c, d, ref table, 8);
        Step<TLanes, TVector>(ref pa, ref pb, ref pc, ref pd, a, b, c, d, ref table, 7);
        Step<TLanes, TVector>(ref pa, ref pb, ref pc, ref pd, a, b, c, d, ref table, 6);
        Step<TLanes, TVector>(ref pa, ref pb, ref pc, ref pd, a, b, c, d, ref table, 5);
        Step<TLanes, TVector>(ref pa, ref pb, ref pc, ref pd, a, b, c, d, ref table, 4);
        Step<TLanes, TVector>(ref pa, ref pb, ref pc, ref pd, a, b, c, d, ref table, 3);
        Step<TLanes, TVector>(ref pa, ref pb, ref pc, ref pd, a, b, c, d, ref table, 2);
        Step<TLanes, TVector>(ref pa, ref pb, ref pc, ref pd, a, b, c, d, ref table, 1);
        Step<TLanes, TVector>(ref pa, ref pb, ref pc, ref pd, a, b, c, d, ref table, 11);
        a = TLanes.Scale(pa, ta);
        b = TLanes.Scale(pb, tb);
        c = TLanes.Scale(pc, tc);
        d = TLanes.Scale(pd, td);
    }

    /// <summary>2⁻ˢ for one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TLanes, TVector>(TVector s, ref double table)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector magic = TLanes.Load(ref table, 0);
        TVector t = TLanes.Subtract(magic, s);
        TVector r = TLanes.Add(s, TLanes.Subtract(t, magic));
        TVector p = TLanes.MultiplyAdd(r, TLanes.Load(ref table, 10 * Width), TLanes.Load(ref table, 9 * Width));
        for (int k = 8; k > 0; k--)
        {
            p = TLanes.MultiplyAdd(p, r, TLanes.Load(ref table, k * Width));
        }

        return TLanes.Scale(TLanes.MultiplyAdd(p, r, TLanes.Load(ref table, 11 * Width)), t);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TLanes, TVector>(
        ref TVector pa, ref TVector pb, ref TVector pc, ref TVector pd, TVector a, TVector b, TVector c, TVector d, ref double table, int k)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector constant = TLanes.Load(ref table, k * Width);
        pa = TLanes.MultiplyAdd(pa, a, constant);
        pb = TLanes.MultiplyAdd(pb, b, constant);
        pc = TLanes.MultiplyAdd(pc, c, constant);
        pd = TLanes.MultiplyAdd(pd, d, constant);
    }
}
