using System.Globalization;

namespace Nadaraya;

/// <summary>What to know of a learned score, one line each.</summary>
internal static class LearningWarnings
{
    /// <summary>Of a score and its comparison.</summary>
    public static IEnumerable<string> Of(LearnedScore score)
    {
        if (score.Collapsed)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The learned score has collapsed: half of the rows are predicted by hardly more than one neighbour (effective sample size {score.MedianEffectiveSampleSize:G3}); use weight decay or a part held out.");
        }

        if (score.Nested is { IsBetter: false, IsSame: false } nested)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"On rows not learned from, the learned score does not beat cross-validated bandwidths (RMSE {nested.Rmse:G4} against {nested.BaselineRmse:G4}): fit without learning, or learn less.");
        }

        if (score.Stopped == TrainingStop.Time)
        {
            yield return "The time limit stopped the training; the best parameters so far are used.";
        }
    }
}
