using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nadaraya.Benchmarks;

/// <summary>What the processor can issue, measured here and now: the length of a cycle, and vector operations a cycle.</summary>
/// <remarks>
/// A pair of one query and one key needs a known number of vector operations. Over the rate at which multiplies and additions issue together that is
/// the fewest cycles a vector of pairs can take, and an engine's share of the limit, whatever the clock does.
/// </remarks>
internal sealed class IssueRates
{
    private const int Rounds = 20_000;
    private const int Repeats = 300;

    private IssueRates(double cycle, double multiply, double add, double both)
    {
        CycleNanoseconds = cycle;
        MultiplyAdds = multiply;
        Additions = add;
        Both = both;
    }

    /// <summary>The length of a cycle at the clock the core runs at.</summary>
    public double CycleNanoseconds { get; }

    /// <summary>Fused multiply-adds a cycle, of the widest vectors.</summary>
    public double MultiplyAdds { get; }

    /// <summary>Additions a cycle.</summary>
    public double Additions { get; }

    /// <summary>Operations a cycle where half are multiply-adds and half additions.</summary>
    public double Both { get; }

    /// <summary>Measures all of them.</summary>
    public static IssueRates Measure()
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Measure<Vector512<double>, Wide512>();
        }

        return Vector256.IsHardwareAccelerated ? Measure<Vector256<double>, Wide256>() : Measure<Vector128<double>, Wide128>();
    }

    /// <summary>The length of a cycle: the latency of a 64-bit multiply is 3 cycles on x86 processors (and on most 64-bit Arm ones).</summary>
    public static double Cycle()
    {
        const int Multiplies = 8, Latency = 3;
        return Least(() => _ = Chain(Environment.TickCount64 | 1, Rounds)) / (Rounds * (double)Multiplies * Latency);
    }

    private static IssueRates Measure<TVector, TWide>()
        where TVector : struct
        where TWide : struct, IWide<TVector>
    {
        double cycle = Cycle();
        double multiply = Rounds * (double)IssueLoops.MultiplyAdds / Least(() => _ = IssueLoops.Multiply<TVector, TWide>(Rounds)) * cycle;
        double add = Rounds * (double)IssueLoops.Additions / Least(() => _ = IssueLoops.Add<TVector, TWide>(Rounds)) * cycle;
        double both = Rounds * (double)IssueLoops.Together / Least(() => _ = IssueLoops.Both<TVector, TWide>(Rounds)) * cycle;
        return new(cycle, multiply, add, both);
    }

    /// <summary>The least nanoseconds of repeats.</summary>
    private static double Least(Action action)
    {
        double least = double.PositiveInfinity;
        for (int r = 0; r < Repeats; r++)
        {
            long begun = Stopwatch.GetTimestamp();
            action();
            least = Math.Min(least, Stopwatch.GetElapsedTime(begun).TotalNanoseconds);
        }

        return least;
    }

    /// <summary>Each multiply waits for the one before; the factor is no constant, which would become shifts.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static long Chain(long factor, int rounds)
    {
        long x = factor;
        for (int i = 0; i < rounds; i++)
        {
            x *= factor;
            x *= factor;
            x *= factor;
            x *= factor;
            x *= factor;
            x *= factor;
            x *= factor;
            x *= factor;
        }

        return x;
    }

    private readonly struct Wide512 : IWide<Vector512<double>>
    {
        public static Vector512<double> Of(double x) => Vector512.Create(x);

        public static Vector512<double> Add(Vector512<double> a, Vector512<double> b) => a + b;

        public static Vector512<double> MultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Vector512.FusedMultiplyAdd(a, b, c);
    }

    private readonly struct Wide256 : IWide<Vector256<double>>
    {
        public static Vector256<double> Of(double x) => Vector256.Create(x);

        public static Vector256<double> Add(Vector256<double> a, Vector256<double> b) => a + b;

        public static Vector256<double> MultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) => Vector256.FusedMultiplyAdd(a, b, c);
    }

    private readonly struct Wide128 : IWide<Vector128<double>>
    {
        public static Vector128<double> Of(double x) => Vector128.Create(x);

        public static Vector128<double> Add(Vector128<double> a, Vector128<double> b) => a + b;

        public static Vector128<double> MultiplyAdd(Vector128<double> a, Vector128<double> b, Vector128<double> c) => Vector128.FusedMultiplyAdd(a, b, c);
    }
}
