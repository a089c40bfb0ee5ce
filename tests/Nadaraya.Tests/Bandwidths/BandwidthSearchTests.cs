namespace Nadaraya.Tests;

/// <summary>Where a search starts decides where it ends.</summary>
public sealed class BandwidthSearchTests
{
    [Theory]
    [InlineData(1e5)]
    [InlineData(1e8)]
    [InlineData(1e12)]
    public void Fit_OneRowFarFromAllOthers_FindsTheBandwidthsOfTheOthers(double far)
    {
        Random random = new(12);
        const int N = 301;
        double[,] x = new double[N, 2];
        double[] y = new double[N];
        for (int i = 0; i < N; i++)
        {
            (x[i, 0], x[i, 1]) = (6 * random.NextDouble(), 6 * random.NextDouble());
            y[i] = Math.Sin(x[i, 0]) + Math.Sin(x[i, 1]) + (0.2 * random.NextDouble());
        }

        (x[N - 1, 0], x[N - 1, 1], y[N - 1]) = (far, far, 0);
        KernelRegression model = KernelRegression.Fit(Dataset.From(x, y));
        foreach (FeatureFit feature in model.Features)
        {
            Assert.InRange(feature.Bandwidth!.Value, 0.1, 1.5);
        }
    }

    [Fact]
    public void Fit_TwoRowsThatAgreeByChance_GcvDoesNotInterpolate()
    {
        Random random = new(3);
        const int N = 60;
        double[,] x = new double[N, 1];
        double[] y = new double[N];
        for (int i = 0; i < N; i++)
        {
            (x[i, 0], y[i]) = (i, Math.Sin(i / 8.0) + random.NextDouble());
        }

        // Between these two alone a tiny bandwidth averages, at no cost: RSS and n − tr H both fall to 0, the square faster.
        (x[1, 0], y[1]) = (1e-3, y[0] + 1e-9);
        KernelRegression model = KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = Bandwidth.Gcv });
        Assert.InRange(model.Features[0].Bandwidth!.Value, 1, 10);
    }

    public static TheoryData<bool> Rules => new(true, false);

    [Theory]
    [MemberData(nameof(Rules))]
    public void Fit_LinesBesideLevels_LooksButEndsWhereItEvaluated(bool aicc)
    {
        Bandwidth rule = aicc ? Bandwidth.Aicc : Bandwidth.LeaveOneOut;
        FitOptions options = new() { Estimator = Estimator.Linear, Bandwidth = rule };
        Dataset data = Mixed(400);
        (Sample sample, int[] features) = SampleOf(data);
        Criterion exact = new(sample, options, features, default, (Bandwidth.Searched)rule);
        KernelRegression model = KernelRegression.Fit(data, options);
        double[] bandwidths = [.. model.Features.Select(f => f.Bandwidth!.Value)];
        Assert.True(exact.HasFineLooks(bandwidths));
        CriterionResult there = exact.Evaluate(bandwidths, gradient: true);
        Assert.Equal(exact.Raw(there.Value), model.CriterionValue!.Value, 1e-12);
        Assert.All(there.Gradient, slope => Assert.Equal(0, slope, 1e-6));
    }

    [Theory]
    [InlineData("gaussian")]
    [InlineData("epanechnikov")]
    public void Fit_TimeIsUpAtAnyPlace_HasBandwidthsThatWereEvaluated(string kernel)
    {
        Dataset data = Mixed(1500);
        foreach (double milliseconds in (double[])[0.1, 3, 10, 30, 60, 100, 150, 250])
        {
            KernelRegression model = KernelRegression.Fit(data, new()
            {
                Estimator = Estimator.Linear,
                Kernel = Kernel.Parse(kernel),
                TimeLimit = TimeSpan.FromMilliseconds(milliseconds),
                SummaryRows = 0,
            });
            SearchStep best = model.Trace!.Steps.MinBy(s => s.Criterion)!;
            Assert.Equal(best.Bandwidths, model.Features.Select(f => f.Bandwidth!.Value));
            Assert.Equal(best.Criterion, model.CriterionValue);
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void ForALook_LinesBesideLevels_TellsSixDigits(bool aicc)
    {
        Bandwidth rule = aicc ? Bandwidth.Aicc : Bandwidth.LeaveOneOut;
        FitOptions options = new() { Estimator = Estimator.Linear, Bandwidth = rule };
        (Sample sample, int[] features) = SampleOf(Mixed(400));
        Criterion exact = new(sample, options, features, default, (Bandwidth.Searched)rule);
        Criterion look = exact.ForALook(400, 1);

        // The smallest leave windows that singles can't solve: those are summed again.
        foreach (double h in (double[])[0.05, 0.3, 2, 1e4])
        {
            double[] bandwidths = [h, 2 * h, 0.3];
            CriterionResult expected = exact.Evaluate(bandwidths, gradient: true), found = look.Evaluate(bandwidths, gradient: true);
            Assert.Equal(1, found.Value / expected.Value, 1e-5);
            double size = expected.Gradient.Max(Math.Abs);
            Assert.All(expected.Gradient.Zip(found.Gradient), pair => Assert.Equal(pair.First, pair.Second, 1e-3 * size));
        }
    }

    private static Dataset Mixed(int n)
    {
        Random random = new(31);
        double[] a = new double[n], b = new double[n], level = new double[n], y = new double[n];
        for (int i = 0; i < n; i++)
        {
            (a[i], b[i], level[i]) = (4 * random.NextDouble(), 4 * random.NextDouble(), random.Next(3));
            y[i] = Math.Sin(2 * a[i]) + (0.3 * b[i] * b[i] * (level[i] == 2 ? -1 : 1)) + random.NextDouble();
        }

        return new([new("a", a), new("b", b), new("level", level) { Type = FeatureType.Unordered(["0", "1", "2"]) }], [new("y", y)]);
    }

    private static (Sample Sample, int[] Features) SampleOf(Dataset data)
    {
        Sample sample = new(data);
        return (sample, sample.Arranged([.. Enumerable.Range(0, data.FeatureNames.Count)]));
    }
}
