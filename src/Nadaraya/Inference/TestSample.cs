using Nadaraya.Engines;
using Nadaraya.Pooling;

namespace Nadaraya;

/// <summary>The training rows as a test sees them: one target, keys, clusters, and models of fewer features over the same rows.</summary>
internal sealed class TestSample
{
    private const int MostQueries = 3000;
    private const long MostNumbers = 16_000_000; // of all samples together: 128 MB

    private readonly KernelRegression model;
    private readonly Run run;

    public TestSample(KernelRegression model, int target, Run run)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(target);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(target, model.Data.TargetNames.Count);
        this.model = model;
        this.run = run;
        Sample = model.Fitted.Sample;
        Keys = Sample.Count;
        if (Keys < 4)
        {
            throw new DataException($"There are {Keys} rows that count, too few to test anything: a test needs at least 4.");
        }

        Width = Points.PaddedLength(Keys);
        Clusters = Sample.ClusterOfKey();
        Y = new double[Width];
        Sample.Payload.Columns[target].AsSpan(0, Keys).CopyTo(Y);
        Target = target;

        // Evenly spaced, so that no draw decides where a statistic looks.
        int count = Math.Min(Keys, MostQueries);
        Queries = [.. Enumerable.Range(0, count).Select(k => (int)((long)k * Keys / count))];
        Weights = [.. Queries.Select(Sample.Weight)];
    }

    /// <summary>The sample of the model.</summary>
    public Sample Sample { get; }

    /// <summary>The number of rows that count.</summary>
    public int Keys { get; }

    /// <summary>The length of a row, in whole vectors.</summary>
    public int Width { get; }

    /// <summary>The cluster of every key.</summary>
    public int[] Clusters { get; }

    /// <summary>The target, centred and scaled, padded with 0.</summary>
    public double[] Y { get; }

    /// <summary>Which target.</summary>
    public int Target { get; }

    /// <summary>The keys at which statistics are taken: all, or 3000 evenly spaced ones.</summary>
    public int[] Queries { get; }

    /// <summary>The row weights of the queries.</summary>
    public double[] Weights { get; }

    /// <summary>How many samples fit in memory at once.</summary>
    public int Chunk => (int)Math.Clamp(MostNumbers / Width, 16, 100_000);

    /// <summary>Which features vary.</summary>
    public bool Varies(int feature) => model.Features[feature].Bandwidth is not null;

    /// <summary>Whether a feature's bandwidth was chosen by what the targets say; else it was given, or a rule of the features alone.</summary>
    public bool IsChosen(int feature)
    {
        FitOptions options = model.Options;
        string name = model.Features[feature].Name;
        return !options.Fixed.ContainsKey(name) && options.Bandwidth switch
        {
            Bandwidth.Searched or Bandwidth.PlugInRule => true,
            Bandwidth.GivenByFeature given => !given.Values.ContainsKey(name),
            Bandwidth.GivenForAll => model.Features[feature].Type.IsDiscrete,
            _ => false,
        };
    }

    /// <summary>A bandwidth from the features alone: Scott's normal reference of all that vary, √n-like counts of neighbours, a share of λ's range.</summary>
    public double ByRule(int feature)
    {
        FeatureType type = model.Features[feature].Type;
        int[] numbers = [.. Enumerable.Range(0, model.Features.Count).Where(j => Varies(j) && !model.Features[j].Type.IsDiscrete)];
        if (type.IsDiscrete)
        {
            double share = Math.Min(1, Math.Pow(Sample.Size, -2.0 / ((2 * model.Kernel.Constants.Order) + numbers.Length)));
            return share * Sample.KernelOf(model.Options, feature).Largest(type.Levels.Count);
        }

        if (model.Options.BandwidthType != BandwidthType.Fixed && type.Kind == FeatureKind.Continuous)
        {
            return Math.Clamp(Math.Round(0.5 * Math.Pow(Keys, 1 - (1.0 / (numbers.Length + 4)))), 2, Keys - 1);
        }

        double length = RulesOfThumb.Start(Sample, numbers, model.Kernel, column => column.StandardDeviation())[Array.IndexOf(numbers, feature)];
        return type.Kind == FeatureKind.Periodic ? Math.Min(length, type.Period / 4) : length;
    }

    /// <summary>The model without some features, or null where none is left: its own bandwidths, chosen as those of the model were.</summary>
    public KernelRegression? Without(IReadOnlyCollection<int> features)
    {
        int[] kept = [.. Enumerable.Range(0, model.Features.Count).Where(j => !features.Contains(j))];
        if (!kept.Any(Varies))
        {
            return null;
        }

        Dataset data = model.Data;
        Column[] columns = [.. kept.Select(j => new Column(data.FeatureNames[j], data.Feature(j).ToArray()) { Type = data.FeatureTypes[j] })];
        RowWeights? weights = data.HasWeights ? new(data.WeightsName!, data.Weights.ToArray(), data.WeightMeaning) : null;
        RowGroups? groups = data.ClusterName is null ? null : new(data.ClusterName, [.. data.ClusterOfRow.ToArray().Select(c => data.Clusters[c])]);
        Dataset reduced = new(columns, [new(data.TargetNames[Target], data.Target(Target).ToArray())], weights, clusters: groups);
        HashSet<string> names = [.. reduced.FeatureNames];
        FitOptions options = model.Options with
        {
            Fixed = Only(model.Options.Fixed, names),
            Bandwidth = model.Options.Bandwidth is Bandwidth.GivenByFeature given ? Bandwidth.Given(Only(given.Values, names))
                : model.Options.Bandwidth is Bandwidth.PlugInRule ? Bandwidth.LeaveOneOut
                : model.Options.Bandwidth,
            Engine = null,
            SummaryRows = 0,
            Learning = model.Options.Learning is LearningOptions learning ? learning with { Nested = 0, Checkpoint = null } : null,
            TimeLimit = null,
        };
        return KernelRegression.Fit(reduced, options, null, run.Cancellation);
    }

    /// <summary>m₀ and its residuals e/√(1 − hᵢᵢ), centred, where m₀ is a model of these rows; null for their mean.</summary>
    public NullSample Null(KernelRegression? from)
    {
        double[] fits = new double[Keys];
        double[] own = new double[Keys];
        if (from is null)
        {
            own.AsSpan().Fill(1 / Sample.Size); // the mean of centred targets is 0
        }
        else
        {
            Fitted fitted = from.Fitted;
            Points queries = Points.Queries(fitted.Exact.Request.Keys.Columns, Keys);
            Moments moments = fitted.Exact.Sum(queries, Leave.Nobody, run with { Progress = null }, Wanted.Sums);
            (run with { Progress = null }).ForBlocks(Keys, 256, (first, to) =>
            {
                LocalFit fit = new(fitted.Exact, queries, Leave.Nobody, moments, from.Options.Support.Stability);
                for (int i = first; i < to; i++)
                {
                    if (fit.At(i))
                    {
                        fits[i] = fit.Coefficients[0, 0];
                        own[i] = Math.Exp(fitted.Exact.Request.Score.LogWeightAt(i) - moments.Shift(i)) * fit.Row[0];
                    }
                }
            });
        }

        return Null(fits, own);
    }

    /// <summary>m₀ with its residuals, made fit to be drawn.</summary>
    /// <param name="fits">m₀ at every key.</param>
    /// <param name="own">hᵢᵢ, what a row has of its own fit.</param>
    public NullSample Null(double[] fits, double[] own)
    {
        double[] residuals = new double[Keys];
        (double sum, double total) = (0, 0);
        for (int i = 0; i < Keys; i++)
        {
            // A fit takes 1 − hᵢᵢ of a residual's variance away; where a row has its fit to itself nothing is known of its error.
            double left = 1 - own[i];
            residuals[i] = left > 1e-6 ? (Y[i] - fits[i]) / Math.Sqrt(left) : 0;
            sum += Sample.Weight(i) * residuals[i];
            total += Sample.Weight(i);
        }

        for (int i = 0; i < Keys; i++)
        {
            residuals[i] -= sum / total;
        }

        return new(fits, residuals, Clusters, Width);
    }

    /// <summary>The columns of some features at the queries.</summary>
    public double[][] At(int[] queries) => [.. Sample.Columns.Select(c => queries.Select(q => c[q]).ToArray())];

    /// <summary>The p-value and the critical values of a statistic beside those of samples.</summary>
    public static (double PValue, double[] Critical) Compare(double statistic, double[] drawn)
    {
        // What rounding alone tells apart counts as equal: at a statistic that can't vary no sample is less extreme.
        double line = statistic - (1e-9 * Math.Abs(statistic));
        double[] ascending = [.. drawn.Order()];
        return ((1.0 + drawn.Count(t => t >= line)) / (drawn.Length + 1),
            [.. ((double[])[0.9, 0.95, 0.99]).Select(level => ascending[Math.Clamp((int)Math.Ceiling(level * (drawn.Length + 1)) - 1, 0, drawn.Length - 1)])]);
    }

    private static Dictionary<string, double> Only(IReadOnlyDictionary<string, double> values, HashSet<string> names) =>
        values.Where(v => names.Contains(v.Key)).ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);
}
