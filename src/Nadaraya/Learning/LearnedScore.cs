namespace Nadaraya;

/// <summary>What learning found: the score, how training went, and how it compares with bandwidths.</summary>
public sealed record LearnedScore
{
    /// <summary>The shape of the score.</summary>
    public required LearnableScore Score { get; init; }

    /// <summary>The loss that was trained.</summary>
    public required TrainingLoss Loss { get; init; }

    /// <summary>The optimiser.</summary>
    public required Optimizer Optimizer { get; init; }

    /// <summary>The coordinates that the score sees: features by name, levels without an order as feature=level, numbers on a circle as cos and sin.</summary>
    public required IReadOnlyList<string> Coordinates { get; init; }

    /// <summary>θ in the end, as <see cref="ParameterNames"/> explains them.</summary>
    public required IReadOnlyList<double> Parameters { get; init; }

    /// <summary>What each of <see cref="Parameters"/> is: "w" of a scale, "w[carat]" and "λ[cut]" of a diagonal, "W[2,carat]" of a map; empty for a network, whose parameters are many.</summary>
    public required IReadOnlyList<string> ParameterNames { get; init; }

    /// <summary>θ where the first start began; empty for a network.</summary>
    public IReadOnlyList<double> StartParameters { get; init; } = [];

    /// <summary>The epochs, in order, of all starts.</summary>
    public required IReadOnlyList<TrainingEpoch> Epochs { get; init; }

    /// <summary>The epoch after which the parameters were taken; 0 for the start itself.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Why training ended.</summary>
    public required TrainingStop Stopped { get; init; }

    /// <summary>W, one row a direction and one column a coordinate, in 1/unit of the coordinate: the score is −½‖W(q − k)‖². Null where it is no linear map.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? Metric { get; init; }

    /// <summary>The weights of the heads' predictions, of sum one; empty where there is one.</summary>
    public IReadOnlyList<double> HeadWeights { get; init; } = [];

    /// <summary>Of each coordinate, how far the score moves with one standard deviation of it, ‖W e‖·sd, over the sum of all: which matter. Of levels without an order less what their columns of W have in common, which moves nothing. Empty where it is no linear map.</summary>
    public IReadOnlyList<double> Importance { get; init; } = [];

    /// <summary>The leave-one-out error of the rows with these parameters, in the unit of the target: trained on, so an optimist.</summary>
    public double? LeaveOneOutRmse { get; init; }

    /// <summary>The bandwidths that the fit would have had without learning, one a feature; null where it has no say.</summary>
    public required IReadOnlyList<double?> BaselineBandwidths { get; init; }

    /// <summary>Their leave-one-out error: chosen on the same rows, so an optimist too.</summary>
    public double? BaselineLeaveOneOutRmse { get; init; }

    /// <summary>Both on rows that neither has seen; null where it was not asked for, or there are too few rows.</summary>
    public NestedComparison? Nested { get; init; }

    /// <summary>The median over rows of the effective sample size of a row's prediction from the others: near 1 the score has collapsed onto one neighbour.</summary>
    public double? MedianEffectiveSampleSize { get; init; }

    /// <summary>Whether half of the rows are predicted by hardly more than one neighbour (an effective sample size under 1.5), where bandwidths use twice as many.</summary>
    public bool Collapsed { get; init; }
}
