namespace Nadaraya.Cli;

/// <summary>A criterion along the bandwidth of one feature, the others as they were chosen.</summary>
/// <param name="Feature">The feature's name.</param>
/// <param name="CriterionName">What was evaluated.</param>
/// <param name="Chosen">Its chosen bandwidth.</param>
/// <param name="Bandwidths">Bandwidths, ascending; the chosen one among them.</param>
/// <param name="Criterion">The raw criterion at each; NaN where it has no value.</param>
internal sealed record ProfileCurve(string Feature, string CriterionName, double Chosen, double[] Bandwidths, double[] Criterion)
{
    private const int StepsADecade = 24;
    private const int LevelSteps = 60;

    /// <summary>Whether the bandwidths are λ, which may be 0 and has its scale from end to end.</summary>
    public bool IsLevels { get; init; }

    /// <summary>The profile of every feature that has a bandwidth.</summary>
    public static List<ProfileCurve> All(KernelRegression model, IProgress<double> progress, CancellationToken cancellation)
    {
        FeatureFit[] features = [.. model.Features.Where(f => f.Bandwidth is not null && model.Summaries.All(s => s.R2LeaveOneOut is not null))];
        features = model.Options.BandwidthType == BandwidthType.Span ? [.. features.DistinctBy(f => f.Type.Kind == FeatureKind.Continuous ? string.Empty : f.Name)] : features;
        List<ProfileCurve> curves = [];
        foreach (FeatureFit feature in features)
        {
            double[] grid = Grid(feature, model);
            BandwidthProfile profile = model.Profile(feature.Name, grid, null, cancellation);
            double[] criterion = [.. profile.Values.Select((value, i) => grid[i] == feature.Bandwidth && model.CriterionName == profile.Criterion ? model.CriterionValue ?? value : value)];
            if (profile.Criterion.StartsWith("leave-one-", StringComparison.Ordinal) && !criterion.All(double.IsFinite))
            {
                throw new DataException(
                    $"Target '{model.Data.TargetNames[0]}' is so large that its squared error is beyond the largest double; expected a criterion that a number can hold; rescale the target.");
            }

            curves.Add(new(feature.Name, profile.Criterion, feature.Bandwidth!.Value, grid, criterion) { IsLevels = feature.Type.IsDiscrete });
            progress.Report((double)curves.Count / features.Length);
        }

        return curves;
    }

    private static double[] Grid(FeatureFit feature, KernelRegression model) =>
        feature.Type.IsDiscrete ? Levels(feature)
        : feature.Type.Kind != FeatureKind.Continuous ? Lengths(feature)
        : model.Options.BandwidthType switch
        {
            BandwidthType.Fixed => Lengths(feature),
            BandwidthType.Span => Shares(feature, Counted(model)),
            _ => Rows(feature, Counted(model)),
        };

    private static int Counted(KernelRegression model) => model.Data.HasWeights ? CountedRows.Of(model.Data).Length : model.Data.Rows;

    /// <summary>From 0 to the largest λ.</summary>
    private static double[] Levels(FeatureFit feature)
    {
        double largest = DiscreteKernel.Parse(feature.Kernel, feature.Type.Kind == FeatureKind.Ordered).Largest(feature.Type.Levels.Count);
        return [.. Enumerable.Range(0, LevelSteps + 1).Select(k => largest * k / LevelSteps).Append(feature.Bandwidth!.Value).Distinct().Order()];
    }

    /// <summary>Whole numbers of rows over all of them.</summary>
    private static double[] Shares(FeatureFit feature, int rows) =>
        [.. Rows(feature, rows).Where(k => k >= 3).Select(k => k / rows).Append(1).Append(feature.Bandwidth!.Value).Distinct().Order()];

    /// <summary>Whole numbers of rows, the denser the fewer.</summary>
    private static double[] Rows(FeatureFit feature, int rows)
    {
        int steps = (int)Math.Ceiling(Math.Log10(rows) * StepsADecade);
        return
        [
            .. Enumerable.Range(0, steps + 1).Select(k => Math.Round(Math.Pow(10, (double)k / StepsADecade)))
                .Where(k => k >= 1 && k < rows).Append(feature.Bandwidth!.Value).Distinct().Order(),
        ];
    }

    /// <summary>From a small part of the feature's range, or of the chosen bandwidth, to beyond the range, on a logarithmic scale.</summary>
    private static double[] Lengths(FeatureFit feature)
    {
        double chosen = feature.Bandwidth!.Value;
        double range = feature.Highest - feature.Lowest;
        range = range > 0 && double.IsFinite(range) ? range : chosen;
        double low = Math.Max(Math.Min(range / 300, chosen / 10), double.Epsilon);
        double high = Math.Min(Math.Max(range * 3, chosen * 10), double.MaxValue);
        int below = (int)Math.Min(Math.Ceiling(Math.Log10(chosen / low) * StepsADecade), 10 * StepsADecade);
        int above = (int)Math.Min(Math.Ceiling(Math.Log10(high / chosen) * StepsADecade), 10 * StepsADecade);
        return
        [
            .. Enumerable.Range(-below, below + above + 1)
                .Select(k => k == 0 ? chosen : chosen * Math.Pow(10, (double)k / StepsADecade))
                .Where(h => h > 0 && double.IsFinite(h)),
        ];
    }
}
