namespace Nadaraya;

/// <summary>How a score is learned. Each row is always predicted from the others: its own key, or its cluster's, is left out.</summary>
public sealed record LearningOptions
{
    /// <summary>The shape of the score; required.</summary>
    public required LearnableScore Score { get; init; }

    /// <summary>What is minimised; default <see cref="TrainingLoss.Squared"/>.</summary>
    public TrainingLoss Loss { get; init; } = TrainingLoss.Squared;

    /// <summary>The optimiser; default null: L-BFGS, but Adam in mini batches and for <see cref="LearnableScore.Deep"/>, and where a <see cref="LearningRate"/> is given SGD for a scale, as in the chapter, and Adam for others.</summary>
    public Optimizer? Optimizer { get; init; }

    /// <summary>The step of SGD and Adam; default null: 0.5 for SGD, the chapter's, on the summed loss; 0.05 for Adam, 0.003 and less of few rows for deep keys. L-BFGS finds its own.</summary>
    public double? LearningRate
    {
        get;
        init => field = value is null || (value > 0 && double.IsFinite(value.Value))
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The learning rate must be a positive finite number.");
    }

    /// <summary>How the learning rate changes over the epochs; default constant.</summary>
    public LearningRateSchedule Schedule { get; init; }

    /// <summary>What SGD keeps of its last step; default 0. Source: Polyak (1964).</summary>
    public double Momentum
    {
        get;
        init => field = value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The momentum lies between 0 and under 1.");
    }

    /// <summary>The most epochs: passes over the rows; steps of L-BFGS. Default null: 5 for SGD, the chapter's, 30 to 60 for deep keys, 100 for the others.</summary>
    public int? Epochs
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of epochs must be 0 or more.");
    }

    /// <summary>Queries of a step, drawn anew each time but for L-BFGS, which draws them once; default null, all rows, but 5,000 for L-BFGS of more than 20,000.</summary>
    public int? BatchRows
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A batch has 1 row or more.");
    }

    /// <summary>Keys of a step, drawn anew each time; default null, all rows.</summary>
    public int? KeyRows
    {
        get;
        init => field = value is null or >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A step takes 2 keys or more.");
    }

    /// <summary>λ of the penalty ½λ‖θ‖² on the map in standardised units, relative to the mean loss over the target's variance; default null, 0. Of deep keys the decay of the matrices in steps of the rate, 0.01 and more of few rows.</summary>
    public double? WeightDecay
    {
        get;
        init => field = value is null || (value >= 0 && double.IsFinite(value.Value)) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The weight decay is 0 or more.");
    }

    /// <summary>Folds of early stopping: the same training without each, beside the one that counts, says after which epoch it does best; default null: 5 up to 2,000 rows for all but scale, diagonal and deep, else 0.</summary>
    public int? StopFolds
    {
        get;
        init => field = value is null or 0 or (>= 2 and <= 100) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of folds is 0 or lies between 2 and 100.");
    }

    /// <summary>The share of rows held out for early stopping; default null: 0.1 where there are no <see cref="StopFolds"/>, 0.12 for deep, 0 for scale and diagonal. They are keys of the model in the end.</summary>
    public double? HoldOut
    {
        get;
        init => field = value is null or (>= 0 and <= 0.9) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The share held out lies between 0 and 0.9.");
    }

    /// <summary>How many epochs without a better held-out loss end training; default null: 10, and 16 for <see cref="LearnableScore.Deep"/>.</summary>
    public int? Patience
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The patience is 1 epoch or more.");
    }

    /// <summary>Where a scale starts, w; of other distances the same w in every direction. Default null: 1/bandwidth, by <see cref="FitOptions.Bandwidth"/>.</summary>
    public double? Start
    {
        get;
        init => field = value is null || double.IsFinite(value.Value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The start must be a finite number.");
    }

    /// <summary>From how many places training starts, the best of which is kept; default null: 2 for full and low rank (bandwidths, and the average outer product of gradients), 1 for the others.</summary>
    public int? Starts
    {
        get;
        init => field = value is null or (>= 1 and <= 100) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of starts lies between 1 and 100.");
    }

    /// <summary>Folds of the nested evaluation, in which training sees nothing of the rows that judge it; default null: 5 up to 2,000 rows, above that a fifth of the rows judges once. 1 is that one split, 0 none.</summary>
    public int? Nested
    {
        get;
        init => field = value is null or (>= 0 and <= 100) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of folds lies between 0 and 100.");
    }

    /// <summary>A file that training is put down in after every few epochs, and taken up from where it exists; default null, none.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>How many epochs lie between two checkpoints; default 1.</summary>
    public int CheckpointEvery
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A checkpoint is written every epoch, or every few.");
    }

    = 1;
}
