namespace Nadaraya;

/// <summary>How a learned score does on rows that took no part in learning it, beside the bandwidths that the same rows would have chosen.</summary>
/// <remarks>Every fold learns and chooses anew without the rows that judge it: neither number is trained on. Errors are weighted as rows are.</remarks>
/// <param name="Folds">How often rows were held out; 1 for one split.</param>
/// <param name="Rows">The rows that judged.</param>
/// <param name="Rmse">The root mean squared error of the learned score, in the unit of the target.</param>
/// <param name="BaselineRmse">That of the bandwidths.</param>
/// <param name="MeanLoss">The mean of the loss that was trained.</param>
/// <param name="BaselineMeanLoss">That of the bandwidths.</param>
/// <param name="StandardError">The standard error of the difference of the two mean losses, over rows.</param>
public sealed record NestedComparison(
    int Folds, int Rows, double Rmse, double BaselineRmse, double MeanLoss, double BaselineMeanLoss, double StandardError)
{
    private const double Alike = 1e-6; // of the loss: what two ways to the same minimum may lie apart

    /// <summary>Whether the two are the same but for how far a search goes.</summary>
    public bool IsSame => Math.Abs(MeanLoss - BaselineMeanLoss) <= Alike * BaselineMeanLoss;

    /// <summary>Whether the learned score has the lower mean loss.</summary>
    public bool IsBetter => MeanLoss < BaselineMeanLoss && !IsSame;

    /// <summary>Whether it does so by more than two standard errors.</summary>
    public bool IsClear => IsBetter && BaselineMeanLoss - MeanLoss > 2 * StandardError;
}
