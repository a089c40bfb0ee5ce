namespace Nadaraya.Models;

/// <summary>A training in a file between two epochs: arrays by name, versioned and checksummed as models are; replaced whole or not at all.</summary>
/// <param name="path">The file.</param>
internal sealed class CheckpointFile(string path) : ICheckpoint
{
    private const string Product = "nadaraya-training";
    private const int Version = 1;

    /// <inheritdoc/>
    public TrainingState? Load(string identity, CancellationToken cancellation)
    {
        if (FileKinds.Of(path) == FileKind.Missing)
        {
            return null;
        }

        SafetensorsReader reader = SafetensorsReader.Open(path, Product, Version, null, cancellation);
        return reader.Text("identity") == identity
            ? new(reader.Names.ToDictionary(name => name, name => reader.Values<double>(name, -1), StringComparer.Ordinal))
            : throw new ModelFileException($"{path}: the checkpoint is of other data, options or seed than this training: give those it was begun with, or another file.");
    }

    /// <inheritdoc/>
    public void Save(string identity, TrainingState state, CancellationToken cancellation)
    {
        SafetensorsWriter writer = new(Product, Version);
        writer.AddMetadata("identity", identity);
        foreach ((string name, double[] values) in state.Arrays)
        {
            writer.Add<double>(name, () => values);
        }

        writer.Save(path, cancellation);
    }
}
