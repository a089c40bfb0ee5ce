namespace Nadaraya;

/// <summary>One epoch of training.</summary>
/// <param name="Number">The epoch, from 1, over all starts.</param>
/// <param name="Start">Which start it belongs to, from 1.</param>
/// <param name="Loss">The loss where the epoch began, summed over the rows: all other keys for each; in mini batches the sum over the steps.</param>
/// <param name="HeldOutLoss">The mean loss of the rows held out, where the epoch ended; null where none are.</param>
/// <param name="LearningRate">The rate; the length of the step along its direction for L-BFGS.</param>
public sealed record TrainingEpoch(int Number, int Start, double Loss, double? HeldOutLoss, double LearningRate)
{
    /// <summary>The parameters where the epoch ended, as <see cref="LearnedScore.ParameterNames"/> explains them; null where they are not kept: of more than 4,096, and of more than 200 epochs all but every k-th.</summary>
    public IReadOnlyList<double>? Parameters { get; init; }
}
