using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>A model fitted anew, bandwidths and all, without a part of its rows; clusters stay whole.</summary>
internal static class IntervalFolds
{
    /// <summary>The fit to the rows of some keys, with everything chosen by them alone.</summary>
    /// <param name="model">The model whose options it has.</param>
    /// <param name="keys">The keys, ascending.</param>
    /// <param name="run">Threads, cancellation.</param>
    public static KernelRegression Fit(KernelRegression model, int[] keys, Run run) =>
        KernelRegression.Fit(Rows(model, keys), Options(model.Result, keys.Length, run), null, run.Cancellation);

    /// <summary>What stands behind an interval that is made by parts of the rows: rows in clusters, and rows that stand for several, are not like a new one.</summary>
    public static IntervalKind Kind(KernelRegression model, IntervalKind kind) =>
        model.Errors.HasClusters || model.Fitted.Sample.InverseCounts is not null ? IntervalKind.Approximate : kind;

    /// <summary>The rows of some keys.</summary>
    public static Dataset Rows(KernelRegression model, int[] keys) => model.Data.Of([.. keys.Select(model.Fitted.Sample.RowOf)]);

    /// <summary>The keys of every fold, ascending.</summary>
    public static int[][] Of(KernelRegression model, int folds, int seed)
    {
        int[] foldOfKey = model.Fitted.Sample.Folds(folds, seed);
        int most = foldOfKey.Max() + 1;
        return [.. Enumerable.Range(0, most).Select(fold => Enumerable.Range(0, foldOfKey.Length).Where(key => foldOfKey[key] == fold).ToArray())];
    }

    /// <summary>The queries that some keys are.</summary>
    public static Queries QueriesAt(KernelRegression model, int[] keys) => Queries.FromColumns([.. model.Fitted.Sample.Columns.Select(c => keys.Select(key => c[key]).ToArray())]);

    /// <summary>What a model says at queries, one array a target; where it says nothing, the weighted mean of its rows, so that there is always something.</summary>
    public static double[][] Values(KernelRegression model, Queries queries, Run run)
    {
        Predictions predictions = model.PredictMany(queries, run.Progress, run.Cancellation);
        double[] means = [.. Enumerable.Range(0, model.Data.TargetNames.Count).Select(t => model.Fitted.Sample.Payload.Restore(t, 0))];
        return [.. means.Select((mean, t) => predictions.Values(t).Select(v => v ?? mean).ToArray())];
    }

    /// <summary>The options of a fit whose statistics nobody reads: as asked, with any engine, and without bags where rows are too few for them.</summary>
    private static FitOptions Options(FitResult result, int rows, Run run) => result.Options with
    {
        Estimator = result.HighestDegree is int highest ? Estimator.Automatic(highest) with { Terms = result.Options.Estimator.Terms } : result.Options.Estimator,
        Threads = run.Threads,
        SummaryRows = 0,
        Engine = null,
        Learning = result.Options.Learning is LearningOptions learning ? learning with { Nested = 0, Checkpoint = null } : null,
        Bagging = result.Options.Bagging?.Rows < rows ? result.Options.Bagging : null,
    };
}
