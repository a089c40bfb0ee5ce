namespace Nadaraya.Tests;

/// <summary>Predictive distributions and quantiles: laws on seeded cases of mixed features, and the plain definitions.</summary>
public sealed class PredictiveDistributionTests
{
    private static readonly double[] Probabilities = [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1];
    private readonly Random random = new(73);

    public static TheoryData<string, bool> Models
    {
        get
        {
            TheoryData<string, bool> all = [];
            foreach (string estimator in (string[])["constant", "linear", "polynomial:2"])
            {
                all.Add(estimator, false);
                all.Add(estimator, true);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Distribution_OfAnyModel_HasThePredictionAsItsMeanAndSharesThatSumToOne(string estimator, bool weighted)
    {
        KernelRegression model = Fit(estimator, weighted);
        Predictions many = model.PredictMany(Ask(40));
        int supported = 0;
        for (int q = 0; q < many.Count; q++)
        {
            for (int t = 0; t < 2; t++)
            {
                PredictiveDistribution? own = many[q].Distribution(t);
                Assert.Equal(many.Value(q, t) is null, own is null);
                if (own is null)
                {
                    continue;
                }

                supported++;
                Tolerance.Near(many.Value(q, t)!.Value, own.Mean, 1e-8, 10);
                Tolerance.Near(1, own.Weights.ToArray().Sum(), 1e-13);
                Assert.All(own.Weights.ToArray(), w => Assert.True(w > 0));
                Assert.Equal(own.Values.ToArray().Order(), own.Values.ToArray());
                Assert.Equal(many.EffectiveSampleSize(q), own.EffectiveSampleSize);
                double[] quantiles = [.. Probabilities.Select(own.Quantile)];
                Assert.Equal(quantiles.Order(), quantiles);
                Assert.Equal((own.Values[0], own.Values[^1]), (quantiles[0], quantiles[^1]));
                Assert.Equal((0, 1), (own.Cdf(own.Values[0] - 1), own.Cdf(own.Values[^1])));
                double variance = own.Values.ToArray().Zip(own.Weights.ToArray(), (v, w) => w * (v - own.Mean) * (v - own.Mean)).Sum();
                Tolerance.Near(Math.Sqrt(variance), own.StandardDeviation, 1e-10);
            }
        }

        Assert.True(supported > 20);
    }

    [Fact]
    public void Distribution_OfTheLocalConstant_IsTheAttentionOnTheRowsAsTheyStand()
    {
        KernelRegression model = Fit("constant", weighted: true);
        Prediction at = model.Predict(Query(0.4, 0, 3));
        PredictiveDistribution own = at.Distribution(1)!;
        double[] attention = at.Attention.Weights();
        for (int k = 0; k < own.Values.Length; k++)
        {
            int row = own.Rows[k] - 1;
            Assert.Equal(model.Data.Target(1)[row], own.Values[k]);
            Tolerance.Near(attention[row], own.Weights[k], 1e-12);
        }

        Assert.Equal(attention.Count(a => a > 0), own.Values.Length);
    }

    [Fact]
    public void Distribution_OfALine_CarriesRowsAlongIt()
    {
        double[] x = [.. Enumerable.Range(0, 50).Select(_ => random.NextDouble())];
        double[] noise = [.. x.Select(_ => (double)random.Next(0, 3))];
        KernelRegression model = KernelRegression.Fit(
            Dataset.From(x, [.. x.Zip(noise, (v, e) => (1000 * v) + e)]), new() { Bandwidth = 1e3, Estimator = Estimator.Linear });
        PredictiveDistribution own = model.Predict([0.5]).Distribution()!;
        Assert.True(own.Quantile(1) - own.Quantile(0) < 3, "The slope of 1000 a unit is no noise.");
        double mx = x.Average(), my = noise.Average();
        double slope = 1000 + (x.Zip(noise, (v, e) => (v - mx) * (e - my)).Sum() / x.Sum(v => (v - mx) * (v - mx)));
        double[] plain = [.. x.Zip(noise, (v, e) => (1000 * v) + e - (slope * (v - 0.5))).Order()];
        Assert.All(plain.Zip(own.Values.ToArray()), p => Tolerance.Near(p.First, p.Second, 1e-6));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void QuantilesAt_AnyModel_AreTheSmallestValuesThatReachTheProbability(string estimator, bool weighted)
    {
        KernelRegression model = Fit(estimator, weighted);
        Queries queries = Ask(25);
        double[][][] all = model.QuantilesAt(queries, Probabilities);
        Predictions many = model.PredictMany(queries);
        for (int q = 0; q < queries.Count; q++)
        {
            for (int t = 0; t < 2; t++)
            {
                PredictiveDistribution? own = many[q].Distribution(t);
                for (int k = 0; k < Probabilities.Length; k++)
                {
                    if (own is null)
                    {
                        Assert.Equal(double.NaN, all[t][k][q]);
                        continue;
                    }

                    double sum = 0;
                    int at = -1;
                    while (at < 0 || (sum < Probabilities[k] - 1e-12 && at < own.Values.Length - 1))
                    {
                        sum += own.Weights[++at];
                    }

                    Assert.Equal((own.Values[at], own.Values[at]), (all[t][k][q], own.Quantile(Probabilities[k])));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void QuantilesAt_AnyThreadsAndChunks_GivesTheSameBits(string estimator, bool weighted)
    {
        Queries queries = Ask(70);
        KernelRegression one = Fit(estimator, weighted, threads: 1);
        double[][][] all = one.QuantilesAt(queries, Probabilities);
        foreach (int threads in (int[])[2, 8])
        {
            Assert.Equal(all, Same(threads).QuantilesAt(queries, Probabilities));
        }

        for (int from = 0; from < 70; from += 7)
        {
            double[][][] part = one.QuantilesAt(queries.Part(from, 7), Probabilities);
            Assert.Equal(all.Select(t => t.Select(p => p[from..(from + 7)].ToArray()).ToArray()), part);
        }

        KernelRegression Same(int threads) => KernelRegression.Fit(one.Data, one.Options with { Threads = threads });
    }

    [Fact]
    public void Quantile_OfTenEqualRows_IsReachedByWeightsThatAddUpToAHairLess()
    {
        KernelRegression model = KernelRegression.Fit(
            Dataset.From(new double[10], [9, 1, 3, 2, 7, 5, 6, 4, 8, 10]), new() { Bandwidth = 1 });
        double[][][] all = model.QuantilesAt(Queries.From([0.0]), [0.1, 0.3, 0.5, 0.8, 0.95]);
        Assert.Equal([1, 3, 5, 8, 10], all[0].Select(q => q[0]));
    }

    [Fact]
    public void Crps_OfAnyDistribution_IsItsDefinitionAndItsIntegral()
    {
        KernelRegression model = Fit("linear", weighted: true);
        PredictiveDistribution own = model.Predict(Query(0.5, 1, 2)).Distribution()!;
        double[] v = own.Values.ToArray(), a = own.Weights.ToArray();
        foreach (double y in (double[])[v[0] - 3, v[0], own.Mean, v[v.Length / 2], v[^1], v[^1] + 2])
        {
            double plain = 0;
            for (int i = 0; i < v.Length; i++)
            {
                plain += a[i] * Math.Abs(v[i] - y);
                for (int j = 0; j < v.Length; j++)
                {
                    plain -= a[i] * a[j] * Math.Abs(v[i] - v[j]) / 2;
                }
            }

            Tolerance.Near(plain, own.Crps(y), 1e-10);
            Tolerance.Near(plain, Scores.Crps(v, a.Select(w => 7 * w).ToArray(), y), 1e-10);
            (double low, double high) = (Math.Min(v[0], y), Math.Max(v[^1], y));
            const int Steps = 200_000;
            double step = (high - low) / Steps;
            double integral = Enumerable.Range(0, Steps).Select(k => low + ((k + 0.5) * step)).Sum(z => Math.Pow(own.Cdf(z) - (y <= z ? 1 : 0), 2)) * step;
            Tolerance.Near(integral, own.Crps(y), 1e-3);

            // Twice the pinball loss over all probabilities.
            double pinball = Enumerable.Range(0, 20_000).Select(k => (k + 0.5) / 20_000).Average(p => 2 * Scores.Pinball(p, own.Quantile(p), y));
            Tolerance.Near(pinball, own.Crps(y), 1e-3);
        }
    }

    [Fact]
    public void Density_OfAnyDistribution_IntegratesToOneAndIsNoneWhereNothingVaries()
    {
        PredictiveDistribution own = Fit("constant", weighted: false).Predict(Query(0.5, 1, 2)).Distribution()!;
        double width = own.DensityBandwidth!.Value;
        Tolerance.Near(
            0.9 * Math.Min(own.StandardDeviation, (own.Quantile(0.75) - own.Quantile(0.25)) / 1.34) * Math.Pow(own.EffectiveSampleSize, -0.2), width, 1e-12);
        (double low, double high) = (own.Values[0] - (8 * width), own.Values[^1] + (8 * width));
        double step = (high - low) / 4000;
        Tolerance.Near(1, Enumerable.Range(0, 4000).Sum(k => own.Density(low + ((k + 0.5) * step))!.Value) * step, 1e-6);
        PredictiveDistribution sure = KernelRegression.Fit(Dataset.From([1, 2, 3], [5, 5, 5]), new() { Bandwidth = 1 }).Predict([2]).Distribution()!;
        Assert.Equal((null, null, 0, 5, 5, 2), (sure.DensityBandwidth, sure.Density(5), sure.StandardDeviation, sure.Quantile(0.5), sure.Mean, sure.Crps(3)));
    }

    [Theory]
    [InlineData(1e308)]
    [InlineData(1e-308)]
    public void Distribution_OfAnySize_IsFinite(double size)
    {
        PredictiveDistribution own = KernelRegression.Fit(Dataset.From([1, 2, 3, 4], [size, -size, size / 2, -size]), new() { Bandwidth = 5 }).Predict([2]).Distribution()!;
        double?[] numbers = [own.Mean, own.StandardDeviation, own.DensityBandwidth, own.Density(0), own.Crps(size), own.Crps(-size)];
        Assert.All(numbers, n => Assert.True(n is double value && double.IsFinite(value)));
        Assert.True(own.Crps(size) > 0);
    }

    [Fact]
    public void Distribution_OfASignedKernel_IsRefused()
    {
        KernelRegression model = KernelRegression.Fit(Dataset.From([1, 2, 3], [1, 2, 3]), new() { Bandwidth = 1, Kernel = Kernel.Parse("gaussian:4") });
        const string Message = "The kernel gaussian:4 is negative somewhere, so its weights are no probabilities: quantiles and distributions need a kernel that is not, such as gaussian; fit the model with that.";
        Assert.Equal(Message, Assert.Throws<DataException>(() => model.Predict([2]).Distribution()).Message);
        Assert.Equal(Message, Assert.Throws<DataException>(() => model.QuantilesAt(Queries.From([2.0]), [0.5])).Message);
        Assert.Equal(Message, Assert.Throws<DataException>(() => model.Evaluate(model.Data, new EvaluateOptions { Distribution = true })).Message);
    }

    [Fact]
    public void Distribution_WhereThereIsNoValue_IsNone()
    {
        KernelRegression model = KernelRegression.Fit(Dataset.From([1, 2, 3], [1, 2, 3]), new() { Bandwidth = 1, Kernel = Kernel.Epanechnikov });
        Assert.Null(model.Predict([50]).Distribution());
        Assert.Equal(double.NaN, model.QuantilesAt(Queries.From([50.0]), [0.5])[0][0][0]);
        Assert.Equal(
            "The probability is 1.5: it must lie from 0 to 1, such as 0.9. (Parameter 'probabilities')",
            Assert.Throws<ArgumentOutOfRangeException>(() => model.QuantilesAt(Queries.From([2.0]), [1.5])).Message);
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => model.Predict([2]).Distribution()!.Quantile(double.NaN));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => model.Predict([2]).Distribution(1));
    }

    [Theory]
    [InlineData(0.9, 1, 3, 1.8)]
    [InlineData(0.9, 3, 1, 0.2)]
    [InlineData(0.5, 2, 2, 0)]
    [InlineData(0, -1.7e308, 1.7e308, 0)]
    public void Pinball_OfAQuantile_WeighsTheSideItErredOn(double p, double quantile, double value, double loss) =>
        Tolerance.Near(loss, Scores.Pinball(p, quantile, value), 1e-12, 1e-12);

    [Fact]
    public void Crps_OfWhatIsNoDistribution_IsRefused()
    {
        Assert.Equal(
            "values has 2 entries and weights 1: give at least one value, and one weight a value. (Parameter 'weights')",
            Assert.Throws<ArgumentException>(() => Scores.Crps([1, 2], [1], 0)).Message);
        _ = Assert.Throws<ArgumentException>(() => Scores.Crps([1], [0], 0));
        _ = Assert.Throws<ArgumentException>(() => Scores.Crps([1], [-1], 0));
        _ = Assert.Throws<ArgumentException>(() => Scores.Crps([], [], 0));
    }

    [Fact]
    public void Evaluate_WithDistributions_AveragesTheirLossesByWeight()
    {
        KernelRegression model = KernelRegression.Fit(Dataset.From([0, 1, 2, 3, 4], [1, 3, 2, 5, 4]), new() { Bandwidth = 1, Kernel = Kernel.Epanechnikov });
        double[] x = [0.5, 1.5, 2.5, 50, 3.5], y = [2, 2, 4, 1, 9], v = [1, 2, 3, 1, 0];
        Dataset data = new([new("x", x)], [new("y", y)], new RowWeights("v", v));
        Evaluation own = model.Evaluate(data, new EvaluateOptions { Distribution = true })[0];
        double Mean(Func<PredictiveDistribution, double, double> loss) => Enumerable.Range(0, 3).Sum(i => v[i] * loss(model.Predict([x[i]]).Distribution()!, y[i])) / 6;
        Tolerance.Near(Mean((d, at) => d.Crps(at)), own.Crps, 1e-12);
        Assert.Equal([0.1, 0.5, 0.9], own.Pinball!.Select(p => p.Probability));
        Assert.All(own.Pinball!, p => Tolerance.Near(Mean((d, at) => Scores.Pinball(p.Probability, d.Quantile(p.Probability), at)), p.Loss, 1e-12));
        Evaluation plain = model.Evaluate(data)[0];
        Assert.Equal((null, null, own.Rmse), (plain.Crps, plain.Pinball, plain.Rmse));
        Evaluation nothing = model.Evaluate(Dataset.From([50.0], [1.0]), new EvaluateOptions { Distribution = true, Probabilities = [0.2] })[0];
        Assert.Equal((null, new PinballLoss(0.2, null)), (nothing.Crps, nothing.Pinball![0]));
    }

    /// <summary>120 rows of a number, a category and an hour, two targets at an offset.</summary>
    private KernelRegression Fit(string estimator, bool weighted, int threads = 0)
    {
        const int Rows = 120;
        double[] x = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        string[] g = [.. x.Select(_ => random.Next(2) == 0 ? "a" : "b")];
        double[] hour = [.. x.Select(_ => random.NextDouble() * 24)];
        double[] y = [.. Enumerable.Range(0, Rows).Select(i => 10 + Math.Sin(6 * x[i]) + (g[i] == "a" ? 1 : 0) + random.NextDouble())];
        double[] z = [.. Enumerable.Range(0, Rows).Select(i => Math.Cos(hour[i] / 4) + (double)random.Next(3))];
        RowWeights? v = weighted ? new("v", x.Select(_ => (double)random.Next(0, 3)).ToArray()) : null;
        Dataset data = new([new("x", x), Column.Unordered("g", g), Column.Periodic("hour", hour, 24)], [new("y", y), new("z", z)], v);
        Dictionary<string, double> bandwidths = new() { ["x"] = 0.25, ["g"] = 0.2, ["hour"] = 5 };
        return KernelRegression.Fit(data, new() { Bandwidth = Bandwidth.Given(bandwidths), Kernel = Kernel.Epanechnikov, Estimator = Estimator.Parse(estimator), Threads = threads });
    }

    private static double[] Query(double x, double g, double hour) => [x, g, hour];

    private Queries Ask(int count) => Queries.FromColumns(
        [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() * 1.6) - 0.3)],
        [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(2))],
        [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() * 24)]);
}
