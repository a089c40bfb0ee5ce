using Nadaraya.Numerics;

namespace Nadaraya.Tests;

public sealed class StackingTests
{
    [Theory]
    [InlineData("squared", 2)]
    [InlineData("squared", 5)]
    [InlineData("squared", 17)]
    [InlineData("huber:0.7", 4)]
    [InlineData("absolute", 4)]
    [InlineData("pinball:0.8", 4)]
    public void Shares_AnyLoss_AreConvexAndNoWorseThanAnyHead(string name, int heads)
    {
        PointLoss loss = TrainingLoss.Parse(name).Point;
        (double[][] errors, double[] weights) = Draw(heads, 11);
        double[] start = [.. Enumerable.Repeat(1.0 / heads, heads)];
        double[] shares = Stacking.Shares(errors, weights, loss, start);
        double found = Stacking.Loss(errors, weights, loss, shares);
        Assert.All(shares, share => Assert.InRange(share, 0, 1 + 1e-15));
        Assert.Equal(1, shares.Sum(), 1e-14);
        Assert.True(found <= Stacking.Loss(errors, weights, loss, start));
        for (int h = 0; h < heads; h++)
        {
            Assert.True(found <= Stacking.Loss(errors, weights, loss, [.. Enumerable.Range(0, heads).Select(k => k == h ? 1.0 : 0)]));
        }

        // No small exchange between two heads gains anything: a convex loss on a simplex is least there.
        for (int from = 0; from < heads; from++)
        {
            for (int to = 0; to < heads; to++)
            {
                double step = Math.Min(1e-3, shares[from]);
                double[] other = [.. shares];
                other[from] -= step;
                other[to] += step;
                double value = Stacking.Loss(errors, weights, loss, other);
                Assert.True(value >= found * (1 - (name == "squared" ? 1e-12 : 1e-4)), $"{from} → {to}: {value} under {found}");
            }
        }
    }

    [Fact]
    public void Shares_TwoHeads_IsTheRegressionOfOneOnTheOther()
    {
        (double[][] e, double[] v) = Draw(2, 3);
        double above = 0, below = 0;
        for (int i = 0; i < v.Length; i++)
        {
            above += v[i] * e[1][i] * (e[1][i] - e[0][i]);
            below += v[i] * (e[1][i] - e[0][i]) * (e[1][i] - e[0][i]);
        }

        Tolerance.Near(Math.Clamp(above / below, 0, 1), Stacking.Shares(e, v, PointLoss.Squared, [0.5, 0.5])[0], 1e-9, 1);
    }

    [Fact]
    public void Shares_HeadsAlike_AreFinite()
    {
        (double[][] e, double[] v) = Draw(1, 5);
        double[] shares = Stacking.Shares([e[0], e[0], e[0]], v, PointLoss.Squared, [0.2, 0.3, 0.5]);
        Assert.Equal(1, shares.Sum(), 1e-14);
        Assert.All(shares, share => Assert.True(share >= 0));
        double[] none = new double[4];
        Assert.Equal([0.5, 0.5], Stacking.Shares([none, none], none, PointLoss.Absolute, [0.5, 0.5]));
    }

    [Fact]
    public void Minimise_FarOutside_IsTheNearestShare()
    {
        // Of ½‖π − a‖² the least is the projection of a onto the simplex: here (0.65, 0.35, 0, 0).
        double[] a = [1.1, 0.8, -3, 0.2], identity = new double[16], start = [0, 0, 0, 1];
        for (int k = 0; k < 4; k++)
        {
            identity[k * 5] = 1;
        }

        double[] found = SimplexQuadratic.Minimise(identity, [.. start.Zip(a, (s, v) => s - v)], start);
        double[] expected = [0.65, 0.35, 0, 0];
        Assert.All(expected.Zip(found), pair => Tolerance.Near(pair.First, pair.Second, 1e-10, 1));
    }

    [Theory]
    [InlineData("squared")]
    [InlineData("absolute")]
    [InlineData("huber:0.5")]
    [InlineData("pinball:0.3")]
    public void Bend_AnyLoss_ParabolaLiesAboveAndTouches(string name)
    {
        PointLoss loss = TrainingLoss.Parse(name).Point;
        foreach (double at in (double[])[-2, -0.4, 0.1, 3])
        {
            for (double e = -5; e <= 5; e += 0.125)
            {
                double parabola = loss.Value(at) + (loss.Slope(at) * (e - at)) + (loss.Bend(at, 1e-9) / 2 * (e - at) * (e - at));
                Assert.True(parabola >= loss.Value(e) - 1e-12, $"at {at}, {e}");
            }
        }
    }

    private static (double[][] Errors, double[] Weights) Draw(int heads, ulong seed)
    {
        SplitMix64 random = new(seed);
        double[] shared = [.. Enumerable.Range(0, 80).Select(_ => random.NextNormal())];
        double[][] errors = [.. Enumerable.Range(0, heads).Select(h => shared.Select(s => (0.5 * s) + ((0.5 + (0.2 * h)) * random.NextNormal()) + (0.05 * h)).ToArray())];
        return (errors, [.. shared.Select(_ => random.NextUniform())]);
    }
}
