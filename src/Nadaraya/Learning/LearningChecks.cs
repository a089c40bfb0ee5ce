namespace Nadaraya;

/// <summary>What learning can't be combined with, refused before it begins.</summary>
internal static class LearningChecks
{
    private const int MostBatch = 8192; // their scores over all keys of the step are kept: half a gigabyte
    private const int MostKeys = 8192;

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
            : options.Kernel.Name != Kernel.Gaussian.Name ? $"'{score.Name}' is under the gaussian kernel"
            : options.Estimator.Degrees.Count > 0 || options.Estimator.Degree > 1 ? $"'{score.Name}' takes the constant or the linear estimator"
            : options.Estimator.Degree == 1 && score.Kind is not ("full" or "low-rank") ? $"'{score.Name}' takes the constant estimator; local lines need full or low-rank:K"
            : null;
        why ??= learning.HoldOut > 0 && learning.StopFolds > 0 ? "folds and a share held out both say when to stop; give one of them"
            : learning.Momentum > 0 && ScoreTraining.OptimizerOf(learning) != Optimizer.Sgd ? "momentum is of sgd; give that optimizer, or no momentum"
            : learning.Schedule != LearningRateSchedule.Constant && ScoreTraining.OptimizerOf(learning) == Optimizer.Lbfgs ? "lbfgs has no learning rate for a schedule; take adam or sgd, or no schedule"
            : learning.Start is not null && !score.HasBandwidths && score.Kind is not ("full" or "low-rank") ? $"'{score.Name}' does not start with a scale; leave the start out"
            : null;
        why ??= score.Kind == "deep" ? WhyNotDeep(data, learning) : null;
        if (why is null && ScoreTraining.OptimizerOf(learning) == Optimizer.Lbfgs && learning.KeyRows is not null)
        {
            why = "lbfgs takes all keys in every step; keys that are drawn anew need adam or sgd";
        }

        if (why is not null)
        {
            throw new DataException($"A score can't be learned like this, because {why}.");
        }
    }

    private static string? WhyNotDeep(Dataset data, LearningOptions learning) =>
        data.Clusters.Count > 1 ? "a network's batches do not know of clusters; learn another score"
        : data.WeightMeaning == WeightMeaning.Frequency && data.HasWeights ? "a network leaves out whole rows, not one of the rows that a frequency stands for; repeat the rows, or take the weights as importance"
        : learning.Optimizer is not (null or Optimizer.Adam) ? "a network is trained by adam"
        : learning.StopFolds > 0 ? "a network stops by a share held out, not by folds"
        : learning.HoldOut == 0 ? "a network takes a share held out to stop by; give one over 0"
        : learning.Starts > 1 ? "a network has one start; another seed is another"
        : learning.Schedule == LearningRateSchedule.Step ? "a network's rate falls along a cosine"
        : learning.BatchRows > MostBatch || learning.KeyRows > MostKeys ? $"a step of a network takes at most {MostBatch} queries and {MostKeys} further keys"
        : null;
}
