using System.Runtime.Intrinsics;
using Nadaraya.Engines;
using Nadaraya.Numerics;
using Nadaraya.Pooling;

namespace Nadaraya.Tests;

/// <summary>What is the pruned engine's own: who is on the rim, whose bits depend on whom, and compiled kernels against their definitions.</summary>
public sealed class PrunedTests
{
    public static TheoryData<string> Compact => [.. Kernel.All.Where(k => k.Constants is { Compact: true, Signed: false }).Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Compact))]
    public void Sum_KeysOnTheRim_AreThoseOfTheDenseEngine(string kernel)
    {
        // A lattice of eighths and bandwidths of eighths: most queries have keys exactly on the rim, and some have no others.
        Random random = new(5);
        double[][] x = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, 900).Select(i => random.Next(64) / (i % 3 == 0 ? 1.0 : 8.0)).ToArray())];
        double[][] q = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, 3000).Select(_ => (random.Next(80) / 8.0) - 1).ToArray())];
        PoolingRequest request = Request(x, kernel, [0.25 / Support(kernel), 0.375 / Support(kernel)], 0);
        Points queries = Points.Queries(q, 3000);
        Moments pruned = new PrunedEngine().Prepare(request).Sum(queries, Leave.Nobody, default, Wanted.Nearest);
        Moments dense = new DenseEngine().Prepare(request).Sum(queries, Leave.Nobody, default, Wanted.Nearest);
        for (int i = 0; i < queries.Count; i++)
        {
            Assert.Equal(dense.HasWeight(i), pruned.HasWeight(i));
            Assert.Equal(dense.Reference(i), pruned.Reference(i));
            Tolerance.Near(dense.Weight(i), pruned.Weight(i), 1e-13, dense.Weight(i), kernel);
            Tolerance.Near(dense.Target(i, 0), pruned.Target(i, 0), 1e-13, dense.Weight(i), kernel);
            Assert.True(dense.LogNearest[i] == pruned.LogNearest[i] || Math.Abs(dense.LogNearest[i] - pruned.LogNearest[i]) < 1e-12, kernel);
        }

        Assert.Contains(Enumerable.Range(0, queries.Count), i => !pruned.HasWeight(i));
    }

    [Theory]
    [InlineData("gaussian")]
    [InlineData("logistic")]
    [InlineData("cosine")]
    [InlineData("uniform")]
    public void Sum_QueriesInAnotherOrderAndCompany_HaveTheSameBits(string kernel)
    {
        Random random = new(6);
        double[][] x = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 2000).Select(_ => random.NextDouble()).ToArray())];
        PoolingRequest request = Request(x, kernel, [0.05, 0.1, 0.07], 1e-6);
        PreparedEngine engine = new PrunedEngine().Prepare(request);
        Moments all = engine.Sum(Points.Queries(request.Keys.Columns, 2000), Leave.Nobody, default);
        int[] some = [.. Enumerable.Range(0, 700).Select(_ => random.Next(2000))];
        Moments few = engine.Sum(Points.Queries([.. x.Select(c => some.Select(i => c[i]).ToArray())], some.Length), Leave.Nobody, new Run(1, default));
        for (int k = 0; k < some.Length; k++)
        {
            Assert.Equal((all.Weight(some[k]), all.Target(some[k], 0)), (few.Weight(k), few.Target(k, 0)));
        }
    }

    [Theory]
    [MemberData(nameof(Compact))]
    public void SumAndPull_CompactKernels_IsTheDenseSlope(string kernel)
    {
        Random random = new(7);
        double[][] x = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, 1200).Select(_ => random.NextDouble()).ToArray())];
        PoolingRequest request = Request(x, kernel, [0.06, 0.11], 0);
        Points rows = Points.Queries(request.Keys.Columns, 1200);
        Leave leave = Leave.Row([.. Enumerable.Range(0, 1200)]);
        void Adjoin(int query, Span<double> adjoint) => (adjoint[0], adjoint[1]) = (0.5 - (query % 7), query % 5);
        double[] expected = new DenseEngine().Prepare(request).SumAndPull(rows, leave, new Moments(1200, request), Adjoin, default);
        double[] found = new PrunedEngine().Prepare(request).SumAndPull(rows, leave, new Moments(1200, request), Adjoin, default);
        Assert.Equal(expected[0], found[0], 1e-8);
        Assert.Equal(expected[1], found[1], 1e-8);
    }

    [Fact]
    public void Prepare_PolynomialBasisUnderACompactKernel_GivesTheDenseMoments()
    {
        Random random = new(8);
        double[][] x = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, 900).Select(_ => random.NextDouble()).ToArray())];
        PoolingRequest request = Request(x, "epanechnikov", [0.1, 0.2], 0) with { Basis = new PolynomialBasis(2) };
        Points rows = Points.Queries(request.Keys.Columns, 900);
        Moments expected = new DenseEngine().Prepare(request).Sum(rows, Leave.Nobody, default);
        Moments found = new PrunedEngine().Prepare(request).Sum(rows, Leave.Nobody, default);
        for (int k = 0; k < expected.Sums.Length; k++)
        {
            for (int i = 0; i < 900; i++)
            {
                Tolerance.Near(expected.Sums[k][i], found.Sums[k][i], 1e-13, expected.Weight(i), $"moment {k} of query {i}");
            }
        }
    }

    [Theory]
    [InlineData("gaussian")]
    [InlineData("biweight")]
    public void SumAndPull_TwoTargetsOverFrequencies_IsWhatTheDenseEngineGives(string kernel)
    {
        const int N = 1500;
        Random random = new(11);
        double[][] x = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, N).Select(_ => random.NextDouble()).ToArray())];
        double[][] y = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, N).Select(i => Math.Sin(i) + x[0][i]).ToArray())];
        double[] counts = [.. Enumerable.Range(0, N).Select(_ => random.Next(1, 5))];
        double[] Pad(IEnumerable<double> values) => [.. values, .. new double[Points.PaddedLength(N) - N]];
        Points keys = Points.Keys(x, N);
        Factor factor = Kernel.Parse(kernel).Accept(new FactorBuilder(keys, new FixedGeometry([0.05, 0.07])));
        double[] v = Pad(counts.Select(c => c / 4));
        PoolingRequest request = new(keys, new Score([factor], v, Pad(counts.Select(c => 1 / c))), Payload.Of(y, v.AsSpan(0, N)), Basis.Constant) { Tolerance = 1e-10 };
        Points rows = Points.Queries(keys.Columns, N);
        Leave leave = Leave.Row([.. Enumerable.Range(0, N)], [.. counts.Select(c => (c - 1) / c)]);
        void Adjoin(int query, Span<double> adjoint) => (adjoint[0], adjoint[1], adjoint[2]) = (0.5 - (query % 7), query % 5, query % 3);
        (Moments expected, Moments found) = (new(N, request, Wanted.Squares), new(N, request, Wanted.Squares));
        double[] slope = new DenseEngine().Prepare(request).SumAndPull(rows, leave, expected, Adjoin, default);
        double[] own = new PrunedEngine().Prepare(request).SumAndPull(rows, leave, found, Adjoin, default);
        for (int i = 0; i < N; i++)
        {
            double scale = expected.Weight(i);
            Tolerance.Near(scale, found.Weight(i), 1e-10, scale, $"weight of query {i}");
            Tolerance.Near(expected.Target(i, 0), found.Target(i, 0), 1e-10, scale, $"first target of query {i}");
            Tolerance.Near(expected.Target(i, 1), found.Target(i, 1), 1e-10, scale, $"second target of query {i}");
            Tolerance.Near(expected.SquaredWeights[i], found.SquaredWeights[i], 1e-10, 0, $"squares of query {i}");
        }

        Assert.Equal(slope[0], own[0], 1e-6);
        Assert.Equal(slope[1], own[1], 1e-6);
    }

    [Fact]
    public void Exp_InFourLanes_HasTheBitsOfEight()
    {
        Random random = new(9);
        for (int i = 0; i < 20000; i++)
        {
            Vector256<double> a = Vector256.Create(-800 * random.NextDouble(), -random.NextDouble(), -708 - (random.Next(3) * 1e-13), -1e-300 * random.Next(2));
            Assert.Equal(VectorMath.Exp(Vector512.Create(a, a)).GetLower(), VectorMath.Exp(a));
        }
    }

    [Fact]
    public void Cost_SmallBandwidths_PrefersPrunedAndLargeOnesDoNot()
    {
        Random random = new(10);
        double[][] x = [.. Enumerable.Range(0, 4).Select(_ => Enumerable.Range(0, 6000).Select(_ => random.NextDouble()).ToArray())];
        foreach ((string kernel, double h, bool wins) in ((string, double, bool)[])[("epanechnikov", 0.1, true), ("epanechnikov", 3, false), ("gaussian", 0.02, true), ("gaussian", 1, false)])
        {
            PoolingRequest request = Request(x, kernel, [h, h, h, h], 1e-6);
            (PrunedEngine pruned, DenseEngine dense) = (new(), new());
            Assert.Equal(wins, pruned.Cost(request, 6000) < dense.Cost(request, 6000));
            Assert.InRange(pruned.LeastCost(request, 6000), 0, pruned.Cost(request, 6000));
            Assert.Equal(pruned.Cost(request, 6000), pruned.Cost(request, 6000));
        }
    }

    private static double Support(string kernel) => Kernel.Parse(kernel).Constants.Support;

    private static PoolingRequest Request(double[][] x, string kernel, double[] bandwidths, double tolerance)
    {
        Points keys = Points.Keys(x, x[0].Length);
        double[] y = [.. Enumerable.Range(0, keys.Count).Select(i => Math.Sin(i) + x[0][i])];
        Score score = new([Kernel.Parse(kernel).Accept(new FactorBuilder(keys, new FixedGeometry(bandwidths)))]);
        return new(keys, score, Payload.Of([y], null), Basis.Constant) { Tolerance = tolerance };
    }
}
