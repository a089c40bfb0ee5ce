namespace Nadaraya;

/// <summary>What publishing lost of the accuracy for one target. Row weights enter every mean; rows that either model can't predict are in none.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Rmse">Of the full model, sqrt(Σ v e²/Σ v) at rows that were left out of it, at the same bandwidths, in the unit of the target; null where it was not measured.</param>
/// <param name="PublishedRmse">The same of the published model, made without those rows too.</param>
/// <param name="RootMeanSquaredDifference">sqrt(Σ v d²/Σ v), d the difference between what both models predict at the training rows; null where none has both.</param>
public sealed record PublicationLoss(string Target, double? Rmse, double? PublishedRmse, double? RootMeanSquaredDifference)
{
    /// <summary>PublishedRmse/Rmse − 1: 0.02 is an error two per cent larger; negative where averaging helped; null where there is none.</summary>
    public double? RelativeIncrease => Rmse is > 0 && PublishedRmse is double published ? (published / Rmse.Value) - 1 : null;
}
