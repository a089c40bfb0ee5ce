using Nadaraya.Engines;
using Nadaraya.Pooling;
using Nadaraya.Tests.Numerics;

namespace Nadaraya.Tests;

/// <summary>The bounds between two cells in two dimensions, against the kernel itself in 31 digits on a grid of points that has the corners.</summary>
public sealed class GridProofTests
{
    [Theory]
    [InlineData(1e-3, false)]
    [InlineData(1e-6, false)]
    [InlineData(1e-10, false)]
    [InlineData(1e-3, true)]
    public void Add_AnyPairOfPoints_IsNeverLessThanTheTruth(double tolerance, bool squared)
    {
        Points keys = Points.Keys([[0.0, 9], [0.0, 5]], 2);
        Score score = new([Kernel.Gaussian.Accept(new FactorBuilder(keys, new FixedGeometry([1, 0.83])))]);
        GridLayout layout = GridLayout.For(new(keys, score, Payload.Of([[1.0, 2]], []), Basis.Constant) { Tolerance = tolerance })!;
        int terms = layout.Terms + (squared ? 4 : 0);
        AxisTranslation[] axes = [.. layout.Widths.Select((w, j) => new AxisTranslation(w, terms, layout.Reach[j], squared))];
        GridProof proof = new(layout, squared);
        double[] begin = new double[proof.Length], between = new double[proof.Length], end = new double[proof.Length];
        for (int first = -layout.Reach[0]; first <= layout.Reach[0]; first += 3)
        {
            for (int second = -layout.Reach[1]; second <= layout.Reach[1]; second += 2)
            {
                List<(DoubleDouble Found, DoubleDouble Exact, int Source, int Target)> x = Pairs(axes[0], layout.Widths[0], first, squared);
                List<(DoubleDouble Found, DoubleDouble Exact, int Source, int Target)> y = Pairs(axes[1], layout.Widths[1], second, squared);
                foreach ((DoubleDouble foundX, DoubleDouble exactX, int sourceX, int targetX) in x)
                {
                    foreach ((DoubleDouble foundY, DoubleDouble exactY, int sourceY, int targetY) in y)
                    {
                        double[] absolute = new double[4];
                        absolute[(2 * sourceX) + sourceY] = 1;
                        proof.Begin(absolute, begin);
                        Array.Clear(between);
                        Array.Clear(end);
                        proof.Add(begin, 1, second, axes[1].Truncation(second), axes[1].Absolute(second), between);
                        proof.Add(between, 0, first, axes[0].Truncation(first), axes[0].Absolute(first), end);
                        (double lost, double least) = proof.Of(end, (2 * targetX) + targetY, 1e-15);
                        DoubleDouble exact = exactX * exactY;
                        Assert.InRange(((foundX * foundY) - exact).Abs().High, 0, lost);
                        Assert.True(exact.High >= least);
                    }
                }
            }
        }
    }

    /// <summary>The expansion and the kernel along an axis between corners and inner points of two cells, with the halves that they are in.</summary>
    private static List<(DoubleDouble Found, DoubleDouble Exact, int Source, int Target)> Pairs(AxisTranslation axis, double width, int offset, bool squared)
    {
        List<(DoubleDouble Found, DoubleDouble Exact, int Source, int Target)> pairs = [];
        ReadOnlySpan<double> matrix = axis.Matrix(offset);
        double[] places = [-0.5, -0.2, 0, 0.5];
        foreach (double s in places)
        {
            foreach (double t in places)
            {
                double a = width * t, b = width * s;
                DoubleDouble sum = 0;
                for (int k = 0; k < axis.Terms; k++)
                {
                    DoubleDouble row = 0;
                    for (int j = axis.Terms - 1; j >= 0; j--)
                    {
                        row = (row * a) + matrix[(k * axis.Terms) + j];
                    }

                    sum += row * Power(b, k);
                }

                DoubleDouble z = ((DoubleDouble)offset * width) + a - b;
                pairs.Add((sum, (z * z * (squared ? -1.0 : -0.5)).Exp(), s < 0 ? 0 : 1, t < 0 ? 0 : 1));
            }
        }

        return pairs;
    }

    private static DoubleDouble Power(double x, int n)
    {
        DoubleDouble power = 1;
        for (int k = 0; k < n; k++)
        {
            power *= x;
        }

        return power;
    }
}
