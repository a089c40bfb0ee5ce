using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Numerics;

/// <summary>k = f·Iᵖ with I = G(a + G(b + Gc)), a compact polynomial kernel in its gap G = 1 − |u|, the way from a key to the rim: eight keys at once.</summary>
/// <remarks>In the gap every factor is a sum of terms that hardly cancel, so a weight is right to a few roundings even where a key is next to the rim.</remarks>
internal readonly struct CompactLanes
{
    /// <summary>How many weights a tile holds.</summary>
    public const int Tile = 256;

    /// <summary>A gap at least for a key that is inside: the rim itself may be rounded.</summary>
    private const double Least = 1.0 / (1L << 54);

    /// <summary>f.</summary>
    public double Factor { get; init; }

    /// <summary>p, 0 to 3.</summary>
    public int Power { get; init; }

    /// <summary>a.</summary>
    public double First { get; init; }

    /// <summary>b.</summary>
    public double Second { get; init; }

    /// <summary>c.</summary>
    public double Third { get; init; }

    /// <summary>support·h as a double: who is nearer belongs.</summary>
    public double Reach { get; init; }

    /// <summary>What the support·h of the kernel's formula has beyond <see cref="Reach"/>.</summary>
    public double Beyond { get; init; }

    /// <summary>k at the query itself.</summary>
    public double AtZero => Factor;

    /// <summary>1/reach.</summary>
    public double Scale { get; init; }

    /// <summary>k, and −u·k′ where wanted, of up to 256 keys in whole vectors, 0 beyond the last one; gaps without any cancellation.</summary>
    /// <param name="x">Keys, readable eight beyond the range.</param>
    /// <param name="from">The first key.</param>
    /// <param name="count">How many.</param>
    /// <param name="query">q.</param>
    /// <param name="weights">Gets k.</param>
    /// <param name="slopes">Gets −u·k′, or is empty.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Weights(double[] x, int from, int count, double query, Span<double> weights, Span<double> slopes)
    {
        Vector512<double> q = Vector512.Create(query);
        Vector512<double> reach = Vector512.Create(Reach);
        Vector512<double> beyond = Vector512.Create(Beyond);
        Vector512<double> scale = Vector512.Create(Scale);
        Vector512<double> least = Vector512.Create(Least);
        ref double keys = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(x), from);
        ref double to = ref MemoryMarshal.GetReference(weights);
        for (int i = 0; i < count; i += 8)
        {
            Vector512<double> key = Vector512.LoadUnsafe(ref keys, (nuint)i);
            Vector512<double> apart = VectorMath.Difference(q, key, out Vector512<double> lost);
            Vector512<double> size = Vector512.Abs(apart);
            Vector512<double> sign = Vector512.CopySign(Vector512<double>.One, apart);
            Vector512<double> gap = (reach - size - (lost * sign) + beyond) * scale;
            gap = Vector512.Max(gap, least);
            Kernel(gap).StoreUnsafe(ref to, (nuint)i);
            if (slopes.Length > 0)
            {
                Slope(gap).StoreUnsafe(ref MemoryMarshal.GetReference(slopes), (nuint)i);
            }
        }

        int end = (count + 7) & ~7;
        weights[count..end].Clear();
        if (slopes.Length > 0)
        {
            slopes[count..end].Clear();
        }
    }

    /// <summary>The gap of a key that is within reach, without any cancellation.</summary>
    public double Gap(double query, double key)
    {
        double apart = VectorMath.Difference(query, key, out double lost);
        return Math.Max((Reach - Math.Abs(apart) - (lost * Math.CopySign(1, apart)) + Beyond) * Scale, Least);
    }

    /// <summary>k at a gap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Kernel(Vector512<double> gap)
    {
        Vector512<double> f = Vector512.Create(Factor);
        if (Power == 0)
        {
            return f;
        }

        Vector512<double> inner = Inner(gap);
        return Power == 1 ? f * inner : Power == 2 ? f * (inner * inner) : f * (inner * inner * inner);
    }

    /// <summary>k at a gap.</summary>
    public double Kernel(double gap)
    {
        double inner = gap * Math.FusedMultiplyAdd(Math.FusedMultiplyAdd(Third, gap, Second), gap, First);
        return Power == 0 ? Factor : Power == 1 ? Factor * inner : Power == 2 ? Factor * (inner * inner) : Factor * (inner * inner * inner);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<double> Inner(Vector512<double> gap) => gap * Vector512.FusedMultiplyAdd(
        Vector512.FusedMultiplyAdd(Vector512.Create(Third), gap, Vector512.Create(Second)), gap, Vector512.Create(First));

    /// <summary>−u·k′(u) = (1 − G)·dk/dG.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Slope(Vector512<double> gap)
    {
        if (Power == 0)
        {
            return Vector512<double>.Zero;
        }

        Vector512<double> bend = Vector512.FusedMultiplyAdd(
            Vector512.FusedMultiplyAdd(Vector512.Create(3 * Third), gap, Vector512.Create(2 * Second)), gap, Vector512.Create(First));
        Vector512<double> slope = (Vector512<double>.One - gap) * bend * (Power * Factor);
        Vector512<double> inner = Inner(gap);
        return Power == 1 ? slope : Power == 2 ? slope * inner : slope * (inner * inner);
    }
}
