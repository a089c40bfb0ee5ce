using Nadaraya.Engines;
using Nadaraya.Pooling;
using static Nadaraya.Tests.RequestDoubles;

namespace Nadaraya.Tests;

/// <summary>The one request, against its plain definition, with a double of everything later rooms will add.</summary>
public sealed class PoolingRequestTests
{
    private const double Digits = 1e-12;
    private readonly Random random = new(7);

    [Fact]
    public void Sum_DiscreteFactorBesideAKernel_IsTheirProduct()
    {
        (Points keys, Points queries, double[] y) = Draw(37, 11);
        int[] ofKeys = Levels(37), ofQueries = Levels(11);
        PreparedEngine engine = Prepare(keys, y, [Gaussian(keys, 0.7), new TableFactor(ofKeys, ofQueries, 0.3)]);
        AssertPlain(engine, queries, y, (q, i) =>
            Square(queries, q, keys, i, 0.7) + (ofKeys[i] == ofQueries[q] ? 0 : Math.Log(0.3)));
    }

    [Fact]
    public void Sum_LearnedScore_IsSoftmaxOfDotProducts()
    {
        (Points keys, Points queries, double[] y) = Draw(29, 9);
        PreparedEngine engine = Prepare(keys, y, [new DotProductFactor(keys, 1.3)]);
        AssertPlain(engine, queries, y, (q, i) => 1.3 * queries.Columns[0][q] * keys.Columns[0][i]);
    }

    [Fact]
    public void Sum_AdaptiveGeometry_WeighsByItsOwnBandwidths()
    {
        (Points keys, Points queries, double[] y) = Draw(41, 9);
        double[] h = [.. Enumerable.Range(0, 41).Select(_ => 0.2 + random.NextDouble())];
        Factor factor = Kernel.Gaussian.Accept(new FactorBuilder(keys, new SpreadGeometry(h)));
        PreparedEngine engine = Prepare(keys, y, [factor]);
        AssertPlain(engine, queries, y, (q, i) => Square(queries, q, keys, i, h[i]) - Math.Log(h[i]));
    }

    [Fact]
    public void Sum_LinearBasis_ReproducesLines()
    {
        (Points keys, Points queries, _) = Draw(53, 9);
        double[] y = [.. keys.Columns[0].Take(53).Select(x => 3 - (2 * x))];
        Payload payload = Payload.Of([y], []);
        PoolingRequest request = new(keys, new Score([Gaussian(keys, 0.4)]), payload, new PolynomialBasis(1));
        Moments moments = Planner.Shipped.Prepare(request, queries.Count).Sum(queries, Leave.Nobody, default);
        for (int q = 0; q < queries.Count; q++)
        {
            Tolerance.Near(3 - (2 * queries.Columns[0][q]), payload.Restore(0, LocalLine(moments, q)), 1e-9, 1);
        }
    }

    [Fact]
    public void For_EngineOfLowerCost_IsChosenWhereItServes()
    {
        (Points keys, _, double[] y) = Draw(3000, 1);
        CountingEngine counting = new();
        Planner planner = new(counting, new DenseEngine());
        PoolingRequest plain = new(keys, new Score([Gaussian(keys, 1)]), Payload.Of([y], []), Basis.Constant);
        PoolingRequest linear = plain with { Basis = new PolynomialBasis(1) };

        Assert.Equal("counting", planner.For(plain, 3000).Engine);
        Assert.Equal("dense", planner.For(plain, 10).Engine);
        Assert.Equal("counting", planner.For(plain, 10, "counting").Engine);
        Assert.Equal("dense", planner.For(linear, 3000).Engine);
        _ = planner.For(plain, 3000).Prepare();
        Assert.Equal(1, counting.Prepared);
        Assert.Contains("counting: no, it", planner.For(linear, 3000).Explain(), StringComparison.Ordinal);
        Assert.Equal(
            "The engine 'counting' can't serve this request, because it knows the weighted average alone: choose another, or none to have the planner choose.",
            Assert.Throws<DataException>(() => planner.For(linear, 10, "counting")).Message);
        Assert.Equal(
            "There is no engine 'warp': choose one of counting, dense, or none to have the planner choose.",
            Assert.Throws<DataException>(() => planner.For(plain, 10, "warp")).Message);
    }

    [Fact]
    public void Pull_EveryKindOfParameter_IsTheSlopeOfTheSums()
    {
        (Points keys, Points queries, double[] y) = Draw(31, 5);
        int[] ofKeys = Levels(31), ofQueries = Levels(5);
        PreparedEngine At(double[] t) => Prepare(keys, y, [
            Kernel.Gaussian.Accept(new FactorBuilder(keys, new FixedGeometry([Math.Exp(t[0])]))),
            new TableFactor(ofKeys, ofQueries, t[1]),
            new DotProductFactor(keys, t[2])]);
        double[] theta = [-0.4, 0.35, 0.6];
        double[][] adjoint = [.. Enumerable.Range(0, 2).Select(_ => queries.Columns[0].Select(_ => random.NextDouble() - 0.5).ToArray())];
        double Objective(double[] t) => At(t).Sum(queries, Leave.Nobody, default).Sums.Zip(adjoint, (a, b) => a.Zip(b, (c, e) => c * e).Sum()).Sum();

        PreparedEngine engine = At(theta);
        double[] gradient = engine.Pull(queries, Leave.Nobody, engine.Sum(queries, Leave.Nobody, default), adjoint, default);

        for (int k = 0; k < theta.Length; k++)
        {
            double[] up = [.. theta], down = [.. theta];
            up[k] += 1e-5;
            down[k] -= 1e-5;
            Tolerance.Near((Objective(up) - Objective(down)) / 2e-5, gradient[k], 1e-7, 1, $"parameter {k}");
        }
    }

    [Fact]
    public void Sum_LeavingOut_IsTheSumOfTheOthers()
    {
        (Points keys, _, double[] y) = Draw(23, 1);
        Points queries = Points.Queries(keys.Columns, 23);
        int[] groups = [.. Enumerable.Range(0, 23).Select(i => i % 4)];
        PreparedEngine engine = Prepare(keys, y, [Gaussian(keys, 0.5)]);
        AssertPlain(engine, queries, y, (q, i) => q == i ? double.NegativeInfinity : Square(queries, q, keys, i, 0.5), Leave.Row([.. Enumerable.Range(0, 23)]));
        AssertPlain(engine, queries, y, (q, i) => groups[q] == groups[i] ? double.NegativeInfinity : Square(queries, q, keys, i, 0.5), Leave.Group(groups, groups));
        AssertPlain(engine, queries, y, (q, i) => (q + i) % 3 == 0 ? double.NegativeInfinity : Square(queries, q, keys, i, 0.5), Leave.Masked((q, i) => (q + i) % 3 != 0));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1e-4)]
    public void Merge_PartsOfTheKeys_IsTheWhole(double bandwidth)
    {
        (Points keys, Points queries, double[] y) = Draw(100, 17);
        Payload whole = Payload.Of([y], []);
        PoolingRequest all = new(keys, new Score([Gaussian(keys, bandwidth)]), whole, Basis.Constant);
        Moments expected = new DenseEngine().Prepare(all).Sum(queries, Leave.Nobody, default);
        Moments merged = new(queries.Count, all);
        merged.Sums[0].AsSpan().Clear();
        merged.Sums[1].AsSpan().Clear();
        foreach (Range part in new[] { 0..13, 13..60, 60..100 })
        {
            // Parts share the whole's centre: a shard is told it, as it is told the bandwidth.
            double[] x = keys.Columns[0][part];
            Points shard = Points.Keys([x], x.Length);
            Moments sums = new DenseEngine().Prepare(new(shard, new Score([Gaussian(shard, bandwidth)]), Payload.Of([y[part]], []), Basis.Constant))
                .Sum(queries, Leave.Nobody, default);
            Recentre(sums, Payload.Of([y[part]], []), whole);
            merged.Merge(sums);
        }

        for (int q = 0; q < queries.Count; q++)
        {
            Tolerance.Near(
                expected.Target(q, 0) / expected.Weight(q), merged.Target(q, 0) / merged.Weight(q), 1e-7, 1, $"query {q}");
        }
    }

    /// <summary>The local line's value at the query, from the moments alone.</summary>
    private static double LocalLine(Moments moments, int query)
    {
        double s0 = moments.Weight(query, 0), s1 = moments.Weight(query, 1), s2 = moments.Weight(query, 2);
        double t0 = moments.Target(query, 0, 0), t1 = moments.Target(query, 0, 1);
        return ((s2 * t0) - (s1 * t1)) / ((s0 * s2) - (s1 * s1));
    }

    private static void Recentre(Moments sums, Payload own, Payload whole)
    {
        for (int q = 0; q < sums.Queries; q++)
        {
            double inUnit = (sums.Target(q, 0) + (own.Centers[0] * sums.Weight(q))) * own.Scales[0];
            sums.Sums[1][q] = (inUnit / whole.Scales[0]) - (whole.Centers[0] * sums.Weight(q));
        }
    }

    private static void AssertPlain(
        PreparedEngine engine, Points queries, double[] y, Func<int, int, double> score, Leave? leave = null)
    {
        leave ??= Leave.Nobody;
        Moments moments = engine.Sum(queries, leave, default, Wanted.Squares);
        for (int q = 0; q < queries.Count; q++)
        {
            double[] scores = [.. Enumerable.Range(0, y.Length).Select(i => score(q, i))];
            double? expected = PlainPooling.Pool(scores, y);
            double actual = engine.Request.Payload.Restore(0, moments.Target(q, 0) / moments.Weight(q));
            Assert.NotNull(expected);
            Tolerance.Near(expected.Value, actual, Digits, 1, $"query {q}");

            double[] plain = new double[y.Length];
            PlainPooling.Softmax(scores, plain);
            Tolerance.Near(1 / plain.Sum(a => a * a), Math.Pow(moments.Weight(q), 2) / moments.SquaredWeights[q], Digits);
            engine.Visit(queries, q, leave, moments, (start, weights) =>
            {
                for (int i = 0; i < weights.Length; i++)
                {
                    Tolerance.Near(plain[start + i], weights[i] / moments.Weight(q), Digits, 1, $"weight {q},{start + i}");
                }
            });
        }
    }

    private static PreparedEngine Prepare(Points keys, double[] y, Factor[] factors)
    {
        PoolingRequest request = new(keys, new Score(factors), Payload.Of([y], []), Basis.Constant);
        return Planner.Shipped.Prepare(request, 1);
    }

    private static Factor Gaussian(Points keys, double h) =>
        Kernel.Gaussian.Accept(new FactorBuilder(keys, new FixedGeometry([h])));

    private static double Square(Points queries, int q, Points keys, int i, double h) =>
        -Math.Pow((queries.Columns[0][q] - keys.Columns[0][i]) / h, 2) / 2;

    private int[] Levels(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(3))];

    private (Points Keys, Points Queries, double[] Y) Draw(int n, int m)
    {
        double[] x = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() * 5)];
        double[] q = [.. Enumerable.Range(0, m).Select(_ => random.NextDouble() * 5)];
        return (Points.Keys([x], n), Points.Queries([q], m), [.. x.Select(v => Math.Sin(v) + random.NextDouble())]);
    }
}
