namespace Nadaraya.Tests;

/// <summary>Keys that are hard on engines, and targets that are hard on promises; seeded.</summary>
internal static class KeySets
{
    public static readonly string[] Names =
    [
        "uniform", "normal", "clusters", "outlier", "equal", "ties", "offset 1e8", "offset 1e12", "cauchy", "geometric", "lattice", "sorted", "one", "two", "nine",
    ];

    public static readonly string[] Targets = ["smooth", "offset", "giant", "far from the mean where it is thin", "constant"];

    /// <summary>A column of keys.</summary>
    public static double[] Keys(string name, Random random)
    {
        int n = name switch { "one" => 1, "two" => 2, "nine" => 9, _ => 700 };
        double[] x = new double[n];
        for (int i = 0; i < n; i++)
        {
            x[i] = name switch
            {
                "normal" => Normal(random),
                "clusters" => (i % 2 * 50) + (0.1 * Normal(random)),
                "outlier" => i == 5 ? 1e6 : random.NextDouble(),
                "equal" => 3.3,
                "ties" => random.Next(5),
                "offset 1e8" => 1e8 + random.NextDouble(),
                "offset 1e12" => -1e12 + random.NextDouble(),
                "cauchy" => Normal(random) / Math.Abs(Normal(random)),
                "geometric" => Math.Pow(10, (12 * random.NextDouble()) - 6),
                "lattice" => (i % 64) / 16.0,
                "sorted" => i * 0.01,
                _ => random.NextDouble(),
            };
        }

        return x;
    }

    /// <summary>Targets over keys.</summary>
    public static double[] Values(string name, double[] x, Random random) => name switch
    {
        "offset" => [.. x.Select(v => 1e9 + Math.Sin(v) + random.NextDouble())],
        "giant" => [.. x.Select((_, i) => i == x.Length / 2 ? 1e12 : random.NextDouble())],
        "far from the mean where it is thin" => Thin(x),
        "constant" => [.. x.Select(_ => 4.25)],
        _ => [.. x.Select(v => Math.Sin(v) + (0.3 * Normal(random)))],
    };

    /// <summary>Queries: on keys, between, in gaps, near and far beyond the ends.</summary>
    public static double[] Queries(double[] x, double h, Random random)
    {
        double[] sorted = [.. x.Order()];
        (double low, double high) = (sorted[0], sorted[^1]);
        List<double> q = [low, high, (low + high) / 2, low - h, low - (3 * h), low - (9.5 * h), high + (7 * h), high + (20 * h), high + (1000 * h), low - (1e6 * h)];
        for (int k = 0; k < 12; k++)
        {
            double key = x[random.Next(x.Length)];
            q.Add(key);
            q.Add(key + (h * random.NextDouble()));
            q.Add(low + ((high - low) * random.NextDouble()));
        }

        return [.. q.Where(double.IsFinite)];
    }

    /// <summary>The middle half of the keys has the mean, so that Σ w|y − ȳ| is tiny there; the others lie far from it.</summary>
    private static double[] Thin(double[] x)
    {
        double[] sorted = [.. x.Order()];
        (double a, double b) = (sorted[x.Length / 4], sorted[(3 * x.Length) / 4]);
        return [.. x.Select((v, i) => v < a || v > b ? (i % 2 == 0 ? 1e6 : -1e6) : 0)];
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
