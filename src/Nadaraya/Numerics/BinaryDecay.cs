using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nadaraya.Numerics;

/// <summary>2⁻ˢ for s ≥ 0: what every Gaussian weight comes down to, by one sequence of operations at every width.</summary>
/// <remarks>
/// t = M − s with M = 1.5·2⁵² rounds −s to the integer k in the low bits of t; r = s + (t − M) is −s's remainder turned round, exact, |r| ≤ ½; 2⁻ˢ = 2ᵏ·2⁻ʳ. 2⁻ʳ is a
/// polynomial of degree ten, minimax in relative error with the value 1 at 0 (3·10⁻¹⁶, found by Remez exchange in 60 digits). s is cut off at 1021: what is
/// beyond weighs 4·10⁻³⁰⁸ instead of less. Worst error found: 3.1 ulp, just under a power of two; 3.4·10⁻¹⁶ relative. Singles likewise: M = 1.5·2²³, degree five
/// (9·10⁻⁸, 1.1·10⁻⁷ with the coefficients rounded), cut off at 125. No table: look-ups that are cheap at one width are dear at another.
/// </remarks>
internal static class BinaryDecay
{
    /// <summary>The largest s that is told apart.</summary>
    public const double Largest = 1021;

    /// <summary>The largest s that singles tell apart.</summary>
    public const double LargestOfSingles = 125;

    /// <summary>The degree of the polynomial.</summary>
    public const int DegreeOfDoubles = 10;

    /// <summary>The degree of the polynomial in singles.</summary>
    public const int DegreeOfSingles = 5;

    private const double Magic = 6755399441055744.0;

    private static readonly double[] Constants =
    [
        Magic,
        -0.6931471805599516, 0.24022650695910472, -0.0555041086643466, 0.009618129107380767, -0.0013333558246477722,
        0.0001540353080075113, -1.5252647749349885e-05, 1.3215235667023535e-06, -1.021050615927683e-07, 7.111753419526837e-09,
        1,
        Largest,
    ];

    // Each constant as wide as the virtual lanes: loops read them as memory operands and keep their registers.
    private static readonly double[] Wide = [.. Constants.SelectMany(c => Enumerable.Repeat(c, 8))];

    private static readonly float[] WideSingles =
    [
        .. ((float[])[12582912, -0.6931470036506653f, 0.24022242426872253f, -0.05550733581185341f, 0.009671512991189957f, -0.001326472731307149f, 1, (float)LargestOfSingles])
            .SelectMany(c => Enumerable.Repeat(c, 16)),
    ];

    /// <summary>The constants that the loops take: M, the coefficients, 1, and where s is cut off.</summary>
    public static ref double Doubles => ref MemoryMarshal.GetArrayDataReference(Wide);

    /// <summary>The same in singles.</summary>
    public static ref float Singles => ref MemoryMarshal.GetArrayDataReference(WideSingles);

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

    /// <summary>The smaller of s and where it is cut off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Cut<TLanes, TVector, TNumber>(TVector s, ref TNumber table)
        where TLanes : struct, ILanes<TVector, TNumber>
        where TVector : struct
        where TNumber : struct => TLanes.Min(s, TLanes.Load(ref table, (TLanes.Degree + 2) * TLanes.Lanes));

    /// <summary>2⁻ˢ in place for four vectors, step by step side by side: one chain of dependent operations alone leaves most units idle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TLanes, TVector, TNumber>(ref TVector a, ref TVector b, ref TVector c, ref TVector d, ref TNumber table)
        where TLanes : struct, ILanes<TVector, TNumber>
        where TVector : struct
        where TNumber : struct
    {
        TVector magic = TLanes.Load(ref table, 0);
        TVector ta = TLanes.Subtract(magic, a), tb = TLanes.Subtract(magic, b), tc = TLanes.Subtract(magic, c), td = TLanes.Subtract(magic, d);
        a = TLanes.Add(a, TLanes.Subtract(ta, magic));
        b = TLanes.Add(b, TLanes.Subtract(tb, magic));
        c = TLanes.Add(c, TLanes.Subtract(tc, magic));
        d = TLanes.Add(d, TLanes.Subtract(td, magic));
        TVector first = TLanes.Load(ref table, TLanes.Degree * TLanes.Lanes);
        TVector next = TLanes.Load(ref table, (TLanes.Degree - 1) * TLanes.Lanes);
        TVector pa = TLanes.MultiplyAdd(a, first, next), pb = TLanes.MultiplyAdd(b, first, next);
        TVector pc = TLanes.MultiplyAdd(c, first, next), pd = TLanes.MultiplyAdd(d, first, next);
        if (TLanes.Degree == DegreeOfDoubles)
        {
            Step<TLanes, TVector, TNumber>(ref pa, ref pb, ref pc, ref pd, a, b, c, d, ref table, 8);
            Step<TLanes, TVector, TNumber>(ref pa, ref pb, ref pc, ref pd, a, b, c, d, ref table, 7);
            Step<TLanes, TVector, TNumber>(ref pa, ref pb, ref pc, ref pd, a, b, c, d, ref table, 6);
            Step<TLanes, TVector, TNumber>(ref pa, ref pb, ref pc, ref pd, a, b, c, d, ref table, 5);
            Step<TLanes, TVector, TNumber>(ref pa, ref pb, ref pc, ref pd, a, b, c, d, ref table, 4);
        }

        Step<TLanes, TVector, TNumber>(ref pa, ref pb, ref pc, ref pd, a, b, c, d, ref table, 3);
        Step<TLanes, TVector, TNumber>(ref pa, ref pb, ref pc, ref pd, a, b, c, d, ref table, 2);
        Step<TLanes, TVector, TNumber>(ref pa, ref pb, ref pc, ref pd, a, b, c, d, ref table, 1);
        Step<TLanes, TVector, TNumber>(ref pa, ref pb, ref pc, ref pd, a, b, c, d, ref table, TLanes.Degree + 1);
        a = TLanes.Scale(pa, ta);
        b = TLanes.Scale(pb, tb);
        c = TLanes.Scale(pc, tc);
        d = TLanes.Scale(pd, td);
    }

    /// <summary>2⁻ˢ for one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of<TLanes, TVector, TNumber>(TVector s, ref TNumber table)
        where TLanes : struct, ILanes<TVector, TNumber>
        where TVector : struct
        where TNumber : struct
    {
        TVector magic = TLanes.Load(ref table, 0);
        TVector t = TLanes.Subtract(magic, s);
        TVector r = TLanes.Add(s, TLanes.Subtract(t, magic));
        TVector p = TLanes.MultiplyAdd(r, TLanes.Load(ref table, TLanes.Degree * TLanes.Lanes), TLanes.Load(ref table, (TLanes.Degree - 1) * TLanes.Lanes));
        for (int k = TLanes.Degree - 2; k > 0; k--)
        {
            p = TLanes.MultiplyAdd(p, r, TLanes.Load(ref table, k * TLanes.Lanes));
        }

        return TLanes.Scale(TLanes.MultiplyAdd(p, r, TLanes.Load(ref table, (TLanes.Degree + 1) * TLanes.Lanes)), t);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TLanes, TVector, TNumber>(
        ref TVector pa, ref TVector pb, ref TVector pc, ref TVector pd, TVector a, TVector b, TVector c, TVector d, ref TNumber table, int k)
        where TLanes : struct, ILanes<TVector, TNumber>
        where TVector : struct
        where TNumber : struct
    {
        TVector constant = TLanes.Load(ref table, k * TLanes.Lanes);
        pa = TLanes.MultiplyAdd(pa, a, constant);
        pb = TLanes.MultiplyAdd(pb, b, constant);
        pc = TLanes.MultiplyAdd(pc, c, constant);
        pd = TLanes.MultiplyAdd(pd, d, constant);
    }
}
