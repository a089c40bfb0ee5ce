namespace Nadaraya;

/// <summary>How well a model predicts rows it was not fitted to, for one target. Row weights of the data enter every measure.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Rows">The rows measured: those that have a prediction and count.</param>
/// <param name="RowsWithoutPrediction">The rows that have none; they are in no measure.</param>
/// <param name="ShareWithoutPrediction">Their share of all rows that count.</param>
/// <param name="Rmse">sqrt(Σ v(ŷ − y)²/Σ v), in the unit of the target; null where no row is measured.</param>
/// <param name="MeanAbsoluteError">Σ v|ŷ − y|/Σ v.</param>
/// <param name="MedianAbsoluteError">The weighted median of |ŷ − y|.</param>
/// <param name="Bias">Σ v(ŷ − y)/Σ v: positive where the model predicts too much.</param>
/// <param name="R2">1 − RSS/TSS about the mean of the measured rows; can be negative, null where they are all equal.</param>
/// <param name="Correlation">Of ŷ and y; null where either does not vary.</param>
public sealed record Evaluation(
    string Target,
    int Rows,
    int RowsWithoutPrediction,
    double ShareWithoutPrediction,
    double? Rmse,
    double? MeanAbsoluteError,
    double? MedianAbsoluteError,
    double? Bias,
    double? R2,
    double? Correlation)
{
    /// <summary>How intervals for new observations did; null where they were not asked for or no row has one.</summary>
    public IntervalCoverage? Intervals { get; init; }

    /// <summary>Σ v CRPS/Σ v of the predictive distributions, in the unit of the target; null where it was not asked for or no row is measured. Of distributions of one value each it is the mean absolute error.</summary>
    public double? Crps { get; init; }

    /// <summary>The weighted mean pinball losses of the predictive quantiles; null where they were not asked for.</summary>
    public IReadOnlyList<PinballLoss>? Pinball { get; init; }
}

/// <summary>How far a predicted quantile is from what came.</summary>
/// <param name="Probability">p.</param>
/// <param name="Loss">Σ v ρ/Σ v with ρ as <see cref="Scores.Pinball"/>, in the unit of the target; null where no row is measured.</param>
public readonly record struct PinballLoss(double Probability, double? Loss);
