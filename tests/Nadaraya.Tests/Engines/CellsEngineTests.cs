using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya.Tests;

/// <summary>What the cells engine keeps beside the contract: the tightest tolerance, many queries in any order, keys in any order, queries far out.</summary>
public sealed class CellsEngineTests
{
    [Theory]
    [InlineData("uniform", 0.01)]
    [InlineData("normal", 0.02)]
    [InlineData("cauchy", 1e-4)]
    public void Sum_TightestTolerance_IsTheDenseSum(string keys, double scale)
    {
        PoolingRequest request = Request(keys, scale, 1e-13, out double h);
        Points queries = Points.Queries([KeySets.Queries(request.Keys.Columns[0][..request.Keys.Count], h, new Random(2))], 30);
        Compare(request, queries, 4e-13);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Sum_ManyQueriesInAnyOrder_IsTheDenseSum(bool ascending)
    {
        PoolingRequest request = Request("normal", 0.01, 1e-10, out double h);
        double[] x = request.Keys.Columns[0][..request.Keys.Count];
        Random random = new(8);

        // A few percent lie beyond all keys, near and far.
        double[] q = [.. Enumerable.Range(0, 40_000).Select(i => i % 40 == 0 ? x.Max() + (30 * h * random.NextDouble()) : i % 40 == 1 ? x.Min() - (30 * h * random.NextDouble()) : x[random.Next(x.Length)] + h)];
        Compare(request, Points.Queries([ascending ? [.. q.Order()] : q], q.Length), 1.1e-10);
    }

    [Fact]
    public void Sum_KeysInAnyOrder_AreTheSameWithinTheTolerance()
    {
        PoolingRequest request = Request("normal", 0.01, 1e-10, out double h);
        int n = request.Keys.Count;
        KeyOrder order = request.Keys.Ascending;
        Points sorted = Points.Keys([[.. order.Keys.Columns[0].Take(n)]], n);
        PoolingRequest inOrder = new(
            sorted, new Score([Kernel.Gaussian.Accept(new FactorBuilder(sorted, new FixedGeometry([h])))]), request.Payload.Ordered(order), Basis.Constant)
        {
            Tolerance = 1e-10,
        };
        Points queries = Points.Queries([request.Keys.Columns[0]], n);
        Moments some = new CellsEngine().Prepare(request).Sum(queries, Leave.Nobody, default, Wanted.Squares | Wanted.Nearest);
        Moments other = new CellsEngine().Prepare(inOrder).Sum(queries, Leave.Nobody, default, Wanted.Squares | Wanted.Nearest);
        for (int q = 0; q < n; q++)
        {
            Tolerance.Near(some.Weight(q), other.Weight(q), 1e-10, 0, $"weights of query {q}");
            Tolerance.Near(some.SquaredWeights[q], other.SquaredWeights[q], 1e-8, 0, $"squares of query {q}");
            Assert.Equal(some.LogNearest[q], other.LogNearest[q]);
        }
    }

    private static void Compare(PoolingRequest request, Points queries, double tolerance)
    {
        Moments dense = new DenseEngine().Prepare(request).Sum(queries, Leave.Nobody, default);
        Moments moments = new CellsEngine().Prepare(request).Sum(queries, Leave.Nobody, default);
        double largest = request.Payload.Columns[0].Max(Math.Abs);
        for (int q = 0; q < queries.Count; q++)
        {
            double off = Math.Abs((dense.Target(q, 0) / dense.Weight(q)) - (moments.Target(q, 0) / moments.Weight(q)));
            Assert.True(off <= tolerance * largest, $"query {q} at {queries.Columns[0][q]:R} is off by {off:E2}");
        }
    }

    private static PoolingRequest Request(string keys, double scale, double tolerance, out double h)
    {
        Random random = new(5);
        double[] x = KeySets.Keys(keys, random);
        h = scale * (x.Max() - x.Min());
        Points points = Points.Keys([x], x.Length);
        return new(
            points, new Score([Kernel.Gaussian.Accept(new FactorBuilder(points, new FixedGeometry([h])))]), Payload.Of([KeySets.Values("smooth", x, random)], []), Basis.Constant)
        {
            Tolerance = tolerance,
        };
    }
}
