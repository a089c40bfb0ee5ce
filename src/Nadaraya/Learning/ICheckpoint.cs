namespace Nadaraya;

/// <summary>Where a training is put down between epochs.</summary>
internal interface ICheckpoint
{
    /// <summary>The training that was put down; null where there is none.</summary>
    /// <param name="identity">What training it must be of: data, options and seed.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ModelFileException">It is damaged, or of another training.</exception>
    TrainingState? Load(string identity, CancellationToken cancellation);

    /// <summary>Puts a training down, in place of the one before.</summary>
    /// <param name="identity">What training it is.</param>
    /// <param name="state">The training.</param>
    /// <param name="cancellation">Stops it.</param>
    void Save(string identity, TrainingState state, CancellationToken cancellation);
}
