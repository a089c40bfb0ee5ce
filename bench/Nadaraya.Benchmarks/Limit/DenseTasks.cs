using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya.Benchmarks;

/// <summary>The dense engine against the processor: a known number of vector operations a pair, over the rate at which they can issue.</summary>
/// <remarks>
/// Operations of one vector of pairs with the Gaussian kernel and one target, at the best recipe known: subtract, square, range reduction, table, polynomial,
/// exponent, two sums. 18 in double (a table of 16, degree 5 or 6), 14 in single (a table of 32, degree 2); each further dimension subtracts once and
/// multiplies and adds once.
/// </remarks>
internal sealed class DenseTasks(IssueRates rates)
{
    private const int Keys = 16_384;
    private const double DoubleOperations = 18, SingleOperations = 14, DimensionOperations = 2;

    /// <summary>At this tolerance the engine uses single precision inside: worst-case rounding alone is a few times 1e-5.</summary>
    private const double SingleTolerance = 1e-4;
    private const double SingleRounding = 6e-8; // 2⁻²⁴

    /// <summary>The share of the limit on one core.</summary>
    public LimitResult Share(int dimensions, bool single = false)
    {
        // A repeat of a few milliseconds: on a machine that does other work too, some are left alone.
        int count = Math.Max(32, 1024 / (dimensions + 3) / 32 * 32);
        PoolingRequest request = Request(dimensions, single ? SingleTolerance : FitOptions.DefaultTolerance);
        Points queries = Points.Queries(Columns(count, dimensions, 100), count);
        PreparedEngine engine = new DenseEngine().Prepare(request);
        Moments moments = new(count, request);
        Timing timing = Timing.Of(() => engine.Sum(queries, Leave.Nobody, moments, new Run(1, default)));

        // An engine that rounds to single must own up to a bound of that size.
        if (single && moments.ErrorBound < SingleRounding)
        {
            return new() { Engine = engine is DenseTiles ? "dense" : null, Missing = "not built: sums are in double at any tolerance" };
        }

        double lanes = Machine.Lanes * (single ? 2 : 1);
        double cycle = Math.Min(rates.CycleNanoseconds, IssueRates.Cycle());
        double cycles = timing.Least * 1e9 / ((double)Keys * count) * lanes / cycle;
        double limit = ((single ? SingleOperations : DoubleOperations) + (DimensionOperations * (dimensions - 1))) / rates.Both;
        return new()
        {
            Engine = single ? "dense, f32" : "dense",
            OneCore = 100 * limit / cycles,
            OneCoreMedian = 100 * limit / cycles * timing.Least / timing.Median,
            CyclesPerVector = cycles,
            Error = DirectSum.LargestError(request, queries, moments),
            ErrorAllowed = single ? SingleTolerance : 1e-13,
            Repaired = moments.Repaired,
            Queries = count,
            Note = $"{(double)Keys * count / timing.Least / 1e9:F2} Gpairs/s; limit {limit:F1} cycles a vector",
        };
    }

    /// <summary>How many times as fast all cores are.</summary>
    public LimitResult Cores()
    {
        const int Count = 2048;
        PoolingRequest request = Request(1, 0);
        Points queries = Points.Queries(Columns(Count, 1, 100), Count);
        PreparedEngine engine = new DenseEngine().Prepare(request);
        Moments moments = new(Count, request);
        Timing one = Timing.Of(() => engine.Sum(queries, Leave.Nobody, moments, new Run(1, default)));
        Timing all = Timing.Of(() => engine.Sum(queries, Leave.Nobody, moments, new Run(0, default)));
        return new()
        {
            Engine = "dense",
            AllCores = one.Least / all.Least,
            AllCoresMedian = one.Median / all.Median,
            Note = $"{Machine.Here.Cores} cores",
        };
    }

    /// <summary>Leave-one-out sums in five dimensions with the gradient of the loss in every ln h, a pair.</summary>
    public LimitResult Gradient()
    {
        const int Dimensions = 5, Count = 4096;
        Points keys = Points.Keys(Columns(Count, Dimensions, 1), Count);
        PoolingRequest request = Request(keys, SingleTolerance);
        Points queries = Points.Queries(keys.Columns, Count);
        Leave leave = Leave.Row([.. Enumerable.Range(0, Count)]);
        PreparedEngine engine = new DenseEngine().Prepare(request);
        Moments moments = new(Count, request);
        double[] y = request.Payload.Columns[0];
        void Adjoint(int query, Span<double> adjoint)
        {
            double total = moments.Weight(query);
            double fit = moments.Target(query, 0) / total;
            adjoint[1] = 2 * (fit - y[query]) / total;
            adjoint[0] = -adjoint[1] * fit;
        }

        Timing one = Timing.Of(() => engine.SumAndPull(queries, leave, moments, Adjoint, new Run(1, default)));
        Timing all = Timing.Of(() => engine.SumAndPull(queries, leave, moments, Adjoint, new Run(0, default)));
        const double PairsOfNanoseconds = 1e9 / ((double)Count * Count);
        bool single = moments.ErrorBound >= SingleRounding;
        return new()
        {
            Engine = single ? "dense, f32" : "dense",
            OneCore = one.Least * PairsOfNanoseconds,
            OneCoreMedian = one.Median * PairsOfNanoseconds,
            OneCoreProcessor = one.Processor * PairsOfNanoseconds,
            AllCores = all.Least * PairsOfNanoseconds,
            AllCoresMedian = all.Median * PairsOfNanoseconds,
            CyclesPerVector = one.Least * PairsOfNanoseconds * Machine.Lanes * (single ? 2 : 1) / Math.Min(rates.CycleNanoseconds, IssueRates.Cycle()),
            Error = DirectSum.LargestError(request, queries, moments, leaveOwn: true),
            ErrorAllowed = SingleTolerance,
            Repaired = moments.Repaired,
            Queries = Count,
        };
    }

    private static PoolingRequest Request(int dimensions, double tolerance) =>
        Request(Points.Keys(Columns(Keys, dimensions, 1), Keys), tolerance);

    /// <summary>A bandwidth at which some keys are near every query, in any dimension: no total underflows.</summary>
    private static PoolingRequest Request(Points keys, double tolerance) => SumTasks.Request(
        Kernel.Gaussian, keys, Math.Sqrt(keys.Dimensions) / 2, Payload.Of([Workloads.Values(keys.Columns[0][..keys.Count], 9)], []), tolerance);

    private static double[][] Columns(int count, int dimensions, int seed) =>
        [.. Enumerable.Range(0, dimensions).Select(j => Workloads.Normals(count, seed + j))];
}
