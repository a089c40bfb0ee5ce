using System.Text.Json;
using Nadaraya.Numerics;
using Nadaraya.Tests.Models;

namespace Nadaraya.Tests;

/// <summary>Fits with a learned score: the chapter's numbers, resuming, repeating, saving, and what they say of themselves.</summary>
public sealed class LearnedFitTests : IDisposable
{
    private static readonly string[] Names = ["scale", "diagonal", "full", "low-rank:1", "dot", "additive", "local", "heads:2"];

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Scores => [.. Names];

    /// <summary>Score, optimiser, rows of a batch (0 for all), share held out (−1 for what is usual).</summary>
    public static TheoryData<string, Optimizer, int, double> Trainings => new()
    {
        { "diagonal", Optimizer.Lbfgs, 0, -1 },
        { "full", Optimizer.Lbfgs, 0, -1 },
        { "full", Optimizer.Lbfgs, 0, 0.2 },
        { "full", Optimizer.Adam, 16, 0.2 },
        { "low-rank:1", Optimizer.Adam, 16, 0 },
        { "scale", Optimizer.Sgd, 0, 0 },
        { "local", Optimizer.Lbfgs, 0, -1 },
        { "heads:2", Optimizer.Adam, 0, 0 },
    };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Fit_ScaleBySgd_FollowsTorchEpochByEpoch()
    {
        GoldenFile golden = GoldenFile.Open("a_d2l.json");
        Dataset data = Dataset.From(GoldenFile.Vector(golden.Data("d2l").GetProperty("x")), GoldenFile.Vector(golden.Data("d2l").GetProperty("y")));
        JsonElement[] targets = [.. golden.Targets("a.param").Where(v => v.GetProperty("dtype").GetString() == "float64")];
        Assert.Equal(6, targets.Length);
        foreach (JsonElement target in targets)
        {
            double[] w = GoldenFile.Vector(target.GetProperty("value").GetProperty("w")), loss = GoldenFile.Vector(target.GetProperty("value").GetProperty("loss"));
            KernelRegression model = KernelRegression.Fit(data, new()
            {
                Learning = new()
                {
                    Score = LearnableScore.Scale,
                    Start = target.GetProperty("w0").GetDouble(),
                    LearningRate = target.GetProperty("lr").GetDouble(),
                    Epochs = target.GetProperty("epochs").GetInt32(),
                    Nested = 0,
                },
            });
            LearnedScore learned = model.Learned!;
            Assert.Equal(Optimizer.Sgd, learned.Optimizer);
            Assert.Equal(w.Length, learned.Epochs.Count);
            for (int k = 0; k < w.Length; k++)
            {
                Tolerance.Near(loss[k], learned.Epochs[k].Loss, 1e-10, 0, $"loss of epoch {k + 1}");
                Tolerance.Near(Math.Abs(w[k]), learned.Epochs[k].Parameters![0], 1e-10, 0, $"w after epoch {k + 1}");
            }

            Tolerance.Near(1 / Math.Abs(w[^1]), model.Features[0].Bandwidth, 1e-10, 0, "bandwidth");
        }
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void Fit_Interrupted_GoesOnToTheSameBits(string score, Optimizer optimizer, int batch, double holdOut)
    {
        Dataset data = Rotated(90, 1);
        LearningOptions learning = new()
        {
            Score = LearnableScore.Parse(score),
            Optimizer = optimizer,
            LearningRate = optimizer == Optimizer.Sgd ? 1e-3 : null,
            Momentum = optimizer == Optimizer.Sgd ? 0.5 : 0,
            BatchRows = batch == 0 ? null : batch,
            KeyRows = batch == 0 ? null : 40,
            HoldOut = holdOut < 0 ? null : holdOut,
            Schedule = optimizer == Optimizer.Adam ? LearningRateSchedule.Cosine : LearningRateSchedule.Constant,
            WeightDecay = 1e-3,
            Epochs = 9,
            Nested = 0,
        };
        FitOptions options = new() { Learning = learning, Seed = 3 };
        LearnedScore whole = KernelRegression.Fit(data, options).Learned!;
        FitOptions resumed = options with { Learning = learning with { Checkpoint = folder[$"{score.Replace(':', '-')}.training"] } };
        int begun = 0;
        for (int interrupted = 0; interrupted < 100; interrupted++)
        {
            using CancellationTokenSource stop = new();
            try
            {
                int made = 0;
                LearnedScore again = KernelRegression.Fit(data, resumed, new Hearing(epoch =>
                {
                    begun++;
                    if (++made == 2)
                    {
                        stop.Cancel();
                    }
                }), stop.Token).Learned!;
                Assert.Equal(whole.Epochs.Count, again.Epochs.Count);
                Assert.Equal(whole.Parameters, again.Parameters);
                Assert.Equal(whole.BestEpoch, again.BestEpoch);
                Assert.Equal(whole.Epochs.Select(e => (e.Loss, e.HeldOutLoss, e.LearningRate)), again.Epochs.Select(e => (e.Loss, e.HeldOutLoss, e.LearningRate)));
                Assert.Equal(whole.Epochs.SelectMany(e => e.Parameters!), again.Epochs.SelectMany(e => e.Parameters!));
                Assert.Equal(whole.Epochs.Count, begun); // no epoch was made twice
                Assert.True(interrupted >= 2 || whole.Epochs.Count < 5, "It was never interrupted.");
                return;
            }
            catch (OperationCanceledException)
            {
                Assert.True(File.Exists(resumed.Learning!.Checkpoint));
            }
        }

        Assert.Fail("It never ended.");
    }

    [Fact]
    public void Fit_DeepKeys_ResumeLoadAndExplainLikeAnyOther()
    {
        Dataset data = Mixed(80);
        FitOptions options = new() { Learning = new() { Score = LearnableScore.Deep, Epochs = 4, Nested = 0 } };
        KernelRegression whole = KernelRegression.Fit(data, options);
        FitOptions resumed = options with { Learning = options.Learning! with { Checkpoint = folder["deep.training"] } };
        using CancellationTokenSource stop = new();
        _ = Assert.Throws<OperationCanceledException>(() => KernelRegression.Fit(data, resumed, new Hearing(_ => stop.Cancel()), stop.Token));
        KernelRegression again = KernelRegression.Fit(data, resumed);
        Queries queries = Queries.Of(data);
        Predictions values = whole.PredictMany(queries);
        Assert.Equal(values.Values(0), again.PredictMany(queries).Values(0));
        Assert.Equal(whole.Learned!.Epochs, again.Learned!.Epochs);
        whole.Save(folder["deep.safetensors"]);
        KernelRegression loaded = KernelRegression.Load(folder["deep.safetensors"]);
        Assert.Equal(values.Values(0), loaded.PredictMany(queries).Values(0));
        TopAttention top = loaded.PredictMany(queries)[3].Attention.Top(80);
        Tolerance.Near(1, top.Rows.Sum(r => r.Weight), 1e-12);
        Tolerance.Near(values[3].Value!.Value, top.Rows.Sum(r => r.Contribution), 1e-10, 1);
        Assert.Equal(values[3].Value, loaded.Predict([queries.Column(0)[3], queries.Column(1)[3], queries.Column(2)[3]]).Value);
    }

    [Fact]
    public void Fit_CheckpointOfAnotherTraining_IsRefused()
    {
        Dataset data = Rotated(60, 1);
        string path = folder["c.training"];
        FitOptions options = new() { Learning = new() { Score = LearnableScore.Diagonal, Epochs = 2, Nested = 0, Checkpoint = path } };
        _ = KernelRegression.Fit(data, options);
        ModelFileException other = Assert.Throws<ModelFileException>(() => KernelRegression.Fit(Rotated(60, 2), options));
        Assert.Contains("the checkpoint is of other data, options or seed", other.Message, StringComparison.Ordinal);
        _ = Assert.Throws<ModelFileException>(() => KernelRegression.Fit(data, options with { Seed = 1 }));
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^3] ^= 1;
        File.WriteAllBytes(path, bytes);
        _ = Assert.Throws<ModelFileException>(() => KernelRegression.Fit(data, options));
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void Fit_OnOneThreadOrTwo_GivesTheSameBits(string score)
    {
        Dataset data = Rotated(80, 4);
        LearnedScore[] both = [.. new[] { 1, 2 }.Select(threads => KernelRegression.Fit(data, new() { Threads = threads, Learning = new() { Score = LearnableScore.Parse(score), Epochs = 5, Nested = 2 } }).Learned!)];
        Assert.Equal(both[0].Parameters, both[1].Parameters);
        Assert.Equal(both[0].Nested, both[1].Nested);
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void Load_LearnedModel_PredictsTheSameBitsAndTellsTheSame(string score)
    {
        Dataset data = Mixed(70);
        KernelRegression model = KernelRegression.Fit(data, new() { Learning = new() { Score = LearnableScore.Parse(score), Epochs = 6, Nested = 2, Loss = TrainingLoss.Huber(2) } });
        model.Save(folder["m.safetensors"]);
        KernelRegression loaded = KernelRegression.Load(folder["m.safetensors"]);
        Queries queries = Queries.Of(data);
        Assert.Equal(model.PredictMany(queries).Values(0), loaded.PredictMany(queries).Values(0));
        Assert.Equal(Rest(model.Learned!), Rest(loaded.Learned!));
        Assert.Equal(model.Learned!.Metric, loaded.Learned!.Metric);
        Assert.Equal(model.Learned.Epochs.SelectMany(e => e.Parameters!), loaded.Learned.Epochs.SelectMany(e => e.Parameters!));
        Assert.Equal(model.AtEpoch(1).PredictMany(queries).Values(0), loaded.AtEpoch(1).PredictMany(queries).Values(0));
        Assert.Equal(model.Options.Learning, loaded.Options.Learning);
        Assert.Equal(model.Warnings, loaded.Warnings);

        static string Rest(LearnedScore s) => string.Join(
            '\n',
            [
                s.Score.Name, s.Loss.Name, $"{s.Optimizer} {s.BestEpoch} {s.Stopped} {s.LeaveOneOutRmse:R} {s.BaselineLeaveOneOutRmse:R} {s.MedianEffectiveSampleSize:R} {s.Collapsed} {s.Nested}",
                .. s.Coordinates, .. s.ParameterNames, .. s.Parameters.Concat(s.StartParameters).Concat(s.Importance).Concat(s.HeadWeights).Select(v => v.ToString("R", null)),
                .. s.BaselineBandwidths.Select(h => $"{h:R}"), .. s.Epochs.Select(e => $"{e.Number} {e.Start} {e.Loss:R} {e.HeldOutLoss:R} {e.LearningRate:R}"),
            ]);
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void Predict_LearnedModel_IsAnAverageOfNamedRows(string score)
    {
        Dataset data = Mixed(60);
        KernelRegression model = KernelRegression.Fit(data, new() { Learning = new() { Score = LearnableScore.Parse(score), Epochs = 8, Nested = 0 } });
        Predictions all = model.PredictMany(Queries.Of(data));
        for (int q = 0; q < 60; q += 7)
        {
            TopAttention top = all[q].Attention.Top(60);
            Tolerance.Near(1, top.Rows.Sum(r => r.Weight), 1e-12);
            Assert.True(top.Rows.All(r => r.Weight >= 0));
            Tolerance.Near(all[q].Value!.Value, top.Rows.Sum(r => r.Contribution), 1e-10, 1);
        }

        // Leaving a row out is leaving its key out, under the same score.
        double[] others = model.LeaveOneOutPredictions().ToArray();
        double squares = 0;
        for (int i = 0; i < 60; i++)
        {
            double? without = all[i].Attention.Without([i]);
            Tolerance.Near(others[i], without, 1e-9, 1, $"row {i}");
            squares += Math.Pow(others[i] - data.Target()[i], 2);
        }

        Tolerance.Near(Math.Sqrt(squares / 60), model.Learned!.LeaveOneOutRmse, 1e-12);
    }

    [Fact]
    public void Fit_RotatedDesign_FullAndLowRankFindTheDirections()
    {
        Dataset data = Rotated(400, 7), fresh = Rotated(400, 8);
        double Error(LearnableScore? score)
        {
            KernelRegression model = KernelRegression.Fit(data, new() { Learning = score is null ? null : new() { Score = score, Nested = 0 } });
            return model.Evaluate(fresh)[0].Rmse!.Value;
        }

        double bandwidths = Error(null), full = Error(LearnableScore.Full), two = Error(LearnableScore.LowRank(2));
        Assert.True(full < 0.9 * bandwidths && two < 0.9 * bandwidths, $"bandwidths {bandwidths}, full {full}, two directions {two}");
    }

    [Fact]
    public void Fit_ScoreThatOverfits_SaysSoOnRowsUnseen()
    {
        // Pure noise in eight features: whatever is learned, the mean is as good.
        SplitMix64 random = new(5);
        double[,] x = new double[60, 8];
        double[] y = new double[60];
        for (int i = 0; i < 60; i++)
        {
            y[i] = random.NextNormal();
            for (int j = 0; j < 8; j++)
            {
                x[i, j] = random.NextNormal();
            }
        }

        KernelRegression model = KernelRegression.Fit(Dataset.From(x, y), new() { Learning = new() { Score = LearnableScore.Full, StopFolds = 0, HoldOut = 0, Start = 1 } });
        Assert.True(model.Learned!.LeaveOneOutRmse < model.Learned.BaselineLeaveOneOutRmse);
        Assert.False(model.Learned.Nested!.IsBetter);
        Assert.Contains(model.Warnings, w => w.StartsWith("On rows not learned from, the learned score does not beat cross-validated bandwidths", StringComparison.Ordinal));
        KernelRegression stopped = KernelRegression.Fit(Dataset.From(x, y), new() { Learning = new() { Score = LearnableScore.Full, Start = 1 } });
        Assert.True(stopped.Learned!.Nested!.Rmse <= model.Learned.Nested.Rmse);
    }

    [Fact]
    public void Fit_CollapsedScale_IsWarnedOf()
    {
        KernelRegression model = KernelRegression.Fit(Rotated(100, 3), new() { Learning = new() { Score = LearnableScore.Scale, Optimizer = Optimizer.Sgd, Start = 60, Epochs = 0, Nested = 0 } });
        Assert.True(model.Learned!.Collapsed);
        Assert.Contains(model.Warnings, w => w.StartsWith("The learned score has collapsed: half of the rows are predicted by hardly more than one neighbour", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_Losses_EachLowersItsOwn()
    {
        Dataset data = Rotated(120, 9);
        foreach (string name in (string[])["squared", "absolute", "huber:0.2", "pinball:0.9"])
        {
            LearnedScore learned = KernelRegression.Fit(data, new() { Learning = new() { Score = LearnableScore.Full, Loss = TrainingLoss.Parse(name), StopFolds = 0, HoldOut = 0, Starts = 1, Nested = 0, Epochs = 30 } }).Learned!;
            Assert.True(learned.Epochs[^1].Loss < 0.97 * learned.Epochs[0].Loss, $"{name}: {learned.Epochs[0].Loss} to {learned.Epochs[^1].Loss}");
            Assert.True(learned.Epochs.Zip(learned.Epochs.Skip(1)).All(p => p.Second.Loss <= p.First.Loss), name);
        }
    }

    [Fact]
    public void DerivativesAt_LearnedMap_AreDifferencesOfPredictions()
    {
        Dataset data = Mixed(80);
        foreach (string estimator in (string[])["constant", "linear"])
        {
            KernelRegression model = KernelRegression.Fit(Rotated(150, 2), new() { Estimator = Estimator.Parse(estimator), Learning = new() { Score = LearnableScore.Full, Epochs = 5, Nested = 0 } });
            double[] at = [0.2, -0.3, 0.1, 0.4];
            for (int j = 0; j < at.Length && estimator == "constant"; j++)
            {
                double[] above = [.. at], below = [.. at];
                above[j] += 1e-5;
                below[j] -= 1e-5;
                double slope = (model.Predict(above).Value!.Value - model.Predict(below).Value!.Value) / 2e-5;
                Tolerance.Near(slope, model.DerivativesAt(Queries.FromColumns([.. at.Select(v => new[] { v })]))[0][j][0], 1e-6, 1);
            }

            Assert.All(model.DerivativesAt(Queries.FromColumns([.. at.Select(v => new[] { v })]))[0], d => Assert.True(double.IsFinite(d[0])));
        }

        KernelRegression dot = KernelRegression.Fit(data, new() { Learning = new() { Score = LearnableScore.Dot, Epochs = 1, Nested = 0 } });
        DataException refused = Assert.Throws<DataException>(() => dot.DerivativesAt(Queries.Of(data)));
        Assert.Equal("The score 'dot' was learned, and has no derivatives: that takes a map that is the same everywhere: full or low-rank:K; fit such a model.", refused.Message);
    }

    [Fact]
    public void Fit_OptionsThatDoNotGoTogether_AreRefusedByName()
    {
        Dataset data = Rotated(40, 1);
        void Refuses(string says, FitOptions options) =>
            Assert.Contains(says, Assert.Throws<DataException>(() => KernelRegression.Fit(data, options)).Message, StringComparison.Ordinal);
        LearningOptions full = new() { Score = LearnableScore.Full };
        Refuses("fixed bandwidths", new() { Learning = full, BandwidthType = BandwidthType.Nearest });
        Refuses("under the gaussian kernel", new() { Learning = full, Kernel = Kernel.Tricube });
        Refuses("the constant or the linear estimator", new() { Learning = full, Estimator = Estimator.Polynomial(2) });
        Refuses("local lines need full or low-rank:K", new() { Learning = new() { Score = LearnableScore.Dot }, Estimator = Estimator.Linear });
        Refuses("robust iterations", new() { Learning = full, RobustIterations = 2 });
        Refuses("lbfgs takes all keys", new() { Learning = full with { Optimizer = Optimizer.Lbfgs, KeyRows = 5 } });
        Refuses("Training diverged in epoch", new() { Learning = new() { Score = LearnableScore.Scale, LearningRate = 1e308, Start = 1 } });
        KernelRegression model = KernelRegression.Fit(data, new() { Learning = full with { Epochs = 1, Nested = 0 } });
        _ = Assert.Throws<DataException>(() => model.Profile("x1", [1.0]));
        _ = Assert.Throws<DataException>(() => model.TestSignificance());
        _ = Assert.Throws<DataException>(() => model.Publish());
        _ = Assert.Throws<DataException>(() => model.AtEpoch(99));
    }

    [Theory]
    [MemberData(nameof(Scores))]
    public void Fit_ConstantFeatureBehind_HasNoSay(string score)
    {
        SplitMix64 random = new(2);
        double[] x = [.. Enumerable.Range(0, 30).Select(_ => random.NextUniform())];
        Dataset data = new([new("x", x), new("z", Enumerable.Repeat(7.0, 30).ToArray())], [new("y", x.Select(v => v * v).ToArray())]);
        KernelRegression model = KernelRegression.Fit(data, new() { Learning = new() { Score = LearnableScore.Parse(score), Epochs = 2, Nested = 0 } });
        Assert.Null(model.Features[1].Bandwidth);
        Assert.Equal(model.Predict([0.5, 7]).Value, model.Predict([0.5, 9]).Value);
    }

    [Fact]
    public void AtEpoch_Saved_IsTheModelOfThatEpoch()
    {
        Dataset data = Rotated(60, 6);
        Queries queries = Queries.Of(data);
        foreach (string score in (string[])["scale", "full", "local"])
        {
            KernelRegression early = KernelRegression.Fit(data, new() { Learning = new() { Score = LearnableScore.Parse(score), Start = score == "local" ? null : 0.3, Epochs = 4, Nested = 0, StopFolds = 0 } }).AtEpoch(1);
            early.Save(folder["early.safetensors"]);
            KernelRegression loaded = KernelRegression.Load(folder["early.safetensors"]);
            Assert.Equal(early.PredictMany(queries).Values(0), loaded.PredictMany(queries).Values(0));
            Assert.Equal(early.Learned!.Parameters, loaded.Learned!.Parameters);
        }
    }

    [Fact]
    public void Fit_StoppedByTime_KeepsWhatItReached()
    {
        Dataset data = Rotated(150, 6);
        LearnedScore learned = KernelRegression.Fit(data, new()
        {
            TimeLimit = TimeSpan.FromTicks(1),
            Learning = new() { Score = LearnableScore.Full, Start = 0.2, StopFolds = 0 },
        }).Learned!;
        Assert.Equal(TrainingStop.Time, learned.Stopped);
        Assert.Equal(1, learned.BestEpoch);
        Assert.NotEqual(learned.StartParameters, learned.Parameters);
        Assert.Null(learned.Nested); // no time is left for it
    }

    [Fact]
    public void Fit_HeldOutOrFolds_AsAskedFor()
    {
        Dataset data = Rotated(60, 6);
        bool Judges(LearningOptions learning) => KernelRegression.Fit(data, new() { Learning = learning with { Epochs = 1, Nested = 0 } }).Learned!.Epochs[0].HeldOutLoss is not null;
        LearningOptions full = new() { Score = LearnableScore.Full }, diagonal = new() { Score = LearnableScore.Diagonal };
        Assert.True(Judges(full));
        Assert.True(Judges(full with { StopFolds = 0, HoldOut = 0.2 }));
        Assert.True(Judges(full with { BatchRows = 20 }));
        Assert.True(Judges(diagonal with { HoldOut = 0.2 }));
        Assert.False(Judges(diagonal));
        Assert.False(Judges(full with { StopFolds = 0 }));
        Assert.False(Judges(full with { HoldOut = 0 }));
        DataException both = Assert.Throws<DataException>(() => Judges(full with { StopFolds = 3, HoldOut = 0.2 }));
        Assert.Contains("folds and a share held out both say when to stop", both.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_LevelsAlone_LearnWithRowsHeldOut()
    {
        SplitMix64 random = new(8);
        string[] a = [.. Enumerable.Range(0, 3000).Select(_ => "xyz"[random.NextBelow(3)].ToString())], b = [.. Enumerable.Range(0, 3000).Select(_ => "uv"[random.NextBelow(2)].ToString())];
        double[] y = [.. Enumerable.Range(0, 3000).Select(i => (a[i] == "x" ? 1 : 0) + (b[i] == "u" ? 2 : 0) + random.NextNormal())];
        Dataset data = new([Column.Unordered("a", a), Column.Unordered("b", b)], [new("y", y)]);
        foreach (LearningOptions learning in (LearningOptions[])[new() { Score = LearnableScore.Diagonal, HoldOut = 0.2 }, new() { Score = LearnableScore.Diagonal, KeyRows = 500, BatchRows = 300 }])
        {
            LearnedScore learned = KernelRegression.Fit(data, new() { Learning = learning with { Epochs = 2, Nested = 0 } }).Learned!;
            Assert.True(learned.Importance.Sum() > 0.99);
        }
    }

    [Fact]
    public void Fit_OneClusterOrFewRows_IsFittedWithoutAComparison()
    {
        Dataset rows = Rotated(12, 3);
        Assert.Null(KernelRegression.Fit(rows, new() { Learning = new() { Score = LearnableScore.Deep, Epochs = 1, Nested = 2 } }).Learned!.Nested);
    }

    [Fact]
    public void Fit_DeepWithWhatItHasNot_IsRefusedByName()
    {
        Dataset data = Rotated(40, 1);
        LearningOptions deep = new() { Score = LearnableScore.Deep, Epochs = 1, Nested = 0 };
        void Refuses(string says, LearningOptions learning) =>
            Assert.Contains(says, Assert.Throws<DataException>(() => KernelRegression.Fit(data, new() { Learning = learning })).Message, StringComparison.Ordinal);
        Refuses("not by folds", deep with { StopFolds = 3 });
        Refuses("has one start", deep with { Starts = 2 });
        Refuses("does not start with a scale", deep with { Start = 1 });
        Refuses("trained by adam", deep with { Optimizer = Optimizer.Lbfgs });
        Refuses("takes a share held out", deep with { HoldOut = 0 });
        Refuses("at most 8192 queries", deep with { BatchRows = 50_000 });
        Refuses("momentum is of sgd", deep with { Momentum = 0.5 });
        Refuses("Training diverged in epoch 1", deep with { LearningRate = 1e30, Epochs = 3 });
        _ = Assert.Throws<ArgumentException>(() => LearnableScore.Own(new NamedScore("deep")));
        _ = Assert.Throws<ArgumentException>(() => LearnableScore.Own(new NamedScore("a b")));
    }

    [Fact]
    public void Fit_TooLittleToLearn_SaysSo()
    {
        KernelRegression two = KernelRegression.Fit(Dataset.From([1.0, 2], [3.0, 4]), new() { Learning = new() { Score = LearnableScore.Full } });
        Assert.Null(two.Learned);
        Assert.Contains(two.Warnings, w => w.StartsWith("There is nothing to learn a score from", StringComparison.Ordinal));
        KernelRegression constant = KernelRegression.Fit(Dataset.From([2.0, 2, 2, 2], [3.0, 4, 5, 6]), new() { Learning = new() { Score = LearnableScore.Scale } });
        Assert.Equal(4.5, constant.Predict([2.0]).Value);
    }

    /// <summary>A curve along one direction and a valley along another, neither of them an axis; noise of 0.2.</summary>
    private static Dataset Rotated(int rows, int seed)
    {
        SplitMix64 random = SplitMix64.ForDraw(11, seed);
        double[,] x = new double[rows, 4];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                x[i, j] = random.NextNormal();
            }

            double u = (x[i, 0] + x[i, 1] + x[i, 2]) / Math.Sqrt(3), v = (x[i, 2] - x[i, 3]) / Math.Sqrt(2);
            y[i] = Math.Sin(2 * u) + (v * v / 2) + (0.2 * random.NextNormal());
        }

        return Dataset.From(x, y);
    }

    private static Dataset Mixed(int rows)
    {
        SplitMix64 random = new(17);
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => 3 * random.NextUniform())];
        string[] colour = [.. Enumerable.Range(0, rows).Select(_ => "rgb"[random.NextBelow(3)].ToString())];
        string[] grade = [.. Enumerable.Range(0, rows).Select(_ => "1234"[random.NextBelow(4)].ToString())];
        double[] y = [.. Enumerable.Range(0, rows).Select(i => Math.Sin(2 * x[i]) + (colour[i] == "r" ? 1 : 0) + (0.2 * (grade[i][0] - '0')) + (0.2 * random.NextNormal()))];
        return new([new("x", x), Column.Unordered("colour", colour), Column.Ordered("grade", grade)], [new("y", y)]);
    }

    private sealed class NamedScore(string name) : DifferentiableScore
    {
        public override string Name => name;

        public override int ParameterCount(int coordinates) => 1;

        public override double[] Start(int coordinates, Func<double> random) => [1];

        public override double Score(ReadOnlySpan<double> query, ReadOnlySpan<double> key, ReadOnlySpan<double> parameters) => 0;

        public override void AddGradient(ReadOnlySpan<double> query, ReadOnlySpan<double> key, ReadOnlySpan<double> parameters, double coefficient, Span<double> gradient)
        {
        }
    }

    private sealed class Hearing(Action<TrainingEpoch> hear) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value.Epoch is TrainingEpoch epoch)
            {
                hear(epoch);
            }
        }
    }
}
