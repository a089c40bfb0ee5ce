using System.Globalization;
using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>Options → bandwidths → engine → model: one fit.</summary>
/// <param name="data">The rows.</param>
/// <param name="options">How.</param>
/// <param name="progress">Hears how far it is.</param>
/// <param name="cancellation">Stops it.</param>
/// <param name="learned">What a learned score has in the place of chosen bandwidths; null to choose them.</param>
internal sealed class Fitter(
    Dataset data, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellation, LearnedBandwidths? learned = null) : IDisposable
{
    private Sample sample = new(data, learned: learned?.Keys);
    private readonly List<string> warnings = [];
    private readonly Kernel kernel = options.Kernel;
    private SearchRecord? record;
    private BandwidthChoice? choice;
    private Criterion? summaryCriterion;
    private double? constantCriterion;
    private int ridged;

    private Criterion? Searched => choice?.Criterion;

    private Run Run(FitStage stage) => new(
        options.Threads,
        cancellation,
        progress is null || stage == FitStage.Search ? null : new Relay(progress, stage));

    /// <inheritdoc/>
    public void Dispose() => record?.Dispose();

    /// <summary>What to know of a kernel; null for nothing.</summary>
    public static string? WarningOf(Kernel kernel) => kernel.Constants.Signed
        ? $"Kernel '{kernel.Name}' is negative in places: attention weights are signed and there is no effective sample size."
        : null;

    /// <summary>Fits.</summary>
    public FitResult Fit()
    {
        string? stray = options.Estimator.Degrees.Keys.Order(StringComparer.Ordinal).FirstOrDefault(name => !data.FeatureNames.Contains(name));
        if (stray is not null)
        {
            throw new DataException($"A degree is given for '{stray}', which is no feature: the features are {string.Join(", ", data.FeatureNames)}.");
        }

        double?[] bandwidths = Choose();
        int[] features = sample.Arranged(Enumerable.Range(0, bandwidths.Length).Where(j => bandwidths[j] is not null));
        double[] used = [.. features.Select(j => bandwidths[j]!.Value)];
        double[]? robustness = null;
        if (options.RobustIterations > 0 && sample.Size > 1)
        {
            robustness = Robustness.Of(sample, options, features, used, Run(FitStage.Summary));
            sample = sample.Weighed(robustness);
        }

        Fitted fitted = new(sample, options, features, used, cancellation);
        FeatureFit[] fits = [.. bandwidths.Select((h, j) => Describe(j, h, features))];

        double[][]? leaveOneOut = null;
        int alone = 0;
        FitSummary[] summaries = [];
        if (sample.Count <= options.SummaryRows || fitted.Engine is not (DenseTiles or HeadsTiles))
        {
            if (sample.Size > 1)
            {
                Criterion others = Searched is { IsLeaveOneOut: true } && robustness is null ? Searched : (summaryCriterion = new(sample, options, features, Run(FitStage.Summary)));
                (leaveOneOut, CriterionResult result) = others.Predict(used, Run(FitStage.Summary));
                alone = result.RowsWithoutNeighbours;
                ridged = result.Ridged;
                if (choice?.Bags is not null)
                {
                    // The searches were in bags: this is the only evaluation on all rows.
                    if (others == Searched)
                    {
                        record!.Add(used, result);
                    }
                    else
                    {
                        _ = record!.Value(Searched!, used);
                    }
                }

                constantCriterion = summaryCriterion is null ? null : summaryCriterion.Raw(result.Value);
            }

            summaries = FitStatistics.Of(fitted, leaveOneOut, Run(FitStage.Summary));
        }
        else
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Fit statistics are left out: {sample.Count} rows are more than {options.SummaryRows}, up to which every pair of them is visited."));
        }

        WarnOfBandwidths(fits);
        if (alone > 0)
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{alone} of {sample.Count} rows have no neighbour within reach when left out; they were predicted by the mean of all other rows."));
        }

        if (WarningOf(kernel) is string signed)
        {
            warnings.Add(signed);
        }

        SearchTrace? trace = Searched is null ? null : Trace(record!, alone);
        return new(
            data,
            options,
            fits,
            CriterionName,
            CriterionValue(used),
            trace,
            leaveOneOut,
            summaries,
            warnings)
        {
            Fitted = fitted,
            Robustness = robustness,
        };
    }

    /// <summary>One bandwidth a feature, chosen or learned; null where it has no say.</summary>
    private double?[] Choose()
    {
        if (learned is not null)
        {
            BandwidthChoice.WarnOfConstants(sample, warnings, j => learned.Bandwidths[j] is not null);
            return learned.Bandwidths;
        }

        record = new SearchRecord(options.TimeLimit, progress, cancellation);
        choice = new BandwidthChoice(sample, options, warnings, record, Run(FitStage.Search) with { Cancellation = record.Deadline });
        return choice.Choose();
    }

    /// <summary>The raw criterion at the bandwidths in use; null for rules and given bandwidths, and where it is beyond a double.</summary>
    private double? CriterionValue(double[] used)
    {
        if (record?.Best is null)
        {
            // Nothing to search, as where every feature is constant: then leave-one-out has still been computed, as after learning.
            return learned is not null || options.Bandwidth is Bandwidth.Searched { Minimises: Bandwidth.Rule.LeaveOneOut } ? constantCriterion : null;
        }

        double value = record.Find(used) ?? record.Best.Criterion;
        double raw = Searched!.Raw(value);
        if (!double.IsFinite(raw) || (raw == 0 && value > 0 && Searched.IsLeaveOneOut))
        {
            warnings.Add("The criterion in the unit of the target squared is beyond what a number holds: rescale the target to see it.");
            return double.IsFinite(raw) ? raw : null;
        }

        return raw;
    }

    private string CriterionName => learned is not null ? Bandwidth.LeaveOneOut.Name : options.Bandwidth switch
    {
        Bandwidth.Searched => choice!.Rule.Name,
        Bandwidth.GivenByFeature or Bandwidth.GivenForAll when Searched is not null => choice!.Rule.Name,
        _ => options.Bandwidth is Bandwidth.GivenByFeature ? "given" : options.Bandwidth.Name,
    };

    private FeatureFit Describe(int j, double? bandwidth, int[] features)
    {
        (double low, double high) = sample.Range(j);
        FeatureType type = data.FeatureTypes[j];
        double? scaleFactor = null;
        bool smoothedOut = false;
        bool atBound = false;
        if (bandwidth is double h)
        {
            int q = features.Count(k => !data.FeatureTypes[k].IsDiscrete && sample.Range(k) is var (l, u) && l < u);
            bool isLength = !type.IsDiscrete && (options.BandwidthType == BandwidthType.Fixed || type.Kind == FeatureKind.Periodic);
            double unit = type.IsDiscrete
                ? Math.Pow(sample.Size, -2.0 / ((2 * kernel.Constants.Order) + q))
                : RulesOfThumb.ScaleUnit(sample, j, q, kernel);
            scaleFactor = (isLength || type.IsDiscrete) && unit > 0 && double.IsFinite(unit) && double.IsFinite(h / unit) ? h / unit : null;
            smoothedOut = low < high && (type.IsDiscrete ? sample.KernelOf(options, j).Removable : isLength) && h >= SearchAxis.LargestOf(sample, options, j) * (1 - 1e-6);
            atBound = choice?.AtBound(j, h) == true;
        }

        return new(data.FeatureNames[j], bandwidth, scaleFactor, smoothedOut, atBound, low, high)
        {
            Type = type,
            Kernel = type.IsDiscrete ? sample.KernelOf(options, j).Name : kernel.Name,
        };
    }

    private void WarnOfBandwidths(FeatureFit[] fits)
    {
        foreach (FeatureFit fit in fits.Where(f => f.AtBound))
        {
            bool enters = !fit.Type.IsDiscrete && options.Estimator.DegreeOf(fit.Name) > 0;
            warnings.Add(fit.SmoothedOut && enters ? $"The bandwidth of '{fit.Name}' is at the upper bound: it enters as one {(options.Estimator.DegreeOf(fit.Name) == 1 ? "straight line" : "polynomial")} over all rows."
                : fit.SmoothedOut ? $"Feature '{fit.Name}' is smoothed out: its bandwidth is at the upper bound, and it has no say in predictions."
                : fit.Type.IsDiscrete && fit.Bandwidth == 0 ? $"The bandwidth of '{fit.Name}' is 0: a prediction rests on rows of its own level alone."
                : fit.Type.IsDiscrete ? $"The bandwidth of '{fit.Name}' is at the upper bound: '{fit.Kernel}' can't smooth a feature out; li-racine can."
                : $"The bandwidth of '{fit.Name}' is at the lower bound: predictions follow single rows; check for ties or noise-free data.");
        }

        if (ridged > 0)
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{ridged} of {sample.Count} rows have too few different rows around them for a {options.Estimator.Name} fit; a ridge was added there, which draws it to a weighted mean."));
        }
    }

    private SearchTrace Trace(SearchRecord from, int alone)
    {
        SearchStep Raw(SearchStep step) => step with { Criterion = Searched!.Raw(step.Criterion) };
        return new(
            [.. choice!.Searched.Select(j => data.FeatureNames[j])],
            [.. from.Steps.Select(Raw)],
            [.. from.Minima.Select(Raw)],
            from.Stop,
            alone)
        {
            Bags = choice.Bags,
        };
    }

    /// <summary>Passes a share done on as progress of a stage.</summary>
    private sealed class Relay(IProgress<FitProgress> progress, FitStage stage) : IProgress<double>
    {
        public void Report(double value) => progress.Report(new(stage, value, 0, null));
    }
}
