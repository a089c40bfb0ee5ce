namespace Nadaraya.Benchmarks;

/// <summary>The chapter's function with uniform inputs: y = 2 sin x + x^0.8 + N(0, 0.5), x ~ U(0, 5).</summary>
internal static class Workloads
{
    public static Dataset Chapter(int rows, int features = 1)
    {
        Random random = new(1);
        Column[] columns = [.. Enumerable.Range(0, features).Select(j =>
            new Column("x" + j, Enumerable.Range(0, rows).Select(_ => random.NextDouble() * 5).ToArray()))];
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            double x = columns[0].Values.Span[i];
            double noise = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            y[i] = (2 * Math.Sin(x)) + Math.Pow(x, 0.8) + (0.5 * noise);
        }

        return new(columns, [new("y", y)]);
    }

    public static Queries Line(int count) => Queries.From([.. Enumerable.Range(0, count).Select(i => 5.0 * i / count)]);

    /// <summary>About the bandwidth that leave-one-out chooses: 0.6·n^(−1/5).</summary>
    public static double Bandwidth(int rows) => 0.6 * Math.Pow(rows, -0.2);
}
