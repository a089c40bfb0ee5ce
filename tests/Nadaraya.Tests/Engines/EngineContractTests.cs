using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya.Tests;

/// <summary>What every engine keeps, whichever there are: the error contract of docs/numerics.md on hard data, and the same bits whatever stands beside.</summary>
public sealed class EngineContractTests
{
    private const double Exact = 1e-13; // what rounding may take of an engine that truncates nothing
    private static readonly double[] Scales = [1e-6, 1e-3, 0.02, 0.3, 4, 1e6];

    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (string engine in Plan.Engines)
            {
                foreach (string keys in KeySets.Names)
                {
                    cases.Add(engine, keys);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sum_HardData_KeepsTheTolerance(string engine, string keys) => Each(engine, keys, (setting, _) =>
    {
        PreparedEngine prepared = setting.Engine.Prepare(setting.Request);
        Points queries = setting.Queries;
        Moments moments = prepared.Sum(queries, Leave.Nobody, default, Wanted.Squares | Wanted.Nearest);
        Assert.True(moments.ErrorBound <= setting.Tolerance * 1.0001, $"{setting}: the bound {moments.ErrorBound:E2} is over the tolerance");
        Moments dense = new DenseEngine().Prepare(setting.Request with { Tolerance = 0 }).Sum(queries, Leave.Nobody, default, Wanted.Squares | Wanted.Nearest);
        for (int q = 0; q < queries.Count; q++)
        {
            setting.Check(moments, q, setting.Reference.At(setting.At(q)), Math.Max(setting.Tolerance, Exact));
            if (!moments.HasWeight(q))
            {
                continue;
            }

            double size = Math.Pow(moments.Weight(q), 2) / moments.SquaredWeights[q];
            Tolerance.Near(Math.Pow(dense.Weight(q), 2) / dense.SquaredWeights[q], size, Math.Max(1e-8, setting.Tolerance), 0, $"{setting} effective size at query {q}");

            // Where the total underflows, the dense engine names its best key's distance, which row weights may make another than the nearest.
            if (dense.Reference(q) < 0)
            {
                Tolerance.Near(dense.LogNearest[q], moments.LogNearest[q], 1e-10, 1, $"{setting} nearest at query {q}");
            }
            else
            {
                Assert.True(moments.LogNearest[q] >= dense.LogNearest[q] * (1 + 1e-12), $"{setting} nearest at query {q}");
            }
        }

        // Sums alone may be taken in single precision: then no query is off by more than the engine says.
        Moments bare = prepared.Sum(queries, Leave.Nobody, default);
        for (int q = 0; q < queries.Count && engine == "dense" && setting.Tolerance >= 1e-5; q++)
        {
            setting.Check(bare, q, setting.Reference.At(setting.At(q)), Math.Max(bare.ErrorBound, Exact));
        }
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sum_EachRowLeftOut_KeepsTheToleranceOfTheOthers(string engine, string keys) => Each(engine, keys, (setting, _) =>
    {
        int n = setting.Request.Keys.Count;
        Points rows = Points.Queries(setting.Request.Keys.Columns, n);
        Moments moments = setting.Engine.Prepare(setting.Request).Sum(rows, Leave.Row([.. Enumerable.Range(0, n)]), default);
        Assert.True(moments.ErrorBound <= setting.Tolerance * 1.0001, $"{setting}: the bound {moments.ErrorBound:E2} is over the tolerance");
        for (int k = 0; k < 25; k++)
        {
            int row = k < 3 ? Math.Min(k, n - 1) : 7919 * k % n;
            setting.Check(moments, row, setting.Reference.At(setting.Row(row), row), Math.Max(engine == "dense" ? moments.ErrorBound : setting.Tolerance, Exact));
        }
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sum_WhateverStandsBeside_GivesTheSameBits(string engine, string keys) => Each(engine, keys, (setting, _) =>
    {
        PreparedEngine prepared = setting.Engine.Prepare(setting.Request);
        Points queries = setting.Queries;
        Moments all = prepared.Sum(queries, Leave.Nobody, new Run(1, default));
        Moments threads = setting.Engine.Prepare(setting.Request).Sum(queries, Leave.Nobody, new Run(3, default));
        Moments again = new(queries.Count, setting.Request);
        prepared.Sum(queries, Leave.Nobody, again, default);
        prepared.Sum(queries, Leave.Nobody, again, default);
        Assert.Equal(all.Sums, threads.Sums);
        Assert.Equal(all.Sums, again.Sums);
        for (int q = 0; q < queries.Count; q += 3)
        {
            Points one = Points.Queries([.. setting.At(q).Select(v => new[] { v })], 1);
            Moments alone = setting.Engine.Prepare(setting.Request).Sum(one, Leave.Nobody, default);
            Assert.Equal(all.Sums.Select(s => s[q]), alone.Sums.Select(s => s[0]));
        }
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public void SumAndPull_AnyAdjoints_IsTheSlopeOfTheDenseSums(string engine, string keys)
    {
        int compared = 0;
        Each(engine, keys, (setting, random) =>
        {
            int n = setting.Request.Keys.Count;
            Points rows = Points.Queries(setting.Request.Keys.Columns, n);
            Leave leave = Leave.Row([.. Enumerable.Range(0, n)]);
            PreparedEngine prepared = setting.Engine.Prepare(setting.Request);
            DenseTiles dense = new(setting.Request);
            Moments moments = prepared.Sum(rows, leave, default);
            Moments exact = dense.Sum(rows, leave, default);

            // Sums relative to other keys have slopes on other scales: such queries have no say.
            int[] comparable = [.. Enumerable.Range(0, n).Where(i => exact.HasWeight(i) && moments.Reference(i) == exact.Reference(i))];
            compared += comparable.Length;
            int[] byWeight = [.. comparable.OrderBy(i => exact.Weight(i))];
            foreach (int[] some in (int[][])[comparable, [.. byWeight.Take(1)], [.. byWeight.TakeLast(1)]])
            {
                double[][] adjoints = [.. Enumerable.Range(0, 2).Select(_ => new double[n])];
                double scale = 0;
                foreach (int i in some)
                {
                    for (int b = 0; b < 2; b++)
                    {
                        adjoints[b][i] = random.NextDouble() - 0.5;
                        scale += Math.Abs(exact.Sums[b][i]);
                    }
                }

                double[] expected = dense.Pull(rows, leave, exact, adjoints, default);
                double[] fused = prepared.SumAndPull(rows, leave, new Moments(n, setting.Request), Adjoin, default);
                double[] second = some == comparable ? prepared.Pull(rows, leave, moments, adjoints, default) : fused;
                for (int k = 0; k < expected.Length; k++)
                {
                    Tolerance.Near(expected[k], fused[k], Math.Max(1e-9, setting.Tolerance), scale, $"{setting} one walk, {some.Length} queries");
                    Tolerance.Near(expected[k], second[k], Math.Max(1e-9, setting.Tolerance), scale, $"{setting} second walk");
                }

                void Adjoin(int query, Span<double> adjoint) => (adjoint[0], adjoint[1]) = (adjoints[0][query], adjoints[1][query]);
            }
        });
        Assert.True(compared > 0 || keys == "one", "No query was compared.");
    }

    [Fact]
    public void Sum_Cancelled_Stops()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        foreach (EngineSetting setting in EngineSetting.All("uniform", 0.3, "smooth", false, new Random(1)))
        {
            _ = Assert.ThrowsAny<OperationCanceledException>(() =>
                setting.Engine.Prepare(setting.Request).Sum(setting.Queries, Leave.Nobody, new Run(1, source.Token)));
        }
    }

    [Fact]
    public void Declines_Always_SaysWhy()
    {
        foreach (EngineSetting setting in EngineSetting.All("uniform", 0.3, "smooth", false, new Random(1)))
        {
            PoolingRequest linear = setting.Request with { Basis = new PolynomialBasis(1), Tolerance = 0 };
            Assert.True(setting.Engine.Name == "dense" || setting.Request.Score.Single is { Kernel.Constants.Compact: true } || setting.Engine.Declines(linear) is { Length: > 10 }, setting.Engine.Name);
        }
    }

    [Fact]
    public void Declines_RowWeightsWhoseSquaresAreLost_LeavesThemToTheDenseEngine()
    {
        Points keys = Points.Keys([[0, 1, 2]], 3);
        double[] v = [1, 1e-200, 1, 0, 0, 0, 0, 0];
        foreach (Kernel kernel in (Kernel[])[Kernel.Gaussian, Kernel.Laplace])
        {
            Score score = new([kernel.Accept(new FactorBuilder(keys, new FixedGeometry([1])))], v);
            PoolingRequest request = new(keys, score, Payload.Of([[1, 2, 3]], v.AsSpan(0, 3)), Basis.Constant) { Tolerance = 1e-10 };
            Assert.Equal("dense", Planner.Shipped.For(request, 1L << 40).Engine);
        }
    }

    private static void Each(string engine, string keys, Action<EngineSetting, Random> check)
    {
        Random random = new(20261123);
        foreach (double scale in Scales)
        {
            foreach (string target in KeySets.Targets)
            {
                foreach (EngineSetting setting in EngineSetting.All(keys, scale, target, weighted: target == "smooth" && scale > 0.01, random))
                {
                    if (setting.Engine.Name == engine)
                    {
                        check(setting, random);
                    }
                }
            }
        }
    }
}
