namespace Nadaraya;

/// <summary>What training a scale did, epoch by epoch.</summary>
/// <param name="Start">w before the first epoch.</param>
/// <param name="Epochs">The epochs in order.</param>
public sealed record ScaleTraining(double Start, IReadOnlyList<ScaleEpoch> Epochs)
{
    /// <summary>w after the last epoch. w and −w are the same model.</summary>
    public double Scale => Epochs.Count == 0 ? Start : Epochs[^1].Scale;

    /// <summary>The bandwidth that the scale is: 1/|w|; +∞ for w = 0, which is average pooling.</summary>
    public double Bandwidth => 1 / Math.Abs(Scale);
}

/// <summary>One epoch of training a scale.</summary>
/// <param name="Number">The epoch, from 1.</param>
/// <param name="Loss">The summed squared leave-one-out error before the epoch's step.</param>
/// <param name="Scale">w after the epoch's step.</param>
public sealed record ScaleEpoch(int Number, double Loss, double Scale);

/// <summary>Options of <see cref="LearnedScale.Train"/>.</summary>
public sealed record ScaleTrainingOptions
{
    /// <summary>w before the first epoch; null draws it from U(0, 1) with <see cref="Seed"/>, as the chapter does.</summary>
    public double? Start
    {
        get;
        init => field = value is null || double.IsFinite(value.Value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The starting scale must be a finite number.");
    }

    /// <summary>The learning rate of each step, default 0.5.</summary>
    public double LearningRate
    {
        get;
        init => field = value > 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The learning rate must be a positive finite number.");
    }

    = 0.5;

    /// <summary>How many epochs, default 5; each is one step on all rows.</summary>
    public int Epochs
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of epochs must be 0 or more.");
    }

    = 5;

    /// <summary>The seed of a drawn start, default 0.</summary>
    public int Seed { get; init; }
}
