namespace Nadaraya.Tests;

/// <summary>Intervals for new observations against their definitions, with every model fitted anew.</summary>
public sealed class IntervalTests
{
    private static readonly PredictOptions Jackknife = new() { Interval = 0.8 };

    public static TheoryData<string> Cases => [.. RemovalCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Jackknife_ClosedForm_IsThatOfModelsFittedWithoutEachRow(string name)
    {
        RemovalCase of = new(name);
        Predictions plus = of.Model.PredictMany(of.Queries, Jackknife);
        Predictions minmax = of.Model.PredictMany(of.Queries, Jackknife with { Method = IntervalMethod.JackknifeMinmax });
        KernelRegression[] without = [.. Enumerable.Range(0, of.Rows).Select(of.Without)];
        double[] residuals = [.. without.Select((model, i) => Math.Abs(of.Data.Target()[i] - RemovalCase.Value(model, of.Row(i))))];
        double rank = Math.Ceiling(0.8 * (of.Counts.Sum() + 1));
        for (int q = 0; q < of.Queries.Count; q++)
        {
            if (plus.Value(q) is null)
            {
                Assert.Null(plus.Interval(q));
                continue;
            }

            double[] values = [.. without.Select(model => RemovalCase.Value(model, of.Query(q)))];
            PredictionInterval found = plus.Interval(q)!.Value;
            Assert.Equal(IntervalKind.Approximate, found.Kind);
            Near(-of.Smallest([.. values.Zip(residuals, (v, r) => r - v)], rank), found.Lower);
            Near(of.Smallest([.. values.Zip(residuals, (v, r) => r + v)], rank), found.Upper);
            double beyond = of.Smallest(residuals, rank);
            Near(values.Min() - beyond, minmax.Interval(q)!.Value.Lower);
            Near(values.Max() + beyond, minmax.Interval(q)!.Value.Upper);
        }

        void Near(double expected, double? actual) => Tolerance.Near(expected, actual, 1e-11, of.Spread, name);
    }

    [Theory]
    [InlineData("gaussian")]
    [InlineData("epanechnikov")]
    [InlineData("narrow")]
    [InlineData("linear")]
    [InlineData("quadratic")]
    [InlineData("plane")]
    [InlineData("mixed")]
    [InlineData("frequencies")]
    public void Full_ByBreakpoints_AcceptsWhatRefittingWithTheRowAccepts(string name)
    {
        RemovalCase of = new(name);
        Predictions all = of.Model.PredictMany(of.Queries, new PredictOptions { Interval = 0.8, Method = IntervalMethod.Full });
        double least = Math.Floor((0.2 * (of.Counts.Sum() + 1)) + 1e-9);
        double far = 1e-10 * of.Spread;
        for (int q = 0; q < of.Queries.Count; q++)
        {
            if (all.Value(q) is null)
            {
                continue;
            }

            PredictionInterval found = all.Interval(q)!.Value;
            if (found.Length > 1e3 * of.Spread)
            {
                // Far from all rows the new one stands alone: its residual is rounding, in the refit too.
                Assert.Equal(Support.Low, all.Supports[q]);
            }
            else if (found.Lower is double low && found.Upper is double high)
            {
                Assert.True(Accepts(low + far) && Accepts(high - far), $"{name}, query {q}: the ends are not accepted.");
                Assert.False(Accepts(low - far) || Accepts(high + far), $"{name}, query {q}: beyond the ends is accepted.");
                foreach (double step in (double[])[0.01, 0.3, 2, 20])
                {
                    Assert.False(Accepts(low - (step * of.Spread)) || Accepts(high + (step * of.Spread)), $"{name}, query {q}: far beyond the ends is accepted.");
                }
            }
            else
            {
                Assert.True(Accepts(found.Lower is null ? -1e6 : 1e6));
            }

            bool Accepts(double y)
            {
                KernelRegression with = of.With(of.Query(q), y);
                double own = Math.Abs(y - RemovalCase.Value(with, of.Query(q)));
                double larger = 0;
                for (int i = 0; i < of.Rows; i++)
                {
                    larger += Math.Abs(of.Data.Target()[i] - RemovalCase.Value(with, of.Row(i))) >= own ? of.Counts[i] : 0;
                }

                return larger >= least;
            }
        }
    }

    [Fact]
    public void Full_OfRowsThatItCannotExchange_IsRefused()
    {
        PredictOptions full = new() { Interval = 0.8, Method = IntervalMethod.Full };
        RemovalCase of = new("weights");
        Assert.Equal(
            "Full conformal intervals add a row to the model, and a new row has no importance weight; take the method jackknife+ or cv+.",
            Assert.Throws<DataException>(() => of.Model.PredictMany(of.Queries, full)).Message);
    }

    [Theory]
    [InlineData(IntervalMethod.JackknifePlus)]
    [InlineData(IntervalMethod.JackknifeMinmax)]
    [InlineData(IntervalMethod.Full)]
    public void Honest_Bandwidths_ComeFromOneHalfAndRowsFromTheOther(IntervalMethod method)
    {
        Dataset data = Wave(90);
        KernelRegression model = KernelRegression.Fit(data);
        Queries at = Queries.From([0.3, 2.2, 4.9]);
        Predictions honest = model.PredictMany(at, new PredictOptions { Interval = 0.8, Method = method, Honest = true, Seed = 3 });
        int[][] halves = IntervalFolds.Of(model, 2, 3);
        KernelRegression chosen = KernelRegression.Fit(data.Of(halves[0]));
        KernelRegression pooled = KernelRegression.Fit(data.Of(halves[1]), new() { Bandwidth = chosen.Features[0].Bandwidth!.Value });
        Predictions other = pooled.PredictMany(at, new PredictOptions { Interval = 0.8, Method = method });
        for (int q = 0; q < at.Count; q++)
        {
            Assert.Equal(IntervalKind.Exact, honest.Interval(q)!.Value.Kind);
            Assert.Equal(other.Interval(q)!.Value.Lower, honest.Interval(q)!.Value.Lower);
            Assert.Equal(other.Interval(q)!.Value.Upper, honest.Interval(q)!.Value.Upper);
        }
    }

    [Fact]
    public void CrossValidationPlus_ByFolds_IsTheDefinition()
    {
        Dataset data = Wave(83);
        KernelRegression model = KernelRegression.Fit(data);
        Queries at = Queries.From([0.1, 1.7, 3.3, 5]);
        Predictions all = model.PredictMany(at, new PredictOptions { Interval = 0.9, Method = IntervalMethod.CrossValidationPlus, Folds = 7, Seed = 2 });
        int[][] folds = IntervalFolds.Of(model, 7, 2);
        KernelRegression[] models = [.. folds.Select(own => KernelRegression.Fit(data.Of([.. Enumerable.Range(0, 83).Except(own)])))];
        double rank = Math.Ceiling(0.9 * 84);
        for (int q = 0; q < at.Count; q++)
        {
            List<double> low = [], high = [];
            for (int k = 0; k < folds.Length; k++)
            {
                double value = models[k].Predict([at.Column(0)[q]]).Value!.Value;
                foreach (int i in folds[k])
                {
                    double residual = Math.Abs(data.Target()[i] - models[k].Predict([data.Feature(0)[i]]).Value!.Value);
                    low.Add(residual - value);
                    high.Add(residual + value);
                }
            }

            PredictionInterval found = all.Interval(q)!.Value;
            Assert.Equal(IntervalKind.Exact, found.Kind);
            Tolerance.Near(-low.Order().ElementAt((int)rank - 1), found.Lower, 1e-12, 1);
            Tolerance.Near(high.Order().ElementAt((int)rank - 1), found.Upper, 1e-12, 1);
        }
    }

    [Fact]
    public void CrossValidationPlus_OfADegreeThatWasChosen_ChoosesItInEveryFold()
    {
        Dataset data = Wave(60);
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        KernelRegression.Fit(data, new() { Estimator = Estimator.Automatic(2) }).Save(file);
        KernelRegression model = KernelRegression.Load(file);
        File.Delete(file);
        PredictOptions how = new() { Interval = 0.9, Method = IntervalMethod.CrossValidationPlus, Folds = 3 };
        Assert.Equal(2, model.Result.HighestDegree);
        KernelRegression one = IntervalFolds.Fit(model, IntervalFolds.Of(model, 3, 0)[0], new(1, default));
        Assert.Equal(2, one.Result.HighestDegree);
        Assert.Equal(IntervalKind.Exact, model.PredictMany(Queries.From([1.0]), how).Interval(0)!.Value.Kind);
    }

    [Theory]
    [InlineData(IntervalMethod.Split)]
    [InlineData(IntervalMethod.SplitScaled)]
    [InlineData(IntervalMethod.Quantile)]
    public void Split_ScoresOfTheOtherHalf_AreTheDefinition(IntervalMethod method)
    {
        Dataset data = Wave(120);
        KernelRegression model = KernelRegression.Fit(data);
        Queries at = Queries.From([0.1, 1.7, 3.3, 5]);
        Predictions all = model.PredictMany(at, new PredictOptions { Interval = 0.9, Method = method, Seed = 5 });
        int[][] halves = IntervalFolds.Of(model, 2, 5);
        KernelRegression half = KernelRegression.Fit(data.Of(halves[0]));
        Queries judged = Queries.From([.. halves[1].Select(i => data.Feature(0)[i])]);
        (double[] lows, double[] highs, double[] units) = Envelope(judged);
        double[] scores = [.. halves[1].Select((i, k) => Math.Max(lows[k] - data.Target()[i], data.Target()[i] - highs[k]) / units[k])];
        double beyond = scores.Order().ElementAt((int)Math.Ceiling(0.9 * (scores.Length + 1)) - 1);
        (lows, highs, units) = Envelope(at);
        for (int q = 0; q < at.Count; q++)
        {
            PredictionInterval found = all.Interval(q)!.Value;
            Assert.Equal(IntervalKind.Split, found.Kind);
            Tolerance.Near(lows[q] - (beyond * units[q]), found.Lower, 1e-12, 1);
            Tolerance.Near(highs[q] + (beyond * units[q]), found.Upper, 1e-12, 1);
        }

        (double[] Low, double[] High, double[] Unit) Envelope(Queries queries)
        {
            double[] mean = [.. half.PredictMany(queries).Values().Select(v => v!.Value)];
            double[] ones = [.. mean.Select(_ => 1.0)];
            double[][] quantiles = half.QuantilesAt(queries, [0.05, 0.95])[0];
            return method == IntervalMethod.Quantile ? (quantiles[0], quantiles[1], ones)
                : (mean, mean, method == IntervalMethod.Split ? ones : [.. half.VarianceAt(queries)[0].Select(Math.Sqrt)]);
        }
    }

    [Fact]
    public void Interval_ByGroups_IsThatOfTheGroupsOwnRows()
    {
        RemovalCase of = new("mixed");
        Predictions all = of.Model.PredictMany(of.Queries, new PredictOptions { Interval = 0.7, IntervalBy = "g" });
        KernelRegression[] without = [.. Enumerable.Range(0, of.Rows).Select(of.Without)];
        for (int q = 0; q < of.Queries.Count; q++)
        {
            int[] own = [.. Enumerable.Range(0, of.Rows).Where(i => of.Row(i)[1] == of.Query(q)[1])];
            double[] high = [.. own.Select(i => RemovalCase.Value(without[i], of.Query(q)) + Math.Abs(of.Data.Target()[i] - RemovalCase.Value(without[i], of.Row(i))))];
            Tolerance.Near(high.Order().ElementAt((int)Math.Ceiling(0.7 * (own.Length + 1)) - 1), all.Interval(q)!.Value.Upper, 1e-11, of.Spread);
        }

        Assert.Equal(
            "Intervals by 'x': it is a feature of numbers; expected a categorical or ordered feature of the model (g, o); name one, or make intervals for all rows alike.",
            Assert.Throws<DataException>(() => of.Model.PredictMany(of.Queries, new PredictOptions { Interval = 0.7, IntervalBy = "x" })).Message);
    }

    [Fact]
    public void Interval_RowsInClusters_LeaveTogether()
    {
        Dataset data = Wave(60, clusters: 12);
        KernelRegression model = KernelRegression.Fit(data, new() { Bandwidth = 0.4 });
        Predictions all = model.PredictMany(Queries.From([1.0, 4]), Jackknife);
        for (int q = 0; q < 2; q++)
        {
            List<double> high = [];
            for (int i = 0; i < 60; i++)
            {
                int[] others = [.. Enumerable.Range(0, 60).Where(k => data.ClusterOfRow[k] != data.ClusterOfRow[i])];
                KernelRegression without = KernelRegression.Fit(data.Of(others), new() { Bandwidth = 0.4 });
                high.Add(without.Predict([q == 0 ? 1.0 : 4]).Value!.Value + Math.Abs(data.Target()[i] - without.Predict([data.Feature(0)[i]]).Value!.Value));
            }

            Tolerance.Near(high.Order().ElementAt((int)Math.Ceiling(0.8 * 61) - 1), all.Interval(q)!.Value.Upper, 1e-11, 1);
        }

        foreach (IntervalMethod method in Enum.GetValues<IntervalMethod>().Except([IntervalMethod.Full]))
        {
            Assert.Equal(IntervalKind.Approximate, model.PredictMany(Queries.From([1.0]), new PredictOptions { Interval = 0.8, Method = method }).Interval(0)!.Value.Kind);
        }
    }

    [Fact]
    public void Interval_MoreRowsThanAWindow_IsTheSameAsWeighingAll()
    {
        // 3,000 rows and a small largest weight: only rows near the quantile are weighed. A span of neighbours has no such bound, and weighs all.
        Dataset data = Wave(3000);
        KernelRegression model = KernelRegression.Fit(data, new() { Bandwidth = 0.3 });
        double[] residuals = [.. data.Target().ToArray().Zip(model.LeaveOneOutPredictions().ToArray(), (y, m) => Math.Abs(y - m))];
        Queries at = Queries.From([0.0, 0.7, 3.1, 5.2, 9]);
        Predictions all = model.PredictMany(at, Jackknife);
        for (int q = 0; q < at.Count; q++)
        {
            double value = all.Value(q)!.Value;
            double[] weights = all[q].Attention.Weights();
            double[] moved = [.. weights.Select((a, i) => residuals[i] + value - (a * (data.Target()[i] - value) / (1 - a)))];
            Tolerance.Near(moved.Order().ElementAt((int)Math.Ceiling(0.8 * 3001) - 1), all.Interval(q)!.Value.Upper, 1e-9, 1);
        }
    }

    [Fact]
    public void Interval_ThreadsAndChunks_ChangeNoBit()
    {
        Dataset data = Wave(400);
        double[] x = [.. Enumerable.Range(0, 150).Select(q => q / 20.0)];
        foreach (IntervalMethod method in Enum.GetValues<IntervalMethod>())
        {
            PredictOptions how = new() { Interval = 0.9, Method = method };
            Predictions one = KernelRegression.Fit(data, new() { Threads = 1 }).PredictMany(Queries.From(x), how);
            KernelRegression many = KernelRegression.Fit(data, new() { Threads = 4 });
            for (int start = 0; start < x.Length; start += 31)
            {
                double[] chunk = x[start..Math.Min(start + 31, x.Length)];
                Predictions part = many.PredictMany(Queries.From(chunk), how);
                for (int q = 0; q < chunk.Length; q++)
                {
                    Assert.Equal(one.Interval(start + q), part.Interval(q));
                }
            }
        }
    }

    [Fact]
    public void Interval_TooFewRowsForTheCoverage_HasNoEnds()
    {
        KernelRegression model = KernelRegression.Fit(Wave(8), new() { Bandwidth = 1 });
        foreach (IntervalMethod method in Enum.GetValues<IntervalMethod>().Except([IntervalMethod.Normal]))
        {
            PredictionInterval found = model.PredictMany(Queries.From([1.0]), new PredictOptions { Interval = 0.95, Method = method }).Interval(0)!.Value;
            Assert.Equal((null, null), (found.Lower, found.Upper));
            Assert.True(found.Contains(1e300));
        }
    }

    [Fact]
    public void Interval_OfOneRowOrOneCluster_HasNoEnds()
    {
        foreach (KernelRegression model in (KernelRegression[])[KernelRegression.Fit(Wave(1)), KernelRegression.Fit(Wave(9, clusters: 1), new() { Bandwidth = 1 })])
        {
            foreach (IntervalMethod method in Enum.GetValues<IntervalMethod>().Except([IntervalMethod.Full, IntervalMethod.Normal]))
            {
                Assert.Null(model.PredictMany(Queries.From([1.0]), new PredictOptions { Interval = 0.5, Method = method }).Interval(0)!.Value.Length);
            }

            Assert.Null(model.PredictMany(Queries.From([1.0]), new PredictOptions { Interval = 0.5, Honest = true }).Interval(0)!.Value.Length);
        }
    }

    [Fact]
    public void Honest_OfTwoClusters_HasNoEnds()
    {
        KernelRegression model = KernelRegression.Fit(Wave(12, clusters: 2), new() { Bandwidth = 1 });
        Assert.Null(model.PredictMany(Queries.From([1.0]), new PredictOptions { Interval = 0.5, Honest = true }).Interval(0)!.Value.Length);
    }

    [Fact]
    public void Interval_OfALowCoverage_NeverCrosses()
    {
        double[] x = [.. Enumerable.Range(0, 9).Select(i => (double)i)];
        KernelRegression model = KernelRegression.Fit(Dataset.From(x, x), new() { Bandwidth = 1 });
        foreach (IntervalMethod method in Enum.GetValues<IntervalMethod>())
        {
            PredictionInterval found = model.PredictMany(Queries.From([4.0]), new PredictOptions { Interval = 0.1, Method = method, Folds = 4 }).Interval(0)!.Value;
            Assert.True(found.Lower <= found.Upper, $"{method}: {found}");
        }
    }

    [Fact]
    public void Interval_WhereTheTheoremDoesNotSpeak_IsApproximate()
    {
        KernelRegression counted = new RemovalCase("frequencies").Model;
        KernelRegression near = KernelRegression.Fit(Wave(60), new() { BandwidthType = BandwidthType.Nearest, Bandwidth = 9 });
        KernelRegression line = KernelRegression.Fit(Wave(60), new() { Estimator = Estimator.Linear, Bandwidth = 0.5 });
        Assert.All(
            (IntervalKind[])[Kind(counted, new() { Interval = 0.8, Method = IntervalMethod.Split }), Kind(counted, new() { Interval = 0.8, Method = IntervalMethod.CrossValidationPlus }), Kind(near, new() { Interval = 0.8, Honest = true }), Kind(line, new() { Interval = 0.8, Method = IntervalMethod.Full, Honest = true })],
            kind => Assert.Equal(IntervalKind.Approximate, kind));
        Assert.Equal(IntervalKind.Exact, Kind(line, new() { Interval = 0.8, Honest = true }));

        static IntervalKind Kind(KernelRegression model, PredictOptions options) => model.PredictMany(Queries.From([1.0]), options).Interval(0)!.Value.Kind;
    }

    [Fact]
    public void Options_ThatSayNothing_AreRefused()
    {
        KernelRegression model = KernelRegression.Fit(Wave(20), new() { Bandwidth = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PredictOptions { Interval = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PredictOptions { Folds = 1 });
        Assert.Throws<ArgumentException>(() => model.PredictMany(Queries.From([1.0]), new PredictOptions { Interval = 0.9, Method = IntervalMethod.Split, Honest = true }));
        Assert.Throws<ArgumentException>(() => model.PredictMany(Queries.From([1.0]), new PredictOptions { Interval = 0.9, Method = IntervalMethod.Normal, IntervalBy = "x" }));
    }

    private static Dataset Wave(int rows, int clusters = 0)
    {
        Random random = new(rows);
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => 6 * random.NextDouble())];
        double[] y = [.. x.Select(v => Math.Sin(v) + ((0.1 + (0.1 * v)) * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5)))];
        return new([new("x", x)], [new("y", y)], clusters: clusters == 0 ? null : new("c", [.. Enumerable.Range(0, rows).Select(i => $"c{i % clusters}")]));
    }
}
