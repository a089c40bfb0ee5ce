using Nadaraya.Numerics;

namespace Nadaraya.Tests.Numerics;

/// <summary>The minimiser that searches bandwidths.</summary>
public sealed class BoundedBfgsTests
{
    [Fact]
    public void Minimise_ACurvedValley_EndsAtItsLowest()
    {
        // Rosenbrock's, whose floor bends: the lowest is at (1, 1).
        int calls = 0;
        double[] found = BoundedBfgs.Minimise(
            x =>
            {
                calls++;
                double a = 1 - x[0], b = x[1] - (x[0] * x[0]);
                return ((a * a) + (100 * b * b), [(-2 * a) - (400 * x[0] * b), 200 * b]);
            },
            [-1.2, 1],
            [-3, -3],
            [3, 3],
            1e-9);
        Assert.Equal(1, found[0], 1e-8);
        Assert.Equal(1, found[1], 1e-8);
        Assert.InRange(calls, 10, 80);
    }

    [Fact]
    public void Minimise_ValuesWithNoise_EndsWhereNoiseIsAllThatIsLeft()
    {
        // A bowl around (1, 2) on a floor of 1, each value off by up to 1e-8, slopes by 1e-5: told of it, the walk does not chase it.
        int calls = 0;
        double Noise(double x, double size) => size * Math.Sin(1e9 * x);
        (double, double[])? Bowl(double[] x)
        {
            calls++;
            double a = x[0] - 1, b = x[1] - 2;
            return (1 + (a * a) + (10 * b * b) + (a * b) + Noise(a + b, 1e-8), [(2 * a) + b + Noise(a, 1e-5), (20 * b) + a + Noise(b, 1e-5)]);
        }

        double[] found = BoundedBfgs.Minimise(Bowl, [-1, 1], [-3, -3], [3, 3], 1e-9, noise: _ => 2e-8);
        Assert.Equal(1, found[0], 1e-3);
        Assert.Equal(2, found[1], 1e-3);
        Assert.InRange(calls, 4, 20);
    }

    [Fact]
    public void Minimise_TheLowestOutsideTheBox_EndsOnItsWall()
    {
        List<double> tried = [];
        double[] found = BoundedBfgs.Minimise(
            x =>
            {
                tried.Add(x[0]);
                return (Square(x[0] - 5) + Square(x[1] - (x[0] / 2)), [(2 * (x[0] - 5)) - (x[1] - (x[0] / 2)), 2 * (x[1] - (x[0] / 2))]);
            },
            [-1, 2],
            [-2, -2],
            [1, 2],
            1e-9);
        Assert.Equal(1, found[0]);
        Assert.Equal(0.5, found[1], 1e-6); // its square is lost beside the rest
        Assert.All(tried, x => Assert.InRange(x, -2, 1));
    }

    [Fact]
    public void Minimise_AGentleSlopeFarFromTheLowest_WalksInLongSteps()
    {
        // Steps as long as the slope would be a hundred and more.
        int calls = 0;
        double[] found = BoundedBfgs.Minimise(
            x =>
            {
                calls++;
                return (-Math.Exp(-Square(x[0] - 4) / 4), [Math.Exp(-Square(x[0] - 4) / 4) * (x[0] - 4) / 2]);
            },
            [-0.5],
            [-9],
            [9],
            1e-9);
        Assert.Equal(4, found[0], 1e-8);
        Assert.InRange(calls, 3, 25);
    }

    [Fact]
    public void Minimise_NoValueAhead_StaysWhereThereIsOne()
    {
        double[] found = BoundedBfgs.Minimise(
            x => x[0] > 1 ? (double.PositiveInfinity, [0]) : (-x[0], [-1]),
            [0],
            [-9],
            [9],
            1e-9);
        Assert.InRange(found[0], 0.9, 1);
    }

    [Fact]
    public void Minimise_TimeIsUp_GivesTheLastPoint()
    {
        int calls = 0;
        double[] found = BoundedBfgs.Minimise(x => ++calls > 3 ? null : (Square(x[0] - 1), [2 * (x[0] - 1)]), [8], [-9], [9], 1e-12);
        Assert.InRange(found[0], -9, 8);
        Assert.Equal(4, calls);
    }

    private static double Square(double x) => x * x;
}
