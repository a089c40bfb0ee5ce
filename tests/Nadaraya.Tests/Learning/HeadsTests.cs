using Nadaraya.Numerics;

namespace Nadaraya.Tests;

/// <summary>A mixture of heads is Σ π_h of models of one head, in everything that is said of it.</summary>
public sealed class HeadsTests
{
    private const double Exact = 1e-12;

    private static readonly double[][] Queries = [[0.5, 0.1], [2.2, -1.3], [3.9, 2], [5, 0]];
    private static readonly Dictionary<string, Lazy<KernelRegression>> Models = new(StringComparer.Ordinal)
    {
        ["whole"] = new(() => Fit(ScoreRows.Data("whole"))),
        ["weights"] = new(() => Fit(ScoreRows.Data("weights"))),
        ["frequencies"] = new(() => Fit(ScoreRows.Data("frequencies"))),
        ["clusters"] = new(() => Fit(ScoreRows.Data("clusters"))),
    };

    [Theory]
    [InlineData("whole")]
    [InlineData("weights")]
    [InlineData("frequencies")]
    public void Predict_Heads_IsTheMixtureOfTheirs(string kind)
    {
        KernelRegression model = Models[kind].Value;
        KernelRegression[] heads = Alone(model);
        IReadOnlyList<double> shares = model.Learned!.HeadWeights;
        Assert.Equal(3, shares.Count);
        Assert.Equal(1, shares.Sum(), 1e-14);
        Assert.True(shares.Count(share => share > 0.01) > 1, "one head has all the weight: the mixture would show nothing");
        foreach (double[] query in Queries)
        {
            double expected = heads.Select((head, h) => shares[h] * head.Predict(query).Value!.Value).Sum();
            Prediction found = model.Predict(query);
            Tolerance.Near(expected, found.Value, Exact, 1);
            double[] weights = found.Attention.Weights();
            for (int i = 0; i < weights.Length; i++)
            {
                Tolerance.Near(heads.Select((head, h) => shares[h] * head.Predict(query).Attention.Weights()[i]).Sum(), weights[i], Exact, 1);
            }

            Assert.Equal(1, weights.Sum(), Exact);
            Tolerance.Near(weights.Zip(model.Data.Target(0).ToArray(), (w, y) => w * y).Sum(), found.Value, Exact, 1);
            Assert.Equal(model.PredictMany(Nadaraya.Queries.FromColumns([[query[0], 1], [query[1], 1]]))[0].Value, found.Value);
        }
    }

    [Fact]
    public void EffectiveSampleSize_Heads_IsOneOverTheSquares()
    {
        Prediction found = Models["whole"].Value.Predict(Queries[0]);
        Tolerance.Near(1 / found.Attention.Weights().Sum(w => w * w), found.EffectiveSampleSize, 1e-10);
        KernelRegression counted = Models["frequencies"].Value;
        double squares = counted.Predict(Queries[0]).Attention.Weights().Zip(counted.Data.Weights.ToArray(), (w, c) => w * w / c).Sum();
        Tolerance.Near(1 / squares, counted.Predict(Queries[0]).EffectiveSampleSize, 1e-10);
    }

    [Fact]
    public void Without_ARow_IsTheSameHeadsOverTheOthers()
    {
        KernelRegression model = Models["whole"].Value;
        foreach (double[] query in Queries)
        {
            foreach (AttendedRow row in model.Predict(query).Attention.Top(4).Rows)
            {
                double? expected = Over(model, i => i != row.Row - 1).Predict(query).Value;
                Tolerance.Near(expected!.Value, row.Without, Exact, 1);
                Tolerance.Near(expected.Value, model.Predict(query).Attention.Without([row.Row - 1]), Exact, 1);
            }
        }

        foreach (AttendedGroup group in model.Predict(Queries[1]).Attention.ByGroup([.. Enumerable.Range(0, model.Data.Rows).Select(i => i % 3 == 0 ? "a" : "b")]))
        {
            Tolerance.Near(Over(model, i => (i % 3 == 0) != (group.Label == "a")).Predict(Queries[1]).Value!.Value, group.Without, Exact, 1);
        }
    }

    [Fact]
    public void LeaveOneOut_Heads_AreRefitsWithoutTheRow()
    {
        KernelRegression model = Models["whole"].Value;
        ReadOnlySpan<double> found = model.LeaveOneOutPredictions();
        IReadOnlyList<RowInfluence> influence = model.Influence();
        double trace = 0, squares = 0;
        for (int i = 0; i < model.Data.Rows; i++)
        {
            double[] query = [model.Data.Feature(0)[i], model.Data.Feature(1)[i]];
            int row = i;
            double expected = Over(model, k => k != row).Predict(query).Value!.Value;
            Tolerance.Near(expected, found[i], 1e-10, 1);
            Tolerance.Near(expected, influence[i].Without, 1e-10, 1);
            double leverage = model.Predict(query).Attention.Weights()[i];
            Tolerance.Near(leverage, influence[i].Leverage, 1e-10, 1);
            trace += leverage;
            squares += Math.Pow(found[i] - model.Data.Target(0)[i], 2);
        }

        Tolerance.Near(trace, model.Summaries[0].EffectiveDegreesOfFreedom, 1e-10);
        Tolerance.Near(Math.Sqrt(squares / model.Data.Rows), model.Learned!.LeaveOneOutRmse, 1e-10);
    }

    [Fact]
    public void StandardErrors_Robust_AreThoseOfTheWeights()
    {
        KernelRegression model = Models["whole"].Value;
        double[] errors = [.. model.LeaveOneOutPredictions().ToArray().Zip(model.Data.Target(0).ToArray(), (fit, y) => fit - y)];
        Prediction found = model.Predict(Queries[0], new PredictOptions { StandardError = StandardErrorKind.Robust });
        Tolerance.Near(Math.Sqrt(found.Attention.Weights().Zip(errors, (w, e) => w * w * e * e).Sum()), found.StandardError, 1e-10);
    }

    [Theory]
    [InlineData(IntervalMethod.JackknifePlus)]
    [InlineData(IntervalMethod.JackknifeMinmax)]
    public void Interval_Jackknife_IsTheDefinitionOverRefits(IntervalMethod method)
    {
        KernelRegression model = Models["whole"].Value;
        int n = model.Data.Rows;
        double[] query = Queries[0];
        (double Fit, double Error)[] rows = [.. Enumerable.Range(0, n).Select(i =>
            (Over(model, k => k != i).Predict(query).Value!.Value, Math.Abs(model.LeaveOneOutPredictions()[i] - model.Data.Target(0)[i])))];
        int rank = (int)Math.Ceiling(0.9 * (n + 1));
        (double low, double high) = method == IntervalMethod.JackknifePlus
            ? (-rows.Select(r => r.Error - r.Fit).Order().ElementAt(rank - 1), rows.Select(r => r.Fit + r.Error).Order().ElementAt(rank - 1))
            : (rows.Min(r => r.Fit) - rows.Select(r => r.Error).Order().ElementAt(rank - 1), rows.Max(r => r.Fit) + rows.Select(r => r.Error).Order().ElementAt(rank - 1));
        PredictionInterval found = model.Predict(query, new PredictOptions { Interval = 0.9, Method = method }).Interval!.Value;
        Tolerance.Near(low, found.Lower, 1e-9, 1);
        Tolerance.Near(high, found.Upper, 1e-9, 1);
    }

    /// <summary>Where rows are too few for windows in both features, averages along each of them say more than any one window.</summary>
    [Fact]
    public void Fit_SumOfTwoWaves_HeadsLoseLessThanOne()
    {
        const int n = 120;
        SplitMix64 random = new(4);
        double[] x = [.. Enumerable.Range(0, n).Select(_ => 6 * random.NextUniform())], z = [.. Enumerable.Range(0, n).Select(_ => 6 * random.NextUniform())];
        double[] y = [.. x.Zip(z, (a, b) => 1.4 * (Math.Sin(4 * a) + Math.Sin(4 * b)) + (0.5 * random.NextNormal()))];
        Dataset data = new([new("x", x), new("z", z)], [new("y", y)]);
        double one = Learn(data, LearnableScore.Full, 60).Learned!.LeaveOneOutRmse!.Value;
        KernelRegression heads = Learn(data, LearnableScore.Heads(4), 60);
        LearnedScore learned = heads.Learned!;
        Assert.True(learned.LeaveOneOutRmse < 0.93 * one, $"{learned.LeaveOneOutRmse} by {string.Join(", ", learned.HeadWeights)} against {one}");
        Assert.Equal(learned.Parameters, Learn(data, LearnableScore.Heads(4), 60).Learned!.Parameters);

        // Stacked, they lose no more than any of them alone.
        Assert.All(Alone(heads), head => Assert.True(learned.LeaveOneOutRmse <= Math.Sqrt(Enumerable.Range(0, n).Average(i => Math.Pow(Over(head, k => k != i).Predict([x[i], z[i]]).Value!.Value - y[i], 2))) * (1 + 1e-12)));
    }

    [Fact]
    public void Heads_WhatNeedsOneScore_IsRefused()
    {
        KernelRegression model = Models["whole"].Value;
        Queries queries = Nadaraya.Queries.FromColumns([[1], [1]]);
        foreach (Action refused in (Action[])[
            () => model.DerivativesAt(queries), () => model.AverageEffects(), () => model.Publish(), () => model.Profile("x", [1]), () => model.TestSignificance(), () => model.TestSpecification(),
            () => model.Bootstrap(queries, new BootstrapOptions { Kind = BootstrapKind.Pairs, Replications = 19 }),
            () => model.PredictMany(queries, new PredictOptions { StandardError = StandardErrorKind.Asymptotic }),
            () => model.PredictMany(queries, new PredictOptions { Interval = 0.9, Method = IntervalMethod.Full })])
        {
            Assert.Contains("heads", Assert.Throws<DataException>(refused).Message, StringComparison.Ordinal);
        }

        foreach (IntervalMethod method in (IntervalMethod[])[IntervalMethod.CrossValidationPlus, IntervalMethod.Split, IntervalMethod.SplitScaled, IntervalMethod.Quantile, IntervalMethod.Normal])
        {
            PredictionInterval? interval = model.PredictMany(queries, new PredictOptions { Interval = 0.8, Method = method, Folds = 3 })[0].Interval;
            Assert.True(interval?.Lower < interval?.Upper, method.ToString());
        }

        Assert.NotNull(model.Bootstrap(queries, new BootstrapOptions { Replications = 19 }));
        Assert.Throws<DataException>(() => Fit(ScoreRows.Data("whole"), Estimator.Linear));
    }

    [Fact]
    public void Interval_JackknifeOfClusters_LeavesThemOutWhole()
    {
        KernelRegression model = Models["clusters"].Value;
        PredictionInterval found = model.Predict(Queries[0], new PredictOptions { Interval = 0.7 }).Interval!.Value;
        Assert.True(found.Lower < model.Predict(Queries[0]).Value && model.Predict(Queries[0]).Value < found.Upper);
    }

    private static KernelRegression Fit(Dataset data, Estimator? estimator = null) => Learn(data, LearnableScore.Heads(3), 12, estimator);

    private static KernelRegression Learn(Dataset data, LearnableScore score, int epochs, Estimator? estimator = null) => KernelRegression.Fit(data, new()
    {
        Estimator = estimator ?? Estimator.Constant,
        Tolerance = 0,
        Learning = new() { Score = score, Epochs = epochs, Nested = 0 },
    });

    /// <summary>A model of each head by itself.</summary>
    private static KernelRegression[] Alone(KernelRegression model) => [.. model.Result.Learned!.Keys!.Heads.Select(head =>
        new KernelRegression(model.Result.Over(model.Data) with { Learned = model.Result.Learned with { Keys = head } }))];

    private static KernelRegression Over(KernelRegression model, Func<int, bool> kept) =>
        new(model.Result.Over(model.Data.Of([.. Enumerable.Range(0, model.Data.Rows).Where(kept)])));
}
