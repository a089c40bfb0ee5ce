using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya.Tests.Numerics;

public sealed class BinaryDecayTests
{
    private static readonly double[] Edges = [0, 1e-300, 0.5, 0.49999999999999994, 0.50000000000000011, 1, 1020.5, 1021, 1021.0000000000001, 1e4, 1e308, double.PositiveInfinity];

    [Fact]
    public void Of_AnyWidth_HasTheSameBits()
    {
        double[] s = Arguments(400_000);
        double[] wide = [.. s], narrow = [.. s];
        Apply<Octet, Vector512<double>, double>(wide);
        Apply<Quartet, Vector256<double>, double>(narrow);
        for (int i = 0; i < s.Length; i++)
        {
            double expected = BinaryDecay.Of(s[i]);
            Assert.True(expected == wide[i] && expected == narrow[i], $"2^-{s[i]:R}: {expected:R}, {wide[i]:R} and {narrow[i]:R}");
        }
    }

    [Fact]
    public void Of_AgainstThirtyOneDigits_IsWithinFourUnits()
    {
        double worst = 0;
        DoubleDouble ln2 = (DoubleDouble)0.6931471805599453 + 2.3190468138462996e-17; // to 106 bits
        foreach (double s in Arguments(60_000).Where(s => s <= BinaryDecay.Largest))
        {
            DoubleDouble exact = (-(ln2 * s)).Exp();
            double ulp = Math.BitIncrement(exact.High) - exact.High;
            worst = Math.Max(worst, (BinaryDecay.Of(s) - exact).Abs().High / ulp);
        }

        Assert.InRange(worst, 0, 3.5);
    }

    [Fact]
    public void Of_BeyondTheLargest_IsAWeightThatNothingIsLeftOf() => Assert.InRange(BinaryDecay.Of(double.PositiveInfinity), double.Epsilon, 1e-307);

    [Fact]
    public void Of_InSingles_HasTheSameBitsAtEitherWidthAndIsWithinFourUnits()
    {
        float[] s = [.. Arguments(400_000).Select(x => (float)Math.Min(x / 8, 1e30))];
        float[] wide = [.. s], narrow = [.. s];
        Apply<SixteenSingles, Vector512<float>, float>(wide);
        Apply<EightSingles, Vector256<float>, float>(narrow);
        Assert.Equal(wide, narrow);
        for (int i = 0; i < s.Length; i++)
        {
            double exact = Math.Pow(2, -Math.Min((double)s[i], BinaryDecay.LargestOfSingles));
            Assert.True(Math.Abs(wide[i] - exact) <= 4 * exact / (1 << 24), $"2^-{s[i]:R}: {wide[i]:R}, not {exact:R}");
        }
    }

    private static void Apply<TLanes, TVector, TNumber>(TNumber[] s)
        where TLanes : struct, ILanes<TVector, TNumber>
        where TVector : struct
        where TNumber : struct
    {
        ref TNumber table = ref TLanes.Decay;
        int width = TLanes.Count;
        for (int i = 0; i < s.Length; i += 4 * width)
        {
            TVector a = Load(i), b = Load(i + width), c = Load(i + (2 * width)), d = Load(i + (3 * width));
            TVector alone = BinaryDecay.Of<TLanes, TVector, TNumber>(b, ref TLanes.Decay);
            BinaryDecay.Apply<TLanes, TVector, TNumber>(ref a, ref b, ref c, ref d, ref table);
            Assert.Equal(alone, b);
            TLanes.Store(a, ref s[0], i);
            TLanes.Store(b, ref s[0], i + width);
            TLanes.Store(c, ref s[0], i + (2 * width));
            TLanes.Store(d, ref s[0], i + (3 * width));
        }

        TVector Load(int at) => BinaryDecay.Cut<TLanes, TVector, TNumber>(TLanes.Load(ref s[0], at), ref TLanes.Decay);
    }

    private static double[] Arguments(int count)
    {
        Random random = new(20261125);
        return [.. Edges, .. Enumerable.Range(0, ((count + 63) / 64 * 64) - Edges.Length).Select(_ => random.NextDouble() * 1030)];
    }
}
