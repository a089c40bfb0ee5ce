using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya.Tests;

/// <summary>What is hard for windows alone: keys exactly on the rim, windows whose keys all lie beside it, and many keys to a cell.</summary>
public sealed class WindowsEngineTests
{
    public static TheoryData<string> Kernels => ["uniform", "triangular", "epanechnikov", "epanechnikov-np", "biweight", "triweight", "tricube"];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Sum_KeysOnTheRim_BelongAsTheDenseEngineHasThem(string kernel)
    {
        Random random = new(5);
        foreach (double offset in (double[])[0, 1e8, -1e12])
        {
            double reach = Kernel.Parse(kernel).Constants.Support;
            double h = kernel == "epanechnikov-np" ? 0.25 / reach : 0.25;
            double[] x = [.. Enumerable.Range(0, 3000).Select(_ => offset + (random.Next(64) / 64.0))];
            PoolingRequest request = Request(kernel, x, [.. x.Select(v => v - offset + random.NextDouble())], h);
            double[] q = [.. x.Take(40), .. x.Take(40).Select(v => v + 0.25), offset - 0.25, offset - reach * h, offset + (63 / 64.0) + 0.25, offset + 2];
            Points queries = Points.Queries([q], q.Length);
            Moments windows = new WindowsEngine().Prepare(request).Sum(queries, Leave.Nobody, default);
            Moments dense = new DenseEngine().Prepare(request).Sum(queries, Leave.Nobody, default);
            for (int k = 0; k < q.Length; k++)
            {
                Assert.Equal(dense.HasWeight(k), windows.HasWeight(k));
                Tolerance.Near(dense.Weight(k), windows.Weight(k), 1e-12, 1e-3, $"{kernel} weight at {q[k]}");
                Tolerance.Near(dense.Target(k, 0), windows.Target(k, 0), 1e-12, windows.Weight(k) + 1e-3, $"{kernel} target at {q[k]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Sum_AllKeysBesideTheRim_IsRepairedAndRight(string kernel)
    {
        Random random = new(6);
        double[] x = [.. Enumerable.Range(0, 900).Select(i => (i % 2 * 2) + ((i % 2 == 0 ? 1 : -1) * 1e-7 * random.NextDouble()))];
        double[] y = [.. x.Select(_ => random.NextDouble() - 0.5)];
        foreach (double tolerance in (double[])[0, 1e-10])
        {
            double h = kernel == "epanechnikov-np" ? 1 / Math.Sqrt(5) : 1;
            PoolingRequest request = Request(kernel, x, y, h) with { Tolerance = tolerance };
            Moments found = new WindowsEngine().Prepare(request).Sum(Points.Queries([[1]], 1), Leave.Nobody, default, Wanted.Squares);
            (double value, double spread) = new Reference(kernel, [x], [h], request.Payload.Columns[0][..x.Length], null).At([1.0])!.Value;
            double off = Math.Abs((found.Target(0, 0) / found.Weight(0)) - value) / spread;
            Assert.True(off < (kernel == "epanechnikov-np" ? 1e-8 : 1e-13), $"{kernel}: off by {off:E2}");
            Assert.True(kernel == "uniform" || found.Repaired == 1, $"{kernel}: {found.Repaired} repaired");
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Sum_SmoothKeysToTheLastDigits_NeedsNoRepair(string kernel)
    {
        const int N = 20_000;
        Random random = new(8);
        double[] x = [.. Enumerable.Range(0, N).Select(_ => random.NextDouble())];
        PoolingRequest request = Request(kernel, x, [.. x.Select(t => Math.Sin(9 * t) + random.NextDouble())], 0.1) with { Tolerance = 1e-12 };
        PreparedEngine windows = new WindowsEngine().Prepare(request);
        Points rows = Points.Queries([request.Keys.Columns[0]], N);
        Points queries = Points.Queries([[.. x.Take(3000).Select(t => t + 1e-3)]], 3000);
        Moments found = windows.Sum(queries, Leave.Nobody, default);
        Assert.Equal(0, found.Repaired);
        Assert.InRange(found.ErrorBound, double.Epsilon, 1e-12);
        Assert.Equal(0, windows.Sum(rows, Leave.Row([.. Enumerable.Range(0, N)]), default).Repaired);
        for (int k = 0; k < queries.Count; k += 100)
        {
            // Alone, a query meets the same operations as among others.
            Moments alone = windows.Sum(Points.Queries([[queries.Columns[0][k]]], 1), Leave.Nobody, default);
            Assert.Equal((found.Weight(k), found.Target(k, 0)), (alone.Weight(0), alone.Target(0, 0)));
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Sum_ManyKeysToACell_IsTheDenseSumWithEverythingBeside(string kernel)
    {
        Random random = new(7);
        const int N = 5000;
        double[] x = [.. Enumerable.Range(0, N).Select(_ => random.NextDouble() / (0.02 + random.NextDouble()))];
        double[] v = [.. x.Select(_ => 0.1 + (0.9 * random.NextDouble()))];
        double[] counts = [.. x.Select(_ => (double)random.Next(1, 5))];
        double[] y = [.. x.Select(t => Math.Sin(t) + random.NextDouble())];
        PoolingRequest request = Request(kernel, x, y, 0.4, [.. x.Select(Math.Cos)], [.. v.Select((w, i) => w * counts[i] / 4)], [.. counts.Select(c => 1 / c)]);
        Points rows = Points.Queries([request.Keys.Columns[0]], N);
        Leave leave = Leave.Row([.. Enumerable.Range(0, N)], [.. counts.Select(c => (c - 1) / c)]);
        foreach ((Points queries, Leave who) in ((Points, Leave)[])[(Points.Queries([[.. x.Select(t => t + 0.01)]], N), Leave.Nobody), (rows, Leave.Nobody), (rows, leave)])
        {
            Wanted wanted = who == Leave.Nobody ? Wanted.Squares | Wanted.Nearest : Wanted.Squares;
            Moments found = new WindowsEngine().Prepare(request).Sum(queries, who, default, wanted);
            Moments dense = new DenseEngine().Prepare(request).Sum(queries, who, default, wanted);
            for (int k = 0; k < N; k++)
            {
                double weight = dense.Weight(k);
                Tolerance.Near(weight, found.Weight(k), 1e-10, 0, $"{kernel} weight {k}");
                Tolerance.Near(dense.Target(k, 0), found.Target(k, 0), 1e-10, weight * 0.1, $"{kernel} target {k}");
                Tolerance.Near(dense.Target(k, 1), found.Target(k, 1), 1e-10, weight * 0.1, $"{kernel} second target {k}");
                Tolerance.Near(dense.SquaredWeights[k], found.SquaredWeights[k], 1e-8, 0, $"{kernel} squares {k}");
                if (who == Leave.Nobody)
                {
                    Tolerance.Near(dense.LogNearest[k], found.LogNearest[k], 1e-6, 1, $"{kernel} nearest {k}");
                }
            }
        }
    }

    private static PoolingRequest Request(
        string kernel, double[] x, double[] y, double h, double[]? other = null, double[]? v = null, double[]? inverseCounts = null)
    {
        Points keys = Points.Keys([x], x.Length);
        double[]? Padded(double[]? column) => column is null ? null : [.. column, .. new double[Points.PaddedLength(column.Length) - column.Length]];
        Score score = new([Kernel.Parse(kernel).Accept(new FactorBuilder(keys, new FixedGeometry([h])))], Padded(v), Padded(inverseCounts));
        return new(keys, score, Payload.Of(other is null ? [y] : [y, other], v), Basis.Constant) { Tolerance = 1e-10 };
    }
}
