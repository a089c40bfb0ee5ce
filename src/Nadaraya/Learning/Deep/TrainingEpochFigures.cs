namespace Nadaraya;

/// <summary>What one epoch of training came to.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="TrainingLoss">The mean loss of the rows trained on, each predicted from the others of its step, in units of the target.</param>
/// <param name="ValidationLoss">The mean loss of the rows held out, predicted from all rows trained on.</param>
/// <param name="LearningRate">The step size at the epoch's end.</param>
internal readonly record struct TrainingEpochFigures(int Epoch, double TrainingLoss, double ValidationLoss, double LearningRate);
