namespace Nadaraya.Cli;

/// <summary>The leave-one-out criterion along the bandwidth of one feature, the others as they were chosen.</summary>
/// <param name="Feature">The feature's name.</param>
/// <param name="Chosen">Its chosen bandwidth.</param>
/// <param name="Bandwidths">Bandwidths, ascending; the chosen one among them.</param>
/// <param name="Criterion">The raw criterion at each.</param>
internal sealed record ProfileCurve(string Feature, double Chosen, double[] Bandwidths, double[] Criterion)
{
    private const int StepsADecade = 24;

    /// <summary>The profile of every feature that has a bandwidth.</summary>
    public static List<ProfileCurve> All(KernelRegression model, int threads, IProgress<double> progress, CancellationToken cancellation)
    {
        FeatureFit[] features = [.. model.Features.Where(f => f.Bandwidth is not null && model.Summaries.All(s => s.R2LeaveOneOut is not null))];
        double[][] grids = [.. features.Select(Grid)];
        double total = grids.Sum(g => g.Length);
        int done = 0;
        List<ProfileCurve> curves = [];
        foreach ((FeatureFit feature, double[] grid) in features.Zip(grids))
        {
            double[] criterion = new double[grid.Length];
            for (int i = 0; i < grid.Length; i++)
            {
                criterion[i] = At(model, feature.Name, grid[i], threads, cancellation);
                progress.Report(++done / total);
            }

            curves.Add(new(feature.Name, feature.Bandwidth!.Value, grid, criterion));
        }

        return curves;
    }

    /// <summary>From a small part of the feature's range, or of the chosen bandwidth, to beyond the range, on a logarithmic scale.</summary>
    private static double[] Grid(FeatureFit feature)
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

    /// <summary>
    /// The criterion of the same model with one bandwidth changed: the mean squared leave-one-out error, or over several targets the sum of
    /// each divided by its variance, which is 1 − R².
    /// </summary>
    private static double At(KernelRegression model, string feature, double bandwidth, int threads, CancellationToken cancellation)
    {
        if (model.CriterionValue is double known && model.Features.Single(f => f.Name == feature).Bandwidth == bandwidth)
        {
            return known;
        }

        Dictionary<string, double> all = model.Features
            .Where(f => f.Bandwidth is not null)
            .ToDictionary(f => f.Name, f => f.Name == feature ? bandwidth : f.Bandwidth!.Value, StringComparer.Ordinal);
        FitOptions given = model.Options with
        {
            Bandwidth = Bandwidth.Given(all),
            Fixed = new Dictionary<string, double>(),
            SummaryRows = int.MaxValue,
            TimeLimit = null,
            Threads = threads,
        };
        IReadOnlyList<FitSummary> summaries = KernelRegression.Fit(model.Data, given, null, cancellation).Summaries;
        double value = summaries.Count == 1
            ? summaries[0].LeaveOneOutRmse!.Value * summaries[0].LeaveOneOutRmse!.Value
            : summaries.Sum(s => 1 - s.R2LeaveOneOut!.Value);
        return double.IsFinite(value)
            ? value
            : throw new DataException(
                $"Target '{model.Data.TargetNames[0]}' is so large that its squared error is beyond the largest double; expected a criterion that a number can hold; rescale the target.");
    }
}
