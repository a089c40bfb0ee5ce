namespace Nadaraya.Tests;

/// <summary>What every local fit obeys, in numbers, circles and levels.</summary>
public sealed class LocalFitLawTests
{
    private const int Rows = 90;

    [Theory]
    [InlineData(1, PolynomialTerms.Generalized)]
    [InlineData(2, PolynomialTerms.Generalized)]
    [InlineData(3, PolynomialTerms.Generalized)]
    [InlineData(2, PolynomialTerms.Additive)]
    [InlineData(1, PolynomialTerms.Tensor)]
    [InlineData(2, PolynomialTerms.Tensor)]
    public void Predict_PolynomialOfItsTerms_IsReproduced(int degree, PolynomialTerms terms)
    {
        Dataset mixed = Mixed(3, (a, b) => terms switch
        {
            PolynomialTerms.Additive => 1 + a - (2 * b) + Math.Pow(a, degree) + (3 * Math.Pow(b, degree)),
            PolynomialTerms.Tensor => (1 + Math.Pow(a, degree)) * (2 - Math.Pow(b, degree)),
            _ => 4 + (2 * a) - b + (degree > 1 ? a * b : 0) + (degree > 2 ? a * a * b : 0),
        });
        KernelRegression model = Given(mixed, new() { Estimator = Estimator.Polynomial(degree) with { Terms = terms } }, 0.7);
        Predictions found = model.PredictMany(Queries.Of(mixed));
        for (int i = 0; i < Rows; i++)
        {
            Tolerance.Near(mixed.Target()[i], found.Value(i), 1e-9, 1, $"row {i}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Attention_EveryDegree_SumsToOneAndIsThePrediction(int degree)
    {
        Dataset mixed = Mixed(5, (a, b) => Math.Sin(3 * a) + b);
        KernelRegression model = Given(mixed, new() { Estimator = Estimator.Polynomial(degree) }, 0.5);
        for (int i = 0; i < 10; i++)
        {
            Prediction prediction = model.Predict([.. Enumerable.Range(0, 4).Select(j => mixed.Feature(j)[i])]);
            double[] weights = prediction.Attention.Weights();
            double size = weights.Sum(Math.Abs);
            Tolerance.Near(1, weights.Sum(), 1e-12, size);
            Tolerance.Near(prediction.Value!.Value, weights.Zip(mixed.Target().ToArray(), (w, y) => w * y).Sum(), 1e-12, size * 3);
            Assert.Equal(degree > 0, prediction.Attention.Signed);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void LeaveOneOut_FixedBandwidths_IsTheHatDiagonalsShortcut(int degree)
    {
        Dataset mixed = Mixed(7, (a, b) => Math.Sin(3 * a) + b);
        KernelRegression model = Given(mixed, new() { Estimator = Estimator.Polynomial(degree) }, 0.6);
        double[][] features = [.. Enumerable.Range(0, 4).Select(j => mixed.Feature(j).ToArray())];
        for (int i = 0; i < Rows; i++)
        {
            Prediction fit = model.Predict([.. features.Select(c => c[i])]);
            double own = fit.Attention.Weights()[i];
            double y = mixed.Target()[i];
            Tolerance.Near((fit.Value!.Value - (own * y)) / (1 - own), model.LeaveOneOutPredictions()[i], 1e-8, 1, $"row {i}");
        }
    }

    [Theory]
    [InlineData("aicc", 0)]
    [InlineData("aicc", 1)]
    [InlineData("gcv", 1)]
    [InlineData("cp", 2)]
    [InlineData("k-fold", 1)]
    [InlineData("leave-one-out", 1)]
    public void Criterion_Gradient_IsTheSlopeInEveryBandwidth(string rule, int degree)
    {
        Bandwidth bandwidth = rule switch
        {
            "aicc" => Bandwidth.Aicc,
            "gcv" => Bandwidth.Gcv,
            "cp" => Bandwidth.Cp,
            "k-fold" => Bandwidth.KFold(5),
            _ => Bandwidth.LeaveOneOut,
        };
        Sample sample = new(Mixed(11, (a, b) => Math.Sin(3 * a) + b));
        int[] features = sample.Arranged([0, 1, 2, 3]);
        Criterion criterion = new(sample, new FitOptions { Estimator = Estimator.Polynomial(degree), Tolerance = 0 }, features, default, (Bandwidth.Searched)bandwidth);
        double[] at = [0.5, 0.6, 4, 0.2];
        double[] gradient = criterion.Evaluate(at, gradient: true).Gradient;
        for (int k = 0; k < at.Length; k++)
        {
            bool isLevels = sample.Data.FeatureTypes[features[k]].IsDiscrete;
            double step = isLevels ? 1e-6 : 1e-6 * at[k];
            double[] up = [.. at], down = [.. at];
            up[k] += step;
            down[k] -= step;
            double slope = (criterion.Evaluate(up, false).Value - criterion.Evaluate(down, false).Value) / 2e-6;
            Tolerance.Near(slope, gradient[k], 1e-5, 0.05, $"{rule}, degree {degree}, bandwidth {k}");
        }
    }

    [Fact]
    public void Predict_OverAPeriod_IsTheSameAgain()
    {
        Dataset mixed = Mixed(13, (a, b) => a);
        KernelRegression model = Given(mixed, new() { Estimator = Estimator.Linear }, 2);
        double? at = model.Predict([0.1, 0.2, 23.5, 1]).Value;
        Tolerance.Near(at!.Value, model.Predict([0.1, 0.2, -0.5, 1]).Value, 1e-12, 1);
        Tolerance.Near(at.Value, model.Predict([0.1, 0.2, 47.5, 1]).Value, 1e-12, 1);
    }

    [Fact]
    public void Predict_LevelNeverSeen_IsUnlikeAll()
    {
        Dataset mixed = Mixed(17, (a, b) => a);
        KernelRegression model = Given(mixed, new(), 0.5);
        double expected = 0, total = 0;
        for (int i = 0; i < Rows; i++)
        {
            double w = Math.Exp((-Math.Pow((0.1 - mixed.Feature(0)[i]) / 0.5, 2) / 2) - (Math.Pow((0.2 - mixed.Feature(1)[i]) / 0.5, 2) / 2)
                - (Math.Pow(24 / Math.PI * Math.Sin(Math.PI * (5 - mixed.Feature(2)[i]) / 24) / 4, 2) / 2));
            expected += w * mixed.Target()[i];
            total += w;
        }

        Tolerance.Near(expected / total, model.PredictMany(Queries.FromColumns([0.1], [0.2], [5], [-1])).Value(0), 1e-12, 1);
    }

    [Fact]
    public void Predict_AnyEngineAndThreads_GiveTheSameBits()
    {
        Dataset mixed = Mixed(19, (a, b) => Math.Sin(3 * a) + b);
        KernelRegression one = Given(mixed, new() { Estimator = Estimator.Linear, Threads = 1 }, 0.5);
        KernelRegression many = Given(mixed, new() { Estimator = Estimator.Linear, Threads = 8 }, 0.5);
        Assert.Equal(one.PredictMany(Queries.Of(mixed)).Values(), many.PredictMany(Queries.Of(mixed)).Values());
        Assert.Equal(one.LeaveOneOutPredictions().ToArray(), many.LeaveOneOutPredictions().ToArray());
    }

    [Fact]
    public void Fit_AutomaticDegree_IsTheLowestCriterion()
    {
        Dataset data = Mixed(23, (a, b) => (5 * a * a) + b);
        FitOptions options = new() { Bandwidth = Bandwidth.Aicc };
        KernelRegression chosen = KernelRegression.Fit(data, options with { Estimator = Estimator.Automatic(2) });
        double[] each = [.. Enumerable.Range(0, 3).Select(p => KernelRegression.Fit(data, options with { Estimator = Estimator.Polynomial(p) }).CriterionValue!.Value)];
        Assert.Equal(each.Min(), chosen.CriterionValue);
        Assert.Equal(Array.IndexOf(each, each.Min()), chosen.Options.Estimator.Degree);
        Assert.Contains(chosen.Warnings, w => w.StartsWith("Degree ", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_OneStandardError_IsSmootherAndTellsItsOwnCriterion()
    {
        Random random = new(29);
        double[] x = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        Dataset data = Dataset.From(x, [.. x.Select(v => Math.Sin(6 * v) + random.NextDouble())]);
        KernelRegression lowest = KernelRegression.Fit(data);
        KernelRegression smoother = KernelRegression.Fit(data, new() { OneStandardError = true });
        Assert.True(smoother.Features[0].Bandwidth > lowest.Features[0].Bandwidth);
        double rmse = smoother.Summaries[0].LeaveOneOutRmse!.Value;
        Tolerance.Near(rmse * rmse, smoother.CriterionValue, 1e-10);
        Assert.True(smoother.CriterionValue > lowest.CriterionValue);
    }

    [Fact]
    public void Fit_WindowThatLeavesTheValueOpen_IsTold()
    {
        // With the compact kernel each row but the two at 0 sees only itself and at most one other.
        Dataset data = Dataset.From([0, 0, 1, 2, 3, 4.4, 6, 8], [0, 1, 2, 3, 4, 5, 6, 7]);
        KernelRegression model = KernelRegression.Fit(data, new() { Kernel = Kernel.Epanechnikov, Estimator = Estimator.Linear, Bandwidth = 1.05 });
        Assert.Contains(model.Warnings, w => w.Contains("no neighbour within reach", StringComparison.Ordinal) || w.Contains("ridge", StringComparison.Ordinal));
        Assert.Null(model.Predict([20.0]).Value);
    }

    [Fact]
    public void Predict_FarOutOfALine_HasAValueOnRequestAlone()
    {
        Dataset data = Dataset.From([0, 1, 2, 3, 4], [0, 2, 4, 6, 8]);
        KernelRegression shy = KernelRegression.Fit(data, new() { Estimator = Estimator.Linear, Bandwidth = 1 });
        KernelRegression bold = KernelRegression.Fit(data, new() { Estimator = Estimator.Linear, Bandwidth = 1, Support = new() { Extrapolate = true } });
        Assert.Equal((null, SupportReason.Extrapolation), (shy.Predict([30.0]).Value, shy.Predict([30.0]).Reason));
        Tolerance.Near(60, bold.Predict([30.0]).Value, 1e-9);
    }

    private static KernelRegression Given(Dataset data, FitOptions options, double h) => KernelRegression.Fit(data, options with
    {
        Bandwidth = Bandwidth.Given(new Dictionary<string, double> { ["a"] = h, ["b"] = h, ["hour"] = 4, ["c"] = 0.2 }),
    });

    private static Dataset Mixed(int seed, Func<double, double, double> mean)
    {
        Random random = new(seed);
        double[] a = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        double[] b = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        double[] hour = [.. Enumerable.Range(0, Rows).Select(_ => 24 * random.NextDouble())];
        string[] c = [.. Enumerable.Range(0, Rows).Select(_ => "xyz"[random.Next(3)].ToString())];
        return new(
            [new("a", a), new("b", b), Column.Periodic("hour", hour, 24), Column.Unordered("c", c, ["x", "y", "z"])],
            [new("y", a.Zip(b, mean).ToArray())]);
    }
}
