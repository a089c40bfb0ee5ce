using BenchmarkDotNet.Attributes;

namespace Nadaraya.Benchmarks;

/// <summary>How long does it take to choose the bandwidths of levels, row by row and profile by profile?</summary>
public class FitLevels
{
    private Dataset data = null!;

    [Params(1_000, 4_000)]
    public int Rows { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Random random = new(1);
        int[][] levels = [.. ((int[])[5, 5, 4]).Select(count => Enumerable.Range(0, Rows).Select(_ => random.Next(count)).ToArray())];
        double[] y = [.. Enumerable.Range(0, Rows).Select(i => (0.3 * levels[0][i]) + (levels[1][i] == 2 ? 1 : 0) + random.NextDouble())];
        data = new([.. levels.Select((column, j) => Column.Unordered($"x{j}", [.. column.Select(level => $"{level}")]))], [new("y", y)]);
    }

    [Benchmark(Baseline = true)]
    public double? Dense() => KernelRegression.Fit(data, new() { Engine = "dense" }).CriterionValue;

    [Benchmark]
    public double? Profiles() => KernelRegression.Fit(data).CriterionValue;
}
