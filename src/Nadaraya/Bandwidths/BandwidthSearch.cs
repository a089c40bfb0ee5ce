using Nadaraya.Numerics;

namespace Nadaraya;

/// <summary>Finds the bandwidths of the lowest criterion, in ln h and √λ, inside bounds that are always usable.</summary>
/// <remarks>
/// One feature: a grid over all scales, then every basin worth it is refined by the slope (by sections where the kernel's rim makes it kink). Several: starts
/// from rules of thumb, from features smoothed out and at random are followed on a part of the rows by BFGS with the analytic gradient, and the basins found
/// there on all rows, loosely at first; then every feature is tried without a say, and with one that had none, and what may still be the lowest is refined. Where looks take less
/// time than evaluations they go first; what is recorded, and chosen, has been evaluated. Bounds: a tenth of the typical gap between values below, 10³ times the range above.
/// </remarks>
internal sealed class BandwidthSearch
{
    private const double SlopeTolerance = 1e-7; // of the criterion over the target's variance: its value is then right to about 1e-13
    private const double SlopeToleranceOfALook = 1e-5; // as far as looks lead
    private const double NoiseOfALook = 2e-8; // of the error, in singles
    private const double SureOfALook = 1e-6; // a share of the error that no noise makes
    private const double SlopeToleranceAtFirst = 1e-3; // as far as it takes to say which basin is the lowest
    private const double Promising = 0.01;
    private const double Winning = 1e-4; // more than a basin that was followed at first may still fall
    private const int MostPasses = 3;
    private const int FewestOfPart = 250;
    private const int RowsABandwidth = 60;
    private const int MostOfPart = 1000;

    private readonly Criterion criterion;
    private readonly SearchSpace space;
    private readonly SearchAxis[] axes;
    private readonly double[] low;
    private readonly double[] high;
    private readonly bool smooth;
    private readonly int seed;
    private readonly int threads;
    private readonly SearchRecord record;
    private Criterion? look;
    private bool isLookKnown;

    /// <param name="criterion">The criterion over all features.</param>
    /// <param name="space">What is searched.</param>
    /// <param name="options">Kernels and the seed of random starts.</param>
    /// <param name="record">Keeps what was tried, and says when time is up.</param>
    public BandwidthSearch(Criterion criterion, SearchSpace space, FitOptions options, SearchRecord record)
    {
        this.criterion = criterion;
        this.space = space;
        this.record = record;
        (axes, low, high) = (space.Axes, space.Low, space.High);
        (seed, threads) = (options.Seed, options.Threads);
        smooth = !options.Kernel.Constants.Compact && !options.Kernel.Constants.Signed;
    }

    /// <summary>The best bandwidths, all features; those that were fixed untouched.</summary>
    public double[] Run()
    {
        if (space.Dimensions == 1)
        {
            new SearchAlongOne(criterion, space, smooth, record).Run();
        }
        else
        {
            AlongSeveral();
        }

        if (record.Best is null)
        {
            return space.Bandwidths(space.Start);
        }

        if (record.IsFlat)
        {
            record.Stop = SearchStop.Flat;
            return space.Bandwidths(space.Start);
        }

        return [.. record.Best.Bandwidths];
    }

    private void AlongSeveral()
    {
        Criterion onPart = criterion.ForALook(PartOf(criterion.Rows), seed);
        double shift = Math.Log((double)onPart.Rows / criterion.Rows) / (4 + space.Dimensions);
        IReadOnlyList<BandwidthScout.Basin> basins = [];
        if (Value(space.Start) is not null)
        {
            BandwidthScout scout = new(OnPart, record.Watched(threads), axes, criterion.Above, shift);
            SearchStarts starts = new(space, record, seed);
            basins = scout.Basins([.. starts.AlongScales(onPart, shift), .. starts.Scattered()]);
        }

        record.Report(0.4);
        List<BandwidthScout.Basin> found = [];
        foreach ((BandwidthScout.Basin basin, double? value) in basins.Select(b => (Basin: b, Value: Looked(b.At))).OrderBy(b => b.Value ?? double.PositiveInfinity))
        {
            // The lowest on a part need not be the lowest on the whole: there they are ranked, and others followed where they promise as much.
            _ = found.Count == 0 ? Value(basin.At) : null; // time may be up before looks are at an end
            if (found.Count == 0 || (value is double there && Promises(there)))
            {
                Follow(basin.At, basin.Inverse, found);
            }
        }

        TryWithoutAndWith(found);
        record.Report(0.8);
        foreach (BandwidthScout.Basin basin in found.OrderBy(b => b.Value))
        {
            double[] x = Promises(basin.Value, smooth ? Winning : Promising) ? Refined(basin.At, basin.Inverse) : basin.At;
            if (Value(x) is double lowest)
            {
                record.AddMinimum(space.Bandwidths(x), lowest);
            }
        }
    }

    private bool Promises(double value, double share = Promising) => value <= criterion.Above(record.Best!.Criterion, share);

    /// <summary>The criterion on a part, of one thread: several are followed side by side.</summary>
    private BandwidthScout.Part OnPart()
    {
        Criterion own = criterion.ForALook(PartOf(criterion.Rows), seed, threads: 1);
        List<(double[] At, double Value)> known = []; // where a walk ends it has been
        return new(
            x => known.Find(k => k.At.AsSpan().SequenceEqual(x)) is { At: not null, Value: double value } ? value : record.Within(() => own.Evaluate(space.Bandwidths(x), gradient: false))?.Value,
            x =>
            {
                (double Value, double[] Gradient)? there = Gradient(own, x);
                if (there is var (value, _))
                {
                    known.Add(([.. x], value));
                }

                return there;
            });
    }

    /// <summary>More bandwidths make more basins, which fewer rows can't tell apart.</summary>
    private int PartOf(int rows) => Math.Clamp(rows / 4, Math.Max(FewestOfPart, RowsABandwidth * space.Dimensions), MostOfPart);

    /// <summary>As far as it takes to compare basins.</summary>
    private void Follow(double[] from, double[,] inverse, List<BandwidthScout.Basin> found)
    {
        double[] x = Descended(from, inverse, SlopeToleranceAtFirst, looking: true);
        if (Value(x) is double value)
        {
            found.Add(new(x, value, inverse));
        }
    }

    private double[] Refined(double[] from, double[,] inverse)
    {
        double[] x = Descended(from, inverse, SlopeTolerance);
        return smooth ? x : CoordinateSections.Minimise(Value, x, low, high);
    }

    /// <summary>The criterion for looks on all rows, where these take less time.</summary>
    private Criterion? LookAt(double[] x)
    {
        if (!isLookKnown)
        {
            isLookKnown = true;
            bool isCheaper = criterion.HasLooserLooks || record.Within<object>(() => criterion.HasFineLooks(space.Bandwidths(x))) is true;
            look = isCheaper ? criterion.ForALook(criterion.Rows, seed) : null;
        }

        return look;
    }

    /// <summary>Down to where slopes are under a tolerance: by looks where these take less time, and where that is not enough by evaluations.</summary>
    private double[] Descended(double[] from, double[,] inverse, double tolerance, bool looking = false)
    {
        // Beyond four ranges a feature creeps towards having no say by ever smaller gains: the box ends there, and what stands at its end is put at the bound.
        double[] end = [.. high.Select((bound, k) => from[k] >= bound - axes[k].NoSay ? bound : bound - axes[k].NoSay)];
        double[] x = [.. from.Select((v, k) => v >= high[k] - axes[k].NoSay ? high[k] : v)];
        if (LookAt(x) is Criterion other)
        {
            x = BoundedBfgs.Minimise(p => Gradient(other, p), x, low, end, Math.Max(tolerance, SlopeToleranceOfALook), inverse, value => criterion.Above(value, NoiseOfALook) - value);
        }

        if (!looking || look is null)
        {
            x = BoundedBfgs.Minimise(Gradient, x, low, end, tolerance, inverse);
        }

        double[] without = [.. x.Select((v, k) => v >= end[k] - 1e-9 ? high[k] : v)];
        if (without.SequenceEqual(x) || !(Value(x) is double with && Value(without) <= with))
        {
            return x;
        }

        end = [.. end.Select((bound, k) => without[k] == high[k] ? high[k] : bound)];
        return BoundedBfgs.Minimise(Gradient, without, low, end, tolerance, inverse); // the others stand elsewhere without it
    }

    /// <summary>
    /// From the best point, takes the say of each feature in turn, or gives it one where it has none, keeps what does not raise the criterion, and follows that.
    /// </summary>
    private void TryWithoutAndWith(List<BandwidthScout.Basin> found)
    {
        for (int pass = 0; pass < MostPasses && record.Best is not null; pass++)
        {
            double[] best = space.Place(record.Best.Bandwidths);
            double[] x = [.. best];
            double lowest = Looked(best) ?? record.Best.Criterion;
            for (int k = 0; k < axes.Length; k++)
            {
                bool without = best[k] >= high[k] - axes[k].NoSay;
                foreach (double place in without ? axes[k].Says : axes[k].Largest is not null ? [high[k], low[k]] : (double[])[high[k]])
                {
                    double[] other = [.. x];
                    other[k] = Math.Max(place, low[k]);
                    if (Looked(other) is double value && IsLower(other, value, x, lowest, orEqual: !without))
                    {
                        (x, lowest) = (other, value);
                    }
                }
            }

            if (x.SequenceEqual(best))
            {
                return;
            }

            Follow(x, Known(found, record.Best.Bandwidths, x), found);
        }
    }

    private double? Value(double[] x) => record.Value(criterion, space.Bandwidths(x));

    /// <summary>The curvature of the basin that a search is in, where it is known; of coordinates that have moved away it is not, but they tend to curve like the others.</summary>
    private double[,] Known(List<BandwidthScout.Basin> found, IReadOnlyList<double> bandwidths, double[] now)
    {
        if (found.Find(b => space.Bandwidths(b.At).SequenceEqual(bandwidths)) is not BandwidthScout.Basin basin)
        {
            return BoundedBfgs.Identity(now.Length);
        }

        double[,] inverse = (double[,])basin.Inverse.Clone();
        bool[] moved = [.. now.Zip(space.Place(bandwidths), (x, before) => x != before)];
        double others = Enumerable.Range(0, now.Length).Where(k => !moved[k]).Select(k => inverse[k, k]).DefaultIfEmpty(1).Average();
        for (int k = 0; k < now.Length; k++)
        {
            for (int j = 0; j < now.Length; j++)
            {
                inverse[k, j] = !moved[k] && !moved[j] ? inverse[k, j] : j == k ? others : 0;
            }
        }

        return inverse;
    }

    /// <summary>The value of a look where that takes less time.</summary>
    private double? Looked(double[] x) =>
        !criterion.HasLooserLooks && LookAt(x) is Criterion look ? record.Within(() => look.Evaluate(space.Bandwidths(x), gradient: false))?.Value : Value(x);

    /// <summary>Whether one place is lower than another, or no higher where that is enough; by looks where these can tell.</summary>
    private bool IsLower(double[] x, double value, double[] than, double other, bool orEqual)
    {
        if (value <= criterion.Above(other, SureOfALook) && other <= criterion.Above(value, SureOfALook) && Value(x) is double exact && Value(than) is double exactOther)
        {
            (value, other) = (exact, exactOther);
        }

        return orEqual ? value <= other : value < other;
    }

    private (double Value, double[] Gradient)? Gradient(double[] x) => record.Slope(criterion, space, x);

    /// <summary>Of a criterion that is looked at, and not kept.</summary>
    private (double Value, double[] Gradient)? Gradient(Criterion other, double[] x) =>
        record.Within(() => other.Evaluate(space.Bandwidths(x), gradient: true)) is CriterionResult result ? (result.Value, space.Slopes(result.Gradient, x)) : null;
}
