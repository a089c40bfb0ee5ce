namespace Nadaraya.Tests;

/// <summary>Values where the model has none: against the plain definitions.</summary>
public sealed class SubstituteTests
{
    private readonly Random random = new(91);

    [Theory]
    [InlineData(UnsupportedPolicy.Nearest)]
    [InlineData(UnsupportedPolicy.Mean)]
    [InlineData(UnsupportedPolicy.Linear)]
    public void Unsupported_AnyPolicy_FillsInWhatIsMissingAndNothingElse(UnsupportedPolicy policy)
    {
        KernelRegression model = Mixed();
        Queries queries = Ask(60);
        Predictions plain = model.PredictMany(queries);
        Predictions filled = model.PredictMany(queries, new PredictOptions { Unsupported = policy, StandardError = StandardErrorKind.Robust, Confidence = 0.9, Derivatives = true });
        Assert.True(plain.Unsupported is > 10 and < 60);
        Assert.Equal((0, plain.Unsupported, 0), (filled.Unsupported, filled.Substitutes, plain.Substitutes));
        Assert.Equal(plain.Supports.ToArray(), filled.Supports.ToArray());
        for (int q = 0; q < 60; q++)
        {
            bool missing = plain.Supports[q] == Support.None;
            Prediction own = filled[q];
            Assert.Equal((missing, missing), (own.IsSubstitute, filled.IsSubstitute(q)));
            Assert.All(own.Values, v => Assert.True(v is double value && double.IsFinite(value)));
            if (missing)
            {
                Assert.Equal((null, null, null, null), (own.EffectiveSampleSize, own.StandardError, own.MeanInterval, filled.Derivative(q, 0)));
                Assert.Equal((Support.None, SupportReason.NoRowInReach, null), (own.Support, own.Reason, own.Distribution()));
                Assert.Empty(own.Attention.Weights());
            }
            else
            {
                Assert.Equal(plain[q].Values, own.Values);
                Assert.NotNull(own.StandardError);
            }
        }
    }

    [Theory]
    [InlineData(UnsupportedPolicy.Nearest)]
    [InlineData(UnsupportedPolicy.Mean)]
    [InlineData(UnsupportedPolicy.Linear)]
    public void Unsupported_AnyThreadsAndChunks_GivesTheSameBits(UnsupportedPolicy policy)
    {
        KernelRegression model = Mixed();
        Queries queries = Ask(70);
        PredictOptions asked = new() { Unsupported = policy };
        double?[] one = model.PredictMany(queries, asked).Values(1);
        foreach (int threads in (int[])[1, 8])
        {
            KernelRegression other = KernelRegression.Fit(model.Data, model.Options with { Threads = threads });
            Assert.Equal(one, Enumerable.Range(0, 10).SelectMany(k => other.PredictMany(queries.Part(7 * k, 7), asked).Values(1)));
        }
    }

    [Fact]
    public void Unsupported_Error_NamesTheFirstQuery()
    {
        KernelRegression model = KernelRegression.Fit(Dataset.From([1, 2, 3], [1, 2, 3]), new() { Bandwidth = 1, Kernel = Kernel.Epanechnikov });
        PredictOptions asked = new() { Unsupported = UnsupportedPolicy.Error };
        Assert.Equal(2, model.Predict([2], asked).Value);
        Assert.Equal(
            "1 of 3 queries has no prediction, query 2 first: no training row is within the kernel's reach; expected a prediction for every query; leave such queries out, or take another policy for them.",
            Assert.Throws<DataException>(() => model.PredictMany(Queries.From([2.0, 9, 1]), asked)).Message);
    }

    [Fact]
    public void Nearest_MixedFeatures_IsTheRowOfTheSmallestDistance()
    {
        KernelRegression model = Mixed();
        Queries queries = Ask(200);
        Predictions many = model.PredictMany(queries, new PredictOptions { Unsupported = UnsupportedPolicy.Nearest });
        Dataset data = model.Data;
        for (int q = 0; q < 200; q++)
        {
            if (!many.IsSubstitute(q))
            {
                continue;
            }

            double[] distances = [.. Enumerable.Range(0, data.Rows).Select(i =>
            {
                double chord = 24 / Math.PI * Math.Sin(Math.PI * (queries.Column(2)[q] - data.Feature(2)[i]) / 24);
                double u = (queries.Column(0)[q] - data.Feature(0)[i]) / 0.1;
                double level = queries.Column(1)[q] == data.Feature(1)[i] ? 0 : 2 * Math.Log((1 - 0.2) / (0.2 / 2));
                return data.Weights[i] == 0 ? double.PositiveInfinity : (u * u) + (chord * chord / 9) + level;
            })];
            int nearest = Array.IndexOf(distances, distances.Min());
            Assert.Equal(data.Target()[nearest], many.Value(q));
            Assert.Equal(data.Target(1)[nearest], many.Value(q, 1));
        }
    }

    [Fact]
    public void Nearest_RowsEquallyNear_AreAveragedByWeight()
    {
        Dataset data = new([new("x", new double[] { -1, 1, 1, 4 })], [new("y", new double[] { 1, 3, 5, 100 })], new RowWeights("v", new double[] { 2, 1, 1, 1 }));
        KernelRegression model = KernelRegression.Fit(data, new() { Bandwidth = 0.5, Kernel = Kernel.Epanechnikov });
        Assert.Equal(2.5, Nearest(model, 0)); // (2·1 + 3 + 5)/4
        Assert.Equal(100, Nearest(model, 1e100)); // where all distances are the same double
        Assert.Equal(1, Nearest(model, -1e100));
    }

    [Fact]
    public void Nearest_LevelsApart_AreInfinitelyFarUnlessAllAre()
    {
        Dataset data = new([new("x", new double[] { 0, 1, 9 }), Column.Unordered("g", ["a", "a", "b"])], [new("y", new double[] { 1, 2, 3 })]);
        KernelRegression model = KernelRegression.Fit(
            data, new() { Bandwidth = Bandwidth.Given(new Dictionary<string, double> { ["x"] = 0.5, ["g"] = 0 }), Kernel = Kernel.Epanechnikov });
        Assert.Equal(3, Nearest(model, 2, 1)); // 1 is nearer, but of the other level
        Assert.Equal(2, Nearest(model, 2, -1)); // unlike all: by numbers alone
        Assert.Equal(3, Nearest(model, 8, -1));
    }

    [Fact]
    public void Nearest_BandwidthsThatAreNoLengths_MeasuresInTheSpread()
    {
        double[] a = [0, 1, 2, 3, 4, 5, 6, 7], b = [0, 100, 50, 150, 25, 125, 75, 175];
        Dataset data = new([new("a", a), new("b", b)], [new("y", a)]);
        KernelRegression model = KernelRegression.Fit(data, new() { BandwidthType = BandwidthType.Nearest, Bandwidth = 2, Kernel = Kernel.Epanechnikov });
        Prediction p = model.Predict([2.0, 500], new PredictOptions { Unsupported = UnsupportedPolicy.Nearest });
        Assert.True(p.IsSubstitute);
        Assert.Equal(7, p.Value); // (5 spreads of a)² less is nothing beside b
    }

    [Theory]
    [InlineData(1e-300, 1e300, 2)]
    [InlineData(1e-300, -1e300, 1)]
    [InlineData(1e-10, 1.7e308, 2)]
    public void Nearest_FartherThanASquareCanSay_IsStillFound(double h, double q, double value)
    {
        KernelRegression model = KernelRegression.Fit(Dataset.From([-1e299, 1e299], [1, 2]), new() { Bandwidth = h, Kernel = Kernel.Epanechnikov });
        Assert.Equal(value, Nearest(model, q));
    }

    [Fact]
    public void Mean_WeightedRows_IsTheirMeanWithItsPredictionVariance()
    {
        double[] y = [1, 4, 2, 7], v = [1, 2, 3, 2];
        foreach (WeightMeaning meaning in Enum.GetValues<WeightMeaning>())
        {
            KernelRegression model = KernelRegression.Fit(new([new("x", new double[] { 1, 2, 3, 4 })], [new("y", y)], new RowWeights("v", v, meaning)), new() { Bandwidth = 1, Kernel = Kernel.Epanechnikov });
            double n = meaning == WeightMeaning.Frequency ? 8 : 4, mean = (1 + 8 + 6 + 14) / 8.0;
            Tolerance.Near(mean, model.Predict([99], new PredictOptions { Unsupported = UnsupportedPolicy.Mean }).Value, 1e-14);
            double s2 = y.Zip(v, (a, w) => n / 8 * w * (a - mean) * (a - mean)).Sum() / (n - 1);
            (double deviation, double freedom) = model.SubstituteOf(UnsupportedPolicy.Mean).Spread(Queries.From([99.0]), 0, 0)!.Value;
            Tolerance.Near(Math.Sqrt(s2 * (1 + (1 / n))), deviation, 1e-12);
            Assert.Equal(n - 1, freedom);
        }
    }

    [Fact]
    public void Linear_MixedFeatures_SolvesTheNormalEquations()
    {
        KernelRegression model = Mixed();
        Dataset data = model.Data;
        Queries queries = Ask(40);
        double[][] rows = [.. Enumerable.Range(0, data.Rows).Select(i => Terms(data.Feature(0)[i], data.Feature(1)[i], data.Feature(2)[i]))];
        double[] u = [.. data.Weights.ToArray()];
        int counted = u.Count(w => w > 0);
        double share = u.Sum() / counted;
        u = [.. u.Select(w => w / share)];
        const int P = 6;
        double[,] normal = new double[P, P];
        for (int a = 0; a < P; a++)
        {
            for (int b = 0; b < P; b++)
            {
                normal[a, b] = rows.Select((r, i) => u[i] * r[a] * r[b]).Sum();
            }
        }

        Predictions many = model.PredictMany(queries, new PredictOptions { Unsupported = UnsupportedPolicy.Linear });
        for (int t = 0; t < 2; t++)
        {
            double[] y = data.Target(t).ToArray();
            double[] beta = Solve(normal, [.. Enumerable.Range(0, P).Select(a => rows.Select((r, i) => u[i] * r[a] * y[i]).Sum())]);
            double s2 = rows.Select((r, i) => u[i] * Math.Pow(y[i] - Dot(r, beta), 2)).Sum() / (counted - P);
            for (int q = 0; q < queries.Count; q++)
            {
                if (!many.IsSubstitute(q))
                {
                    continue;
                }

                double[] at = Terms(queries.Column(0)[q], queries.Column(1)[q], queries.Column(2)[q]);
                Tolerance.Near(Dot(at, beta), many.Value(q, t), 1e-9, 1);
                (double deviation, double freedom) = model.SubstituteOf(UnsupportedPolicy.Linear).Spread(queries, q, t)!.Value;
                Tolerance.Near(Math.Sqrt(s2 * (1 + Dot(at, Solve(normal, at)))), deviation, 1e-9);
                Assert.Equal(counted - P, freedom);
            }
        }

        static double[] Terms(double x, double g, double hour) => [1, x, g == 1 ? 1 : 0, g == 2 ? 1 : 0, Math.Cos(2 * Math.PI * hour / 24), Math.Sin(2 * Math.PI * hour / 24)];
    }

    [Fact]
    public void Linear_FurtherFromTheRows_SpreadsWiderAndTheNearestRowHasNone()
    {
        double[] x = [.. Enumerable.Range(0, 30).Select(_ => random.NextDouble())];
        KernelRegression model = KernelRegression.Fit(Dataset.From(x, [.. x.Select(v => v + random.NextDouble())]), new() { Bandwidth = 0.1, Kernel = Kernel.Epanechnikov });
        double[] widths = [.. ((double[])[2, 5, 50]).Select(q => model.SubstituteOf(UnsupportedPolicy.Linear).Spread(Queries.From([q]), 0, 0)!.Value.Deviation)];
        Assert.True(widths[0] < widths[1] && widths[1] < widths[2]);
        Assert.Null(model.SubstituteOf(UnsupportedPolicy.Nearest).Spread(Queries.From([2.0]), 0, 0));
        Prediction beyond = KernelRegression.Fit(Dataset.From(x, [.. x.Select(v => v * 1e300)]), new() { Bandwidth = 0.1, Kernel = Kernel.Epanechnikov })
            .Predict([1e200], new PredictOptions { Unsupported = UnsupportedPolicy.Linear });
        Assert.Equal((null, false, Support.None), (beyond.Value, beyond.IsSubstitute, beyond.Support));
    }

    [Fact]
    public void Unsupported_OfASingleRow_IsThatRow()
    {
        KernelRegression model = KernelRegression.Fit(Dataset.From([1.0], [5.0]));
        foreach (UnsupportedPolicy policy in (UnsupportedPolicy[])[UnsupportedPolicy.Nearest, UnsupportedPolicy.Mean, UnsupportedPolicy.Linear])
        {
            Assert.Equal(5, model.Predict([100], new PredictOptions { Unsupported = policy }).Value);
            Assert.Null(model.SubstituteOf(policy).Spread(Queries.From([100.0]), 0, 0));
        }
    }

    private static double? Nearest(KernelRegression model, params double[] query)
    {
        Prediction p = model.Predict(query, new PredictOptions { Unsupported = UnsupportedPolicy.Nearest });
        Assert.True(p.IsSubstitute);
        return p.Value;
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    /// <summary>Gauss–Jordan with pivots.</summary>
    private static double[] Solve(double[,] matrix, double[] right)
    {
        int n = right.Length;
        double[,] a = (double[,])matrix.Clone();
        double[] b = [.. right];
        for (int k = 0; k < n; k++)
        {
            int pivot = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(a[i, k]));
            for (int j = 0; j < n; j++)
            {
                (a[k, j], a[pivot, j]) = (a[pivot, j], a[k, j]);
            }

            (b[k], b[pivot]) = (b[pivot], b[k]);
            for (int i = 0; i < n; i++)
            {
                double f = i == k ? 0 : a[i, k] / a[k, k];
                for (int j = 0; j < n; j++)
                {
                    a[i, j] -= f * a[k, j];
                }

                b[i] -= f * b[k];
            }
        }

        return [.. b.Select((v, i) => v / a[i, i])];
    }

    /// <summary>60 weighted rows of a number, three levels and an hour, two targets.</summary>
    private KernelRegression Mixed()
    {
        const int Rows = 60;
        double[] x = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        string[] g = ["a", "b", "c", .. x.Skip(3).Select(_ => ((string[])["a", "b", "c"])[random.Next(3)])];
        double[] hour = [.. x.Select(_ => random.NextDouble() * 24)];
        double[] y = [.. Enumerable.Range(0, Rows).Select(i => 100 + (2 * x[i]) + (g[i] == "b" ? 1 : 0) + random.NextDouble())];
        double[] z = [.. Enumerable.Range(0, Rows).Select(i => Math.Cos(hour[i] / 4) + random.NextDouble())];
        double[] v = [.. x.Select(_ => (double)random.Next(0, 4))];
        Dataset data = new([new("x", x), Column.Unordered("g", g, ["a", "b", "c"]), Column.Periodic("hour", hour, 24)], [new("y", y), new("z", z)], new RowWeights("v", v));
        Dictionary<string, double> bandwidths = new() { ["x"] = 0.1, ["g"] = 0.2, ["hour"] = 3 };
        return KernelRegression.Fit(data, new() { Bandwidth = Bandwidth.Given(bandwidths), Kernel = Kernel.Epanechnikov });
    }

    private Queries Ask(int count) => Queries.FromColumns(
        [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() * 3) - 1)],
        [.. Enumerable.Range(0, count).Select(_ => random.Next(4) - 1.0)],
        [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() * 24)]);
}
