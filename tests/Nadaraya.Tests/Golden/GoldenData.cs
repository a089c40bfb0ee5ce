using System.Text.Json;

namespace Nadaraya.Tests;

/// <summary>The inputs of golden files as datasets and queries.</summary>
internal static class GoldenData
{
    /// <summary>A set of numbers: x in one column or several, and y.</summary>
    public static Dataset Numbers(JsonElement set) => new(
        [.. Columns(set.GetProperty("x")).Select((c, j) => new Column($"x{j + 1}", c))], [new("y", GoldenFile.Vector(set.GetProperty("y")))]);

    /// <summary>Columns of a vector or of a list of rows.</summary>
    public static double[][] Columns(JsonElement rows)
    {
        JsonElement[] all = [.. rows.EnumerateArray()];
        return all[0].ValueKind == JsonValueKind.Array
            ? [.. Enumerable.Range(0, all[0].GetArrayLength()).Select(j => all.Select(r => GoldenFile.Number(r[j])).ToArray())]
            : [GoldenFile.Vector(rows)];
    }

    /// <summary>One number, or a list of them.</summary>
    public static double[] List(JsonElement value) => value.ValueKind == JsonValueKind.Array ? GoldenFile.Vector(value) : [GoldenFile.Number(value)];

    /// <summary>Queries at columns.</summary>
    public static Queries Queries(JsonElement rows) => Nadaraya.Queries.FromColumns(Columns(rows));

    /// <summary>sd(y), the scale of a golden tolerance.</summary>
    public static double Spread(JsonElement set)
    {
        double[] y = GoldenFile.Vector(set.GetProperty("y"));
        double mean = y.Average();
        return Math.Sqrt(y.Sum(v => (v - mean) * (v - mean)) / (y.Length - 1));
    }

    /// <summary>A kernel by the name that a golden file gives it.</summary>
    public static Kernel Kernel(string name) => name switch
    {
        "np.gaussian" or "gaussian" => Nadaraya.Kernel.Gaussian,
        "np.epanechnikov" => Nadaraya.Kernel.EpanechnikovNp,
        _ => Nadaraya.Kernel.Parse(name),
    };

    /// <summary>A model with every bandwidth given.</summary>
    public static KernelRegression Fit(Dataset data, FitOptions options, double[] bandwidths) => KernelRegression.Fit(data, options with
    {
        Bandwidth = Bandwidth.Given(data.FeatureNames.Zip(bandwidths).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal)),
    });
}
