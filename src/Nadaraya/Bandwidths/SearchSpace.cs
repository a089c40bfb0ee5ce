namespace Nadaraya;

/// <summary>The box that a search moves in: a coordinate for every bandwidth that was not given.</summary>
internal sealed class SearchSpace
{
    private readonly int[] free;
    private readonly double[] given;

    /// <param name="sample">The rows.</param>
    /// <param name="features">The features that have bandwidths.</param>
    /// <param name="given">Their bandwidths; NaN where free.</param>
    /// <param name="options">Kernels.</param>
    public SearchSpace(Sample sample, int[] features, double[] given, FitOptions options)
    {
        this.given = given;
        free = [.. Enumerable.Range(0, features.Length).Where(k => double.IsNaN(given[k]))];
        double[] rule = RulesOfThumb.Start(sample, features, options.Kernel, column => column.StandardDeviation());
        double[] robust = RulesOfThumb.Start(sample, features, options.Kernel, column => column.RobustSpread());
        Axes = [.. free.Select(k => SearchAxis.Of(sample, options, features[k], rule[k], robust[k]))];
        Low = [.. Axes.Select(a => a.Low)];
        High = [.. Axes.Select(a => a.High)];
        Start = [.. Axes.Select(a => a.Start)];
        Robust = [.. Axes.Select(a => a.Robust)];
    }

    /// <summary>One a coordinate.</summary>
    public SearchAxis[] Axes { get; }

    /// <summary>The lower bounds.</summary>
    public double[] Low { get; }

    /// <summary>The upper bounds.</summary>
    public double[] High { get; }

    /// <summary>Where the rules of thumb are.</summary>
    public double[] Start { get; }

    /// <summary>Where they are by a robust spread.</summary>
    public double[] Robust { get; }

    /// <summary>How many coordinates there are.</summary>
    public int Dimensions => free.Length;

    /// <summary>Whether no bandwidth was given.</summary>
    public bool IsWhole => free.Length == given.Length;

    /// <summary>The bandwidths of all features at a place.</summary>
    public double[] Bandwidths(double[] x)
    {
        double[] all = [.. given];
        for (int k = 0; k < free.Length; k++)
        {
            all[free[k]] = Axes[k].At(x[k]);
        }

        return all;
    }

    /// <summary>The place of the bandwidths of all features.</summary>
    public double[] Place(IReadOnlyList<double> bandwidths) => [.. free.Select((j, k) => Axes[k].Place(bandwidths[j]))];

    /// <summary>The gradient by place from what the criterion gives for all features.</summary>
    public double[] Slopes(double[] gradient, double[] x) => [.. free.Select((j, k) => Axes[k].Slope(x[k], gradient[j]))];

    /// <summary>Where every h is e^by times as large, and every λ plays the same part.</summary>
    public double[] Scaled(double[] x, double by) => [.. x.Select((v, k) => Axes[k].Scaled(v, by))];

    /// <summary>Whether a coordinate of a feature is at one of its ends.</summary>
    public bool AtBound(int feature, double bandwidth)
    {
        int k = Array.IndexOf(free, feature);
        return k >= 0 && (Axes[k].Place(bandwidth) >= High[k] - 1e-6 || Axes[k].Place(bandwidth) <= Low[k] + 1e-6);
    }
}
