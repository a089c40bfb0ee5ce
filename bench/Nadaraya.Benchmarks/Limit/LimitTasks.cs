namespace Nadaraya.Benchmarks;

/// <summary>The goals for speed, as tasks. Where no engine is built for one it says so.</summary>
internal static class LimitTasks
{
    public static IReadOnlyList<LimitTask> All(IssueRates rates)
    {
        DenseTasks dense = new(rates);
        return
        [
            new("dense d=1 f32", "%", new(70), new(85), () => dense.Share(1, single: true)),
            new("dense d=1 f64", "%", new(70), new(85), () => dense.Share(1)),
            new("dense d=2 f64", "%", new(65), new(80), () => dense.Share(2)),
            new("dense d=3 f64", "%", new(65), new(80), () => dense.Share(3)),
            new("dense d=5 f64", "%", new(65), new(80), () => dense.Share(5)),
            new("dense d=10 f64", "%", new(65), new(80), () => dense.Share(10)),
            new("dense d=50 f64", "%", new(75), new(88), () => dense.Share(50)),
            new("all cores over one, dense d=1", "×", new(1.85, true), new(1.97, true), dense.Cores),
            new("leave-one-out gradient d=5", "ns a pair", new(0.35), new(0.22), dense.Gradient),
            new("1-D gaussian 10⁶ on 10⁶ unsorted", "ms", new(20), new(5, true), SumTasks.Unsorted),
            new("1-D epanechnikov 10⁶ on 10⁶ sorted", "ns a point", new(30), new(8, true), SumTasks.Sorted),
            new("2-D gaussian 10⁶ on 10⁶ to 1e-6", "ms", new(150), new(50, true), SumTasks.Plane),
            new("3-D gaussian 10⁶ on 10⁶ to 1e-3", "ms", new(900), new(200, true), SumTasks.Space),
            new("leave-one-out at 50 bandwidths, 1-D, n=10⁶", "ms", new(300), new(80, true), SumTasks.FiftyBandwidths),
            new("bandwidth by leave-one-out, 1-D, n=10⁴", "ms", new(20, true), null, () => FitTasks.Bandwidth(10_000)),
            new("bandwidth by leave-one-out, 1-D, n=10⁶", "ms", new(500, true), null, () => FitTasks.Bandwidth(1_000_000)),
            new("bandwidths by leave-one-out, d=5, n=10³, over R np", "×", new(200, true), new(1000, true), FitTasks.FiveBandwidths),
            new("fitted values, 1-D, n=10⁶, over FIGTree", "×", new(50, true), new(85, true), FitTasks.FittedValues),
            new("nadaraya fit, CSV of 10⁶ rows", "s", new(2, true), null, CommandTask.Fit),
        ];
    }
}
