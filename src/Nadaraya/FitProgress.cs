namespace Nadaraya;

/// <summary>How far a fit is.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Done">The share of the stage that is done, 0 to 1; an estimate while a search runs.</param>
/// <param name="Evaluations">Criterion evaluations so far.</param>
/// <param name="Criterion">The lowest criterion so far, where there is one.</param>
public readonly record struct FitProgress(FitStage Stage, double Done, int Evaluations, double? Criterion)
{
    /// <summary>The epoch that has just been made; null in other stages.</summary>
    public TrainingEpoch? Epoch { get; init; }

    /// <summary>The fold of a nested evaluation, from 1; 0 outside of one.</summary>
    public int Fold { get; init; }
}

/// <summary>What a fit is doing.</summary>
public enum FitStage
{
    /// <summary>Choosing bandwidths.</summary>
    Search,

    /// <summary>Computing fitted values and statistics.</summary>
    Summary,

    /// <summary>Learning a score, epoch by epoch.</summary>
    Learning,
}
