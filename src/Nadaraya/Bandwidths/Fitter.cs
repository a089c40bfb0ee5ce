using System.Globalization;
using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>Options → bandwidths → engine → model: one fit.</summary>
internal sealed class Fitter(Dataset data, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellation)
    : IDisposable
{
    private readonly Sample sample = new(data);
    private readonly List<string> warnings = [];
    private readonly Kernel kernel = options.Kernel;
    private SearchRecord? record;
    private BandwidthSearch? search;
    private LeaveOneOutCriterion? criterion;
    private LeaveOneOutCriterion? summaryCriterion;
    private double? constantCriterion;
    private int[] tuned = [];
    private int[] searched = [];

    private Run Run(FitStage stage) => new(
        options.Threads,
        cancellation,
        progress is null || stage == FitStage.Search ? null : new Relay(progress, stage));

    /// <inheritdoc/>
    public void Dispose() => record?.Dispose();

    /// <summary>Fits.</summary>
    public FitResult Fit()
    {
        double?[] bandwidths = Choose();
        int[] features = [.. Enumerable.Range(0, bandwidths.Length).Where(j => bandwidths[j] is not null)];
        double[] used = [.. features.Select(j => bandwidths[j]!.Value)];
        Fitted fitted = new(sample, options, features, used, cancellation);
        FeatureFit[] fits = [.. bandwidths.Select((h, j) => Describe(j, h, features))];
        WarnOfBandwidths(fits);

        double[][]? leaveOneOut = null;
        int alone = 0;
        FitSummary[] summaries = [];
        if (sample.Count <= options.SummaryRows || fitted.Engine is not DenseTiles)
        {
            if (sample.Size > 1)
            {
                LeaveOneOutCriterion others = criterion ?? (summaryCriterion = new(sample, options, features, Run(FitStage.Summary)));
                (leaveOneOut, LeaveOneOutResult result) = others.Predict(used, Run(FitStage.Summary));
                alone = result.RowsWithoutNeighbours;
                constantCriterion = summaryCriterion is null ? null : result.Value * summaryCriterion.RawScale;
            }

            summaries = FitStatistics.Of(fitted, leaveOneOut, options.Support.Stability, Run(FitStage.Summary));
        }
        else
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"Fit statistics are left out: {sample.Count} rows are more than {options.SummaryRows}, up to which every pair of them is visited."));
        }

        if (alone > 0)
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{alone} of {sample.Count} rows have no neighbour within reach when left out; they were predicted by the mean of all other rows."));
        }

        WarnOfKernel();
        SearchTrace? trace = record is null ? null : Trace(record, alone);
        return new(
            data,
            options,
            fits,
            CriterionName,
            CriterionValue(),
            trace,
            leaveOneOut,
            summaries,
            warnings)
        {
            Fitted = fitted,
        };
    }

    /// <summary>The raw criterion at the bandwidths in use; null for rules and given bandwidths, and where it is beyond a double.</summary>
    private double? CriterionValue()
    {
        if (record?.Best is null)
        {
            // Nothing to search, as where every feature is constant: then leave-one-out has still been computed.
            return options.Bandwidth is Bandwidth.LeaveOneOutRule ? constantCriterion : null;
        }

        double raw = record.Best.Criterion * criterion!.RawScale;
        if (!double.IsFinite(raw) || (raw == 0 && record.Best.Criterion > 0))
        {
            warnings.Add("The criterion in the unit of the target squared is beyond what a number holds: rescale the target to see it.");
            return double.IsFinite(raw) ? raw : null;
        }

        return raw;
    }

    private string CriterionName => options.Bandwidth is Bandwidth.GivenByFeature && record is null ? "given" : options.Bandwidth.Name;

    private double?[] Choose()
    {
        int d = data.FeatureNames.Count;
        double?[] bandwidths = new double?[d];
        Dictionary<string, double> given = new(options.Fixed, StringComparer.Ordinal);
        if (options.Bandwidth is Bandwidth.GivenByFeature byFeature)
        {
            foreach ((string name, double h) in byFeature.Values)
            {
                given[name] = !given.TryGetValue(name, out double fix) || fix == h
                    ? h
                    : throw new ArgumentException(string.Create(
                        CultureInfo.InvariantCulture, $"The bandwidth of {name} is given as {h} and fixed at {fix}: give one of them."));
            }
        }

        foreach ((string name, double h) in given)
        {
            int j = data.FeatureNames.ToList().IndexOf(name);
            bandwidths[j >= 0 ? j : throw new DataException(
                $"A bandwidth is given for '{name}', which is no feature: the features are {string.Join(", ", data.FeatureNames)}.")] = h;
        }

        if (sample.Size <= 1)
        {
            warnings.Add("One row of data is no regression: its value is predicted everywhere, and there is no bandwidth to choose.");
            return new double?[d];
        }

        if (options.Bandwidth is Bandwidth.GivenForAll all)
        {
            bandwidths = [.. bandwidths.Select(h => h ?? all.Value)];
        }

        int[] varying = [.. Enumerable.Range(0, d).Where(j => sample.Range(j) is var (low, high) && low < high)];
        foreach (int j in Enumerable.Range(0, d).Except(varying))
        {
            string say = bandwidths[j] is null ? "it has no say in predictions" : "it tells no row from another";
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture, $"Feature '{data.FeatureNames[j]}' is {sample.Range(j).Lowest:R} in every row: {say}."));
        }

        tuned = [.. varying.Where(j => bandwidths[j] is null)];
        if (tuned.Length == 0)
        {
            if (varying.Length == 0)
            {
                warnings.Add("No feature varies: every prediction is the mean of the target.");
            }

            return bandwidths;
        }

        double[] chosen = options.Bandwidth switch
        {
            Bandwidth.SilvermanRule => RulesOfThumb.Silverman(sample, tuned, varying.Length, kernel),
            Bandwidth.ScottRule => RulesOfThumb.Scott(sample, tuned, varying.Length, kernel),
            _ => Search(bandwidths),
        };
        for (int k = 0; k < tuned.Length; k++)
        {
            bandwidths[tuned[k]] = chosen[k];
        }

        return bandwidths;
    }

    private double[] Search(double?[] bandwidths)
    {
        int[] features = [.. Enumerable.Range(0, bandwidths.Length).Where(j => bandwidths[j] is not null || tuned.Contains(j))];
        searched = features;
        record = new SearchRecord(options.TimeLimit, progress, cancellation);
        Run run = Run(FitStage.Search) with { Cancellation = record.Deadline };
        criterion = new LeaveOneOutCriterion(sample, options, features, run);
        search = new BandwidthSearch(
            criterion, sample, features, [.. features.Select(j => bandwidths[j] ?? double.NaN)], kernel, options.Seed, record);
        double[] found = search.Run();
        if (record.Stop == SearchStop.Flat)
        {
            warnings.Add("The leave-one-out criterion is the same at every bandwidth: the data can't decide, and the rule of thumb was used.");
        }
        else if (record.Stop == SearchStop.Time)
        {
            warnings.Add("The time limit stopped the bandwidth search; the best bandwidth so far is used.");
        }

        return [.. features.Select((j, k) => (j, h: found[k])).Where(p => tuned.Contains(p.j)).Select(p => p.h)];
    }

    private FeatureFit Describe(int j, double? bandwidth, int[] features)
    {
        (double low, double high) = sample.Range(j);
        double? scaleFactor = null;
        bool smoothedOut = false;
        bool atBound = false;
        if (bandwidth is double h)
        {
            double spread = SortedColumn.Of(sample, j).RobustSpread();
            int q = features.Count(k => sample.Range(k) is var (l, u) && l < u);
            double unit = spread * Math.Pow(sample.Size, -1.0 / ((2 * kernel.Constants.Order) + q));
            scaleFactor = unit > 0 && double.IsFinite(unit) && double.IsFinite(h / unit) ? h / unit : null;
            smoothedOut = low < high && h >= BandwidthSearch.LargestBandwidth(low, high) * (1 - 1e-6);
            atBound = record is { Stop: not SearchStop.Flat } && search!.AtBound(Array.IndexOf(features, j), h);
        }

        return new(data.FeatureNames[j], bandwidth, scaleFactor, smoothedOut, atBound, low, high);
    }

    private void WarnOfBandwidths(FeatureFit[] fits)
    {
        foreach (FeatureFit fit in fits.Where(f => f.SmoothedOut && f.AtBound))
        {
            warnings.Add($"Feature '{fit.Name}' is smoothed out: its bandwidth is at the upper bound, and it has no say in predictions.");
        }

        foreach (FeatureFit fit in fits.Where(f => !f.SmoothedOut && f.AtBound))
        {
            warnings.Add($"The bandwidth of '{fit.Name}' is at the lower bound: predictions follow single rows; check for ties or noise-free data.");
        }
    }

    private void WarnOfKernel()
    {
        if (kernel.Constants.Signed)
        {
            warnings.Add($"Kernel '{kernel.Name}' is negative in places: attention weights are signed and there is no effective sample size.");
        }
    }

    private SearchTrace Trace(SearchRecord from, int alone)
    {
        double scale = criterion!.RawScale;
        SearchStep Raw(SearchStep step) => step with { Criterion = step.Criterion * scale };
        return new(
            [.. searched.Select(j => data.FeatureNames[j])],
            [.. from.Steps.Select(Raw)],
            [.. from.Minima.Select(Raw)],
            from.Stop,
            alone);
    }

    /// <summary>Passes a share done on as progress of a stage.</summary>
    private sealed class Relay(IProgress<FitProgress> progress, FitStage stage) : IProgress<double>
    {
        public void Report(double value) => progress.Report(new(stage, value, 0, null));
    }
}
