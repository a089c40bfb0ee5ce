using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya.Tests;

/// <summary>Scores of pairs by their formulas.</summary>
public sealed class TileScoreTests
{
    private static readonly Sample Rows = new(ScoreRows.Data("whole"));
    private static readonly Coordinates Coordinates = Coordinates.Of(Rows);
    private static readonly double[][] X = Coordinates.Map(Rows.Columns, Rows.Count, new Run(1, default));
    private static readonly Points Keys = Points.Keys(X, Rows.Count);
    private static readonly double[] Theta = [.. Enumerable.Range(0, 200).Select(k => Math.Sin(k * 1.7))];

    [Fact]
    public void Dot_AnyParameters_IsTheScaledProductOnTheSphere()
    {
        double[] theta = Theta[..new DotTileScore(2).Count];
        Compare(new DotTileScore(2), theta, (q, k) =>
        {
            (double[] a, double[] b) = (Sphere(q), Sphere(k));
            double sum = 0;
            for (int r = 0; r < 3; r++)
            {
                double left = 0, right = 0;
                for (int c = 0; c < 3; c++)
                {
                    left += theta[(r * 3) + c] * a[c];
                    right += theta[9 + (r * 3) + c] * b[c];
                }

                sum += left * right;
            }

            return sum / Math.Sqrt(3);
        });
    }

    [Fact]
    public void Additive_AnyParameters_IsTheSumOfHyperbolicTangents()
    {
        AdditiveTileScore score = new(2);
        double[] theta = Theta[..score.Count];
        Assert.Equal(4 * 6, score.Count);
        Compare(score, theta, (q, k) => Enumerable.Range(0, 4).Sum(h => theta[20 + h] * Math.Tanh(
            (theta[2 * h] * q[0]) + (theta[(2 * h) + 1] * q[1]) + (theta[8 + (2 * h)] * k[0]) + (theta[9 + (2 * h)] * k[1]) + theta[16 + h])));
    }

    [Fact]
    public void Local_AnyParameters_IsADistanceTimesAScaleOfTheQuery()
    {
        LocalTileScore score = new(2);
        double[] theta = Theta[..score.Count];
        Compare(score, theta, (q, k) =>
        {
            double[] near = [.. Enumerable.Range(0, 8).Select(r => Math.Exp(-(Math.Pow(q[0] - theta[10 + (2 * r)], 2) + Math.Pow(q[1] - theta[11 + (2 * r)], 2)) / 4))];
            double t = near.Select((p, r) => p * theta[2 + r]).Sum() / near.Sum();
            return -Math.Exp(2 * t) * (Math.Pow(theta[0] * (q[0] - k[0]), 2) + Math.Pow(theta[1] * (q[1] - k[1]), 2)) / 2;
        });
    }

    /// <summary>Every first start is about the Gaussian of the bandwidths: the same prediction to within a part of the spread.</summary>
    [Theory]
    [InlineData("dot", 0.3)]
    [InlineData("additive", 0.3)]
    [InlineData("local", 1e-12)]
    public void Start_First_IsAboutTheBandwidths(string name, double allowed)
    {
        TrainingRows rows = TrainingRows.Whole(Rows);
        Run run = new(1, default);
        TrainableScore score = ScoreRows.Score(name, Rows), map = ScoreRows.Score("full", Rows);
        double found = score.Evaluate(score.Starts(ScoreRows.Start(rows), 1)[0], rows, PointLoss.Squared, [], run);
        double expected = map.Evaluate(map.Starts(ScoreRows.Start(rows), 1)[0], rows, PointLoss.Squared, [], run);
        Tolerance.Near(expected, found, allowed);
    }

    /// <summary>Weight decay of a local scale draws what varies, and nothing else.</summary>
    [Fact]
    public void Decays_Local_OnlyWhatVaries()
    {
        LocalTileScore score = new(3);
        Assert.Equal(8, Enumerable.Range(0, score.Count).Count(score.Decays));
        Assert.All(Enumerable.Range(0, score.Count), k => Assert.Equal(score.Names(["x", "y", "z"])[k].StartsWith('c'), score.Decays(k)));
    }

    private static void Compare(TileScore score, double[] theta, Func<double[], double[], double> formula)
    {
        ScoredTiles tiles = score.Prepare(theta, Keys);
        double[] found = new double[Points.PaddedLength(Keys.Count)];
        for (int q = 0; q < Keys.Count; q++)
        {
            tiles.Fill(Keys, q, 0, found);
            for (int k = 0; k < Keys.Count; k++)
            {
                Tolerance.Near(formula([X[0][q], X[1][q]], [X[0][k], X[1][k]]), found[k], 1e-12, 1);
            }
        }
    }

    private static double[] Sphere(double[] x)
    {
        double size = Math.Sqrt(1 + x.Sum(v => v * v));
        return [.. x.Select(v => v / size), 1 / size];
    }
}
