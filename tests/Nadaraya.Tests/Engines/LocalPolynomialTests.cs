using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya.Tests;

/// <summary>The moments Σ w (x − q)ᵏ c of local polynomials from cells, against the dense engine's, and the fits they solve.</summary>
public sealed class LocalPolynomialTests
{
    private const double Exact = 1e-12; // what rounding may take of the dense sums, whose weights are not relative to their query's nearest key

    public static TheoryData<int, string> Cases
    {
        get
        {
            TheoryData<int, string> cases = [];
            foreach (string keys in KeySets.Names)
            {
                cases.Add(1, keys);
                cases.Add(2, keys);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sum_AnyDegree_IsTheDenseSums(int degree, string keys) => Each(degree, keys, (request, q, name) =>
    {
        Points queries = Points.Queries([q], q.Length);
        Moments dense = new DenseEngine().Prepare(request).Sum(queries, Leave.Nobody, default);
        Moments moments = new CellsEngine().Prepare(request).Sum(queries, Leave.Nobody, default);
        Compare(request, dense, moments, name);
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sum_EachRowLeftOut_IsTheDenseSums(int degree, string keys) => Each(degree, keys, (request, _, name) =>
    {
        int n = request.Keys.Count;
        Points rows = Points.Queries(request.Keys.Columns, n);
        Leave leave = Leave.Row([.. Enumerable.Range(0, n)]);
        Moments dense = new DenseEngine().Prepare(request).Sum(rows, leave, default);
        Moments moments = new CellsEngine().Prepare(request).Sum(rows, leave, default);
        Compare(request, dense, moments, name + ", left out");
    });

    [Fact]
    public void Declines_ParabolasAtATightTolerance_SaysSo()
    {
        Points points = Points.Keys([[0, 1, 2]], 3);
        PoolingRequest request = new(
            points, new Score([Kernel.Gaussian.Accept(new FactorBuilder(points, new FixedGeometry([1])))]), Payload.Of([[1, 2, 3]], []), new PolynomialBasis(2))
        {
            Tolerance = 1e-10,
        };
        Assert.Equal("keeps no tolerance under 1e-8 for local parabolas", new CellsEngine().Declines(request));
        Assert.Null(new CellsEngine().Declines(request with { Basis = new PolynomialBasis(1) }));
        Assert.Equal("knows no local polynomial of degree above 2", new CellsEngine().Declines(request with { Basis = new PolynomialBasis(3) }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void SumAndPull_AnyDegree_IsTheSlopeOfTheDenseSums(int degree) => Each(degree, "normal", (request, _, name) =>
    {
        int n = request.Keys.Count;
        Random random = new(3);
        double h = request.Score.Single!.Bandwidths[0];
        Points rows = Points.Queries(request.Keys.Columns, n);
        Leave leave = Leave.Row([.. Enumerable.Range(0, n)]);
        Moments moments = new(n, request);
        double[][] adjoints = [.. moments.Sums.Select((_, k) => Enumerable.Range(0, n).Select(_ => (random.NextDouble() - 0.5) / Unit(request, h, k)).ToArray())];
        Moments exact = new DenseEngine().Prepare(request).Sum(rows, leave, default);
        double expected = new DenseTiles(request).Pull(rows, leave, exact, adjoints, default)[0];
        void Adjoint(int query, Span<double> adjoint)
        {
            for (int k = 0; k < adjoint.Length; k++)
            {
                adjoint[k] = adjoints[k][query];
            }
        }

        double found = new CellsEngine().Prepare(request).SumAndPull(rows, leave, moments, Adjoint, default)[0];
        if (Enumerable.Range(0, n).All(i => moments.Reference(i) == exact.Reference(i)))
        {
            Tolerance.Near(expected, found, Math.Max(1e-9, request.Tolerance * 100), exact.Sums[0].Sum(Math.Abs), name);
        }
    });

    /// <summary>Every moment within the tolerance of Σ w|c| in units of h, and the intercepts of fits that can be solved.</summary>
    private static void Compare(PoolingRequest request, Moments dense, Moments moments, string name)
    {
        double h = request.Score.Single!.Bandwidths[0];
        double[] c = request.Payload.Columns[0];
        double largest = c.Max(Math.Abs);
        for (int q = 0; q < moments.Queries; q++)
        {
            if (dense.Reference(q) >= 0 || moments.Reference(q) >= 0)
            {
                continue; // relative to a key far away: powers of the way to it are no longer of the size of h
            }

            double total = dense.Weight(q);
            for (int k = 0; k < moments.Sums.Length; k++)
            {
                double size = Unit(request, h, k) * total * (k < request.Basis.WeightTerms ? 1 : largest);
                double off = Math.Abs(dense.Sums[k][q] - moments.Sums[k][q]);
                double far = moments.Weight(q) < 1e-6 ? 100 : 1; // all keys are many h away, and with them the powers are large
                Assert.True(off <= (request.Tolerance + Exact) * size * far * far, $"{name}: moment {k} of query {q} is off by {off / size:E2}");
            }

            if (request.Basis.WeightTerms == 3)
            {
                (double value, double condition) = Intercept(dense, q, h);
                (double found, _) = Intercept(moments, q, h);
                Assert.True(
                    !(condition >= 1e-4) || Math.Abs(value - found) <= 10 * request.Tolerance / condition * largest + 1e-12,
                    $"{name}: query {q} fits {found:R}, not {value:R}, at {condition:E2}");
            }
        }
    }

    private static (double Value, double Condition) Intercept(Moments m, int q, double h)
    {
        (double s0, double s1, double s2) = (m.Weight(q), m.Weight(q, 1) / h, m.Weight(q, 2) / (h * h));
        (double t0, double t1) = (m.Target(q, 0), m.Target(q, 0, 1) / h);
        double determinant = (s0 * s2) - (s1 * s1);
        return (((s2 * t0) - (s1 * t1)) / determinant, determinant / (s0 * Math.Max(s0, s2)));
    }

    /// <summary>hᵏ of the k that a moment has.</summary>
    private static double Unit(PoolingRequest request, double h, int index) =>
        Math.Pow(h, index < request.Basis.WeightTerms ? index : (index - request.Basis.WeightTerms) % request.Basis.TargetTerms);

    private static void Each(int degree, string keys, Action<PoolingRequest, double[], string> check)
    {
        Random random = new(20261125);
        foreach (double scale in (double[])[1e-3, 0.02, 0.3, 4])
        {
            foreach (string target in (string[])["smooth", "giant"])
            {
                double[] x = KeySets.Keys(keys, random);
                double range = x.Max() - x.Min();
                double h = scale * (range > 0 ? range : 1);
                double[] y = KeySets.Values(target, x, random);
                Points points = Points.Keys([x], x.Length);
                PoolingRequest request = new(
                    points, new Score([Kernel.Gaussian.Accept(new FactorBuilder(points, new FixedGeometry([h])))]), Payload.Of([y], []), new PolynomialBasis(degree))
                {
                    Tolerance = degree == 1 ? 1e-10 : 1e-7,
                };
                if (new CellsEngine().Declines(request) is null)
                {
                    check(request, KeySets.Queries(x, h, random), $"{keys}, {target}, h = {h:G3}, degree {degree}");
                }
            }
        }
    }
}
