using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya.Tests;

/// <summary>Keys beside the rim of a compact kernel, where all that a weight is made of is what is left of the way to the rim.</summary>
public sealed class RimTests
{
    private const double Exact = 1e-13; // what rounding may take
    private static readonly string[] Kernels = ["uniform", "triangular", "epanechnikov", "epanechnikov-np", "biweight", "triweight", "tricube", "cosine"];

    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach (string kernel in Kernels)
            {
                cases.Add("dense", kernel);
                cases.Add("pruned", kernel);
                if (kernel != "cosine")
                {
                    cases.Add("windows", kernel);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sum_AllKeysBesideTheRim_IsTheDefinition(string engine, string kernel)
    {
        int compared = 0;
        foreach (int dimensions in engine == "windows" ? [1] : (int[])[1, 2, 3])
        {
            foreach (double offset in (double[])[0, 17.3, -1e6])
            {
                (PoolingRequest request, Points queries, Reference reference) = Make(kernel, dimensions, offset);
                Moments moments = Engine(engine).Prepare(request).Sum(queries, Leave.Nobody, default);
                for (int q = 0; q < queries.Count; q++)
                {
                    (double Value, double Spread)? truth = reference.At([.. queries.Columns.Select(c => c[q])]);
                    Assert.Equal(truth is not null, moments.HasWeight(q));
                    if (truth is var (value, spread))
                    {
                        double off = Math.Abs((moments.Target(q, 0) / moments.Weight(q)) - value) / spread;
                        Assert.True(off <= Exact, $"{engine}, {kernel} in {dimensions} at {offset}, query {q}: off by {off:E2} of the spread");
                        compared++;
                    }
                }
            }
        }

        Assert.True(compared > 0);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pull_AllKeysBesideTheRim_IsTheSlopeOfTheGap(string engine, string kernel)
    {
        // One key, so that Σ w = k and ∂k/∂ln h = −u·k′(u) in closed form.
        foreach (double left in (double[])[0.3, 1e-4, 1e-9, 1e-13])
        {
            double h = 0.3 / Kernel.Parse(kernel).Constants.Support;
            Points keys = Points.Keys([[-(0.3 - left)]], 1);
            Score score = new([Kernel.Parse(kernel).Accept(new FactorBuilder(keys, new FixedGeometry([h])))]);
            PoolingRequest request = new(keys, score, Payload.Of([[1.0]], null), Basis.Constant) { Tolerance = 1e-10 };
            double g = new Reference(kernel, [[keys.Columns[0][0]]], [h], [1], null).Gap(0, 0, 0);
            double expected = (1 - g) * kernel switch
            {
                "uniform" => 0,
                "triangular" => 1,
                "epanechnikov" => 0.75 * 2 * (1 - g),
                "epanechnikov-np" => 3 / (4 * Math.Sqrt(5)) * 2 * (1 - g),
                "biweight" => 15.0 / 16 * 4 * (1 - g) * g * (2 - g),
                "triweight" => 35.0 / 32 * 6 * (1 - g) * Math.Pow(g * (2 - g), 2),
                "tricube" => 70.0 / 81 * 9 * Math.Pow((1 - g) * g * (3 - (3 * g) + (g * g)), 2),
                _ => Math.PI / 4 * Math.PI / 2 * Math.Cos(Math.PI / 2 * g),
            };
            double[] found = Engine(engine).Prepare(request).SumAndPull(
                Points.Queries([[0.0]], 1), Leave.Nobody, new Moments(1, request), (_, adjoint) => adjoint[0] = 1, default);
            Tolerance.Near(expected, found[0], 1e-13, Math.Abs(expected) + 1e-18, $"{engine}, {kernel} at {left}");
        }
    }

    private static Engine Engine(string name) => Planner.Shipped.Engines.First(e => e.Name == name);

    /// <summary>Pairs of clusters, each at one side of a query and within 1e-3 to 1e-15 of a reach of its rim.</summary>
    private static (PoolingRequest Request, Points Queries, Reference Reference) Make(string kernel, int dimensions, double offset)
    {
        const int Rows = 96;
        Random random = new(31);
        double support = Kernel.Parse(kernel).Constants.Support;
        double[] h = [.. ((double[])[0.3, 0.7, 1.1]).Take(dimensions).Select(reach => reach / support)];
        double[][] q = [.. h.Select(_ => Enumerable.Range(0, 12).Select(k => offset + (5.0 * k) + random.NextDouble()).ToArray())];
        double[][] x = [.. h.Select((own, j) => Enumerable.Range(0, Rows).Select(i =>
        {
            double left = Math.Pow(10, -3 - (12 * random.NextDouble())) * (i % 8 < 4 ? 1e-3 : 1);
            double apart = support * own * (1 - left);
            return q[j][i / 8] + (random.Next(2) == 0 ? apart : -apart);
        }).ToArray())];
        double[] y = [.. Enumerable.Range(0, Rows).Select(_ => random.NextDouble())];
        Points keys = Points.Keys(x, Rows);
        Payload payload = Payload.Of([y], null);
        Score score = new([Kernel.Parse(kernel).Accept(new FactorBuilder(keys, new FixedGeometry(h)))]);
        PoolingRequest request = new(keys, score, payload, Basis.Constant) { Tolerance = 1e-10 };
        return (request, Points.Queries(q, 12), new(kernel, x, h, payload.Columns[0][..Rows], null));
    }
}
