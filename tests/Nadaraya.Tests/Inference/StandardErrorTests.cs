using Nadaraya.Numerics;

namespace Nadaraya.Tests;

/// <summary>Standard errors, intervals and the variance function: laws, and the plain formula over rows refitted one by one.</summary>
public sealed class StandardErrorTests
{
    private static readonly PredictOptions Robust = new() { StandardError = StandardErrorKind.Robust };
    private readonly Random random = new(41);

    public static TheoryData<StandardErrorKind> Kinds => [.. Enum.GetValues<StandardErrorKind>()];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void StandardError_Robust_IsTheHatRowTimesResidualsLeftOut(int degree)
    {
        (double[] x, double[] y) = Draw(60);
        KernelRegression model = Fit(x, y, degree);
        Prediction at = model.Predict([0.4], Robust);
        double[] hat = at.Attention.Weights();
        double sum = 0;
        for (int i = 0; i < 60; i++)
        {
            KernelRegression without = Fit([.. x.Where((_, j) => j != i)], [.. y.Where((_, j) => j != i)], degree);
            double error = y[i] - without.Predict([x[i]]).Value!.Value;
            sum += hat[i] * hat[i] * error * error;
        }

        Tolerance.Near(Math.Sqrt(sum), at.StandardError, 1e-9);
    }

    [Fact]
    public void StandardError_AsTheBandwidthGrows_IsThatOfAMean()
    {
        double[] x = [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble())];
        double[] y = [.. x.Select(_ => random.NextDouble())];
        KernelRegression model = KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = 1e4 });
        double mean = y.Average();
        double squares = y.Sum(v => (v - mean) * (v - mean));
        Tolerance.Near(Math.Sqrt(squares / 199 / 200), Error(StandardErrorKind.Homoskedastic), 1e-6);
        Tolerance.Near(Math.Sqrt(squares) / 199, Error(StandardErrorKind.Robust), 1e-6); // e₋ᵢ = (y − ȳ)·n/(n − 1)
        Tolerance.Near(Math.Sqrt(squares) / 199, Error(StandardErrorKind.Local), 1e-6);

        double Error(StandardErrorKind kind) => model.Predict([0.5], new PredictOptions { StandardError = kind }).StandardError!.Value;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void StandardError_TargetsInAnotherUnit_ScalesWithThem(StandardErrorKind kind)
    {
        (double[] x, double[] y) = Draw(80);
        PredictOptions options = new() { StandardError = kind, Confidence = 0.9 };
        foreach (int degree in (int[])[0, 1])
        {
            Prediction here = Fit(x, y, degree).Predict([0.3], options);
            Prediction there = Fit(x, [.. y.Select(v => 5 - (3 * v))], degree).Predict([0.3], options);
            Tolerance.Near(3 * here.StandardError!.Value, there.StandardError, 1e-10);
            Tolerance.Near(5 - (3 * here.MeanInterval!.Value.Upper), there.MeanInterval!.Value.Lower, 1e-10, 1);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void StandardError_OfFrequencies_IsThatOfRowsRepeated(StandardErrorKind kind)
    {
        (double[] x, double[] y) = Draw(40);
        double[] v = [.. x.Select(_ => (double)random.Next(1, 4))];
        double[] Repeated(double[] values) => [.. values.SelectMany((value, i) => Enumerable.Repeat(value, (int)v[i]))];
        foreach (int degree in (int[])[0, 1])
        {
            FitOptions options = new() { Bandwidth = 0.2, Estimator = Estimator.Polynomial(degree) };
            KernelRegression keys = KernelRegression.Fit(new([new("x", x)], [new("y", y)], new RowWeights("v", v, WeightMeaning.Frequency)), options);
            KernelRegression rows = KernelRegression.Fit(Dataset.From(Repeated(x), Repeated(y)), options);
            PredictOptions asked = new() { StandardError = kind, Derivatives = true };
            Predictions one = keys.PredictMany(Queries.From([0.2, 0.6]), asked);
            Predictions other = rows.PredictMany(Queries.From([0.2, 0.6]), asked);
            for (int q = 0; q < 2; q++)
            {
                Tolerance.Near(other.StandardError(q)!.Value, one.StandardError(q), 1e-9);
                Tolerance.Near(other.DerivativeStandardError(q, 0)!.Value, one.DerivativeStandardError(q, 0), 1e-9);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void StandardError_WeightsOnAnotherScale_IsTheSame(StandardErrorKind kind)
    {
        (double[] x, double[] y) = Draw(50);
        double[] v = [.. x.Select(_ => random.NextDouble() + 0.1)];
        KernelRegression Model(double scale) => KernelRegression.Fit(
            new([new("x", x)], [new("y", y)], new RowWeights("v", v.Select(w => w * scale).ToArray())), new() { Bandwidth = 0.2 });
        PredictOptions asked = new() { StandardError = kind };
        Tolerance.Near(Model(1).Predict([0.5], asked).StandardError!.Value, Model(700).Predict([0.5], asked).StandardError, 1e-11);
    }

    [Fact]
    public void StandardError_ClustersOfOneRow_IsRobustTimesTheirFactor()
    {
        (double[] x, double[] y) = Draw(50);
        KernelRegression plain = Fit(x, y, 1);
        KernelRegression clustered = Clustered(x, y, i => i);
        Tolerance.Near(plain.Predict([0.5], Robust).StandardError!.Value * Math.Sqrt(49.0 / 50), clustered.Predict([0.5], Robust).StandardError, 1e-10);
    }

    [Fact]
    public void StandardError_Clusters_IsTheSumOverThemWithEachLeftOut()
    {
        (double[] x, double[] y) = Draw(48);
        KernelRegression model = Clustered(x, y, i => i % 8);
        Prediction at = model.Predict([0.5], Robust);
        double[] hat = at.Attention.Weights();
        double sum = 0;
        for (int g = 0; g < 8; g++)
        {
            KernelRegression without = Fit([.. x.Where((_, j) => j % 8 != g)], [.. y.Where((_, j) => j % 8 != g)], 1);
            double part = Enumerable.Range(0, 48).Where(i => i % 8 == g).Sum(i => hat[i] * (y[i] - without.Predict([x[i]]).Value!.Value));
            sum += part * part;
        }

        Tolerance.Near(Math.Sqrt(sum * 7 / 8), at.StandardError, 1e-9);
    }

    [Fact]
    public void VarianceAt_AnyQuery_IsTheSmoothOfSquaredResiduals()
    {
        (double[] x, double[] y) = Draw(70);
        KernelRegression model = Fit(x, y, 1);
        ReadOnlySpan<double> fits = model.LeaveOneOutPredictions();
        double[] squares = new double[70];
        for (int i = 0; i < 70; i++)
        {
            squares[i] = (y[i] - fits[i]) * (y[i] - fits[i]);
        }

        KernelRegression smooth = Fit(x, squares, 0);
        Tolerance.Near(smooth.Predict([0.35]).Value!.Value, model.VarianceAt(Queries.From([0.35]))[0][0], 1e-11);
    }

    [Fact]
    public void MeanInterval_OfALine_IsThatOfAParabolaAtTheSameBandwidth()
    {
        (double[] x, double[] y) = Draw(90);
        Prediction line = Fit(x, y, 1).Predict([0.45], new PredictOptions { Confidence = 0.95 });
        Prediction parabola = Fit(x, y, 2).Predict([0.45], Robust);
        MeanInterval interval = line.MeanInterval!.Value;
        Assert.Equal(IntervalSubject.ForTheMean, interval.Subject);
        Assert.Null(line.StandardError);
        Tolerance.Near(parabola.Value!.Value, interval.Centre, 1e-10, 1);
        double[] hat = parabola.Attention.Weights();
        double freedom = (Math.Pow(hat.Sum(l => l * l), 2) / hat.Sum(l => l * l * l * l)) + 1;
        Assert.InRange(freedom, 3, 60);
        Tolerance.Near(StudentT.Quantile(0.975, freedom) * parabola.StandardError!.Value, interval.Upper - interval.Centre, 1e-9);
    }

    /// <summary>Of a mean of n rows the t has n + 1 degrees of freedom, and of rows of frequency v as many as if each were v rows.</summary>
    [Fact]
    public void MeanInterval_OfAMeanOfFewRows_IsThatOfStudent()
    {
        double[] x = [0, 0.25, 0.5, 1];
        double[] y = [1, 3, 2, 7];
        Prediction counted = KernelRegression.Fit(
            new([new("x", x)], [new("y", y)], new RowWeights("v", new double[] { 2, 2, 2, 2 }, WeightMeaning.Frequency)), new() { Bandwidth = 1e6 }).Predict([0.5], Robust with { Confidence = 0.9 });
        Prediction repeated = KernelRegression.Fit(Dataset.From([.. x, .. x], [.. y, .. y]), new() { Bandwidth = 1e6 }).Predict([0.5], Robust with { Confidence = 0.9 });
        foreach (Prediction at in (Prediction[])[counted, repeated])
        {
            Tolerance.Near(3.25 - (StudentT.Quantile(0.95, 9) * at.StandardError!.Value), at.MeanInterval!.Value.Lower, 1e-6);
        }
    }

    [Fact]
    public void MeanInterval_OfAConstant_IsForTheExpectation()
    {
        (double[] x, double[] y) = Draw(90);
        Prediction at = Fit(x, y, 0).Predict([0.45], new PredictOptions { StandardError = StandardErrorKind.Local, Confidence = 0.95 });
        Assert.Equal(IntervalSubject.ForTheExpectation, at.MeanInterval!.Value.Subject);
        Tolerance.Near(at.Value!.Value - (1.959963984540054 * at.StandardError!.Value), at.MeanInterval.Value.Lower, 1e-12, 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void MeanInterval_BandsOverAllQueries_AreWiderThanPointwise(int degree)
    {
        (double[] x, double[] y) = Draw(100);
        KernelRegression model = Fit(x, y, degree);
        Queries queries = Queries.From([.. Enumerable.Range(0, 30).Select(i => i / 30.0)]);
        double Width(BandKind band)
        {
            MeanInterval interval = model.PredictMany(queries, new PredictOptions { Confidence = 0.95, Band = band, Seed = 3 }).MeanInterval(12)!.Value;
            return interval.Upper - interval.Lower;
        }

        double pointwise = Width(BandKind.Pointwise);
        double simultaneous = Width(BandKind.Simultaneous);
        Assert.True(simultaneous > 1.2 * pointwise && simultaneous < Width(BandKind.Bonferroni), $"{simultaneous / pointwise}");
        double tube = Width(BandKind.Tube);
        Assert.True(tube > 1.2 * pointwise && tube < 2 * pointwise, $"{tube / pointwise}");
        Assert.Equal(simultaneous, Width(BandKind.Simultaneous));
    }

    [Fact]
    public void MeanInterval_OneQuery_IsNeverNarrowerThanPointwise()
    {
        (double[] x, double[] y) = Draw(40);
        KernelRegression model = Fit(x, y, 0);
        MeanInterval At(BandKind band) => model.Predict([0.5], new PredictOptions { Confidence = 0.9, Band = band }).MeanInterval!.Value;
        Assert.True(At(BandKind.Simultaneous).Upper >= At(BandKind.Pointwise).Upper);
        Assert.Equal(At(BandKind.Pointwise), At(BandKind.Bonferroni));
    }

    /// <summary>κ₀ of a straight line over a ray of directions is the angle between its ends.</summary>
    [Fact]
    public void Tube_OfAGlobalLine_IsTheAngleOfItsHatRows()
    {
        (double[] x, double[] y) = Draw(50);
        KernelRegression model = KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = 1e5, Estimator = Estimator.Polynomial(1) });
        PredictOptions asked = new() { StandardError = StandardErrorKind.Homoskedastic };
        double[] from = model.Errors.Debiased!.Predict([x.Min()]).Attention.Weights();
        Assert.Equal(50, from.Length);
        MeanInterval band = model.Predict([0.5], asked with { Confidence = 0.95, Band = BandKind.Tube }).MeanInterval!.Value;
        MeanInterval alone = model.Predict([0.5], asked with { Confidence = 0.95 }).MeanInterval!.Value;

        // Scheffé's band of a parabola, sqrt(χ²₃(0.95)) = 2.795, covers more than this range; 1.96 covers one place.
        double ratio = (band.Upper - band.Lower) / (alone.Upper - alone.Lower);
        Assert.InRange(ratio * 1.959963984540054, 2.2, 2.795);
    }

    [Theory]
    [InlineData(BandKind.Pointwise)]
    [InlineData(BandKind.Tube)]
    public void PredictMany_AnyChunksAndThreads_GivesTheSameBits(BandKind band)
    {
        (double[] x, double[] y) = Draw(150);
        double[] q = [.. Enumerable.Range(0, 70).Select(_ => (random.NextDouble() * 1.4) - 0.2)];
        PredictOptions options = new() { StandardError = StandardErrorKind.Robust, Confidence = 0.95, Band = band, Derivatives = true };
        List<(double?, MeanInterval?, double?, double?)> Rows(int threads, int chunk)
        {
            KernelRegression model = KernelRegression.Fit(
                Dataset.From(x, y), new() { Bandwidth = 0.1, Kernel = Kernel.Epanechnikov, Estimator = Estimator.Linear, Threads = threads });
            return [.. q.Chunk(chunk).Select(c => model.PredictMany(Queries.From(c), options)).SelectMany(p =>
                Enumerable.Range(0, p.Count).Select(i => (p.StandardError(i), p.MeanInterval(i), p.Derivative(i, 0), p.DerivativeStandardError(i, 0))))];
        }

        List<(double?, MeanInterval?, double?, double?)> all = Rows(1, 70);
        Assert.Equal(all, Rows(4, 70));
        Assert.Equal(all, Rows(2, 7));
        Assert.Equal(all, Rows(1, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void DerivativeStandardError_Homoskedastic_IsTheSpreadOfTheDerivativesOfUnits(int degree)
    {
        // d is linear in y: the derivative of each unit vector is its own entry.
        (double[] x, double[] y) = Draw(25);
        KernelRegression model = Fit(x, y, degree);
        Queries at = Queries.From([0.42]);
        double sum = 0;
        for (int i = 0; i < 25; i++)
        {
            double[] unit = new double[25];
            unit[i] = 1;
            double d = Fit(x, unit, degree).DerivativesAt(at)[0][0][0];
            sum += d * d;
        }

        double expected = model.Summaries[0].Sigma!.Value * Math.Sqrt(sum);
        Predictions many = model.PredictMany(at, new PredictOptions { StandardError = StandardErrorKind.Homoskedastic, Derivatives = true });
        Tolerance.Near(expected, many.DerivativeStandardError(0, 0), 1e-9);
        Assert.Equal(model.DerivativesAt(at)[0][0][0], many.Derivative(0, 0));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public void DerivativeStandardError_OfALevel_IsTheSpreadOfTheContrastsOfUnits(int degree, bool ordered)
    {
        (double[] x, double[] y) = Draw(30);
        double[] level = [.. x.Select((_, i) => (double)(i % 3))];
        FeatureType type = ordered ? FeatureType.Ordered(["a", "b", "c"]) : FeatureType.Unordered(["a", "b", "c"]);
        KernelRegression Of(double[] target) => KernelRegression.Fit(
            new([new("x", x), new("level", level) { Type = type }], [new("y", target)]),
            new() { Bandwidth = Bandwidth.Given(new Dictionary<string, double> { ["x"] = 0.3, ["level"] = 0.4 }), Estimator = Estimator.Polynomial(degree) });
        KernelRegression model = Of(y);
        Queries at = Queries.FromColumns([[0.42, 0.5, 0.5, 0.5], [2, 1, 0, -1]]);
        double[] sums = new double[4];
        for (int i = 0; i < x.Length; i++)
        {
            double[] unit = new double[x.Length];
            unit[i] = 1;
            double[] contrasts = Of(unit).DerivativesAt(at)[0][1];
            sums = [.. sums.Zip(contrasts, (sum, c) => sum + (c * c))];
        }

        Predictions many = model.PredictMany(at, new PredictOptions { StandardError = StandardErrorKind.Homoskedastic, Derivatives = true });
        for (int q = 0; q < 3; q++)
        {
            Assert.Equal(model.Summaries[0].Sigma!.Value * Math.Sqrt(sums[q]), many.DerivativeStandardError(q, 1)!.Value, 1e-9);
        }

        // The first level is the base of the unordered; one that the model has never seen has no contrast.
        Assert.Equal(!ordered, many.DerivativeStandardError(2, 1) == 0);
        Assert.Null(many.DerivativeStandardError(3, 1));

        // Asymptotic ones add the variances of two means.
        Predictions asymptotic = model.PredictMany(at, new PredictOptions { StandardError = StandardErrorKind.Asymptotic, Derivatives = true });
        double high = asymptotic.StandardError(1)!.Value, low = model.PredictMany(Queries.FromColumns([[0.5], [0]]), new PredictOptions { StandardError = StandardErrorKind.Asymptotic }).StandardError(0)!.Value;
        Assert.Equal(Math.Sqrt((high * high) + (low * low)), asymptotic.DerivativeStandardError(1, 1)!.Value, 1e-12);
        Assert.Equal(!ordered, asymptotic.DerivativeStandardError(2, 1) == 0);
    }

    [Fact]
    public void StandardError_WithoutSummaries_IsComputedForItself()
    {
        (double[] x, double[] y) = Draw(60);
        KernelRegression with = Fit(x, y, 1);
        KernelRegression without = KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = 0.15, Estimator = Estimator.Linear, SummaryRows = 10 });
        Assert.Empty(without.Summaries);
        foreach (StandardErrorKind kind in Enum.GetValues<StandardErrorKind>())
        {
            PredictOptions asked = new() { StandardError = kind };
            Assert.Equal(with.Predict([0.5], asked).StandardError, without.Predict([0.5], asked).StandardError);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void StandardError_OfASingleRow_IsNone(StandardErrorKind kind)
    {
        Prediction one = KernelRegression.Fit(Dataset.From([1.0], [2.0])).Predict([1], new PredictOptions { StandardError = kind, Confidence = 0.9 });
        Assert.Equal((2.0, null, null), (one.Value, one.StandardError, one.MeanInterval));
    }

    [Fact]
    public void StandardError_WithoutSupport_IsNone()
    {
        (double[] x, double[] y) = Draw(30);
        KernelRegression model = KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = 0.1, Kernel = Kernel.Epanechnikov });
        Prediction far = model.Predict([9], new PredictOptions { StandardError = StandardErrorKind.Local, Confidence = 0.9, Derivatives = true });
        Assert.Equal((null, null, null), (far.Value, far.StandardError, far.MeanInterval));
    }

    [Fact]
    public void Tube_OfSeveralFeaturesOrJumps_IsRefused()
    {
        (double[] x, double[] y) = Draw(30);
        PredictOptions tube = new() { Confidence = 0.9, Band = BandKind.Tube };
        KernelRegression two = KernelRegression.Fit(new([new("a", x), new("b", y)], [new("y", y)]), new() { Bandwidth = 0.3 });
        Assert.Equal(
            "The tube formula is for one continuous feature, and the model has 2 (a, b): take a simultaneous band.",
            Assert.Throws<DataException>(() => two.Predict([0.5, 0], tube)).Message);
        KernelRegression jumps = KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = 0.3, Kernel = Kernel.Uniform });
        Assert.StartsWith("Kernel 'uniform' jumps at its rim", Assert.Throws<DataException>(() => jumps.Predict([0.5], tube)).Message, StringComparison.Ordinal);
    }

    private static KernelRegression Fit(double[] x, double[] y, int degree) =>
        KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = 0.15, Estimator = Estimator.Polynomial(degree) });

    private static KernelRegression Clustered(double[] x, double[] y, Func<int, int> cluster) => KernelRegression.Fit(
        new([new("x", x)], [new("y", y)], clusters: new RowGroups("g", [.. x.Select((_, i) => $"g{cluster(i)}")])),
        new() { Bandwidth = 0.15, Estimator = Estimator.Linear });

    private (double[] X, double[] Y) Draw(int n)
    {
        double[] x = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())];
        return (x, [.. x.Select(v => Math.Sin(5 * v) + ((0.1 + (0.3 * v)) * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5)))]);
    }
}
