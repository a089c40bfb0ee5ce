using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya.Benchmarks;

/// <summary>Sums of a million queries over a million keys by the engine that the planner takes.</summary>
internal static class SumTasks
{
    private const int Million = 1_000_000;

    private const double Exact = 1e-12;

    /// <summary>One column in no order, to the last digits: keys put in place, sums, repairs.</summary>
    public static LimitResult Unsorted()
    {
        double[] x = Workloads.Normals(Million, 1);
        return Sum(Kernel.Gaussian, [x], [Workloads.Normals(Million, 2)], Math.Pow(Million, -0.2), Exact);
    }

    /// <summary>A compact kernel on sorted keys and queries with heavy tails, a point.</summary>
    public static LimitResult Sorted()
    {
        double[] x = [.. Workloads.Students(Million, 1).Order()];
        double[] q = [.. Workloads.Students(Million, 2).Order()];
        return Sum(Kernel.Epanechnikov, [x], [q], 2.2 * Math.Pow(Million, -0.2), Exact, sorted: true, 1e9 / Million);
    }

    /// <summary>Two columns, tolerance 1e-6.</summary>
    public static LimitResult Plane() => Normal(2, Math.Pow(Million, -1 / 6.0), 1e-6);

    /// <summary>Three columns, tolerance 1e-3.</summary>
    public static LimitResult Space() => Normal(3, 2 * Math.Pow(Million, -1 / 7.0), 1e-3);

    /// <summary>Every row left out of its own sums, at 50 bandwidths from a tenth to ten times the usual one; keys sorted beforehand.</summary>
    public static LimitResult FiftyBandwidths()
    {
        const int Bandwidths = 50;
        double[] x = [.. Workloads.Normals(Million, 1).Order()];
        Points keys = Points.Keys([x], Million);
        _ = keys.Ascending;
        Payload payload = Payload.Of([Workloads.Values(x, 9)], []);
        PoolingRequest[] requests = [.. Enumerable.Range(0, Bandwidths).Select(k =>
            Request(Kernel.Gaussian, keys, Math.Pow(Million, -0.2) * Math.Pow(10, (2.0 * k / (Bandwidths - 1)) - 1), payload, FitOptions.DefaultTolerance))];
        Leave leave = Leave.Row([.. Enumerable.Range(0, Million)]);
        Points rows = Points.Queries(keys.Columns, Million);
        Moments moments = new(Million, requests[0]);
        Plan plan = Planner.Shipped.For(requests[0], Million);
        if (plan.Engine == "dense")
        {
            return NotBuilt(plan);
        }

        long repaired = 0;
        double error = 0;
        void All(int threads)
        {
            repaired = 0;
            foreach (PoolingRequest request in requests)
            {
                Planner.Shipped.For(request, Million).Prepare().Sum(rows, leave, moments, new Run(threads, default));
                repaired += moments.Repaired;
            }
        }

        Timing one = Timing.Of(() => All(1));
        Timing all = Timing.Of(() => All(0));
        foreach (PoolingRequest request in (PoolingRequest[])[requests[0], requests[Bandwidths / 2], requests[^1]])
        {
            Planner.Shipped.For(request, Million).Prepare().Sum(rows, leave, moments, default);
            error = Math.Max(error, DirectSum.LargestError(request, rows, moments, leaveOwn: true));
        }

        return Result(plan.Engine, one, all, 1e3) with
        {
            Error = error,
            ErrorAllowed = FitOptions.DefaultTolerance,
            Repaired = repaired,
            Queries = Bandwidths * (long)Million,
        };
    }

    /// <summary>One kernel with the same bandwidth in every column.</summary>
    public static PoolingRequest Request(Kernel kernel, Points keys, double bandwidth, Payload payload, double tolerance)
    {
        double[] h = [.. Enumerable.Repeat(bandwidth, keys.Dimensions)];
        return new(keys, new Score([kernel.Accept(new FactorBuilder(keys, new FixedGeometry(h)))]), payload, Basis.Constant) { Tolerance = tolerance };
    }

    private static LimitResult Normal(int dimensions, double bandwidth, double tolerance) => Sum(
        Kernel.Gaussian,
        [.. Enumerable.Range(0, dimensions).Select(j => Workloads.Normals(Million, 1 + j))],
        [.. Enumerable.Range(0, dimensions).Select(j => Workloads.Normals(Million, 11 + j))],
        bandwidth,
        tolerance);

    /// <summary>Times all of it: whatever an engine keeps with its keys it finds anew each time, unless they come sorted.</summary>
    private static LimitResult Sum(Kernel kernel, double[][] x, double[][] q, double bandwidth, double tolerance, bool sorted = false, double unit = 1e3)
    {
        Payload payload = Payload.Of([Workloads.Values(x[0], 9)], []);
        Points keys = Points.Keys(x, Million);
        PoolingRequest request = Request(kernel, keys, bandwidth, payload, tolerance);
        Plan plan = Planner.Shipped.For(request, Million);
        if (plan.Engine == "dense")
        {
            return NotBuilt(plan);
        }

        _ = sorted ? keys.Ascending : null;
        Points queries = Points.Queries(q, Million);
        Moments moments = new(Million, request);
        void Anew(int threads)
        {
            PoolingRequest fresh = sorted ? request : Request(kernel, Points.PaddedKeys(keys.Columns, Million), bandwidth, payload, tolerance);
            Planner.Shipped.For(fresh, Million).Prepare().Sum(Points.Queries(q, Million), Leave.Nobody, moments, new Run(threads, default));
        }

        Timing one = Timing.Of(() => Anew(1));
        Timing all = Timing.Of(() => Anew(0));
        return Result(plan.Engine, one, all, unit) with
        {
            Error = DirectSum.LargestError(request, queries, moments),
            ErrorAllowed = tolerance,
            Repaired = moments.Repaired,
            Queries = Million,
        };
    }

    private static LimitResult Result(string engine, Timing one, Timing all, double unit) => new()
    {
        Engine = engine,
        OneCore = one.Least * unit,
        OneCoreMedian = one.Median * unit,
        OneCoreProcessor = one.Processor * unit,
        AllCores = all.Least * unit,
        AllCoresMedian = all.Median * unit,
    };

    /// <summary>The dense engine would be at it for minutes.</summary>
    private static LimitResult NotBuilt(Plan plan) =>
        new() { Missing = $"not built: {plan.Engine} would take {plan.PredictedSeconds:F0} s" };
}
