namespace Nadaraya;

/// <summary>What learning can't be combined with, refused before it begins.</summary>
internal static class LearningChecks
{
    /// <summary>Throws where options do not go together.</summary>
    /// <exception cref="DataException">They do not; the message says what to change.</exception>
    public static void Check(Dataset data, FitOptions options)
    {
        LearningOptions learning = options.Learning!;
        LearnableScore score = learning.Score;
        string? why =
            data.TargetNames.Count > 1 ? $"it takes one target, and there are {data.TargetNames.Count}: {string.Join(", ", data.TargetNames)}"
            : options.BandwidthType != BandwidthType.Fixed ? "it takes fixed bandwidths"
            : options.RobustIterations > 0 ? "it knows no robust iterations; the absolute and Huber losses are less drawn by outliers"
            : options.Fixed.Count > 0 ? "it moves every bandwidth, and some are fixed"
            : options.Estimator.Highest is not null ? "it takes a given degree, not one that is chosen"
            : score.HasBandwidths ? null
            : score.Kind == "deep" && data.Clusters.Count > 1 ? "a network's batches do not know of clusters"
            : score.Kind == "deep" && learning.Optimizer is not (null or Optimizer.Adam) ? "a network is trained by adam"
            : options.Kernel.Name != Kernel.Gaussian.Name ? $"'{score.Name}' is under the gaussian kernel"
            : options.Estimator.Degrees.Count > 0 || options.Estimator.Degree > 1 ? $"'{score.Name}' takes the constant or the linear estimator"
            : options.Estimator.Degree == 1 && score.Kind is not ("full" or "low-rank") ? $"'{score.Name}' takes the constant estimator; local lines need full or low-rank:K"
            : null;
        if (why is null && ScoreTraining.OptimizerOf(learning) == Optimizer.Lbfgs && learning.KeyRows is not null)
        {
            why = "lbfgs takes all keys in every step; keys that are drawn anew need adam or sgd";
        }

        if (why is not null)
        {
            throw new DataException($"A score can't be learned like this, because {why}.");
        }
    }
}
