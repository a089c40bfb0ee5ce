namespace Nadaraya.Tests;

/// <summary>A model with given bandwidths, its queries, and the same model fitted without a row, without several, or with one more.</summary>
internal sealed class RemovalCase
{
    /// <summary>All cases by name.</summary>
    public static readonly string[] Names = ["gaussian", "epanechnikov", "narrow", "linear", "quadratic", "plane", "mixed", "weights", "frequencies", "signed"];

    private readonly FitOptions options;

    public RemovalCase(string name)
    {
        Random random = new(name.Length);
        int n = 40;
        double[] x = [.. Enumerable.Range(0, n).Select(_ => 4 * random.NextDouble())];
        double[] z = [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())];
        double[] y = [.. x.Select((v, i) => 3 + Math.Sin(2 * v) + z[i] + (0.4 * (random.NextDouble() - 0.5)))];
        string[] g = [.. Enumerable.Range(0, n).Select(i => i % 3 == 0 ? "a" : "b")];
        string[] o = [.. Enumerable.Range(0, n).Select(i => $"{i % 4}")];
        double[] v = [.. Enumerable.Range(0, n).Select(i => 0.25 + random.NextDouble())];
        double[] f = [.. Enumerable.Range(0, n).Select(i => 1.0 + (i % 3))];
        bool plane = name == "plane";
        bool mixed = name == "mixed";
        Data = new(
            mixed ? [new("x", x), Column.Unordered("g", g), Column.Ordered("o", o)] : plane ? [new("x", x), new("z", z)] : [new("x", x)],
            [new("y", y)],
            name == "weights" ? new("v", v) : name == "frequencies" ? new("f", f, WeightMeaning.Frequency) : null);
        options = new()
        {
            Kernel = name switch { "epanechnikov" => Kernel.Epanechnikov, "signed" => Kernel.GaussianOfOrder(4), _ => Kernel.Gaussian },
            Estimator = name switch { "linear" or "plane" => Estimator.Linear, "quadratic" => Estimator.Polynomial(2), "mixed" => Estimator.Linear, _ => Estimator.Constant },
            Bandwidth = mixed ? Bandwidth.Given(new Dictionary<string, double> { ["x"] = 0.5, ["g"] = 0.2, ["o"] = 0.4 }) : name switch { "narrow" => 0.02, "epanechnikov" => 0.3, "quadratic" => 0.5, _ => 0.35 },
        };
        Model = KernelRegression.Fit(Data, options);
        double[][] at = mixed ? [[0.5, 2, 3.9], [0, 1, 1], [2, 0, 3]] : plane ? [[0.5, 2, 3.9], [0.5, 0.1, 0.9]] : [[-0.3, 0.5, 2, 3.9, 1.234]];
        Queries = Queries.FromColumns(at);
        Counts = name == "frequencies" ? f : [.. f.Select(_ => 1.0)];
        double mean = y.Average();
        Spread = Math.Sqrt(y.Average(value => (value - mean) * (value - mean)));
    }

    /// <summary>The rows.</summary>
    public Dataset Data { get; }

    /// <summary>The model of all rows.</summary>
    public KernelRegression Model { get; }

    /// <summary>Where it is asked.</summary>
    public Queries Queries { get; }

    /// <summary>How many rows each stands for.</summary>
    public double[] Counts { get; }

    /// <summary>sd(y).</summary>
    public double Spread { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => Data.Rows;

    /// <summary>What a model says; the weighted mean of its rows where it says nothing.</summary>
    public static double Value(KernelRegression model, double[] at)
    {
        double[] y = model.Data.Target().ToArray();
        double[] v = model.Data.HasWeights ? model.Data.Weights.ToArray() : [.. y.Select(_ => 1.0)];
        return model.Predict(at).Value ?? y.Zip(v, (value, weight) => value * weight).Sum() / v.Sum();
    }

    /// <summary>The features of a row.</summary>
    public double[] Row(int i) => [.. Enumerable.Range(0, Data.FeatureNames.Count).Select(j => Data.Feature(j)[i])];

    /// <summary>A query.</summary>
    public double[] Query(int q) => [.. Enumerable.Range(0, Data.FeatureNames.Count).Select(j => Queries.Column(j)[q])];

    /// <summary>The model without a row: without one of those it stands for.</summary>
    public KernelRegression Without(int row)
    {
        double[] v = Weights();
        v[row] -= Data.WeightMeaning == WeightMeaning.Frequency ? 1 : v[row];
        return Fit(v, null, 0);
    }

    /// <summary>The model without several rows whole.</summary>
    public KernelRegression WithoutAll(IEnumerable<int> rows)
    {
        double[] v = Weights();
        foreach (int row in rows)
        {
            v[row] = 0;
        }

        return Fit(v, null, 0);
    }

    /// <summary>The model with a row more.</summary>
    public KernelRegression With(double[] at, double y) => Fit(Weights(), at, y);

    /// <summary>The value that a rank's worth of rows do not exceed.</summary>
    public double Smallest(double[] values, double rank)
    {
        double sum = 0;
        foreach ((double value, double count) in values.Zip(Counts).OrderBy(p => p.First))
        {
            sum += count;
            if (sum >= rank)
            {
                return value;
            }
        }

        return double.PositiveInfinity;
    }

    private double[] Weights() => Data.HasWeights ? Data.Weights.ToArray() : [.. Enumerable.Repeat(1.0, Rows)];

    private KernelRegression Fit(double[] v, double[]? at, double y)
    {
        int[] rows = [.. Enumerable.Range(0, Rows).Where(i => v[i] > 0)];
        Column[] features = [.. Data.FeatureNames.Select((name, j) => new Column(name, Taken(Data.Feature(j).ToArray(), at?[j])) { Type = Data.FeatureTypes[j] })];
        RowWeights? weights = Data.HasWeights ? new("w", Taken(v, at is null ? null : 1), Data.WeightMeaning) : null;
        return KernelRegression.Fit(new(features, [new("y", Taken(Data.Target().ToArray(), at is null ? null : y))], weights), options);

        double[] Taken(double[] column, double? more) => [.. rows.Select(i => column[i]), .. more is double value ? [value] : (double[])[]];
    }
}
