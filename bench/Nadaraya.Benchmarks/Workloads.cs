namespace Nadaraya.Benchmarks;

/// <summary>The data that is measured on; seeded.</summary>
internal static class Workloads
{
    /// <summary>The chapter's function with uniform inputs: y = 2 sin x + x^0.8 + N(0, 0.5), x ~ U(0, 5) in the first of some features.</summary>
    public static Dataset Chapter(int rows, int features = 1)
    {
        Random random = new(1);
        Column[] columns = [.. Enumerable.Range(0, features).Select(j => new Column("x" + j, Draw(rows, () => random.NextDouble() * 5)))];
        double[] x = columns[0].Values.ToArray();
        return new(columns, [new("y", x.Select(v => (2 * Math.Sin(v)) + Math.Pow(v, 0.8) + (0.5 * Normal(random))).ToArray())]);
    }

    /// <summary>Five uniform features that all matter: sin 2πx₁ + 2(x₂ − ½)² + x₁x₃ + exp(−2x₄) + 0.15 cos πx₅ + N(0, 0.3).</summary>
    public static Dataset Five(int rows)
    {
        Random random = new(5);
        double[][] x = [.. Enumerable.Range(0, 5).Select(_ => Draw(rows, random.NextDouble))];
        double[] y = [.. Enumerable.Range(0, rows).Select(i => Math.Sin(2 * Math.PI * x[0][i]) + (2 * Math.Pow(x[1][i] - 0.5, 2))
            + (x[0][i] * x[2][i]) + Math.Exp(-2 * x[3][i]) + (0.15 * Math.Cos(Math.PI * x[4][i])) + (0.3 * Normal(random)))];
        return new([.. x.Select((c, j) => new Column($"x{j + 1}", c))], [new("y", y)]);
    }

    public static Queries Line(int count) => Queries.From([.. Enumerable.Range(0, count).Select(i => 5.0 * i / count)]);

    /// <summary>About the bandwidth that leave-one-out chooses: 0.6·n^(−1/5).</summary>
    public static double Bandwidth(int rows) => 0.6 * Math.Pow(rows, -0.2);

    /// <summary>Standard normal numbers.</summary>
    public static double[] Normals(int count, int seed)
    {
        Random random = new(seed);
        return Draw(count, () => Normal(random));
    }

    /// <summary>Student's t with two degrees of freedom, cut at ±1000: heavy tails.</summary>
    public static double[] Students(int count, int seed)
    {
        Random random = new(seed);
        return Draw(count, () => Math.Clamp(Normal(random) / Math.Sqrt(-Math.Log(1 - random.NextDouble())), -1000, 1000));
    }

    /// <summary>sin of the first column, with noise.</summary>
    public static double[] Values(double[] x, int seed)
    {
        Random random = new(seed);
        return [.. x.Select(v => Math.Sin(v) + (0.3 * Normal(random)))];
    }

    private static double[] Draw(int count, Func<double> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
