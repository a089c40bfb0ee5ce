using Nadaraya.Engines;

namespace Nadaraya;

/// <content>Tests of hypotheses.</content>
public sealed partial class KernelRegression
{
    /// <summary>Tests whether the target depends on features, the others given: jointly those that are named, else each by itself.</summary>
    /// <param name="features">Names of features; null or none for each by itself.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="progress">Hears the share done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">No such feature, none that varies, or too few rows.</exception>
    public IReadOnlyList<TestResult> TestSignificance(
        IReadOnlyList<string>? features = null, TestOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        CheckRows();
        options ??= new();
        Run run = new(Options.Threads, cancellation, progress);
        int[][] tests = features is { Count: > 0 }
            ? [[.. features.Select(FeatureOf).Distinct()]]
            : [.. Enumerable.Range(0, Features.Count).Where(j => Features[j].Bandwidth is not null).Select(j => (int[])[j])];
        return [.. tests.Select((tested, k) => new SignificanceTest(this, tested, options, run.Part((double)k / tests.Length, (k + 1.0) / tests.Length)).Result())];
    }

    /// <summary>Tests a parametric regression against everything else.</summary>
    /// <param name="against">The regression under test: <see cref="Estimator.Constant"/>, <see cref="Estimator.Linear"/> (the default), or powers of every number up to a degree; levels have an effect each.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="progress">Hears the share done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">No feature that varies, or too few rows.</exception>
    public TestResult TestSpecification(
        Estimator? against = null, TestOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        CheckRows();
        return new SpecificationTest(this, against ?? Estimator.Linear, options ?? new(), new(Options.Threads, cancellation, progress)).Result();
    }

    /// <summary>Tests whether groups of rows have one and the same curve in the other features.</summary>
    /// <param name="groups">What forms the groups: a feature of levels, or the model's clusters.</param>
    /// <param name="options">Options; null for the defaults.</param>
    /// <param name="progress">Hears the share done, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DataException">No such groups, fewer than two, or no other feature.</exception>
    public TestResult TestEqualCurves(
        string groups, TestOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(groups);
        CheckRows();
        return new EqualCurvesTest(this, groups, options ?? new(), new(Options.Threads, cancellation, progress)).Result();
    }

    /// <summary>Refuses to test means of cells as if they were rows: their noise is smaller.</summary>
    private void CheckRows()
    {
        if (!ContainsTrainingRows)
        {
            throw Published("tests");
        }

        CheckBandwidths("tests");
    }

    /// <summary>The index of a feature.</summary>
    internal int FeatureOf(string name)
    {
        for (int j = 0; j < Features.Count; j++)
        {
            if (Features[j].Name == name)
            {
                return j;
            }
        }

        throw new DataException($"'{name}' is no feature of the model: its features are {string.Join(", ", Features.Select(f => f.Name))}.");
    }
}
