using System.Globalization;
using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya.Tests;

/// <summary>One engine on one set of hard data that it serves, with the reference beside it.</summary>
internal sealed class EngineSetting
{
    private readonly string name;

    private EngineSetting(string name, Engine engine, PoolingRequest request, Points queries, Reference reference)
    {
        this.name = name;
        Engine = engine;
        Request = request;
        Queries = queries;
        Reference = reference;
    }

    public Engine Engine { get; }

    public PoolingRequest Request { get; }

    public Points Queries { get; }

    public Reference Reference { get; }

    public double Tolerance => Request.Tolerance;

    /// <summary>Every engine that serves the data, at each of several tolerances.</summary>
    public static IEnumerable<EngineSetting> All(string keys, double scale, string target, bool weighted, Random random)
    {
        double[] x = KeySets.Keys(keys, random);
        double range = x.Max() - x.Min();
        double h = scale * (range > 0 ? range : 1);
        double[] y = KeySets.Values(target, x, random);
        double[]? v = weighted ? [.. x.Select(_ => Math.Pow(10, -10 * random.NextDouble()))] : null;
        double[] z = [.. x.Select(_ => random.NextDouble())];
        double[] q = KeySets.Queries(x, h, random);
        double[] qz = [.. q.Select(_ => random.NextDouble())];
        foreach ((Engine engine, int dimensions) in Planner.Shipped.Engines.SelectMany(e => Dimensions(e.Name).Select(d => (e, d))))
        {
            string kernel = engine.Name switch { "windows" => "epanechnikov", "laplace" => "laplace", _ => "gaussian" };
            double[][] columns = [.. ((double[][])[x, z, [.. z.Reverse()]]).Take(dimensions)];
            double[][] at = [.. ((double[][])[q, qz, [.. qz.Reverse()]]).Take(dimensions)];
            double[] h2 = [.. ((double[])[h, Math.Max(scale, 0.01), Math.Max(scale, 0.1)]).Take(dimensions)];
            Points points = Points.Keys(columns, x.Length);
            Payload payload = Payload.Of([y], v);
            double[]? padded = v is null ? null : [.. v, .. new double[Points.PaddedLength(v.Length) - v.Length]];
            foreach (double tolerance in (double[])[0, 1e-12, 1e-10, 1e-6, 1e-3])
            {
                PoolingRequest request = new(
                    points, new Score([Kernel.Parse(kernel).Accept(new FactorBuilder(points, new FixedGeometry(h2)))], padded), payload, Basis.Constant)
                {
                    Tolerance = tolerance,
                };
                if (engine.Declines(request) is null && !(dimensions == 3 && tolerance == 1e-6))
                {
                    string name = string.Create(CultureInfo.InvariantCulture, $"{engine.Name}, {dimensions} columns, {keys}, {target}, h = {h}, tolerance {tolerance}");
                    yield return new(
                        name, engine, request, Points.Queries(at, q.Length), new(kernel, columns, h2, payload.Columns[0][..x.Length], v));
                }
            }
        }
    }

    /// <summary>In how many columns an engine is tried.</summary>
    private static int[] Dimensions(string engine) => engine switch { "grid" => [2, 3], _ => [1] };

    /// <summary>A query, one value a column.</summary>
    public double[] At(int query) => [.. Queries.Columns.Select(c => c[query])];

    /// <summary>A row, one value a column.</summary>
    public double[] Row(int row) => [.. Request.Keys.Columns.Select(c => c[row])];

    /// <summary>The average at a query is within a tolerance of the truth, or neither exists.</summary>
    public void Check(Moments moments, int query, (double Value, double Spread)? truth, double tolerance)
    {
        Assert.True(moments.HasWeight(query) == truth is not null, $"{name}: query {query} has {(truth is null ? "no" : "a")} value");
        if (truth is var (value, spread))
        {
            double found = moments.Target(query, 0) / moments.Weight(query);
            Assert.True(
                Math.Abs(found - value) <= tolerance * spread,
                $"{name}: query {query} is {found:R}, truth {value:R}, off by {Math.Abs(found - value) / spread:E2} of the spread");
        }
    }

    public override string ToString() => name;
}
