using BenchmarkDotNet.Attributes;

namespace Nadaraya.Benchmarks;

/// <summary>How long does it take to choose a bandwidth by leave-one-out?</summary>
public class FitVersusRows
{
    private Dataset data = null!;

    [Params(100, 1_000, 5_000)]
    public int Rows { get; set; }

    [Params(1, 2)]
    public int Features { get; set; }

    [GlobalSetup]
    public void Setup() => data = Workloads.Chapter(Rows, Features);

    [Benchmark]
    public double? Fit() => KernelRegression.Fit(data).CriterionValue;
}
