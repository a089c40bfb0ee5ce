using System.Globalization;

namespace Nadaraya;

/// <summary>A fit over means of cells in place of its rows: same kernels, estimator and bandwidths.</summary>
/// <remarks>
/// A cell with total weight V of rows vᵢ counts in Σα² as V²/Σvᵢ² rows: were its rows where its mean is, the effective sample size would be that of the rows. Rows without
/// weights and frequencies become a frequency, V, which says the same.
/// </remarks>
/// <param name="fit">The fit to rows.</param>
/// <param name="anonymity">k.</param>
internal sealed class Reduction(FitResult fit, int anonymity)
{
    private readonly Individuals rows = new(fit);

    /// <summary>How many people take part.</summary>
    public double People => rows.People(rows.Keys);

    /// <summary>How many keys take part.</summary>
    public int RowsUsed => rows.Keys.Length;

    /// <summary>How many rows take a level that is not their own.</summary>
    public int RowsGeneralised { get; private set; }

    /// <summary>The smallest number of rows of a cell.</summary>
    public double SmallestCell { get; private set; }

    /// <summary>Where the levels of each feature went: the index that each has now, −1 for one that no cell has; null for numbers.</summary>
    public int[]?[] NewLevels { get; } = new int[fit.Features.Count][];

    /// <summary>The fit over cells; who publishes it adds what it stands for.</summary>
    public FitResult Fit(CancellationToken cancellation)
    {
        int[] discrete = [.. Enumerable.Range(0, fit.Features.Count).Where(j => fit.Features[j].Type.IsDiscrete)];
        LevelProfiles profiles = new(rows, discrete, [.. discrete.Select(j => fit.Features[j] is { Bandwidth: not null, SmoothedOut: false })]);
        CellDivision division = new(rows, Axes(), anonymity);
        List<int[]> cells = [];
        List<int[]> levels = [];
        foreach (LevelProfile profile in profiles.Of(anonymity, cancellation))
        {
            RowsGeneralised += profile.Keys.Count(key => discrete.Index().Any(d => rows.Sample.Columns[d.Item][key] != profile.Levels[d.Index]));
            foreach (int[] cell in division.Cells(profile.Keys, cancellation))
            {
                cells.Add(cell);
                levels.Add(profile.Levels);
            }
        }

        SmallestCell = cells.Min(cell => rows.Rows(cell));
        Column[] columns = [.. fit.Features.Select((f, j) => f.Type.IsDiscrete ? Levels(j, [.. levels.Select(l => l[Array.IndexOf(discrete, j)])]) : Numbers(j, cells))];
        Column[] targets = [.. fit.Data.TargetNames.Select((name, t) => new Column(name, cells.Select(cell => new CellMean(cell, rows).Of(rows.Sample.Targets[t])).ToArray()))];
        bool isCounted = fit.Robustness is null && (rows.Sample.Counts is not null || !fit.Data.HasWeights);
        double[] totals = [.. cells.Select(cell => new CellMean(cell, rows).Weight)];
        Dataset data = new(
            columns,
            targets,
            new RowWeights(fit.Data.WeightsName ?? (isCounted ? "rows" : "weight"), totals, isCounted ? WeightMeaning.Frequency : WeightMeaning.Importance),
            [.. cells.Select((cell, c) => string.Create(CultureInfo.InvariantCulture, $"cell {c + 1} of {rows.Rows(cell)} rows"))]);
        FeatureFit[] features = [.. fit.Features.Select((f, j) => Feature(f, columns[j], cells.Count))];
        return new(data, Options(features), features, "given", null, null, null, [], Fitter.WarningOf(fit.Options.Kernel) is string warning ? [warning] : [])
        {
            Counts = isCounted ? null : [.. cells.Select(cell => new CellMean(cell, rows).Worth)],
        };
    }

    /// <summary>The numbers along which rows are told apart, and one bandwidth of each.</summary>
    private List<CellAxis> Axes()
    {
        List<CellAxis> axes = [];
        for (int j = 0; j < fit.Features.Count; j++)
        {
            FeatureFit feature = fit.Features[j];
            bool matters = !feature.Type.IsDiscrete && (!feature.SmoothedOut || fit.Options.Estimator.DegreeOf(feature.Name) > 0);
            if (!matters || feature.Bandwidth is not double h)
            {
                continue;
            }

            // A number of rows, or a share of them, reaches over about that share of the range.
            double share = fit.Options.BandwidthType switch
            {
                _ when feature.Type.Kind == FeatureKind.Periodic => 0,
                BandwidthType.Span => h,
                BandwidthType.Nearest or BandwidthType.Adaptive => h / rows.Sample.Count,
                _ => 0,
            };
            (double low, double high) = rows.Sample.Range(j);
            double unit = share > 0 ? Math.Min(high - low, double.MaxValue) * share : h;
            if (unit > 0)
            {
                axes.Add(new(rows.Sample.Columns[j], feature.Type.Period, unit));
            }
        }

        return axes;
    }

    private Column Numbers(int j, List<int[]> cells)
    {
        FeatureFit feature = fit.Features[j];
        double[] values = rows.Sample.Columns[j];
        return new(feature.Name, cells.Select(cell => feature.Type.Period > 0
            ? new CellMean(cell, rows).OnCircle(values, feature.Type.Period, feature.Lowest)
            : new CellMean(cell, rows).Of(values)).ToArray())
        {
            Type = feature.Type,
        };
    }

    /// <summary>A discrete feature without the levels that no cell has: their texts are nobody's any more.</summary>
    private Column Levels(int j, int[] ofCells)
    {
        FeatureType type = fit.Features[j].Type;
        int[] left = [.. ofCells.Distinct().Order()];
        int[] now = [.. Enumerable.Range(0, type.Levels.Count).Select(level => Array.IndexOf(left, level))];
        NewLevels[j] = now;
        return new(fit.Features[j].Name, ofCells.Select(level => (double)now[level]).ToArray())
        {
            Type = type.Kind == FeatureKind.Ordered
                ? FeatureType.Ordered(left.Select(level => type.Levels[level]), left.Select(level => type.Scores[level]))
                : FeatureType.Unordered(left.Select(level => type.Levels[level])),
        };
    }

    private FeatureFit Feature(FeatureFit was, Column column, int cells)
    {
        double? bandwidth = was.Bandwidth;
        if (bandwidth is double lambda && was.Type.IsDiscrete)
        {
            bandwidth = column.Type.Levels.Count == 1 ? null : Lambda(was, lambda, column.Type.Levels.Count);
        }
        else if (bandwidth is double k && was.Type.Kind == FeatureKind.Continuous && fit.Options.BandwidthType is BandwidthType.Nearest or BandwidthType.Adaptive)
        {
            bandwidth = Math.Clamp(Math.Round(k * cells / rows.Keys.Length), 1, cells); // as many cells as hold k rows
        }

        ReadOnlySpan<double> values = column.Values.Span;
        (double low, double high) = (values[0], values[0]);
        foreach (double x in values)
        {
            (low, high) = (Math.Min(low, x), Math.Max(high, x));
        }

        return new(was.Name, bandwidth, null, was.SmoothedOut && bandwidth is not null, false, low, high) { Type = column.Type, Kernel = was.Kernel };
    }

    /// <summary>The λ at which fewer levels weigh against one another as all of them did: Aitchison–Aitken shares λ out over the others.</summary>
    private double Lambda(FeatureFit feature, double lambda, int levels)
    {
        int before = feature.Type.Levels.Count;
        if (before == levels || feature.Type.Kind != FeatureKind.Unordered || fit.Options.UnorderedKernel != DiscreteKernel.AitchisonAitken)
        {
            return lambda;
        }

        double ratio = lambda / ((before - 1) * (1 - lambda)); // of a different level to the same
        return Math.Min(ratio * (levels - 1) / (1 + (ratio * (levels - 1))), fit.Options.UnorderedKernel.Largest(levels));
    }

    private FitOptions Options(FeatureFit[] features) => fit.Options with
    {
        Bandwidth = Bandwidth.Given(features.Where(f => f.Bandwidth is not null).ToDictionary(f => f.Name, f => f.Bandwidth!.Value, StringComparer.Ordinal)),
        Fixed = new Dictionary<string, double>(),
        OneStandardError = false,
        MinimumEffectiveSample = 0,
        RobustIterations = 0,
        Learning = null,
        Bagging = null,
        TimeLimit = null,
    };
}
