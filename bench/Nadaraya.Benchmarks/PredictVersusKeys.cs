using BenchmarkDotNet.Attributes;

namespace Nadaraya.Benchmarks;

/// <summary>How does the time of a thousand predictions grow with the number of rows?</summary>
public class PredictVersusKeys
{
    private KernelRegression model = null!;
    private Queries queries = null!;

    [Params(1_000, 10_000, 100_000)]
    public int Rows { get; set; }

    [Params("gaussian", "epanechnikov", "laplace")]
    public string Kernel { get; set; } = "gaussian";

    [GlobalSetup]
    public void Setup()
    {
        model = KernelRegression.Fit(
            Workloads.Chapter(Rows), new() { Bandwidth = Workloads.Bandwidth(Rows), Kernel = global::Nadaraya.Kernel.Parse(Kernel), SummaryRows = 0 });
        queries = Workloads.Line(1000);
    }

    [Benchmark]
    public double? Predict() => model.PredictMany(queries).Value(500);
}
