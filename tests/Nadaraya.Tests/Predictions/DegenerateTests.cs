namespace Nadaraya.Tests;

/// <summary>Far, tied, duplicate, constant, huge, tiny and shifted inputs.</summary>
public sealed class DegenerateTests
{
    private static readonly double[] X = [1, 2, 3, 4, 5];
    private static readonly double[] Y = [10, 20, 30, 40, 50];

    [Theory]
    [InlineData(1e3)]
    [InlineData(1e9)]
    [InlineData(1e150)]
    [InlineData(1e300)]
    [InlineData(1.7e308)]
    public void Predict_FarFromAllData_IsTheNearestRowsValue(double far)
    {
        KernelRegression model = Fit(X, Y, 0.5);
        Prediction above = model.Predict([far]);
        Assert.Equal(50, above.Value!.Value, 1e-12);
        Assert.Equal(Support.Low, above.Support);
        Assert.Equal(1, above.EffectiveSampleSize!.Value, 1e-12);
        Assert.Equal(10, model.Predict([-far]).Value!.Value, 1e-12);
    }

    [Fact]
    public void Predict_FarFromTiedRows_AveragesThemByRowWeight()
    {
        Dataset data = new(
            [new("x", (double[])[0, 5, 5, 5])],
            [new("y", (double[])[100, 1, 2, 6])],
            new RowWeights("v", (double[])[1, 1, 1, 2]));
        Prediction p = KernelRegression.Fit(data, new() { Bandwidth = 0.1 }).Predict([1e6]);
        Assert.Equal((1 + 2 + 12) / 4.0, p.Value!.Value, 1e-12);
        Assert.Equal([0.25, 0.25, 0.5], p.Attention.Weights()[1..].ToArray());
    }

    [Fact]
    public void Predict_FarUnderALaplaceKernel_WeighsTheSideByDistance()
    {
        Prediction p = Fit(X, Y, 2, Kernel.Laplace).Predict([1e12]);
        double[] w = [.. X.Select(x => Math.Exp(x / 2))];
        Assert.Equal(w.Zip(Y, (a, b) => a * b).Sum() / w.Sum(), p.Value!.Value, 1e-11);
        Assert.Equal(Support.Low, p.Support);
    }

    [Fact]
    public void Predict_FarUnderALogisticKernel_IsTheLimitOfLaplace()
    {
        double laplace = Fit(X, Y, 2, Kernel.Laplace).Predict([1e9]).Value!.Value;
        Assert.Equal(laplace, Fit(X, Y, 2, Kernel.Logistic).Predict([1e9]).Value!.Value, 1e-9);
    }

    [Fact]
    public void Predict_FarUnderARationalQuadraticKernel_IsTheMean() =>
        Assert.Equal(30, Fit(X, Y, 1, Kernel.RationalQuadratic(1)).Predict([1e200]).Value!.Value, 1e-9);

    [Fact]
    public void Predict_OutsideACompactKernel_HasNoValue()
    {
        KernelRegression model = Fit(X, Y, 0.5, Kernel.Epanechnikov);
        Prediction p = model.Predict([5.6]);
        Assert.Null(p.Value);
        Assert.Equal(Support.None, p.Support);
        Assert.Equal(SupportReason.NoRowInReach, p.Reason);
        Assert.Null(p.EffectiveSampleSize);
        Assert.Empty(p.Attention.Weights());
        Assert.Equal(0, p.Attention.Top(3).Rest.Rows);
        Assert.Equal(50, model.Predict([5.4]).Value!.Value, 1e-12);
    }

    [Fact]
    public void Predict_OnTheRimOfAUniformKernel_DecidesOnTheDoublesThemselves()
    {
        KernelRegression model = Fit([0, 0.3], [1, 3], 0.1, Kernel.Uniform);
        Assert.Equal(1, model.Predict([0.1]).Value);
        Assert.Null(model.Predict([Math.BitIncrement(0.1)]).Value);
    }

    [Fact]
    public void Predict_SignedWeightsThatCancel_IsUnstable()
    {
        // (3/2 − u²/2)·exp(−u²/2) is 0 at u = √3: two rows of opposite sign cancel.
        KernelRegression model = KernelRegression.Fit(
            Dataset.From([Math.Sqrt(3), 0, 0], [1, 2, 3]), new() { Bandwidth = 1, Kernel = Kernel.GaussianOfOrder(4) });
        double q = 0;
        Assert.NotNull(model.Predict([q]).Value);
        Assert.Null(model.Predict([q]).EffectiveSampleSize);
        Prediction alone = Fit([Math.Sqrt(3)], [1], 1, Kernel.GaussianOfOrder(4)).Predict([1e5]);
        Assert.Equal(1, alone.Value!.Value, 1e-12);
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(5e-324)]
    [InlineData(1e-12)]
    public void Predict_TinyBandwidth_IsTheRowThatIsThere(double h)
    {
        KernelRegression model = Fit(X, Y, h);
        Assert.Equal(30, model.Predict([3]).Value!.Value, 1e-12);
        Assert.Equal(20, model.Predict([2.4]).Value!.Value, 1e-12);
    }

    [Theory]
    [InlineData(1e12)]
    [InlineData(1e300)]
    [InlineData(1.7e308)]
    public void Predict_HugeBandwidth_IsTheMean(double h)
    {
        KernelRegression model = Fit(X, Y, h);
        Assert.Equal(30, model.Predict([2]).Value!.Value, 1e-9);
        Assert.Equal(Support.Inside, model.Predict([2]).Support);
    }

    [Fact]
    public void Predict_ShiftedKeys_LoseNothing()
    {
        double[] keys = [1e9, 1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4];
        double plain = Fit([0, 1, 2, 3, 4], [1, 4, 2, 8, 5], 0.7).Predict([1.3]).Value!.Value;
        Assert.Equal(plain, Fit(keys, [1, 4, 2, 8, 5], 0.7).Predict([1e9 + 1.3]).Value!.Value, 1e-6);
        Assert.Equal(
            Fit([0, 1, 2, 3, 4], [1, 4, 2, 8, 5], 0.7).Predict([2]).Value!.Value,
            Fit(keys, [1, 4, 2, 8, 5], 0.7).Predict([1e9 + 2]).Value!.Value,
            1e-14);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    [InlineData(1.5e308)]
    public void Predict_HugeAndTinyTargets_StayFinite(double size)
    {
        KernelRegression model = Fit(X, [-size, size, -size, size, 0.5 * size], 1);
        double v = model.Predict([3]).Value!.Value;
        Assert.True(double.IsFinite(v) && Math.Abs(v) <= size);
        Tolerance.Near(Fit(X, [-1, 1, -1, 1, 0.5], 1).Predict([3]).Value!.Value, v / size, 1e-12, 1);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    [InlineData(1e308)]
    public void Fit_HugeAndTinyFeatures_ChoosesAUsableBandwidth(double size)
    {
        Random random = new(3);
        double[] u = [.. Enumerable.Range(0, 40).Select(_ => random.NextDouble())];
        double[] y = [.. u.Select(v => Math.Sin(6 * v) + (0.1 * random.NextDouble()))];
        KernelRegression plain = KernelRegression.Fit(Dataset.From(u, y));
        KernelRegression model = KernelRegression.Fit(Dataset.From([.. u.Select(v => v * size)], y));
        Tolerance.Near(plain.Features[0].Bandwidth!.Value * size, model.Features[0].Bandwidth, 1e-3);
        Assert.True(double.IsFinite(model.CriterionValue!.Value));
    }

    [Fact]
    public void Fit_TargetsFarFromZero_KeepTheirDigits()
    {
        Random random = new(4);
        double[] x = [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble() * 5)];
        double[] y = [.. x.Select(Math.Sin)];
        double near = KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = 0.3 }).Predict([2]).Value!.Value;
        double far = KernelRegression.Fit(Dataset.From(x, [.. y.Select(v => v + 1048576)]), new() { Bandwidth = 0.3 }).Predict([2]).Value!.Value;
        Assert.Equal(near, far - 1048576, 1e-9);
    }

    [Fact]
    public void Fit_OneRow_IsItsValueEverywhere()
    {
        KernelRegression model = KernelRegression.Fit(Dataset.From([3], [7]));
        Assert.Equal(7, model.Predict([100]).Value);
        Assert.Null(model.Features[0].Bandwidth);
        Assert.Contains(model.Warnings, w => w.StartsWith("One row", StringComparison.Ordinal));
        Assert.Null(model.CriterionValue);
    }

    [Fact]
    public void Fit_AllFeaturesConstant_IsTheMean()
    {
        KernelRegression model = KernelRegression.Fit(Dataset.From([3, 3, 3], [1, 2, 6]));
        Assert.Equal(3, model.Predict([3]).Value!.Value, 1e-15);
        Assert.Null(model.Features[0].Bandwidth);
        Assert.Equal(2, model.Warnings.Count);
    }

    [Fact]
    public void Fit_AConstantFeatureBesideAnother_HasNoSay()
    {
        Random random = new(5);
        double[] x = [.. Enumerable.Range(0, 50).Select(_ => random.NextDouble())];
        Dataset data = new(
            [new("x", x), new("c", new double[50])], [new("y", x.Select(v => (v * v) + random.NextDouble()).ToArray())]);
        KernelRegression model = KernelRegression.Fit(data);
        Assert.Null(model.Features[1].Bandwidth);
        Assert.True(model.Features[0].Bandwidth > 0);
        Assert.Equal(model.Predict([0.5, 0]).Value, model.Predict([0.5, 99]).Value);
        Assert.Equal(Support.Edge, model.Predict([0.5, 99]).Support);
    }

    [Fact]
    public void Fit_ConstantTarget_SaysTheDataCannotDecide()
    {
        KernelRegression model = KernelRegression.Fit(Dataset.From(X, [4, 4, 4, 4, 4]));
        Assert.Equal(SearchStop.Flat, model.Trace!.Stopped);
        Assert.True(model.Features[0].Bandwidth > 0);
        Assert.Equal(4, model.Predict([2.5]).Value);
        Assert.Null(model.Summaries[0].R2);
    }

    [Fact]
    public void Fit_TwoRows_IsUsable()
    {
        KernelRegression model = KernelRegression.Fit(Dataset.From([0, 1], [0, 1]));
        Assert.Equal(0.5, model.Predict([0.5]).Value!.Value, 1e-12);
    }

    [Fact]
    public void Fit_AllRowsDuplicated_StillFindsABandwidth()
    {
        KernelRegression model = KernelRegression.Fit(Dataset.From([1, 1, 2, 2, 3, 3], [1, 1, 5, 5, 2, 2]));
        Assert.True(model.Features[0].Bandwidth > 0 && double.IsFinite(model.Features[0].Bandwidth!.Value));
        Assert.Equal(5, model.Predict([2]).Value!.Value, 0.5);
    }

    [Fact]
    public void Fit_AnIrrelevantFeature_IsSmoothedOut()
    {
        Random random = new(0);
        double[] a = [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble())];
        double[] b = [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble())];
        Dataset data = new([new("a", a), new("b", b)], [new("y", a.Select(v => Math.Sin(6 * v) + (0.1 * random.NextDouble())).ToArray())]);
        KernelRegression model = KernelRegression.Fit(data);
        Assert.False(model.Features[0].SmoothedOut);
        Assert.True(model.Features[1].SmoothedOut, $"{model.Features[1]}");
        Assert.NotEqual(Support.Edge, model.Predict([0.5, 5]).Support);
    }

    [Fact]
    public void Fit_GivenAndFixedBandwidths_AreLeftUntouched()
    {
        Random random = new(8);
        double[] a = [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())];
        Dataset data = new([new("a", a), new("b", a.Select(v => v + random.NextDouble()).ToArray())], [new("y", a)]);
        KernelRegression one = KernelRegression.Fit(data, new() { Bandwidth = Bandwidth.Given(new Dictionary<string, double> { ["b"] = 0.123 }) });
        Assert.Equal(0.123, one.Features[1].Bandwidth);
        Assert.Equal("leave-one-out", one.CriterionName);
        KernelRegression two = KernelRegression.Fit(data, new() { Fixed = new Dictionary<string, double> { ["a"] = 0.5 } });
        Assert.Equal(0.5, two.Features[0].Bandwidth);
        Assert.Throws<DataException>(() => KernelRegression.Fit(data, new() { Fixed = new Dictionary<string, double> { ["z"] = 1 } }));
    }

    [Fact]
    public void Fit_RowWeights_AreScaleFreeAndFrequenciesRepeatRows()
    {
        double[] v = [1, 2, 3, 1, 2];
        Dataset Weighted(double scale, WeightMeaning meaning) => new(
            [new("x", X)], [new("y", (double[])[3, 1, 4, 1, 5])], new RowWeights("v", v.Select(w => w * scale).ToArray(), meaning));
        FitOptions options = new() { Bandwidth = 0.8 };
        KernelRegression one = KernelRegression.Fit(Weighted(1, WeightMeaning.Importance), options);
        KernelRegression huge = KernelRegression.Fit(Weighted(1e300, WeightMeaning.Importance), options);
        Tolerance.Near(one.Predict([2.2]).Value!.Value, huge.Predict([2.2]).Value, 1e-13);
        Tolerance.Near(one.Summaries[0].LeaveOneOutRmse!.Value, huge.Summaries[0].LeaveOneOutRmse, 1e-12);

        double[] rx = [1, 2, 2, 3, 3, 3, 4, 5, 5];
        double[] ry = [3, 1, 1, 4, 4, 4, 1, 5, 5];
        KernelRegression repeated = KernelRegression.Fit(Dataset.From(rx, ry), options);
        KernelRegression counted = KernelRegression.Fit(Weighted(1, WeightMeaning.Frequency), options);
        Tolerance.Near(repeated.Predict([2.2]).Value!.Value, counted.Predict([2.2]).Value, 1e-13);
        Tolerance.Near(repeated.Summaries[0].LeaveOneOutRmse!.Value, counted.Summaries[0].LeaveOneOutRmse, 1e-12);
        Tolerance.Near(repeated.Summaries[0].EffectiveDegreesOfFreedom, counted.Summaries[0].EffectiveDegreesOfFreedom, 1e-12);
        Tolerance.Near(repeated.Summaries[0].Sigma!.Value, counted.Summaries[0].Sigma, 1e-12);
        Tolerance.Near(repeated.Summaries[0].R2!.Value, counted.Summaries[0].R2, 1e-12);
    }

    [Fact]
    public void Fit_RowsOfWeightZero_TakeNoPart()
    {
        Dataset data = new(
            [new("x", (double[])[1, 2, 99])], [new("y", (double[])[1, 3, 1e9])], new RowWeights("v", (double[])[1, 1, 0]));
        KernelRegression model = KernelRegression.Fit(data, new() { Bandwidth = 1 });
        Assert.Equal(2, model.Predict([1.5]).Value!.Value, 1e-14);
        Assert.Equal(3, model.Predict([99]).Value!.Value, 1e-12);
        Assert.Equal(0, model.Predict([99]).Attention.Weights()[2]);
    }

    [Fact]
    public void Fit_SeveralTargets_ArePredictedTogether()
    {
        Dataset both = new([new("x", X)], [new("a", Y), new("b", (double[])[5, 1, 4, 2, 3])]);
        KernelRegression model = KernelRegression.Fit(both, new() { Bandwidth = 1 });
        Assert.Equal(Fit(X, Y, 1).Predict([2.5]).Value!.Value, model.Predict([2.5]).Values[0]!.Value, 1e-13);
        Assert.Equal(Fit(X, [5, 1, 4, 2, 3], 1).Predict([2.5]).Value!.Value, model.Predict([2.5]).Values[1]!.Value, 1e-13);
        KernelRegression tuned = KernelRegression.Fit(both);
        Assert.True(tuned.CriterionValue > 0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Given_BandwidthThatIsNone_IsRefusedInOneLine(double h)
    {
        ArgumentException e = Assert.ThrowsAny<ArgumentException>(() => Bandwidth.Given(h));
        Assert.Contains("must be a positive finite number", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_RowsWithoutNeighbours_AreCountedAndPredictedByTheMeanOfTheOthers()
    {
        KernelRegression model = Fit([0, 0.1, 0.2, 50], [1, 2, 3, 100], 0.5, Kernel.Biweight);
        Assert.Equal(2, model.LeaveOneOutPredictions()[3], 1e-12);
        Assert.Contains(model.Warnings, w => w.StartsWith("1 of 4 rows have no neighbour", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_EveryKernel_ChoosesBandwidthsWithFiniteResults()
    {
        Random random = new(9);
        double[] x = [.. Enumerable.Range(0, 60).Select(_ => random.NextDouble())];
        double[] y = [.. x.Select(v => Math.Sin(6 * v) + (0.2 * random.NextDouble()))];
        foreach (Kernel kernel in Kernel.All)
        {
            KernelRegression model = KernelRegression.Fit(Dataset.From(x, y), new() { Kernel = kernel });
            Assert.True(model.CriterionValue < 0.05, $"{kernel}: {model.CriterionValue} at {model.Features[0].Bandwidth}");
        }
    }

    [Fact]
    public void Predict_SignedWeightsBeyondTheLargestDouble_HasNoValue()
    {
        double[] x = [.. Enumerable.Range(0, 12).Select(i => (double)i)];
        double[] y = [.. x.Select(v => v <= 5 ? -1.7e308 : 1.7e308)];
        KernelRegression model = KernelRegression.Fit(Dataset.From(x, y), new() { Kernel = Kernel.GaussianOfOrder(8), Bandwidth = 2 });
        foreach (double q in x)
        {
            Prediction p = model.Predict([q]);
            Assert.True(p.Value is null ? p.Reason == SupportReason.Unstable : double.IsFinite(p.Value.Value));
        }

        Assert.All(model.LeaveOneOutPredictions().ToArray(), v => Assert.True(double.IsFinite(v)));
    }

    [Fact]
    public void Fit_OneWeightThatDominates_LeavesTheOthersTheirMean()
    {
        Dataset data = new(
            [new("x", (double[])[0, 100, 200])], [new("y", (double[])[1, 2, 4])], new RowWeights("w", (double[])[1e20, 1, 1]));
        KernelRegression model = KernelRegression.Fit(data, new() { Kernel = Kernel.Uniform, Bandwidth = 1 });
        Assert.Equal(3, model.LeaveOneOutPredictions()[0], 1e-12);
        Assert.Equal(1, model.LeaveOneOutPredictions()[1], 1e-12);
        Assert.True(double.IsFinite(model.Summaries[0].LeaveOneOutRmse!.Value));
    }

    [Fact]
    public void Predict_ARowWhoseWeightIsNextToNothing_StillSpeaksWhereItIsAlone()
    {
        Dataset data = new(
            [new("x", (double[])[0, 9])], [new("y", (double[])[1, 5])], new RowWeights("w", (double[])[1e308, 1e-308]));
        KernelRegression model = KernelRegression.Fit(data, new() { Kernel = Kernel.Uniform, Bandwidth = 1 });
        Assert.Equal(5, model.Predict([9]).Value!.Value, 1e-12);
        Assert.True(double.IsFinite(model.Summaries[0].EffectiveDegreesOfFreedom));
    }

    [Theory]
    [InlineData(5e-324, 0)]
    [InlineData(1.7e308, -1.6e308)]
    public void Fit_FeaturesAtTheEndsOfTheDoubles_NeverGetAnUnusableBandwidth(double high, double low)
    {
        double[] x = [.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? high : low)];
        double[] y = [.. Enumerable.Range(0, 20).Select(i => (double)(i % 4))];
        foreach (Bandwidth rule in (Bandwidth[])[Bandwidth.LeaveOneOut, Bandwidth.Silverman, Bandwidth.Scott])
        {
            KernelRegression model = KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = rule });
            Assert.True(model.Features[0].Bandwidth is > 0 and < double.PositiveInfinity, $"{rule.Name}: {model.Features[0].Bandwidth}");
            Assert.NotNull(model.Predict([high]).Value);
        }
    }

    [Fact]
    public void Fit_OneRowWithAGivenBandwidth_IsStillItsValueEverywhere()
    {
        KernelRegression model = Fit([3], [7], 2, Kernel.Epanechnikov);
        Assert.Null(model.Features[0].Bandwidth);
        Assert.Equal(7, model.Predict([100]).Value);
        Assert.Single(model.Warnings);
    }

    [Fact]
    public void Fit_AConstantFeatureWithAGivenBandwidth_IsWarnedAbout()
    {
        Dataset data = new([new("c", (double[])[1, 1, 1]), new("x", (double[])[1, 2, 3])], [new("y", (double[])[1, 4, 9])]);
        KernelRegression model = KernelRegression.Fit(data, new() { Bandwidth = 2 });
        Assert.Equal("Feature 'c' is 1 in every row: it tells no row from another.", Assert.Single(model.Warnings));
    }

    [Fact]
    public void Fit_RulesWithAFixedBandwidth_CountEveryFeatureThatVaries()
    {
        Random random = new(12);
        double[] Draw() => [.. Enumerable.Range(0, 50).Select(_ => random.NextDouble())];
        Dataset data = new([new("a", Draw()), new("b", Draw())], [new("y", Draw())]);
        foreach (Bandwidth rule in (Bandwidth[])[Bandwidth.Silverman, Bandwidth.Scott])
        {
            KernelRegression both = KernelRegression.Fit(data, new() { Bandwidth = rule });
            KernelRegression one = KernelRegression.Fit(data, new() { Bandwidth = rule, Fixed = new Dictionary<string, double> { ["a"] = 1 } });
            Assert.Equal(both.Features[1].Bandwidth, one.Features[1].Bandwidth);
        }
    }

    [Fact]
    public void Fit_ABandwidthGivenAndFixedDifferently_IsRefused() =>
        Assert.Throws<ArgumentException>(() => KernelRegression.Fit(Dataset.From(X, Y), new()
        {
            Bandwidth = Bandwidth.Given(new Dictionary<string, double> { ["x"] = 1 }),
            Fixed = new Dictionary<string, double> { ["x"] = 2 },
        }));

    [Theory]
    [InlineData("silverman")]
    [InlineData("scott")]
    [InlineData("cv")]
    public void Fit_Frequencies_AreMeasuredAsRepeatedRows(string rule)
    {
        Random random = new(13);
        double[] x = [.. Enumerable.Range(0, 30).Select(_ => random.NextDouble())];
        double[] y = [.. x.Select(v => Math.Sin(6 * v) + random.NextDouble())];
        double[] v = [.. Enumerable.Range(0, 30).Select(i => (double)((i % 4) + 1))];
        int[] rows = [.. Enumerable.Range(0, 30).SelectMany(i => Enumerable.Repeat(i, (int)v[i]))];
        Bandwidth bandwidth = rule == "cv" ? Bandwidth.LeaveOneOut : rule == "scott" ? Bandwidth.Scott : Bandwidth.Silverman;
        FeatureFit counted = KernelRegression.Fit(
            new([new("x", x)], [new("y", y)], new RowWeights("v", v, WeightMeaning.Frequency)), new() { Bandwidth = bandwidth }).Features[0];
        FeatureFit repeated = KernelRegression.Fit(
            Dataset.From([.. rows.Select(i => x[i])], [.. rows.Select(i => y[i])]), new() { Bandwidth = bandwidth }).Features[0];
        Tolerance.Near(repeated.Bandwidth!.Value, counted.Bandwidth, 1e-6);
        Tolerance.Near(repeated.ScaleFactor!.Value, counted.ScaleFactor, 1e-6);
    }

    [Fact]
    public void Fit_SeveralFeaturesUnderAUniformKernel_IsSearched()
    {
        Random random = new(14);
        double[] a = [.. Enumerable.Range(0, 150).Select(_ => random.NextDouble())];
        double[] b = [.. Enumerable.Range(0, 150).Select(_ => random.NextDouble())];
        double[] y = [.. a.Zip(b, (p, q) => Math.Sin(5 * p) + (q * q) + (0.3 * random.NextDouble()))];
        Dataset data = new([new("a", a), new("b", b)], [new("y", y)]);
        KernelRegression model = KernelRegression.Fit(data, new() { Kernel = Kernel.Uniform });
        for (int probe = 0; probe < 200; probe++)
        {
            KernelRegression other = KernelRegression.Fit(data, new()
            {
                Kernel = Kernel.Uniform,
                Bandwidth = Bandwidth.Given(new Dictionary<string, double>
                {
                    ["a"] = Math.Exp((random.NextDouble() * 5) - 4),
                    ["b"] = Math.Exp((random.NextDouble() * 5) - 4),
                }),
            });
            double criterion = Math.Pow(other.Summaries[0].LeaveOneOutRmse!.Value, 2);
            Assert.True(model.CriterionValue <= criterion * 1.001, $"{criterion} at {other.Features[0].Bandwidth}, {other.Features[1].Bandwidth} under {model.CriterionValue}");
        }
    }

    [Fact]
    public void Fit_ATimeLimit_StopsInTheMiddleOfAnEvaluation()
    {
        Random random = new(15);
        double[] x = [.. Enumerable.Range(0, 3000).Select(_ => random.NextDouble())];
        KernelRegression model = KernelRegression.Fit(
            Dataset.From(x, x), new() { TimeLimit = TimeSpan.FromTicks(1), SummaryRows = 0 });
        Assert.Equal(SearchStop.Time, model.Trace!.Stopped);
        Assert.Single(model.Trace.Steps);
        Assert.True(model.Features[0].Bandwidth > 0);
    }

    private static KernelRegression Fit(double[] x, double[] y, double h, Kernel? kernel = null) =>
        KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = h, Kernel = kernel ?? Kernel.Gaussian });
}
