using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Finds the bandwidths of the lowest criterion, in ln h and ln λ, inside bounds that are always usable.</summary>
/// <remarks>
/// One feature: a grid over all scales, then every basin worth it is refined by the slope (by sections where the kernel's rim makes it kink). Several: starts
/// from rules of thumb, from features smoothed out and at random are followed on a part of the rows by BFGS with the analytic gradient, and the basins found
/// there on all rows; in the end every feature is tried without a say, and with one that had none. Bounds: a tenth of the typical gap between values below, 10³ times the range above.
/// </remarks>
internal sealed class BandwidthSearch
{
    private const double SlopeTolerance = 1e-10;
    private const double SeveralSlopeTolerance = 1e-7; // of the criterion over the target's variance: its value is then right to about 1e-13
    private const double SlopeToleranceOfALook = 1e-5; // as far as sums of low tolerance lead
    private const double Promising = 0.01;
    private const int MostPasses = 3;
    private const double FarApart = 1.5; // in ln h, starts that the others do not come near
    private const int Levels = 12; // from eleven times the rules' bandwidths to a fifth of them
    private const int FewestOfPart = 250;
    private const int RowsABandwidth = 60;
    private const int MostOfPart = 1000;
    private const double FewPairs = 1 << 22;
    private const double ManyPairs = 2.5e9; // 50,000 rows
    private const double GridSeconds = 20; // of one thread, as predicted

    /// <summary>Between two points of the grid a criterion falls by far less than this; a basin that much higher can't win.</summary>
    private const double Hopeful = 0.1;

    private readonly Criterion criterion;
    private readonly int[] free;
    private readonly double[] given;
    private readonly double[] largest;
    private readonly SearchAxis[] axes;
    private readonly double[] low;
    private readonly double[] high;
    private readonly double[] start;
    private readonly double[] robust;
    private readonly bool smooth;
    private readonly int seed;
    private readonly int threads;
    private readonly double pairs;
    private readonly SearchRecord record;
    private Criterion? look;
    private double lastSlope = double.NaN;
    private double lastValue;

    /// <param name="criterion">The criterion over all features.</param>
    /// <param name="sample">The rows.</param>
    /// <param name="features">The features the criterion is over.</param>
    /// <param name="bandwidths">Their bandwidths; NaN where free.</param>
    /// <param name="options">Kernels and the seed of random starts.</param>
    /// <param name="record">Keeps what was tried, and says when time is up.</param>
    public BandwidthSearch(
        Criterion criterion,
        Sample sample,
        int[] features,
        double[] bandwidths,
        FitOptions options,
        SearchRecord record)
    {
        this.criterion = criterion;
        seed = options.Seed;
        threads = options.Threads;
        this.record = record;
        free = [.. Enumerable.Range(0, features.Length).Where(k => double.IsNaN(bandwidths[k]))];
        given = bandwidths;
        Kernel kernel = options.Kernel;
        smooth = !kernel.Constants.Compact && !kernel.Constants.Signed;
        pairs = (double)sample.Count * sample.Count;
        double[] rule = RulesOfThumb.Start(sample, features, kernel, column => column.StandardDeviation());
        double[] robustRule = RulesOfThumb.Start(sample, features, kernel, column => column.RobustSpread());
        axes = [.. free.Select(k => SearchAxis.Of(sample, options, features[k], rule[k], robustRule[k]))];
        largest = [.. free.Select((k, i) => axes[i].IsLevels
            ? sample.KernelOf(options, features[k]).Largest(sample.Data.FeatureTypes[features[k]].Levels.Count)
            : double.PositiveInfinity)];
        start = [.. axes.Select(a => a.Start)];
        robust = [.. axes.Select(a => a.Robust)];
        low = [.. axes.Select(a => a.Low)];
        high = [.. axes.Select(a => a.High)];
    }

    /// <summary>The best bandwidths, all features; those that were fixed untouched.</summary>
    public double[] Run()
    {
        if (free.Length == 1)
        {
            AlongOne();
        }
        else
        {
            AlongSeveral();
        }

        if (record.Best is null)
        {
            return All(start);
        }

        if (record.IsFlat)
        {
            record.Stop = SearchStop.Flat;
            return All(start);
        }

        return [.. record.Best.Bandwidths];
    }

    /// <summary>Which of the tuned bandwidths ended at a bound.</summary>
    public bool AtBound(int feature, double bandwidth)
    {
        int k = Array.IndexOf(free, feature);
        return k >= 0 && (axes[k].Place(bandwidth) >= high[k] - 1e-6 || axes[k].Place(bandwidth) <= low[k] + 1e-6);
    }

    private void AlongOne()
    {
        double[] grid = Grid();
        double[] values = new double[grid.Length];
        for (int i = 0; i < grid.Length; i++)
        {
            if (Value([grid[i]]) is not double value)
            {
                return;
            }

            values[i] = value;
            record.Report((double)i / grid.Length);
        }

        // A basin is a grid point no higher than its neighbours; those that the lowest does not clearly beat are refined.
        double lowest = values.Min();
        int[] basins = [.. Enumerable.Range(0, grid.Length)
            .Where(i => (i == 0 || values[i] <= values[i - 1]) && (i == grid.Length - 1 || values[i] < values[i + 1]))
            .Where(i => values[i] <= criterion.Above(lowest, Hopeful))
            .OrderBy(i => values[i])
            .Take(smooth ? 4 : 3)];
        foreach (int i in basins)
        {
            double from = grid[Math.Max(i - 1, 0)];
            double to = grid[Math.Min(i + 1, grid.Length - 1)];
            double? found = smooth
                ? LineSearch.BySlope(x => Slope(x), from, grid[i], to, SlopeTolerance)
                : LineSearch.BySections(x => Value([x]), from, to, 1e-7);
            if (found is not double x || (x == lastSlope ? lastValue : Value([x])) is not double value)
            {
                return;
            }

            record.AddMinimum(All([x]), value);
        }
    }

    private double[] Grid()
    {
        // On few rows, six to twelve points to a factor of e over all scales. On many, where the criterion is smooth around the rule of thumb, half as many
        // there, fewer elsewhere, and no more than the plan's predicted cost allows.
        double ends = Math.Min(start[0] + 3, high[0]);
        double middle = Math.Max(low[0], start[0] - 3.5);
        bool few = pairs < FewPairs;
        double dense = (smooth ? 6 : 12) * (few ? 1 : pairs < ManyPairs ? 0.5 : 0.34);
        double seconds = record.Within<object>(() => criterion.PredictedSeconds(All(start))) is double predicted ? predicted : GridSeconds;
        int affordable = (int)Math.Clamp(GridSeconds / seconds, 16, 400);
        int near = Math.Min((int)Math.Ceiling((ends - middle) * dense) + 1, affordable);
        double sparse = few ? dense : pairs < ManyPairs ? 0.3 * dense : 0;
        int far = Math.Min((int)Math.Ceiling((middle - low[0]) * sparse), affordable - near);
        double[] grid = new double[near + far + 1];
        for (int i = 0; i < far; i++)
        {
            grid[i] = low[0] + ((middle - low[0]) * i / far);
        }

        for (int i = 0; i < near; i++)
        {
            grid[far + i] = middle + ((ends - middle) * i / (near - 1));
        }

        grid[^1] = Math.Max(high[0], ends + 1e-9);
        return grid;
    }

    private void AlongSeveral()
    {
        Criterion onPart = criterion.ForALook(PartOf(criterion.Rows), seed);
        double shift = Math.Log((double)onPart.Rows / criterion.Rows) / (4 + free.Length);
        IReadOnlyList<BandwidthScout.Basin> basins = [];
        if (Value(start) is not null)
        {
            BandwidthScout scout = new(OnPart, record.Watched(threads), axes, criterion.Above, shift);
            basins = scout.Basins([.. Scales(onPart, shift), .. Starts()]);
        }

        record.Report(0.4);
        foreach (BandwidthScout.Basin basin in basins)
        {
            // The lowest on a part need not be the lowest on the whole: others are looked at, and followed where they promise as much.
            if (basin != basins[0] && !(Value(basin.At) is double value && value <= criterion.Above(record.Best!.Criterion, Promising)))
            {
                continue;
            }

            Refine(basin.At, basin.Inverse);
            record.Report(0.8);
        }

        TryWithoutAndWith();
    }

    /// <summary>The criterion on a part, of one thread: several are followed side by side.</summary>
    private BoundedBfgs.Function OnPart()
    {
        Criterion own = criterion.ForALook(PartOf(criterion.Rows), seed, threads: 1);
        return x => Gradient(own, x);
    }

    /// <summary>More bandwidths make more basins, which fewer rows can't tell apart.</summary>
    private int PartOf(int rows) => Math.Clamp(rows / 4, Math.Max(FewestOfPart, RowsABandwidth * free.Length), MostOfPart);

    /// <summary>Starts of the rules' shape: where the criterion on the part is lowest along all scales of it, which many squares of one weight tell at once.</summary>
    private IEnumerable<double[]> Scales(Criterion onPart, double shift)
    {
        const double Widest = 2.4;
        const int MostScales = 3;
        double[] At(double by) => Clamp([.. start.Select(x => x + by)]);
        double[] widest = At(Widest - shift);
        double[]? values = free.Length == given.Length
            ? record.Within(() => onPart.AlongScales(All(widest), Levels))
            : null;
        return values is null or []
            ? ((double[])[-1.2, 1.2, Widest]).Select(At)
            : Enumerable.Range(0, Levels)
                .Where(k => (k == 0 || values[k] <= values[k - 1]) && (k == Levels - 1 || values[k] < values[k + 1]))
                .OrderBy(k => values[k])
                .Take(MostScales)
                .Select(k => Clamp([.. widest.Select(x => x + shift - (k * Math.Log(2) / 2))]));
    }

    private List<double[]> Starts()
    {
        List<double[]> starts = [start];
        for (int k = 0; k < free.Length; k++)
        {
            starts.Add([.. start.Select((x, j) => j == k ? high[j] : x)]);
            starts.Add([.. start.Select((x, j) => j == k ? x : high[j])]);
        }

        // One row far from all others makes a standard deviation, and every start by it, as large as it likes.
        if (start.Zip(robust).Any(p => p.First - p.Second > FarApart))
        {
            foreach (double shift in (double[])[0, -1.2, 1.2])
            {
                starts.Add(Clamp([.. robust.Select(x => x + shift)]));
            }
        }

        Random random = new(seed);
        for (int r = 0; r < 4 + free.Length; r++)
        {
            starts.Add(Clamp([.. start.Select(x => x + (4 * random.NextDouble()) - 2.5)]));
        }

        return starts;
    }

    private void Refine(double[] from, double[,] inverse)
    {
        // Beyond four ranges a feature creeps towards having no say by ever smaller gains: the box ends there, and what stands at its end is put at the bound.
        double[] end = [.. high.Select((bound, k) => from[k] >= bound - axes[k].NoSay ? bound : bound - axes[k].NoSay)];
        double[] x = [.. from.Select((v, k) => v >= high[k] - axes[k].NoSay ? high[k] : v)];
        if (criterion.HasCheaperLooks)
        {
            look ??= criterion.ForALook(criterion.Rows, seed);
            x = BoundedBfgs.Minimise(p => Gradient(look, p), x, low, end, SlopeToleranceOfALook, inverse);
        }

        x = BoundedBfgs.Minimise(Gradient, x, low, end, SeveralSlopeTolerance, inverse);
        double[] without = [.. x.Select((v, k) => v >= end[k] - 1e-9 ? high[k] : v)];
        if (!without.SequenceEqual(x) && Value(x) is double with && Value(without) <= with)
        {
            end = [.. end.Select((bound, k) => without[k] == high[k] ? high[k] : bound)];
            x = BoundedBfgs.Minimise(Gradient, without, low, end, SeveralSlopeTolerance, inverse); // the others stand elsewhere without it
        }

        x = smooth ? x : CoordinateSections.Minimise(Value, x, low, high);
        if (Value(x) is double value)
        {
            record.AddMinimum(All(x), value);
        }
    }

    /// <summary>
    /// From the best point, takes the say of each feature in turn, or gives it one where it has none, keeps what does not raise the criterion, and follows that.
    /// </summary>
    private void TryWithoutAndWith()
    {
        for (int pass = 0; pass < MostPasses && record.Best is not null; pass++)
        {
            double[] best = [.. free.Select((j, k) => axes[k].Place(record.Best.Bandwidths[j]))];
            double[] x = [.. best];
            double lowest = record.Best.Criterion;
            for (int k = 0; k < free.Length; k++)
            {
                bool without = best[k] >= high[k] - axes[k].NoSay;
                foreach (double place in without ? axes[k].Says : axes[k].IsLevels ? [high[k], low[k]] : (double[])[high[k]])
                {
                    double[] other = [.. x];
                    other[k] = Math.Max(place, low[k]);
                    if (Value(other) is double value && (without ? value < lowest : value <= lowest))
                    {
                        (x, lowest) = (other, value);
                    }
                }
            }

            if (x.SequenceEqual(best))
            {
                return;
            }

            Refine(x, BoundedBfgs.Identity(x.Length));
        }
    }

    private double? Value(double[] x) => record.Value(criterion, All(x));

    private (double Value, double[] Gradient)? Gradient(Criterion onPart, double[] x) =>
        record.Within(() => onPart.Evaluate(All(x), gradient: true)) is CriterionResult result
            ? (result.Value, InLogarithms(result.Gradient, x))
            : null;

    private (double Value, double[] Gradient)? Gradient(double[] x)
    {
        double[] h = All(x);
        if (record.Within(() => criterion.Evaluate(h, gradient: true)) is not CriterionResult result)
        {
            return null;
        }

        record.Add(h, result);
        return (result.Value, InLogarithms(result.Gradient, x));
    }

    private double? Slope(double x)
    {
        if (Gradient([x]) is not var (value, gradient))
        {
            return null;
        }

        (lastSlope, lastValue) = (x, value);
        return gradient[0];
    }

    /// <summary>The gradient in what is searched: ln λ where the criterion gives ∂/∂λ.</summary>
    private double[] InLogarithms(double[] gradient, double[] x) =>
        [.. free.Select((j, k) => axes[k].IsLevels ? gradient[j] * axes[k].At(x[k], largest[k]) : gradient[j])];

    private double[] All(double[] x)
    {
        double[] all = [.. given];
        for (int k = 0; k < free.Length; k++)
        {
            all[free[k]] = axes[k].At(x[k], largest[k]);
        }

        return all;
    }

    private double[] Clamp(double[] x) => [.. x.Select((v, k) => Math.Clamp(v, low[k], high[k]))];
}
