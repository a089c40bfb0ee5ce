using System.Globalization;
using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>From options to one bandwidth a feature: those given as they are, the others by rule or by search.</summary>
/// <param name="sample">The rows.</param>
/// <param name="options">How.</param>
/// <param name="warnings">Gets what the user should know.</param>
/// <param name="record">Keeps what a search tries.</param>
/// <param name="run">Threads and cancellation of the search.</param>
internal sealed class BandwidthChoice(Sample sample, FitOptions options, List<string> warnings, SearchRecord record, Run run)
{
    private readonly Dataset data = sample.Data;
    private readonly Kernel kernel = options.Kernel;
    private SearchSpace? space;
    private BaggedSearch? bagged;

    /// <summary>What a search minimised; null where nothing was searched.</summary>
    public Criterion? Criterion { get; private set; }

    /// <summary>The features of the search, those with a given bandwidth among them.</summary>
    public int[] Searched { get; private set; } = [];

    /// <summary>The features whose bandwidth was not given.</summary>
    public int[] Tuned { get; private set; } = [];

    /// <summary>What the searches in bags found; null where there were none.</summary>
    public BagTrace? Bags => bagged?.Trace;

    /// <summary>What is minimised: clusters are left out as one.</summary>
    public Bandwidth.Searched Rule => options.Bandwidth switch
    {
        Bandwidth.Searched { Minimises: Bandwidth.Rule.LeaveOneOut } when data.Clusters.Count > 1 => (Bandwidth.Searched)Bandwidth.LeaveOneClusterOut,
        Bandwidth.Searched searched => searched,
        _ when data.Clusters.Count > 1 => (Bandwidth.Searched)Bandwidth.LeaveOneClusterOut,
        _ => (Bandwidth.Searched)Bandwidth.LeaveOneOut,
    };

    /// <summary>One bandwidth a feature; null where it has no say.</summary>
    public double?[] Choose()
    {
        int d = data.FeatureNames.Count;
        double?[] bandwidths = Given();
        BaggedSearch.Check(options, Rule, sample.Count);
        if (sample.Size <= 1)
        {
            warnings.Add("One row of data is no regression: its value is predicted everywhere, and there is no bandwidth to choose.");
            return new double?[d];
        }

        if (options.Bandwidth is Bandwidth.GivenForAll all)
        {
            bandwidths = [.. bandwidths.Select((h, j) => h ?? (data.FeatureTypes[j].IsDiscrete ? null : Checked(j, all.Value)))];
        }

        int[] varying = [.. Enumerable.Range(0, d).Where(Varies)];
        WarnOfConstants(sample, warnings, j => bandwidths[j] is not null);
        if (options.BandwidthType is BandwidthType.Nearest or BandwidthType.Adaptive)
        {
            WarnOfTies(varying, bandwidths);
        }
        else if (options.BandwidthType == BandwidthType.Span)
        {
            OneSpan(varying, bandwidths);
        }

        Tuned = [.. varying.Where(j => bandwidths[j] is null)];
        if (Tuned.Length == 0)
        {
            if (varying.Length == 0)
            {
                warnings.Add("No feature varies: every prediction is the mean of the target.");
            }

            return bandwidths;
        }

        bool isRule = options.Bandwidth is Bandwidth.SilvermanRule or Bandwidth.ScottRule or Bandwidth.PlugInRule or Bandwidth.ScaledRule;
        double[] chosen = isRule ? ByRule(varying) : options.Bagging is null ? Search(bandwidths) : SearchInBags(bandwidths);
        for (int k = 0; k < Tuned.Length; k++)
        {
            bandwidths[Tuned[k]] = chosen[k];
        }

        return bandwidths;
    }

    /// <summary>Says which features are the same in every row.</summary>
    /// <param name="sample">The rows.</param>
    /// <param name="warnings">Gets it.</param>
    /// <param name="hasBandwidth">Whether a feature has a bandwidth all the same.</param>
    public static void WarnOfConstants(Sample sample, List<string> warnings, Func<int, bool> hasBandwidth)
    {
        Dataset data = sample.Data;
        for (int j = 0; j < data.FeatureNames.Count; j++)
        {
            (double low, double high) = sample.Range(j);
            if (low < high)
            {
                continue;
            }

            string say = hasBandwidth(j) ? "it tells no row from another" : "it has no say in predictions";
            FeatureType type = data.FeatureTypes[j];
            string value = type.IsDiscrete ? $"'{type.Levels[(int)low]}'" : string.Create(CultureInfo.InvariantCulture, $"{low:R}");
            warnings.Add($"Feature '{data.FeatureNames[j]}' is {value} in every row: {say}.");
        }
    }

    /// <summary>Whether a search ended at a bound of a feature's bandwidth.</summary>
    public bool AtBound(int feature, double bandwidth) => record.Stop != SearchStop.Flat
        && (bagged?.AtBound(feature) ?? space?.AtBound(Array.IndexOf(Searched, feature), bandwidth) ?? false);

    private bool Varies(int feature) => sample.Range(feature) is var (low, high) && low < high;

    private double?[] Given()
    {
        double?[] bandwidths = new double?[data.FeatureNames.Count];
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
                $"A bandwidth is given for '{name}', which is no feature: the features are {string.Join(", ", data.FeatureNames)}.")] = Checked(j, h);
        }

        return bandwidths;
    }

    /// <summary>A given bandwidth that means something for its feature, or an error.</summary>
    private double Checked(int feature, double value)
    {
        FeatureType type = data.FeatureTypes[feature];
        string name = data.FeatureNames[feature];
        if (type.IsDiscrete)
        {
            DiscreteKernel own = sample.KernelOf(options, feature);
            double largest = own.Largest(type.Levels.Count);
            return value <= largest * (1 + 1e-12)
                ? Math.Min(value, largest)
                : throw new DataException(string.Create(
                    CultureInfo.InvariantCulture, $"The bandwidth of '{name}' is {value}, but λ of {own.Name} over {type.Levels.Count} levels lies between 0 and {largest:R}: give one in between."));
        }

        if (options.BandwidthType == BandwidthType.Fixed || type.Kind == FeatureKind.Periodic)
        {
            return value > 0
                ? value
                : throw new DataException($"The bandwidth of '{name}' is 0: it must be a positive finite number in the unit of the feature.");
        }

        if (options.BandwidthType == BandwidthType.Span)
        {
            return value > 0
                ? value
                : throw new DataException($"The span of '{name}' is {value.ToString(CultureInfo.InvariantCulture)}: it is a share of the rows, such as 0.75.");
        }

        return value >= 1 && value == Math.Floor(value) && value < sample.Count
            ? value
            : throw new DataException(string.Create(
                CultureInfo.InvariantCulture, $"The bandwidth of '{name}' is {value}, but with nearest neighbours it is a number of rows: give a whole number from 1 to {sample.Count - 1}."));
    }

    /// <summary>A span is one number for all: what is given for one feature is given for the others, and two that differ are refused.</summary>
    private void OneSpan(int[] varying, double?[] bandwidths)
    {
        int[] numbers = [.. varying.Where(j => data.FeatureTypes[j].Kind == FeatureKind.Continuous)];
        double[] given = [.. numbers.Where(j => bandwidths[j] is not null).Select(j => bandwidths[j]!.Value).Distinct()];
        if (given.Length > 1)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture, $"The spans {given[0]} and {given[1]} differ, but a span is a share of the rows for all continuous features: give one."));
        }

        foreach (int j in numbers.Where(_ => given.Length == 1))
        {
            bandwidths[j] = given[0];
        }
    }

    /// <summary>Ties make a radius of 0: it is widened, and that is told.</summary>
    private void WarnOfTies(int[] varying, double?[] bandwidths)
    {
        foreach (int j in varying.Where(j => !data.FeatureTypes[j].IsDiscrete && bandwidths[j] is not null))
        {
            double[] ascending = sample.AscendingOf(j);
            int k = (int)bandwidths[j]!.Value;
            int tied = Enumerable.Range(0, Math.Max(ascending.Length - k + 1, 0)).Count(i => ascending[i] == ascending[i + k - 1]);
            if (k > 1 && tied > 0)
            {
                warnings.Add(string.Create(CultureInfo.InvariantCulture, $"Feature '{data.FeatureNames[j]}' has {k} or more equal values in places: the radius there is the next positive distance."));
            }
        }
    }

    private double[] ByRule(int[] varying)
    {
        if (options.BandwidthType != BandwidthType.Fixed)
        {
            throw new DataException($"The rule '{options.Bandwidth.Name}' gives a length, but the bandwidth type is {options.BandwidthType.ToString().ToLowerInvariant()}: use cv or give a number of rows.");
        }

        int[] numbers = [.. Tuned.Where(j => !data.FeatureTypes[j].IsDiscrete)];
        int q = varying.Count(j => !data.FeatureTypes[j].IsDiscrete);
        double[] lengths = options.Bandwidth switch
        {
            Bandwidth.SilvermanRule => RulesOfThumb.Silverman(sample, numbers, q, kernel),
            Bandwidth.ScottRule => RulesOfThumb.Scott(sample, numbers, q, kernel),
            Bandwidth.ScaledRule scaled => [.. numbers.Select(j => scaled.Factor * RulesOfThumb.ScaleUnit(sample, j, q, kernel))],
            _ => [PlugInOf(varying)],
        };
        double share = Math.Min(1, Math.Pow(sample.Size, -2.0 / ((2 * kernel.Constants.Order) + q)));
        return [.. Tuned.Select(j => data.FeatureTypes[j].IsDiscrete
            ? share * sample.KernelOf(options, j).Largest(data.FeatureTypes[j].Levels.Count)
            : lengths[Array.IndexOf(numbers, j)])];
    }

    private double PlugInOf(int[] varying)
    {
        string? reason = varying.Length != 1 || data.FeatureTypes[varying[0]].Kind != FeatureKind.Continuous ? "there must be exactly one feature, and it must be continuous"
            : options.Estimator.Name != "linear" ? "the estimator must be linear"
            : kernel.Name != Kernel.Gaussian.Name ? "the kernel must be gaussian"
            : data.HasWeights ? "rows must have no weights"
            : data.TargetNames.Count != 1 ? "there must be one target"
            : null;
        return reason is null
            ? PlugIn.RuppertSheatherWand(sample.Columns[varying[0]].AsSpan(0, sample.Count), sample.Targets[0])
            : throw new DataException($"The plug-in bandwidth is derived for one case alone, and {reason}: use cv or aicc.");
    }

    private double[] SearchInBags(double?[] bandwidths)
    {
        SetSearched(bandwidths);
        bagged = new(sample, options, Searched, Tuned, record);
        double[] found = bagged.Run();
        WarnOfStop();
        return found;
    }

    private void SetSearched(double?[] bandwidths)
    {
        Searched = sample.Arranged(Enumerable.Range(0, bandwidths.Length).Where(j => bandwidths[j] is not null || Tuned.Contains(j)));
        Criterion = new Criterion(sample, options, Searched, run, Rule);
    }

    private void WarnOfStop()
    {
        if (record.Stop == SearchStop.Flat)
        {
            warnings.Add($"The {Rule.Name} criterion is the same at every bandwidth: the data can't decide, and the rule of thumb was used.");
        }
        else if (record.Stop == SearchStop.Time)
        {
            warnings.Add("The time limit stopped the bandwidth search; the best bandwidth so far is used.");
        }
    }

    private double[] Search(double?[] bandwidths)
    {
        SetSearched(bandwidths);
        double[] start = [.. Searched.Select(j => bandwidths[j] ?? double.NaN)];
        double[] found;
        if (options.BandwidthType != BandwidthType.Fixed && Tuned.Any(j => data.FeatureTypes[j].Kind == FeatureKind.Continuous))
        {
            found = new NeighbourSearch(Criterion!, sample, options, Searched, start, record).Run();
        }
        else
        {
            space = new SearchSpace(sample, Searched, start, options);
            found = new BandwidthSearch(Criterion!, space, options, record).Run();
        }

        WarnOfStop();

        if (options.OneStandardError && record.Stop != SearchStop.Flat)
        {
            found = new Smoother(Criterion!, sample, Searched, [.. Searched.Select((j, k) => double.IsNaN(start[k]))], options, record).From(found);
        }

        return [.. Searched.Select((j, k) => (j, h: found[k])).Where(p => Tuned.Contains(p.j)).OrderBy(p => Array.IndexOf(Tuned, p.j)).Select(p => p.h)];
    }
}
