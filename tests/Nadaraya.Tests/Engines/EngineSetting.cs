using System.Globalization;
using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya.Tests;

/// <summary>One engine on one set of hard data that it serves, with the reference beside it.</summary>
internal sealed class EngineSetting
{
    /// <summary>The levels of each column where columns are levels.</summary>
    public static readonly int[] Levels = [12, 9, 9];

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
        double[] coarse = [.. z.Select(value => Math.Round(8 * value))];
        double[] qc = [.. qz.Select(value => Math.Round(8 * value))];
        foreach ((Engine engine, string kernel, int dimensions) in Planner.Shipped.Engines.SelectMany(e => Cases(e, target)))
        {
            bool ties = engine.Name != "grid";
            bool levels = kernel == "levels";
            double[][] columns = [.. (levels ? [Ranks(x, x), Ranks(z, z, 1), coarse] : (double[][])[x, z, ties ? coarse : [.. z.Reverse()]]).Take(dimensions)];
            double lambda = Math.Min(scale, 1);
            double[] bandwidths = [.. (levels ? [lambda, lambda, lambda] : (double[])[h, Math.Max(scale, 0.01), ties ? 1 : Math.Max(scale, 0.1)]).Take(dimensions)];
            Points points = Points.Keys(columns, x.Length);
            double[][] at = levels ? [Ranks(q, x), Ranks(qz, z, 1), qc] : [q, qz, ties ? qc : [.. qz.Reverse()]];
            Points queries = Points.Queries([.. at.Take(dimensions)], q.Length);
            Payload payload = Payload.Of([y], v);
            double[]? padded = v is null ? null : [.. v, .. new double[Points.PaddedLength(v.Length) - v.Length]];
            Reference reference = new(kernel, columns, bandwidths, payload.Columns[0][..x.Length], v);
            foreach (double tolerance in (double[])[0, 1e-12, 1e-10, 1e-6, 1e-3])
            {
                Factor[] factors = levels
                    ? [.. bandwidths.Select((own, j) => new DiscreteFactor(DiscreteKernel.OrderedLiRacine, points, j, [.. Enumerable.Range(0, Levels[j]).Select(level => (double)level)], own))]
                    : [Kernel.Parse(kernel).Accept(new FactorBuilder(points, new FixedGeometry(bandwidths)))];
                PoolingRequest request = new(points, new Score(factors, padded), payload, Basis.Constant) { Tolerance = tolerance };
                bool same = tolerance > 0 && (levels || double.IsFinite(Kernel.Parse(kernel).Constants.Support));
                if (!same && engine.Declines(request) is null)
                {
                    string name = string.Create(CultureInfo.InvariantCulture, $"{engine.Name}, {kernel} in {dimensions}, {keys}, {target}, h = {h}, tolerance {tolerance}");
                    yield return new(name, engine, request, queries, reference);
                }
            }
        }
    }

    /// <summary>The kernels and numbers of columns that an engine is tried with.</summary>
    private static IEnumerable<(Engine Engine, string Kernel, int Dimensions)> Cases(Engine engine, string target) => engine.Name switch
    {
        "windows" when target == "smooth" => [(engine, "epanechnikov", 1), (engine, "tricube", 1)],
        "windows" when target == "offset" => [(engine, "triangular", 1)],
        "windows" when target == "giant" => [(engine, "uniform", 1)],
        "windows" when target == "constant" => [(engine, "epanechnikov-np", 1)],
        "windows" => [(engine, "epanechnikov", 1), (engine, "triweight", 1)],
        "laplace" => [(engine, "laplace", 1)],
        "profiles" when target == "smooth" => [(engine, "levels", 3), (engine, "levels", 1)],
        "profiles" => [(engine, "levels", 2)],
        "grid" when target == "smooth" => [(engine, "gaussian", 2), (engine, "gaussian", 3)],
        "grid" => [(engine, "gaussian", target == "giant" ? 3 : 2)],
        "pruned" when target == "smooth" => [(engine, "gaussian", 2), (engine, "laplace", 3), (engine, "uniform", 2), (engine, "epanechnikov", 3)],
        "pruned" when target == "giant" => [(engine, "gaussian", 2), (engine, "uniform", 3)],
        "pruned" => [(engine, "gaussian", 3)],
        _ => [(engine, "gaussian", 1)],
    };

    /// <summary>Levels of values, by their place among some keys; −1, as never seen, beyond these.</summary>
    private static double[] Ranks(double[] values, double[] keys, int column = 0)
    {
        double[] sorted = [.. keys.Distinct().Order()];
        return [.. values.Select(v => v < sorted[0] || v > sorted[^1] ? -1.0 : Math.Floor((double)(sorted.Count(key => key <= v) - 1) * Levels[column] / sorted.Length))];
    }

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
