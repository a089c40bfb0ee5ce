using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya.Tests;

/// <summary>The grid engine with a polynomial in nearly every cell, which few keys alone would not give it.</summary>
public sealed class GridEngineTests
{
    private const double Eager = 1e6;

    [Theory]
    [InlineData(2, 0.1, 1e-3)]
    [InlineData(2, 0.1, 1e-6)]
    [InlineData(2, 0.4, 1e-10)]
    [InlineData(3, 0.2, 1e-3)]
    [InlineData(3, 0.6, 1e-6)]
    [InlineData(3, 0.9, 1e-10)]
    public void Sum_PolynomialsEverywhere_KeepTheTolerance(int dimensions, double h, double tolerance)
    {
        Random random = new(7);
        const int N = 1000;
        double[][] x = [.. Enumerable.Range(0, dimensions).Select(_ => Draw(N, random))];
        double[] y = [.. x[0].Select((v, i) => Math.Sin(v) + x[1][i] + random.NextDouble())];
        double[] v = [.. y.Select(_ => 0.1 + random.NextDouble())];
        double[] bandwidths = [.. x.Select((_, j) => h * (1 + (0.2 * j)))];
        Points keys = Points.Keys(x, N);
        Payload payload = Payload.Of([y], v);
        Score score = new([Kernel.Gaussian.Accept(new FactorBuilder(keys, new FixedGeometry(bandwidths)))], [.. v, .. new double[Points.PaddedLength(N) - N]]);
        PoolingRequest request = new(keys, score, payload, Basis.Constant) { Tolerance = tolerance };
        PreparedEngine prepared = new GridEngine(Eager).Prepare(request);
        Reference reference = new("gaussian", x, bandwidths, payload.Columns[0][..N], v);
        Points queries = Points.Queries([.. x.Select(_ => Draw(60, random))], 60);
        Moments moments = prepared.Sum(queries, Leave.Nobody, default, Wanted.Squares | Wanted.Nearest);
        Moments dense = new DenseEngine().Prepare(request).Sum(queries, Leave.Nobody, default, Wanted.Squares | Wanted.Nearest);
        Assert.InRange(moments.ErrorBound, double.Epsilon, tolerance * 1.0001);
        for (int q = 0; q < queries.Count; q++)
        {
            (double value, double spread) = reference.At([.. queries.Columns.Select(c => c[q])])!.Value;
            Assert.InRange(Math.Abs((moments.Target(q, 0) / moments.Weight(q)) - value), 0, tolerance * spread);
            Tolerance.Near(Math.Pow(dense.Weight(q), 2) / dense.SquaredWeights[q], Math.Pow(moments.Weight(q), 2) / moments.SquaredWeights[q], Math.Max(1e-8, tolerance), 0, "effective size");
            Tolerance.Near(dense.LogNearest[q], moments.LogNearest[q], 1e-10, 0, "nearest");
            if (q % 20 == 0)
            {
                Points one = Points.Queries([.. queries.Columns.Select(c => new[] { c[q] })], 1);
                Moments alone = new GridEngine(Eager).Prepare(request).Sum(one, Leave.Nobody, default);
                Assert.Equal((moments.Weight(q), moments.Target(q, 0)), (alone.Weight(0), alone.Target(0, 0)));
            }
        }

        Points rows = Points.Queries(keys.Columns, N);
        Leave leave = Leave.Row([.. Enumerable.Range(0, N)]);
        Moments others = new(N, request), exact = new(N, request);
        double[] adjoints = Draw(N, random);
        double[] slopes = prepared.SumAndPull(rows, leave, others, Adjoint, default);
        double[] truth = new DenseEngine().Prepare(request).SumAndPull(rows, leave, exact, Adjoint, default);
        for (int i = 0; i < N; i++)
        {
            double spread = i % 30 == 0 && reference.At([.. x.Select(c => c[i])], i) is var (_, s) ? s : 10;
            Assert.InRange(Math.Abs((others.Target(i, 0) / others.Weight(i)) - (exact.Target(i, 0) / exact.Weight(i))), 0, (tolerance * spread) + 1e-12);
        }

        double scale = exact.Sums.Sum(column => column.Sum(Math.Abs));
        for (int j = 0; j < dimensions; j++)
        {
            Tolerance.Near(truth[j], slopes[j], Math.Max(1e-9, tolerance), scale, "slope");
        }

        void Adjoint(int query, Span<double> of) => (of[0], of[1]) = (adjoints[query], -adjoints[N - 1 - query]);
    }

    private static double[] Draw(int n, Random random) =>
        [.. Enumerable.Range(0, n).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
}
