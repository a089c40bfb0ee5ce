using System.Runtime.Intrinsics;
using Nadaraya.Numerics;

namespace Nadaraya.Tests.Numerics;

/// <summary>Eight queries side by side: each lane is the plain sum over the keys within its reach, the same at either width and whoever stands beside.</summary>
public sealed class QueriesAbreastTests
{
    private const int From = 3;
    private const double Bandwidth = 0.07;
    private static readonly double Rate = 1 / (Bandwidth * Math.Sqrt(2 * Math.Log(2)));

    [Fact]
    public void Sum_AnyNumberOfKeys_IsThePlainSumOfThoseInReach()
    {
        Random random = new(11);
        for (int count = 1; count < 70; count++)
        {
            (double[] x, double[] c, double[] q, double[] reach) = Draw(count, random);
            double[] weights = Weights(x, count, q, reach);
            double[] sums = new double[8];
            double[] absolutes = new double[8];
            double[] offsets = new double[8];
            double[] totals = new double[8];
            QueriesAbreast.Sum(weights, c.AsSpan(From, count), sums, absolutes);
            QueriesAbreast.Sum(weights, [], totals, new double[8]);
            QueriesAbreast.TimesOffsets(x.AsSpan(From, count), q, 1 / Bandwidth, weights);
            QueriesAbreast.Sum(weights, c.AsSpan(From, count), offsets, new double[8]);
            for (int lane = 0; lane < 8; lane++)
            {
                (double total, double sum, double absolute, double offset) = (0, 0, 0, 0);
                for (int i = From; i < From + count; i++)
                {
                    double u = (q[lane] - x[i]) / Bandwidth;
                    double w = Math.Abs(u) <= reach[lane] ? Math.Exp(-u * u / 2) : 0;
                    total += w;
                    sum += w * c[i];
                    absolute += w * Math.Abs(c[i]);
                    offset -= w * u * c[i];
                }

                Tolerance.Near(total, totals[lane], 1e-13, total, $"weights of {count} keys in lane {lane}");
                Tolerance.Near(sum, sums[lane], 1e-13, absolute, $"sum of {count} keys in lane {lane}");
                Tolerance.Near(absolute, absolutes[lane], 1e-13, absolute, $"sizes of {count} keys in lane {lane}");
                Tolerance.Near(offset, offsets[lane], 1e-13, absolute, $"offsets of {count} keys in lane {lane}");
            }
        }
    }

    [Fact]
    public void Sum_EitherWidth_GivesTheSameBits()
    {
        Random random = new(12);
        for (int count = 1; count < 40; count++)
        {
            (double[] x, double[] c, double[] q, double[] reach) = Draw(count, random);
            double[] limits = Limits(reach);
            Assert.Equal(All<Octet, Vector512<double>>(), All<Quartet, Vector256<double>>());

            double[] All<TLanes, TVector>()
                where TLanes : struct, ILanes<TVector, double>
                where TVector : struct
            {
                double[] room = new double[(count + QueriesAbreast.Group) * 8];
                double[] found = new double[24];
                QueriesAbreast.Weights<TLanes, TVector>(x, From, count, q, limits, Rate, room);
                double[] weights = room[..(8 * count)];
                QueriesAbreast.Sum<TLanes, TVector>(weights, c.AsSpan(From, count), found, found.AsSpan(8));
                QueriesAbreast.TimesOffsets<TLanes, TVector>(x.AsSpan(From, count), q, 1 / Bandwidth, weights);
                QueriesAbreast.Sum<TLanes, TVector>(weights, [], found.AsSpan(16), new double[8]);
                return [.. weights, .. found];
            }
        }
    }

    [Fact]
    public void Weights_KeysBeyondAllDoubles_AreExactlyZero()
    {
        double[] x = [-1e308, 0, 1e308, 1e308, 1e308, 1e308, 1e308];
        double[] q = [0, 0, 0, 0, 1e308, 1e308, -1e308, -1e308];
        double[] weights = new double[(3 + QueriesAbreast.Group) * 8];
        QueriesAbreast.Weights(x, 0, 3, q, [.. Enumerable.Repeat(100.0, 8)], 1e200, weights);
        QueriesAbreast.TimesOffsets(x.AsSpan(0, 3), q, 1e200, weights);
        Assert.All(weights[..24], w => Assert.Equal(0, w));
    }

    private static (double[] X, double[] C, double[] Q, double[] Reach) Draw(int count, Random random) => (
        [.. Enumerable.Range(0, count + From + 8).Select(i => (0.01 * i) + (0.01 * random.NextDouble()))],
        [.. Enumerable.Range(0, count + From + 8).Select(_ => random.NextDouble() - 0.5)],
        [.. Enumerable.Range(0, 8).Select(_ => 0.01 * (count + 6) * random.NextDouble())],
        [.. Enumerable.Range(0, 8).Select(_ => 9 * random.NextDouble())]);

    private static double[] Limits(double[] reach) => [.. reach.Select(r => r * r / (2 * Math.Log(2)))];

    private static double[] Weights(double[] x, int count, double[] q, double[] reach)
    {
        double[] room = new double[(count + QueriesAbreast.Group) * 8];
        QueriesAbreast.Weights(x, From, count, q, Limits(reach), Rate, room);
        return room[..(8 * count)];
    }
}
