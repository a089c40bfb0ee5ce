namespace Nadaraya.Tests;

/// <summary>Laws that hold for every kernel, data set and query.</summary>
public sealed class LawTests
{
    private readonly Random random = new(11);

    [Fact]
    public void Attention_AnyPrediction_SumsToOneAndReproducesTheValue()
    {
        (Dataset data, double[] q) = Draw(120, 3);
        KernelRegression model = KernelRegression.Fit(data, new() { Bandwidth = 0.8 });
        for (int k = 0; k < 20; k++)
        {
            Prediction p = model.Predict([q[k], q[k + 1], q[k + 2]]);
            TopAttention top = p.Attention.Top(7);
            Assert.Equal(7, top.Rows.Count);
            Assert.Equal(113, top.Rest.Rows);
            Assert.All(top.Rows, r => Assert.True(r.Weight >= 0));
            Tolerance.Near(1, top.Rows.Sum(r => r.Weight) + top.Rest.Weight, 1e-13);
            Tolerance.Near(p.Value!.Value, top.Rows.Sum(r => r.Contribution) + top.Rest.Contribution, 1e-12, 1);
            Assert.Equal(top.Rows.OrderByDescending(r => r.Weight), top.Rows);
        }
    }

    [Fact]
    public void Predict_ConstantTarget_IsThatConstantToTheBit()
    {
        double[] x = [.. Enumerable.Range(0, 257).Select(_ => random.NextDouble())];
        double[] y = new double[257];
        y.AsSpan().Fill(0.1);
        KernelRegression model = KernelRegression.Fit(Dataset.From(x, y), new() { Bandwidth = 0.05 });
        foreach (double q in (double[])[-1e9, -1, 0, 0.3, 0.5, 7, 1e12])
        {
            Assert.Equal(0.1, model.Predict([q]).Value);
        }
    }

    [Fact]
    public void Predict_RowsInAnotherOrder_IsTheSame()
    {
        (Dataset data, double[] q) = Draw(200, 1);
        int[] order = [.. Enumerable.Range(0, 200).OrderBy(_ => random.Next())];
        Dataset shuffled = Dataset.From(
            [.. order.Select(i => data.Feature(0)[i])], [.. order.Select(i => data.Target()[i])]);
        FitOptions options = new() { Bandwidth = 0.3 };
        for (int k = 0; k < 30; k++)
        {
            Tolerance.Near(
                KernelRegression.Fit(data, options).Predict([q[k]]).Value!.Value,
                KernelRegression.Fit(shuffled, options).Predict([q[k]]).Value,
                1e-13,
                1);
        }
    }

    [Theory]
    [InlineData(1024.0, 0.0)]
    [InlineData(1.0, 1048576.0)]
    [InlineData(7.0, -3.0)]
    public void Predict_KeysQueriesAndBandwidthMovedTogether_IsTheSame(double scale, double offset)
    {
        (Dataset data, double[] q) = Draw(150, 1);
        Dataset moved = Dataset.From([.. data.Feature(0).ToArray().Select(x => (x * scale) + offset)], data.Target());
        KernelRegression here = KernelRegression.Fit(data, new() { Bandwidth = 0.3 });
        KernelRegression there = KernelRegression.Fit(moved, new() { Bandwidth = 0.3 * scale });
        for (int k = 0; k < 30; k++)
        {
            Tolerance.Near(here.Predict([q[k]]).Value!.Value, there.Predict([(q[k] * scale) + offset]).Value, 1e-8, 1);
        }
    }

    [Fact]
    public void LeaveOneOut_FromTheHatDiagonal_EqualsRefitting()
    {
        (Dataset data, _) = Draw(60, 2);
        KernelRegression model = KernelRegression.Fit(data, new() { Bandwidth = 0.7 });
        for (int i = 0; i < 60; i++)
        {
            Prediction p = model.Predict([data.Feature(0)[i], data.Feature(1)[i]]);
            double h = p.Attention.Weights()[i];
            double y = data.Target()[i];
            Tolerance.Near(y - ((y - p.Value!.Value) / (1 - h)), model.LeaveOneOutPredictions()[i], 1e-10, 1);

            int[] others = [.. Enumerable.Range(0, 60).Where(k => k != i)];
            Dataset without = new(
                [new("a", others.Select(k => data.Feature(0)[k]).ToArray()), new("b", others.Select(k => data.Feature(1)[k]).ToArray())],
                [new("y", others.Select(k => data.Target()[k]).ToArray())]);
            double refit = KernelRegression.Fit(without, new() { Bandwidth = 0.7 })
                .Predict([data.Feature(0)[i], data.Feature(1)[i]]).Value!.Value;
            Tolerance.Near(refit, model.LeaveOneOutPredictions()[i], 1e-12, 1);
        }
    }

    [Fact]
    public void PredictMany_AnyThreadsAndChunks_GivesTheSameBits()
    {
        (Dataset data, double[] q) = Draw(1000, 1);
        FitOptions options = new() { Bandwidth = 0.1, Threads = 1 };
        Predictions one = KernelRegression.Fit(data, options).PredictMany(Queries.From(q));
        foreach (int threads in (int[])[2, 3, 8])
        {
            KernelRegression model = KernelRegression.Fit(data, options with { Threads = threads });
            Assert.Equal(one.Values(), model.PredictMany(Queries.From(q)).Values());
            foreach (int chunk in (int[])[1, 7, 33])
            {
                Assert.Equal(one.Values(), q.Chunk(chunk).SelectMany(c => model.PredictMany(Queries.From(c)).Values()));
            }
        }
    }

    [Fact]
    public void Fit_AnyThreads_ChoosesTheSameBits()
    {
        (Dataset data, _) = Draw(80, 2);
        KernelRegression one = KernelRegression.Fit(data, new() { Threads = 1 });
        KernelRegression two = KernelRegression.Fit(data, new() { Threads = 2 });
        Assert.Equal(one.Features, two.Features);
        Assert.Equal(one.CriterionValue, two.CriterionValue);
        Assert.Equal(one.Trace!.Steps.Select(s => s.Criterion), two.Trace!.Steps.Select(s => s.Criterion));
    }

    [Fact]
    public void PredictMany_EveryNumberOfRowsAndQueries_IsThePlainSum()
    {
        for (int n = 1; n <= 257; n += n < 20 ? 1 : 17)
        {
            double[] x = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())];
            double[] y = [.. x.Select(v => v * v)];
            double[] q = [.. Enumerable.Range(0, n % 9).Select(_ => random.NextDouble())];
            double?[] pooled = AttentionPooling.Pool(q, x, y, Kernel.Gaussian, 0.2);
            for (int k = 0; k < q.Length; k++)
            {
                double expected = Nadaraya.Pooling.PlainPooling.Pool([.. x.Select(v => -Math.Pow((q[k] - v) / 0.2, 2) / 2)], y)!.Value;
                Tolerance.Near(expected, pooled[k], 1e-13, 1, $"n {n}, query {k}");
            }
        }
    }

    private (Dataset Data, double[] Queries) Draw(int rows, int features)
    {
        Column[] columns = [.. Enumerable.Range(0, features).Select(j =>
            new Column(((char)('a' + j)).ToString(), Enumerable.Range(0, rows).Select(_ => random.NextDouble() * 5).ToArray()))];
        double[] y = [.. Enumerable.Range(0, rows).Select(i => Math.Sin(columns[0].Values.Span[i]) + (0.3 * random.NextDouble()))];
        double[] queries = [.. Enumerable.Range(0, 100).Select(_ => random.NextDouble() * 5)];
        return (new(columns, [new("y", y)]), queries);
    }
}
