using Nadaraya.Engines;

namespace Nadaraya;

/// <summary>A training that goes epoch by epoch, and can be put down after any of them and taken up again to the same bits.</summary>
internal interface ITraining
{
    /// <summary>The epochs made so far.</summary>
    IReadOnlyList<TrainingEpoch> Epochs { get; }

    /// <summary>Why it ended; null while it goes on.</summary>
    TrainingStop? Stopped { get; }

    /// <summary>The epochs it makes at most.</summary>
    int MostEpochs { get; }

    /// <summary>The epoch whose parameters it would give now.</summary>
    int BestEpoch { get; }

    /// <summary>The best parameters so far as a model keeps them, and the bandwidth of each feature; null where it has none.</summary>
    /// <param name="told">What is told of the training.</param>
    /// <param name="run">Threads and cancellation.</param>
    (LearnedModel Model, double?[] Bandwidths) Result(LearnedScore told, Run run);

    /// <summary>Ends it where it stands: what was reached counts as the end of the start.</summary>
    /// <param name="run">Threads and cancellation.</param>
    void Break(Run run);

    /// <summary>Makes an epoch.</summary>
    /// <param name="run">Threads and cancellation.</param>
    void Step(Run run);

    /// <summary>Puts it down.</summary>
    TrainingState Save();

    /// <summary>Takes it up.</summary>
    /// <param name="state">What <see cref="Save"/> gave.</param>
    /// <exception cref="FormatException">It is of another training.</exception>
    void Restore(TrainingState state);
}
