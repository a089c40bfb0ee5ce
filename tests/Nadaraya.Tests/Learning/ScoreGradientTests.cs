using Nadaraya.Engines;
using Nadaraya.Numerics;

namespace Nadaraya.Tests;

/// <summary>∂L/∂θ of every score against differences of L, over every way that rows are left out and weighed.</summary>
public sealed class ScoreGradientTests
{
    private const double Step = 1e-5;

    private static readonly string[] Kinds = ["whole", "part", "clusters", "weights", "frequencies", "mixed", "far"];

    public static TheoryData<string, string, string, string> Cases()
    {
        TheoryData<string, string, string, string> cases = [];
        foreach (string kind in Kinds)
        {
            foreach (string score in (string[])["scale", "diagonal", "full", "low-rank:1", "low-rank:2", "dot", "additive", "local", "own", "heads:2", "heads:3"])
            {
                cases.Add(score, "constant", "squared", kind);
                cases.Add(score, "constant", "huber:0.5", kind);
            }

            foreach (string score in kind == "far" ? [] : (string[])["scale", "diagonal", "full", "low-rank:2"])
            {
                cases.Add(score, "linear", "squared", kind);
            }
        }

        foreach (string score in (string[])["diagonal", "full", "dot", "additive", "local", "own", "heads:2", "heads:3"])
        {
            cases.Add(score, "constant", "absolute", "part");
            cases.Add(score, "constant", "pinball:0.8", "mixed");
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluate_AnyScore_GradientIsThatOfTheLoss(string name, string estimator, string loss, string kind)
    {
        Sample sample = new(ScoreRows.Data(kind));
        TrainingRows rows = ScoreRows.Rows(kind, sample);
        TrainableScore score = ScoreRows.Score(name, sample, estimator);
        Run run = new(1, default);
        PointLoss point = TrainingLoss.Parse(loss).Point;
        double[] theta = [.. score.Starts(ScoreRows.Start(rows), 3)[^1]];
        SplitMix64 random = new(9);
        for (int k = 0; k < theta.Length; k++)
        {
            theta[k] += 0.1 * random.NextNormal();
        }

        double[] gradient = new double[score.Count];
        gradient.AsSpan().Fill(double.NaN); // what stood there before counts for nothing
        double value = score.Evaluate(theta, rows, point, gradient, run);
        Assert.Equal(value, score.Evaluate(theta, rows, point, [], run), 1e-9 * Math.Abs(value));
        Assert.Equal(score.Count, score.Names.Distinct().Count());
        double norm = Math.Sqrt(gradient.Sum(g => g * g));
        for (int k = 0; k < theta.Length; k++)
        {
            double At(int steps)
            {
                double[] moved = [.. theta];
                moved[k] += steps * Step;
                return score.Evaluate(moved, rows, point, [], run);
            }

            double expected = ((8 * (At(1) - At(-1))) - (At(2) - At(-2))) / (12 * Step);
            Tolerance.Near(expected, gradient[k], 1e-7, Math.Max(1, norm), score.Names[k]);
        }
    }

    /// <summary>A line at a row that is far from all others is open but for rounding: no slope of it may drown those of the others.</summary>
    [Theory]
    [InlineData("diagonal")]
    [InlineData("full")]
    [InlineData("low-rank:1")]
    public void Evaluate_LineAtARowFarFromAll_HasNoSlopeOfRounding(string name)
    {
        Sample sample = new(ScoreRows.Data("far"));
        TrainingRows rows = ScoreRows.Rows("far", sample);
        TrainableScore score = ScoreRows.Score(name, sample, "linear");
        double[] theta = score.Starts(ScoreRows.Start(rows), 1)[0], gradient = new double[score.Count];
        double loss = score.Evaluate(theta, rows, PointLoss.Squared, gradient, new Run(1, default));
        Assert.All(gradient, g => Assert.InRange(Math.Abs(g), 0, 10 * loss));
    }

    [Theory]
    [InlineData("dot")]
    [InlineData("additive")]
    [InlineData("local")]
    [InlineData("heads:3")]
    [InlineData("full")]
    public void Evaluate_AnyThreads_SameBits(string name)
    {
        Sample sample = new(ScoreRows.Data("weights"));
        TrainingRows rows = ScoreRows.Rows("weights", sample);
        TrainableScore score = ScoreRows.Score(name, sample);
        double[] theta = score.Starts(ScoreRows.Start(rows), 2)[^1];
        double[] one = new double[score.Count], three = new double[score.Count];
        double first = score.Evaluate(theta, rows, PointLoss.Squared, one, new Run(1, default));
        Assert.Equal(first, score.Evaluate(theta, rows, PointLoss.Squared, three, new Run(3, default)));
        Assert.Equal(one, three);
        Assert.Equal(theta, score.Starts(ScoreRows.Start(rows), 2)[^1]);
    }
}
