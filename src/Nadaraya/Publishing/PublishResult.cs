namespace Nadaraya;

/// <summary>A published model and what it lost.</summary>
/// <param name="Model">The reduced model: it holds means of cells and no row.</param>
/// <param name="LargestDifferences">
/// The largest |difference| between what both models predict at a training row, one a target; null where none has both. For the owner of the rows alone: it may be about a single row, so it is in no file.
/// </param>
public sealed record PublishResult(KernelRegression Model, IReadOnlyList<double?> LargestDifferences)
{
    /// <summary>What the model stands for and what it lost.</summary>
    public Publication Publication => Model.Publication!;
}
