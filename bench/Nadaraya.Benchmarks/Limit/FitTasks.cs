namespace Nadaraya.Benchmarks;

/// <summary>Whole calls of the library from plain arrays in no order, with its defaults: what a user waits for.</summary>
internal static class FitTasks
{
    /// <summary>R np 0.70, npregbw with cross-validation, d = 5, n = 1000, one start: processor seconds (bench/peers/quoted.json).</summary>
    private const double NpSeconds = 7.72;

    /// <summary>FIGTree at ε = 1e-6, m = n = 10⁶, one dimension: processor seconds (bench/peers/quoted.json).</summary>
    private const double FigtreeSeconds = 2.12;

    /// <summary>A bandwidth by leave-one-out, with the fit statistics that a fit brings.</summary>
    public static LimitResult Bandwidth(int rows)
    {
        Dataset data = Workloads.Chapter(rows);
        KernelRegression? model = null;
        Timing timing = Timing.Of(() => model = KernelRegression.Fit(data));
        return new()
        {
            Engine = model!.Plan.Engine,
            AllCores = timing.Least * 1e3,
            AllCoresMedian = timing.Median * 1e3,
            Note = $"{model.Trace!.Steps.Count} evaluations, {timing.Processor * 1e3:F0} ms of processor",
        };
    }

    /// <summary>Five bandwidths of a thousand rows, as a ratio of processor seconds.</summary>
    public static LimitResult FiveBandwidths()
    {
        Dataset data = Workloads.Five(1000);
        KernelRegression? model = null;
        Timing timing = Timing.Of(() => model = KernelRegression.Fit(data));
        return Ratio(NpSeconds, timing, model!.Plan.Engine, $"{model.Trace!.Steps.Count} evaluations, ");
    }

    /// <summary>A million fitted values, as a ratio of processor seconds.</summary>
    public static LimitResult FittedValues()
    {
        const int Rows = 1_000_000;
        Dataset data = Workloads.Chapter(Rows);
        double[] x = data.Feature(0).ToArray();
        double[] y = data.Target().ToArray();
        Timing timing = Timing.Of(() => AttentionPooling.Pool(x, x, y, Kernel.Gaussian, Workloads.Bandwidth(Rows)));
        return Ratio(FigtreeSeconds, timing, "cells", string.Empty);
    }

    /// <summary>Of processor seconds, so that one thread is held to one thread; the peer's are of another machine, which peers.md allows for.</summary>
    private static LimitResult Ratio(double peer, Timing timing, string engine, string note) => new()
    {
        Engine = engine,
        AllCores = peer / timing.Processor,
        AllCoresMedian = peer / timing.Processor * timing.Least / timing.Median,
        Note = $"{note}{timing.Least * 1e3:F0} ms, {timing.Processor * 1e3:F0} ms of processor; the peer's {peer} s are quoted, of another machine",
    };
}
