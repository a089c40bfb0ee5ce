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
        GaussianLoops wide = GaussianLoops.For<Octet, Vector512<double>>(dimensions == 1, scaled, weighted, beside);
        GaussianLoops narrow = GaussianLoops.For<Quartet, Vector256<double>>(dimensions == 1, scaled, weighted, beside);
        double[] whole = Sum(wide, 96), other = Sum(narrow, 96), cut = Sum(wide, 32), eights = Sum(narrow, 0);
        Assert.Equal(whole, other);
        Assert.Equal(whole, cut);
        Assert.Equal(whole, eights);
        for (int t = 0; t <= targets; t++)
        {
            Tolerance.Near(Plain(t), whole.AsSpan(t * Lanes, Lanes).ToArray().Sum(), 1e-13, 1, $"sum {t}");
        }

        double[] Sum(GaussianLoops loops, int fast)
        {
            double[] sums = new double[Lanes * (3 + targets)];
            GaussianTile of = new(ref tile[0], Length, dimensions, targets, ref MemoryMarshal.GetArrayDataReference(scales));
            loops.Near(of, 0, fast, ref query[0], ref sums[0]);
            double[] parts = [1, 1, 1, 1, 1, 1, 1, 1];
            for (int at = fast; at < Length; at += Lanes)
            {
                loops.Eight(of, at, ref parts[0], ref query[0], ref sums[0]);
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
}
