using Nadaraya.Models;

namespace Nadaraya;

/// <content>Saving and loading.</content>
public sealed partial class KernelRegression
{
    /// <summary>When the model was fitted.</summary>
    public DateTimeOffset Created => Result.Created;

    /// <summary>The format version of the file that the model was loaded from; null where it was fitted here.</summary>
    public int? FileVersion => Result.FileVersion;

    /// <summary>The version of the file format that <see cref="Save"/> writes.</summary>
    public static int FormatVersion => ModelFile.Version;

    /// <summary>Saves the model: atomic, durable, checksummed, readable by its owner alone. The file contains the training rows unless the model is published (<see cref="Publish"/>).</summary>
    /// <param name="path">The file; an older one is replaced whole or not at all.</param>
    /// <param name="cancellation">Stops it and leaves nothing behind.</param>
    /// <exception cref="OutputException">It could not be written; the target is as it was.</exception>
    public void Save(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ModelFile.Save(Result, path, cancellation);
    }

    /// <summary>Loads a model. Its predictions have the same bits as before it was saved.</summary>
    /// <param name="path">The file.</param>
    /// <param name="own">Your own kernel, where the model was fitted with one that is not built in.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ModelFileException">The file is damaged, newer than this program, or no model.</exception>
    public static KernelRegression Load(string path, Kernel? own = null, CancellationToken cancellation = default) => Load(path, own, null, cancellation);

    /// <summary>Loads a model that was learned with a score of your own.</summary>
    /// <param name="path">The file.</param>
    /// <param name="own">Your own kernel; null where the model was fitted with a built-in one.</param>
    /// <param name="ownScore">Your own score; null where the model was learned with a built-in one, or not at all.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ModelFileException">The file is damaged, newer than this program, or no model.</exception>
    public static KernelRegression Load(string path, Kernel? own, DifferentiableScore? ownScore, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new(ModelFile.Load(path, own, ownScore, cancellation));
    }
}
