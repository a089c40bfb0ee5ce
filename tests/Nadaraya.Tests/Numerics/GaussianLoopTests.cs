using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya.Tests.Numerics;

/// <summary>The loops compiled for each width of register give the same bits, and the sums that they are named for.</summary>
public sealed class GaussianLoopTests
{
    private const int Length = 96;
    private const int Lanes = 8;

    public static TheoryData<int, int, bool, bool, bool> Kinds
    {
        get
        {
            TheoryData<int, int, bool, bool, bool> kinds = [];
            foreach (int dimensions in (int[])[1, 2, 3, 6])
            {
                for (int k = 0; k < 8; k++)
                {
                    kinds.Add(dimensions, 1 + (k % 3), (k & 1) > 0, (k & 2) > 0, (k & 4) > 0);
                }
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Add_EitherWidthAndAnyCut_HasTheSameBits(int dimensions, int targets, bool scaled, bool weighted, bool beside)
    {
        Random random = new(dimensions + targets);
        double[] tile = [.. Enumerable.Range(0, (dimensions + targets + 1) * Length).Select(_ => random.NextDouble())];
        double[] scales = [.. Enumerable.Range(0, dimensions).Select(_ => scaled ? 1 : 0.5 + random.NextDouble())];
        double[] query = [.. Enumerable.Range(0, dimensions).Select(_ => random.NextDouble())];
        GaussianLoops<double> wide = GaussianLoops.For<Octet, Vector512<double>, double>(dimensions == 1, scaled, weighted, beside);
        GaussianLoops<double> narrow = GaussianLoops.For<Quartet, Vector256<double>, double>(dimensions == 1, scaled, weighted, beside);
        double[] whole = Sum(wide, 96), other = Sum(narrow, 96), cut = Sum(wide, 32), eights = Sum(narrow, 0);
        Assert.Equal(whole, other);
        Assert.Equal(whole, cut);
        Assert.Equal(whole, eights);
        for (int t = 0; t <= targets; t++)
        {
            Tolerance.Near(Plain(t), whole.AsSpan(t * Lanes, Lanes).ToArray().Sum(), 1e-13, 1, $"sum {t}");
        }

        double[] Sum(GaussianLoops<double> loops, int fast)
        {
            double[] sums = new double[Lanes * (3 + targets)];
            GaussianTile<double> of = new(ref tile[0], Length, dimensions, targets, ref MemoryMarshal.GetArrayDataReference(scales));
            loops.Near(of, 0, fast, ref query[0], ref sums[0]);
            double[] parts = [1, 1, 1, 1, 1, 1, 1, 1];
            for (int at = fast; at < Length; at += Lanes)
            {
                loops.Some(of, at, ref parts[0], ref query[0], ref sums[0]);
            }

            return sums;
        }

        double Plain(int target)
        {
            double sum = 0;
            for (int i = 0; i < Length; i++)
            {
                double squares = Enumerable.Range(0, dimensions).Sum(j => Math.Pow((query[j] - tile[(j * Length) + i]) * scales[j], 2));
                double w = Math.Pow(2, -squares) * (weighted ? tile[(dimensions * Length) + i] : 1);
                sum += target == 0 ? w : w * tile[((dimensions + (weighted ? 1 : 0) + target - 1) * Length) + i];
            }

            return sum;
        }
    }

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(3, 2, true)]
    [InlineData(6, 1, false)]
    public void Add_InSingles_HasTheSameBitsAtEitherWidthAndTheSumsToSevenDigits(int dimensions, int targets, bool weighted)
    {
        const int Singles = 16;
        Random random = new(dimensions);
        float[] tile = [.. Enumerable.Range(0, (dimensions + targets + 1) * Length).Select(_ => random.NextSingle())];
        float[] query = [.. Enumerable.Range(0, dimensions).Select(_ => random.NextSingle())];
        float[] scales = new float[dimensions];
        float[] parts = [.. Enumerable.Repeat(1f, Singles)];
        GaussianLoops<float> wide = GaussianLoops.For<SixteenSingles, Vector512<float>, float>(dimensions == 1, true, weighted, false);
        GaussianLoops<float> narrow = GaussianLoops.For<EightSingles, Vector256<float>, float>(dimensions == 1, true, weighted, false);
        float[] whole = Sum(wide, 64), other = Sum(narrow, 64), some = Sum(narrow, 0);
        Assert.Equal(whole, other);
        Assert.Equal(whole, some);
        for (int t = 0; t <= targets; t++)
        {
            double plain = 0;
            for (int i = 0; i < Length; i++)
            {
                double squares = Enumerable.Range(0, dimensions).Sum(j => Math.Pow((double)query[j] - tile[(j * Length) + i], 2));
                double w = Math.Pow(2, -squares) * (weighted ? tile[(dimensions * Length) + i] : 1);
                plain += t == 0 ? w : w * tile[((dimensions + (weighted ? 1 : 0) + t - 1) * Length) + i];
            }

            Tolerance.Near(plain, whole.AsSpan(t * Singles, Singles).ToArray().Sum(x => (double)x), 1e-6, 1, $"sum {t}");
        }

        float[] Sum(GaussianLoops<float> loops, int fast)
        {
            float[] sums = new float[Singles * (1 + targets)];
            GaussianTile<float> of = new(ref tile[0], Length, dimensions, targets, ref scales[0]);
            loops.Near(of, 0, fast, ref query[0], ref sums[0]);
            for (int at = fast; at < Length; at += Singles)
            {
                loops.Some(of, at, ref parts[0], ref query[0], ref sums[0]);
            }

            return sums;
        }
    }
}
